import { surprised } from '../../../src/rules/people/surprised.ts'
import { table } from '../table.ts'

const rollout = 'rollout: {limited: {traffic: 5%, start: 2026-11-09, duration: 14d}}'

table(surprised, [
  {
    name: 'no people',
    yaml: `
stage: shadow  # expect: people/surprised
`,
    says: ['`people` is missing or empty'],
    helps: [
      'people: [{role: <group>, change: <what changes in their work>, involved_since: <day they were involved>}]',
    ],
  },
  {
    name: 'an empty list',
    yaml: `
people: []  # expect: people/surprised
`,
  },
  {
    name: 'told after the launch',
    yaml: `
${rollout}
people:
  - {role: tier-1 agents, involved_since: 2026-09-21}
  - role: claims handlers
    involved_since: 2026-11-10  # expect: people/surprised
  - {involved_since: 2026-12-01}  # expect: people/surprised
`,
    says: [
      '`involved_since` of "claims handlers" is 2026-11-10, but `rollout.limited.start` is 2026-11-09',
      '`involved_since` of `people[2]` is 2026-12-01, but `rollout.limited.start` is 2026-11-09',
    ],
    helps: Array(2).fill('involve them by 2026-11-09, or already in shadow to label its output'),
  },
  {
    name: 'closest honest file: involved on the day on which it starts',
    yaml: `${rollout}\npeople: [{role: tier-1 agents, involved_since: 2026-11-09}]`,
  },
  { name: 'no date of involvement', yaml: `${rollout}\npeople: [{role: tier-1 agents}]` },
  {
    name: 'a rollout without dates',
    yaml: 'rollout: {limited: 5% for 14d}\npeople: [{role: tier-1 agents, involved_since: 2026-12-01}]',
  },
  { name: 'people who cannot be read are not missing', yaml: 'people: everybody' },
  { name: 'one group that cannot be read', yaml: 'people: [agents]' },
  { name: 'at stage pilot nobody asks', yaml: 'stage: pilot', for: 'pilot' },
])
