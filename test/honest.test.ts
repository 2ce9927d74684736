import { expect, test } from 'vitest'
import { lint } from '../src/lint/lint.ts'
import type { Stage } from '../src/model/stage.ts'
import { rules } from '../src/rules/index.ts'
import { complete, repository, today } from './rules/table.ts'

/** What honest files say that a linter is tempted to blame, with the rules that must have nothing against it. */
const honest: readonly {
  readonly name: string
  readonly yaml: string
  readonly stage?: Stage
  readonly silent: readonly string[]
  readonly files?: { readonly [path: string]: string }
}[] = [
  {
    name: 'a baseline in claims a day, in parcels an hour, and in pounds a session',
    yaml: `success:
  metric: handled_claims
  baseline: {value: 11.5 claims/day, sd: 3.1 claims/day, n: 400, measured: 2026-06-01..2026-08-31}
  target: at least 13 claims/day
  guardrail_metrics:
    - {metric: throughput, baseline: 4200 parcels/h, sd: 300 parcels/h, max_drop: 50 parcels/h}
    - {metric: revenue, baseline: 0.41 GBP/session, sd: 1.2 GBP/session, max_drop: 0.01 GBP/session}`,
    silent: ['success/target-direction', 'success/baseline-missing', 'success/vague-metric'],
  },
  {
    name: 'names in any script',
    yaml: `cost:
  fixed: {hébergement: 90 EUR/month, サーバー: 40 EUR/month, 2nd_line: 10 EUR/month}
  per_unit: {Übersetzung: 0.01 EUR}`,
    silent: [],
  },
  {
    name: 'English words for units, and a part of the baseline as the target',
    yaml: `success:
  metric: handling_time
  baseline: {value: 10 minutes, sd: 6 min, n: 5200, measured: 2026-06-01..2026-08-31}
  window: 5 days
  target: at least 35% below baseline
  guardrail_metrics: [{metric: reopened_rate, limit: at most 2 percent}]
rollback: {time: at most 10 minutes}
rollout: {progressive: {steps: [20 percent for 7 days], exit: [handling_time at least 20% below baseline]}}`,
    silent: ['success/target-direction', 'success/vague-metric', 'success/baseline-missing'],
  },
  {
    name: 'a plural that is not English, and one that English makes in its own way',
    yaml: `use_case: {unit: {one: Vorgang, many: Vorgänge}, out_of_scope: [alles andere]}
rollback: {max_affected: 200 Vorgänge}
cost: {usage: {calls: 3 per Vorgang}}`,
    silent: ['use-case/unit-mismatch', 'use-case/unbounded'],
  },
  {
    name: 'twelve conversations a day, and a limited stage of twelve weeks at a site with 30%',
    stage: 'limited',
    yaml: `use_case: {unit: conversation}
cost: {volume: {full: 12/day}}
rollout:
  assign_by: customer
  units_per_assignee: 1.1
  shadow: 28d
  limited: {segment: {name: Lyon, share: 30%}, duration: 84d}
  progressive: {steps: [60% for 84d], control: 30%}
  full: 95%`,
    silent: ['rollout/big-bang', 'rollout/jump'],
  },
  {
    name: 'three customers, assigned by customer, and an expert who reviews',
    stage: 'progressive',
    yaml: `use_case: {unit: order}
cost: {volume: {full: 9000/month}}
success: {metric: handling_time, baseline: {value: 9 min, sd: 4 min}, target: at most 7 min}
rollout:
  assign_by: customer
  assignees: 3
  shadow: 28d
  limited: {segment: {name: Nordwerk, of: 3 customers}, duration: 28d}
  progressive:
    steps: [67% for 28d]
    exit: [handling_time at most 7 min]
    prove: {by: expert_review, why: three customers, approver: acme/quality, review: docs/review.yaml}
  full: {traffic: 100%}`,
    silent: ['rollout/big-bang', 'rollout/jump', 'rollout/no-control', 'rollout/unit-mismatch'],
  },
  {
    name: 'a limited stage of 25% that is over and has passed',
    stage: 'progressive',
    yaml: `cost: {volume: {full: 60000/month}}
rollout:
  assign_by: customer
  units_per_assignee: 1.3
  shadow: 28d
  limited: {traffic: 25%, control: 25%, duration: 28d, looks: continuous}
  progressive: {steps: [50% for 28d], control: 30%}
  full: {traffic: 95%, control: 5%}`,
    silent: ['rollout/big-bang', 'rollout/jump'],
  },
  {
    name: 'a bounce rate whose trigger lies three points above its baseline',
    yaml: `use_case: {unit: session}
cost: {volume: {full: 12000000/month}}
success: {guardrail_metrics: [{metric: bounce_rate, baseline: 41%, max_rise: 0.5%}]}
rollback:
  time: at most 10m
  when: [{metric: bounce_rate, is: above 44%, over: 1d}]
  max_affected: 13000 sessions
rollout: {full: 95%}`,
    silent: ['rollback/blast-radius', 'rollback/slow'],
  },
  {
    name: 'a rate whose total is a small part of the units',
    yaml: `use_case: {unit: comment}
cost: {volume: {full: 300000/month}}
success: {guardrail_metrics: [{metric: wrongly_hidden_rate, total: hidden comments, share_of_units: 4%, limit: at most 2%}]}
rollback:
  time: at most 10m
  when: [{metric: wrongly_hidden_rate, is: above 5%, over: 1d}]
  max_affected: 25 comments
rollout: {full: 95%}`,
    silent: ['rollback/blast-radius'],
  },
  {
    name: 'a latency trigger at the time at which the fallback answers',
    yaml: `use_case: {unit: query}
cost: {volume: {full: 9000000/month}}
fallback: [{for: [model_error, timeout], do: cached, after: 60ms}]
rollback:
  time: at most 5m
  when: [{metric: latency_p99, is: above 60ms, over: 30m}]
  max_affected: 80 queries
rollout: {full: 95%}`,
    silent: ['rollback/blast-radius'],
  },
  {
    name: 'three errors in 1600 cases of 110 physicians in shadow',
    stage: 'limited',
    yaml: `use_case: {unit: case}
success: {guardrail_metrics: [{metric: wrong_code_rate, limit: at most 1%, intra_class_correlation: 0.05}]}
rollout:
  assign_by: physician
  units_per_assignee: 14.5
  shadow: {duration: 21d, exit: [wrong_code_rate at most 1%], results: shadow.json}`,
    files: {
      'shadow.json': JSON.stringify({
        stage: 'shadow',
        from: '2026-10-05',
        to: '2026-10-25',
        model: 'm-1',
        looks: 1,
        arms: { treatment: { wrong_code_rate: { good: 3, total: 1600 } } },
      }),
    },
    silent: ['results/not-proven', 'results/refuted', 'results/implausible'],
  },
  {
    name: 'on premises, with fixed cost only',
    yaml: `use_case: {unit: page}
success: {metric: first_pass_rate, baseline: 61%, target: at least 75%}
cost:
  volume: {demo: 900/month, full: 90000/month}
  fixed: {servers: 2400 EUR/month}
  maintenance: {effort: 20 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 2%, effort: 1 min, wage: 30 EUR/h}
  errors: {rate: 1%, cost: 2.00 EUR}
  value: {per_success: 0.90 EUR}
  allocation: allocation.csv
rollout: {full: 95%}`,
    files: { 'allocation.csv': 'month,eur\n2026-09,2381.40\n2026-10,2417.90\n' },
    silent: ['cost/price-mismatch', 'cost/component-missing', 'cost/negative-margin', 'monitoring/cost-alert-range'],
  },
  {
    name: 'a clerk who confirms every extraction within the handling time',
    yaml: `use_case: {unit: invoice}
success:
  metric: handling_time
  baseline: {value: 9.4 min, sd: 6.1 min, n: 5200, measured: 2026-06-01..2026-08-31}
  target: at most 7 min
cost:
  volume: {demo: 400/month, full: 40000/month}
  per_unit: {extraction: 0.02 EUR}
  fixed: {platform: 1200 EUR/month}
  maintenance: {effort: 20 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 100%, effort: 2 min, part_of: handling_time}
  errors: {rate: 1%, cost: 4.00 EUR}
  value: {per_metric_unit: 0.40 EUR/min}
rollout: {full: 95%}`,
    silent: ['cost/negative-margin', 'cost/component-missing', 'cost/fragile'],
  },
]

test.each(honest)('$name', async ({ yaml, stage = 'full', silent, files = {} }) => {
  const { diagnostics } = await lint(complete(yaml, stage), {
    file: 'pilot.yaml',
    for: 'declared',
    today,
    rules,
    exceptions: true,
    repository: repository(files),
  })
  const against = diagnostics.filter(({ rule }) => /^(?:schema|yaml)\//.test(rule) || silent.includes(rule))
  expect(against.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
})
