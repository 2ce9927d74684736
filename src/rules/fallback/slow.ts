import { present } from '../../model/lists.ts'
import type { FallbackStep, Pilot } from '../../model/pilot.ts'
import { days, isDuration, printQuantity, type Quantity, seconds } from '../../values/index.ts'
import { quantityOf } from '../../values/threshold.ts'
import type { Path } from '../../yaml/path.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

/** The slowest answer at which an alert, a limit or a trigger still stays silent. */
const slowest = ({ success, monitoring, rollback }: Pilot): (Quantity & { readonly seconds: number }) | undefined =>
  [
    ...present(success?.guardrail_metrics).map(({ item }) => item.limit),
    ...present(monitoring?.alerts).map(({ item }) => item.fire),
    ...present(rollback?.when).map(({ item }) => item.is),
  ]
    .flatMap((level) => {
      const quantity = level && quantityOf(level)
      return quantity && isDuration(quantity) ? [{ ...quantity, seconds: seconds(quantity) }] : []
    })
    .sort((one, other) => other.seconds - one.seconds)[0]

const [minute, day] = [60, 86_400]

const maxDays = 30

/** A request that runs into a timeout may take longer than nearly all that are answered, but not so many times longer. */
const maxTimes = 100

/** What comes too late for whoever waits. */
function* late(pilot: Pilot, { after, within }: FallbackStep, path: Path): Generator<Finding> {
  const slow = slowest(pilot)
  const isSlow = slow !== undefined && after && seconds(after) > Math.max(minute, maxTimes * slow.seconds)
  if (after && (isSlow || seconds(after) > day))
    yield {
      path: [...path, 'after'],
      message: `fallback waits ${printQuantity(after)} for the model, more than ${isSlow ? `${maxTimes} times the slowest allowed answer of ${printQuantity(slow)}` : 'a day'}`,
      help: 'set `after` to the longest time that a request may take',
    }
  if (within && days(within) > maxDays)
    yield {
      path: [...path, 'within'],
      message: `fallback reaches people within ${printQuantity(within)}, more than ${maxDays} days`,
      help: 'set `within` to the longest time that a request may wait for them',
    }
}

export const slow: Rule = {
  id: 'fallback/slow',
  severity: 'error',
  from: 'shadow',
  summary: 'A fallback begins while somebody still waits, and people answer within a month',
  why: 'Whoever waits for an answer has left long before a fallback that begins after a week.',
  details: `\`after\` may not be more than a day, nor, beyond a minute, more than 100 times the slowest answer that limits, alerts and triggers allow. \`within\` may not be more than 30 days.`,
  principles: ['fallback'],
  fields: fields`fallback.{after,within} success.guardrail_metrics.limit monitoring.alerts.fire rollback.when.is`,
  references: ['NIST AI 600-1 GV-6.2-006'],
  examples: both`monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: above 4s, over: 1h}]}
fallback:
  - {for: [model_error, timeout], do: rule, after: «8s|30min»}  # expect: fallback/slow`,

  *check({ pilot }) {
    for (const { item, at } of present(pilot.fallback)) yield* late(pilot, item, ['fallback', at])
  },
}
