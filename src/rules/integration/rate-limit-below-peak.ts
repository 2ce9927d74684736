import { type Decimal, decimal } from '../../economics/decimal.ts'
import { perMinute } from '../../economics/exact.ts'
import { printNumber, printShare } from '../../economics/print.ts'
import { printQuantity } from '../../phrases/index.ts'
import type { Rate } from '../../phrases/quantity.ts'
import { RATE_SECONDS } from '../../phrases/unit.ts'
import { quote } from '../../phrases/words.ts'
import { present } from '../../spec/list.ts'
import type { Pilot } from '../../spec/pilot.ts'
import type { Finding, Rule } from '../rule.ts'
import { unread } from '../unread.ts'

type System = NonNullable<NonNullable<Pilot['integration']>[number]>

/** The load of the busiest minute on a system, and how it comes about. */
type Peak = {
  readonly perMinute: Decimal
  readonly working: readonly string[]
  readonly related: Finding['related']
}

const peakOf = ({ cost }: Pilot, { calls: own }: System, at: number): Peak | undefined => {
  const rate = cost?.volume?.peak_rate
  const calls = own ?? cost?.usage?.calls
  const retries = cost?.usage?.retries?.value
  if (rate === undefined || calls === undefined) return undefined
  const extra = decimal(retries?.value ?? 0).div(100)
  const load = perMinute(rate).times(decimal(calls.value)).times(extra.plus(1))
  const again = retries ? ` x (1 + ${printShare(extra)} retries)` : ''
  return {
    perMinute: load,
    working: [
      `calls at the peak = ${printQuantity(rate)} x ${printNumber(decimal(calls.value), 4)} calls${again} = ${printNumber(load)}/min = ${printNumber(load.div(60))}/s`,
    ],
    related: [
      { path: ['cost', 'volume', 'peak_rate'], label: 'the busiest minute' },
      own
        ? { path: ['integration', at, 'calls'], label: 'calls for one unit' }
        : { path: ['cost', 'usage', 'calls'], label: 'calls for one unit' },
      ...(retries ? [{ path: ['cost', 'usage', 'retries'], label: 'calls that are made again' }] : []),
    ],
  }
}

/** The load in the time unit of a limit, rounded up, so that it is enough. */
const inUnitOf = ({ per }: Rate, load: Decimal): string =>
  `${printNumber(load.times(RATE_SECONDS[per]).div(60).round(0, 3), 0)}/${per}`

export const rateLimitBelowPeak: Rule = {
  id: 'integration/rate-limit-below-peak',
  severity: 'error',
  from: 'progressive',
  summary: 'Every system takes the calls of the busiest minute',
  why: 'A rate limit that was never felt in the pilot refuses customers on the first busy evening, all at once.',
  details: `Calls at the peak = \`cost.volume.peak_rate\` x \`cost.usage.calls\` x (1 + retries), compared with the \`rate_limit\` of each system. A system that is called less or more often than the model says so: \`calls: 1 per conversation\`.

Nothing is judged where nobody says how often a unit calls: a system may be asked for a part of the units only.`,
  seed: ['S13'],
  references: ['Google SRE, launch coordination checklist: rate limits and spikes'],
  examples: {
    ready: `integration:
  - {system: helpdesk, direction: out, mode: live, rate_limit: 10/s, owner: acme/support-tools, effort: 15d, status: done}
cost:
  volume: {full: 60000/month, peak_rate: 25/min}
  usage: {calls: 2.4 per conversation, retries: 4%}
`,
    notReady: `integration:
  - {system: helpdesk, direction: out, mode: live, rate_limit: 1/s, owner: acme/support-tools, effort: 15d, status: done}   # expect: integration/rate-limit-below-peak
cost:
  volume: {full: 60000/month, peak_rate: 25/min}
  usage: {calls: 2.4 per conversation, retries: 4%}
`,
  },

  *check({ pilot, faults }) {
    if (unread(faults, ['cost', 'usage', 'calls']) || unread(faults, ['cost', 'usage', 'retries'])) return
    for (const { item, at } of present(pilot.integration)) {
      const path = ['integration', at, 'rate_limit']
      if (item.rate_limit === undefined || unread(faults, ['integration', at, 'calls'])) continue
      const peak = peakOf(pilot, item, at)
      if (peak === undefined || peak.perMinute.lte(perMinute(item.rate_limit))) continue
      const load = inUnitOf(item.rate_limit, peak.perMinute)
      yield {
        path,
        message: `${quote(item.system ?? `system ${at + 1}`)} takes ${printQuantity(item.rate_limit)}, and the busiest minute makes ${printNumber(peak.perMinute.times(RATE_SECONDS[item.rate_limit.per]).div(60))}/${item.rate_limit.per}`,
        write: load,
        help: `or more, a queue in front of it, or calls: 1 per ${pilot.use_case?.unit ?? 'unit'} where the system is called less often than the model`,
        working: peak.working,
        ...(peak.related && { related: peak.related }),
      }
    }
  },
}
