import { expect, test } from 'vitest'
import { unitMissing } from '../../../src/rules/spec/unit-missing.ts'
import { diagnose, table } from '../table.ts'

table(unitMissing, [
  {
    name: 'numbers where a unit belongs',
    yaml: `
success:
  baseline: 22  # expect: spec/unit-missing
  guardrail_metrics:
    - {metric: csat, max_drop: 0.1}  # expect: spec/unit-missing
rollback: {time: 10}  # expect: spec/unit-missing
`,
    says: [
      '`success.baseline` is 22, a number without a unit',
      '`success.guardrail_metrics[0].max_drop` is 0.1, a number without a unit',
      '`rollback.time` is 10, a number without a unit',
    ],
    severity: 'error',
  },
  {
    name: 'numbers that stand alone',
    yaml: `
success: {baseline: {value: 22%, n: 118400}}
data: {eval_set: {cases: 480}, edge_cases: [{min_cases: 25}]}
people: [{role: agents, count: 38}]
rollout: {units_per_assignee: 1.3, intra_class_correlation: 0.2, progressive: {looks: 1}}
`,
  },
  { name: 'a text without a unit has a grammar of its own', yaml: 'success: {target: at least 35}\n' },
  { name: 'a team key', yaml: 'x-budget: 60\n' },
])

test('no exception waives a number without a unit', async () => {
  const yaml = `cost: {spend_limit: 60}
exceptions: [{rule: spec/unit-missing, why: obvious, by: acme/search, until: 2026-12-15}]
`
  expect(await diagnose(unitMissing, yaml)).toHaveLength(1)
})
