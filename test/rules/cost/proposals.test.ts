import { describe, expect, test } from 'vitest'
import { fragile } from '../../../src/rules/cost/fragile.ts'
import { negativeMargin } from '../../../src/rules/cost/negative-margin.ts'
import { noSpendLimit } from '../../../src/rules/cost/no-spend-limit.ts'
import { oversightCapacity } from '../../../src/rules/cost/oversight-capacity.ts'
import { overCapacity } from '../../../src/rules/fallback/over-capacity.ts'
import { rateLimitBelowPeak } from '../../../src/rules/integration/rate-limit-below-peak.ts'
import type { Rule } from '../../../src/rules/lib/rule.ts'
import { costAlertRange } from '../../../src/rules/monitoring/cost-alert-range.ts'
import { blastRadius } from '../../../src/rules/rollback/blast-radius.ts'
import { diagnose } from '../table.ts'
import { success, whole } from './whole.ts'

/** A guilty file, and what the help proposes: each makes the file pass, and a little less does not. */
type Proposal = {
  readonly rule: Rule
  readonly yaml: string
  readonly from: string
  readonly to: string
  readonly short: string
}

const rest = `use_case: {unit: conversation}
rollout: {limited: 5% for 14d, progressive: [20% for 7d, 50% for 28d], full: 95%}
monitoring: {alerts: [{kind: cost, metric: cost_per_conversation, fire: above 1.00 EUR, over: 1d}]}
fallback: [{for: [model_error], do: human, to: agents, within: 2m, capacity: 300/day}]
integration: [{system: helpdesk, rate_limit: 1/s}]
rollback: {time: 10m, max_affected: 750 conversations, when: [{metric: latency_p95, is: above 6s, over: {full: 30m}}]}
`
const file = (changes = {}) => success + whole(changes) + rest
const losing = file({ volume: '{full: 9000/month}' }).replace('full: 95%', 'full: 100%')

const proposals: readonly Proposal[] = [
  {
    rule: negativeMargin,
    yaml: losing,
    from: 'full: 9000/month',
    to: 'full: 15785/month',
    short: 'full: 15784/month',
  },
  {
    rule: negativeMargin,
    yaml: file({ volume: '{full: 9000/month}' }),
    from: 'full: 9000/month',
    to: 'full: 16616/month',
    short: 'full: 16615/month',
  },
  {
    rule: negativeMargin,
    yaml: losing,
    from: 'at least 35%',
    to: 'at least 41.65%',
    short: 'at least 41.64%',
  },
  {
    rule: noSpendLimit,
    yaml: file({ spend_limit: '50 EUR/day' }),
    from: '50 EUR/day',
    to: '54.84 EUR/day',
    short: '54.82 EUR/day',
  },
  {
    rule: oversightCapacity,
    yaml: file({
      oversight:
        '{reviewed: {limited: 100%, progressive: 10%, full: 8%}, effort: 1.5 min, wage: 24 EUR/h, capacity: 4 h/day}',
    }),
    from: 'capacity: 4 h/day',
    to: 'capacity: 13.5 h/day',
    short: 'capacity: 13.4 h/day',
  },
  {
    rule: oversightCapacity,
    yaml: file({
      oversight: '{reviewed: {limited: 10%, full: 8%}, effort: 1.5 min, wage: 24 EUR/h, capacity: 4 h/day}',
    }),
    from: 'full: 8%',
    to: 'full: 2.38%',
    short: 'full: 2.4%',
  },
  {
    rule: costAlertRange,
    yaml: file(),
    from: 'above 1.00 EUR',
    to: 'above 0.286 EUR',
    short: 'above 0.287 EUR',
  },
  { rule: overCapacity, yaml: file(), from: '300/day', to: '741/day', short: '740/day' },
  { rule: rateLimitBelowPeak, yaml: file(), from: '1/s', to: '2/s', short: '1.03/s' },
  { rule: blastRadius, yaml: file(), from: 'full: 30m', to: 'full: 21m', short: 'full: 22m' },
  {
    rule: fragile,
    yaml: file({ value: '{per_success: 1.60 EUR}' }).replace('full: 95%', 'full: 100%'),
    from: 'fixed: {infrastructure: 900 EUR/month, tooling: 600 EUR/month}',
    // A unit cost of 0.1386 instead of 0.1431 EUR.
    to: 'fixed: {infrastructure: 630 EUR/month, tooling: 600 EUR/month}',
    short: 'fixed: {infrastructure: 640 EUR/month, tooling: 600 EUR/month}',
  },
]

describe.each(proposals)('$rule.id: $from becomes $to', ({ rule, yaml, from, to, short }) => {
  const judged = (text: string) => diagnose(rule, yaml.replace(from, text))
  test('the file is guilty and the proposal is in the help', async () => {
    const [found] = await judged(from)
    const amount = / ?([\d.]+)[^\d]*$/.exec(to)?.[1] ?? ''
    expect(found?.help).toContain(
      rule === fragile
        ? 'reduce the unit cost from 0.1431 EUR to 0.1386 EUR, raise the value of the lift from 0.208 EUR to 0.2148 EUR per unit, or add an exception'
        : amount,
    )
  })
  test('it passes', async () => expect(await judged(to)).toEqual([]))
  test('a little less does not', async () => expect(await judged(short)).toHaveLength(1))
})
