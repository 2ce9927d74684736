import { type Decimal, decimal, perDay, perMinute, perMonth, printNumber, printShare } from '../../finance/amounts.ts'
import { present, unitOf } from '../../model/lists.ts'
import { ownOf } from '../../model/metered.ts'
import type { Pilot, System } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import type { Rate } from '../../values/quantity.ts'
import { RATE_SECONDS } from '../../values/unit.ts'
import { called, unread } from '../lib/absent.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

/** The peak of units in the time of a limit, and the field it comes from. */
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
  const ofMinute = rate && units && busy(units, 'peak_rate', rate, 'the peak rate')
  if (per === 's' || per === 'min') return ofMinute
  const ofDay = day && busy(perDay(day), 'peak_day', day, 'the peak day')
  // The peak rate may last an hour, but not a day.
  const reaches = ofMinute && ofDay?.units.lt(ofMinute.units) ? ofDay : ofMinute
  const peak = per === 'h' ? reaches : ofDay
  const usual = full && perMonth(full).times(seconds).div(RATE_SECONDS.month)
  if (usual === undefined || peak?.units.gte(usual)) return peak
  return full && busy(usual, 'full', full, 'the average')
}

type Peak = {
  readonly calls: Decimal
  readonly working: string
  readonly related: NonNullable<Finding['related']>
}

const peakOf = (pilot: Pilot, { calls: own }: System, at: number, { per }: Rate): Peak | undefined => {
  const { usage, path = [] } = ownOf(pilot) ?? {}
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
      { path: own ? ['integration', at, 'calls'] : [...path, 'calls'], label: 'calls per unit' },
      ...(retries ? [{ path: [...path, 'retries'], label: 'retries' }] : []),
    ],
  }
}

export const rateLimitBelowPeak: Rule = {
  id: 'integration/rate-limit-below-peak',
  severity: 'error',
  from: 'progressive',
  summary: 'The rate limit of every system is above the peak load',
  why: 'A rate limit that the pilot never reached rejects customers on the first busy evening.',
  details: `Calls at the peak = \`cost.volume.peak_rate\` x \`cost.usage.calls\` x (1 + retries), compared with the \`rate_limit\` of each system. For a limit per hour, the peak rate lasts an hour, up to \`peak_day\`; for a limit per day, week or month, the load is at least one \`peak_day\` and the average of \`full\`. A system that is called more or less often than the model of the pilot has its own \`calls\`, such as \`1 per conversation\`. Without \`calls\` nothing is judged.`,
  principles: ['edge-cases'],
  fields: fields`integration.{rate_limit,calls} cost.volume.{full,peak_day,peak_rate} cost.usage.{calls,retries}`,
  references: ['Google SRE, launch coordination checklist: rate limits and spikes'],
  examples: both`integration:
  - {system: helpdesk, direction: out, mode: live, rate_limit: «10/s|1/s», owner: acme/support-tools, effort: 15d, status: done}   # expect: integration/rate-limit-below-peak
cost:
  volume: {full: 60000/month, peak_rate: 25/min}
  usage: {calls: 2.4 per conversation, retries: 4%}`,

  *check({ pilot, faults }) {
    const { path: used = ['cost', 'usage'] } = ownOf(pilot) ?? {}
    const volumes = ['full', 'peak_day', 'peak_rate'].map((key) => ['cost', 'volume', key])
    if ([[...used, 'calls'], [...used, 'retries'], ...volumes].some((path) => unread(faults, path))) return
    for (const { item, at } of present(pilot.integration)) {
      const path = ['integration', at, 'rate_limit']
      const { rate_limit: limit } = item
      if (limit === undefined || unread(faults, ['integration', at, 'calls'])) continue
      const peak = peakOf(pilot, item, at, limit)
      if (peak === undefined || peak.calls.lte(decimal(limit.value))) continue
      yield {
        path,
        message: `\`rate_limit\` of ${called(item.system, `\`integration[${at}]\``)} is ${printQuantity(limit)}, but the peak is ${printNumber(peak.calls)}/${limit.per}`,
        write: `${printNumber(peak.calls.round(0, 3), 0)}/${limit.per}`,
        help: `or more, or add a queue; if the system is called less often than the model, add calls: 1 per ${unitOf(pilot)?.one ?? 'unit'}`,
        working: [peak.working],
        related: peak.related,
      }
    }
  },
}
