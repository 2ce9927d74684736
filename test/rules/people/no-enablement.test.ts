import { noEnablement } from '../../../src/rules/people/no-enablement.ts'
import { table } from '../table.ts'

const enabled = 'training: docs/training.md, feedback: slack:ai'

table(noEnablement, [
  {
    name: 'none is nothing',
    yaml: `
people:
  - {role: tier-1 agents, training: none, feedback: slack:ai}  # expect: people/no-enablement
`,
    says: ['"tier-1 agents" has no `training`'],
    helps: ['{role: tier-1 agents, training: <training material>, feedback: slack:ai}  # in people'],
  },
  {
    name: 'neither training nor feedback, or one of them',
    yaml: `
people:
  - {role: tier-1 agents, count: 38}  # expect: people/no-enablement
  - {role: claims handlers, training: docs/training.md}  # expect: people/no-enablement
  - {feedback: slack:ai}  # expect: people/no-enablement
  - {role: front desk, ${enabled}}
`,
    says: [
      '"tier-1 agents" has no `training` or `feedback`',
      '"claims handlers" has no `feedback`',
      '`people[2]` has no `training`',
    ],
    helps: [
      '{role: tier-1 agents, count: 38, training: <training material>, feedback: <where they report problems>}  # in people',
      '{role: claims handlers, training: docs/training.md, feedback: <where they report problems>}  # in people',
      '{feedback: slack:ai, training: <training material>}  # in people',
    ],
  },
  {
    name: 'no overrides at progressive',
    yaml: `
people:
  - {role: finance, ${enabled}}  # expect: people/no-enablement
  - {role: tier-1 agents, ${enabled}}
`,
    for: 'progressive',
    says: ['no group in `people` has `overrides`'],
    helps: [
      '{role: finance, training: docs/training.md, feedback: slack:ai, overrides: <where overrides are counted>}  # in people: in the group that can override the system',
    ],
  },
  {
    name: 'closest honest file: one of two groups can overrule the system',
    yaml: `
people:
  - {role: finance, ${enabled}}
  - {role: tier-1 agents, ${enabled}, overrides: analytics/overrides.sql}
`,
    for: 'full',
  },
  { name: 'overrides are not asked about at limited', yaml: `people: [{role: finance, ${enabled}}]` },
  { name: 'missing people are reported elsewhere', yaml: 'stage: progressive', for: 'progressive' },
  { name: 'an empty list is reported elsewhere', yaml: 'people: []', for: 'progressive' },
  {
    name: 'training that cannot be read is not missing',
    yaml: 'people: [{role: finance, training: /docs/training.md, feedback: slack:ai}]',
  },
])
