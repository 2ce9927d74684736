import {
  type Decimal,
  decimal,
  perDay,
  perMinute,
  perMonth,
  printNumber,
  printShare,
} from '../../finance/amounts.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import type { Rate } from '../../values/quantity.ts'
import { quote } from '../../values/text.ts'
import { RATE_SECONDS } from '../../values/unit.ts'
import { unread } from '../lib/absent.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

type System = NonNullable<NonNullable<Pilot['integration']>[number]>

/** The units that come in the time of a limit when it is busiest, and where the file says so. */
type Busy = {
  readonly units: Decimal
  readonly key: 'peak_rate' | 'peak_day' | 'full'
  readonly from: Rate
  readonly label: string
}

const busiest = ({ cost }: Pilot, per: Rate['per']): Busy | undefined => {
  const { full, peak_day: day, peak_rate: rate } = cost?.volume ?? {}
  const seconds = RATE_SECONDS[per]
  const units = rate && perMinute(rate).times(seconds).div(60)
  const busy = (units: Decimal, key: Busy['key'], from: Rate, label: string): Busy => ({
    units,
    key,
    from,
    label,
  })
  const ofMinute = rate && units && busy(units, 'peak_rate', rate, 'the busiest minute')
  if (per === 's' || per === 'min') return ofMinute
  const ofDay = day && busy(perDay(day), 'peak_day', day, 'the busiest day')
  // The busiest minute may go on for an hour; a day of such minutes never comes.
  const reaches = ofMinute && ofDay?.units.lt(ofMinute.units) ? ofDay : ofMinute
  const peak = per === 'h' ? reaches : ofDay
  const usual = full && perMonth(full).times(seconds).div(RATE_SECONDS.month)
  if (usual === undefined || peak?.units.gte(usual)) return peak
  return full && busy(usual, 'full', full, 'what comes on average')
}

/** The calls on a system when it is busiest, in the time of its limit, and how they come about. */
type Peak = {
  readonly calls: Decimal
  readonly working: string
  readonly related: NonNullable<Finding['related']>
}

const peakOf = (pilot: Pilot, { calls: own }: System, at: number, { per }: Rate): Peak | undefined => {
  const { usage } = pilot.cost ?? {}
  const busy = busiest(pilot, per)
  const calls = own ?? usage?.calls
  const retries = usage?.retries?.value
  if (busy === undefined || calls === undefined) return undefined
  const extra = decimal(retries?.value ?? 0).div(100)
  const load = busy.units.times(decimal(calls.value)).times(extra.plus(1))
  const again = retries ? ` x (1 + ${printShare(extra)} retries)` : ''
  const inMinutes = per === 's' ? `${printNumber(load.times(60))}/min = ` : ''
  const units = busy.key === 'full' ? `${printNumber(busy.units)}/${per}` : printQuantity(busy.from)
  return {
    calls: load,
    working: `calls at the peak = ${units} x ${printNumber(decimal(calls.value), 4)} calls${again} = ${inMinutes}${printNumber(load)}/${per}`,
    related: [
      { path: ['cost', 'volume', busy.key], label: busy.label },
      { path: own ? ['integration', at, 'calls'] : ['cost', 'usage', 'calls'], label: 'calls for one unit' },
      ...(retries ? [{ path: ['cost', 'usage', 'retries'], label: 'calls that are made again' }] : []),
    ],
  }
}

const spans = { s: 'minute', min: 'minute', h: 'hour', day: 'day', week: 'week', month: 'month' } as const

export const rateLimitBelowPeak: Rule = {
  id: 'integration/rate-limit-below-peak',
  severity: 'error',
  from: 'progressive',
  summary: 'Every system takes the calls of the busiest minute',
  why: 'A rate limit that was never felt in the pilot refuses customers on the first busy evening, all at once.',
  details: `Calls at the peak = \`cost.volume.peak_rate\` x \`cost.usage.calls\` x (1 + retries), compared with the \`rate_limit\` of each system. A limit by the hour, day, week or month is compared with what comes in that time: the busiest minute may go on for an hour, as far as \`peak_day\` reaches, a day or more brings at least one \`peak_day\`, and no less than the average of \`full\`. A system that is called less or more often than the model says so: \`calls: 1 per conversation\`.

Nothing is judged where nobody says how often a unit calls: a system may be asked for a part of the units only.`,
  principles: ['edge-cases'],
  fields: fields`integration.{rate_limit,calls} cost.volume.{full,peak_day,peak_rate} cost.usage.{calls,retries}`,
  references: ['Google SRE, launch coordination checklist: rate limits and spikes'],
  examples: both`integration:
  - {system: helpdesk, direction: out, mode: live, rate_limit: «10/s|1/s», owner: acme/support-tools, effort: 15d, status: done}   # expect: integration/rate-limit-below-peak
cost:
  volume: {full: 60000/month, peak_rate: 25/min}
  usage: {calls: 2.4 per conversation, retries: 4%}`,

  *check({ pilot, faults }) {
    const used = ['usage.calls', 'usage.retries', 'volume.full', 'volume.peak_day', 'volume.peak_rate']
    if (used.some((key) => unread(faults, ['cost', ...key.split('.')]))) return
    for (const { item, at } of present(pilot.integration)) {
      const path = ['integration', at, 'rate_limit']
      const { rate_limit: limit } = item
      if (limit === undefined || unread(faults, ['integration', at, 'calls'])) continue
      const peak = peakOf(pilot, item, at, limit)
      if (peak === undefined || peak.calls.lte(decimal(limit.value))) continue
      yield {
        path,
        message: `${quote(item.system ?? `system ${at + 1}`)} takes ${printQuantity(limit)}, and the busiest ${spans[limit.per]} makes ${printNumber(peak.calls)}/${limit.per}`,
        // Rounded up, so that it is enough.
        write: `${printNumber(peak.calls.round(0, 3), 0)}/${limit.per}`,
        help: `or more, a queue in front of it, or calls: 1 per ${pilot.use_case?.unit ?? 'unit'} where the system is called less often than the model`,
        working: [peak.working],
        related: peak.related,
      }
    }
  },
}
