import { overCapacity } from '../../../src/rules/fallback/over-capacity.ts'
import { table } from '../table.ts'

const mark = '   # expect: fallback/over-capacity'
const file = (
  path: string,
  { success = 'baseline: 22%, target: at least 35%', volume = 'full: 60000/month, peak_day: 6000/day' } = {},
) => `success: {${success}}
cost: {volume: {${volume}}}
rollout: {limited: 5% for 14d, progressive: [20% for 7d, 50% for 28d], full: {traffic: 95%, control: 5%}}
fallback:
  - {for: [model_error], do: template}
  - ${path}
`
const handoff = (capacity: string) =>
  `{for: [low_confidence], do: human, to: tier-1 agents, within: 2m, capacity: ${capacity}}`

table(overCapacity, [
  {
    name: 'three hundred a day for seven hundred and forty-one',
    yaml: file(handoff('300/day') + mark),
    says: ['fallback `capacity` is 300/day, but an outage on a peak day in full returns 741/day'],
    helps: [
      'set capacity to 741/day or more, reduce the traffic, or replace the handoff with a fallback without people',
    ],
    severity: 'error',
  },
  {
    name: 'less is better',
    yaml: file(handoff('300/day') + mark, { success: 'baseline: 35%, target: at most 22%' }),
  },
  {
    name: 'an average day where no peak is said',
    yaml: file(handoff('200/day') + mark, { volume: 'full: 60000/month' }),
    says: ['fallback `capacity` is 200/day, but an outage on an average day in full returns 247/day'],
  },
  {
    name: 'two handoffs share the work',
    yaml: file(`${handoff('300/day')}${mark}\n  - {for: [user_asks], do: queue, capacity: 400/day}`),
    says: ['fallback `capacity` is 700/day, but an outage on a peak day in full returns 741/day'],
  },
  { name: 'closest honest file: exactly enough', yaml: file(handoff('741/day')) },
  { name: 'as the design has it', yaml: file(handoff('900/day')) },
  {
    name: 'a handoff that does not say its capacity',
    yaml: file(`${handoff('300/day')}\n  - {for: [user_asks], do: queue}`),
  },
  {
    name: 'a path that needs no people',
    yaml: file('{for: [timeout], do: cached, capacity: 10/day}'),
  },
  {
    name: 'a mean has no share',
    yaml: file(handoff('1/day'), { success: 'baseline: 9.4 min, target: at most 7 min' }),
  },
  {
    name: 'a mean where more is better has none either',
    yaml: file(handoff('1/day'), { success: 'baseline: 3.9 points, target: at least 4.2 points' }),
  },
  {
    name: 'a target that is no lift is reported elsewhere',
    yaml: file(handoff('1/day'), { success: 'baseline: 40%, target: at least 35%' }),
  },
  { name: 'no rollout', yaml: file(handoff('1/day')).replace(/rollout:.*/, '') },
  { name: 'no volume', yaml: file(handoff('1/day'), { volume: 'demo: 600/month' }) },
  { name: 'a capacity that cannot be read', yaml: file(handoff('some')) },
  {
    name: 'a peak that cannot be read',
    yaml: file(handoff('1/day'), { volume: 'full: 60000/month, peak_day: busy' }),
  },
  {
    name: 'more cases than two people can take in eight hours',
    yaml: `people: [{role: tier-1 agents, count: 2}]
${file(`${handoff('900/day')}   # expect: fallback/over-capacity`).replace('cost: {', 'cost: {oversight: {effort: 1.5 min}, ')}`,
    says: ['fallback `capacity` is 900/day, but tier-1 agents can take 640/day'],
  },
])
