import { unitMismatch } from '../../../src/rules/rollout/unit-mismatch.ts'
import { table } from '../table.ts'

const file = (by: string, control = 'control: 20%') => `use_case: {unit: support ticket}
rollout:
  ${by}
  progressive: {steps: [50% for 28d], ${control}}
`

table(unitMismatch, [
  {
    name: 'customers are assigned and tickets counted',
    yaml: file('assign_by: customer   # expect: rollout/unit-mismatch'),
    says: ['`rollout.units_per_assignee` is missing, but `assign_by` is "customer", not "support ticket"'],
    severity: 'warning',
  },
  {
    name: 'the honest file that comes closest: one ticket each',
    yaml: file('assign_by: customer\n  units_per_assignee: 1'),
  },
  { name: 'the unit itself, in the plural', yaml: file('assign_by: support-tickets') },
  { name: 'no assignment is for spec/field-missing', yaml: file('freeze: []') },
  { name: 'nothing is assigned without a control', yaml: file('assign_by: customer', 'looks: 1') },
  { name: 'a control of nobody', yaml: file('assign_by: customer', 'control: 0%') },
  { name: 'a number that cannot be read', yaml: file('assign_by: customer\n  units_per_assignee: few') },
  { name: 'not before limited', yaml: file('assign_by: customer'), for: 'shadow' },
  {
    name: 'units of one customer that are as different as those of two',
    yaml: `use_case: {unit: conversation}
rollout:
  assign_by: customer
  units_per_assignee: 1.3
  intra_class_correlation: 0  # expect: rollout/unit-mismatch
  progressive: {steps: [50% for 28d], control: 20%}`,
    severity: 'error',
  },
])
