import { expect } from 'vitest'
import { bigBang } from '../../../src/rules/rollout/big-bang.ts'
import { table } from '../table.ts'

const others = 'shadow: 21d, progressive: [20% for 7d, 50% for 28d], full: 95%'

table(bigBang, [
  {
    name: 'a stage that lasts no time, and one that nobody meets, are skipped',
    yaml: `rollout:
  shadow: 0d   # expect: rollout/big-bang
  limited: 0% for 14d   # expect: rollout/big-bang
  progressive: [20% for 7d]
  full: 95%`,
    says: ['`rollout.shadow.duration` is 0d', '`rollout.limited` has 0% of the traffic'],
    helps: [
      'shadow: {duration: <duration>}  # in rollout',
      'limited: {traffic: <share>, duration: 14d}  # in rollout: of at most 10%',
    ],
  },
  ...['limited', 'progressive', 'full'].map((stage) => ({
    name: `no stage that serves nobody, also where ${stage} is declared`,
    yaml: `stage: ${stage}
rollout:
  shadow: {traffic: 0%, duration: 21d}   # expect: rollout/big-bang
  limited: 0% for 14d   # expect: rollout/big-bang
  progressive:
    steps:
      - 20% for 7d
      - 0% for 7d   # expect: rollout/big-bang
      - 50% for 28d
  full: 0%   # expect: rollout/big-bang`,
    says: [
      '`rollout.shadow` has 0% of the traffic',
      '`rollout.limited` has 0% of the traffic',
      'step 2 of progressive has 0% of the traffic',
      '`rollout.full` has 0% of the traffic',
    ],
    helps: [
      expect.stringMatching(/of which the system gets a copy$/) as string,
      expect.stringMatching(/of at most 10%$/) as string,
      expect.stringContaining('<share for 7d>') as string,
      expect.stringContaining('<share>') as string,
    ],
  })),
  {
    name: 'closest honest file: a tenth of a percent',
    yaml: 'rollout: {shadow: {traffic: 0.1%, duration: 21d}, limited: 0.1% for 14d, progressive: [0.4% for 7d, 2% for 28d], full: 9%}',
  },
  {
    name: 'a segment that is too large gets a smaller share, and no second one',
    yaml: `rollout:
  shadow: 14d
  limited: {segment: {name: ie, share: 60%}, duration: 14d}   # expect: rollout/big-bang
  progressive: [70% for 7d]
  full: 95%`,
    helps: ['segment: {name: ie, share: <share>}  # in rollout.limited: of at most 10%'],
  },
  {
    name: 'a time without a share keeps its time',
    yaml: `rollout:
  shadow: 14d
  limited: 14d   # expect: rollout/big-bang
  progressive: [7d]   # expect: rollout/big-bang
  full: 95%`,
    helps: [
      'limited: {duration: 14d, traffic: <share>}  # in rollout: of at most 10%',
      'progressive: {steps: [<share for 7d>]}  # in rollout',
    ],
  },
  {
    name: 'no section is one finding',
    yaml: 'stage: pilot   # expect: rollout/big-bang',
    says: ['`rollout` is missing'],
    helps: [
      'rollout: {shadow: <duration>, limited: <share and duration>, progressive: [<share and duration of each step>], full: <share>}',
    ],
    severity: 'error',
  },
  {
    name: 'stages that are skipped',
    yaml: `rollout:   # expect: rollout/big-bang # expect: rollout/big-bang # expect: rollout/big-bang
  full: 100%`,
    says: ['`rollout.shadow` is missing', '`rollout.limited` is missing', '`rollout.progressive` is missing'],
    helps: [
      'shadow: <duration>  # in rollout',
      'limited: <share and duration>  # in rollout',
      'progressive: [<share and duration of each step>]  # in rollout',
    ],
  },
  {
    name: 'everyone is limited',
    yaml: `rollout: {${others}, limited: 100% for 14d}   # expect: rollout/big-bang`,
    says: ['`rollout.limited` starts with 100% of the traffic'],
    helps: [
      'rollout: {shadow: 21d, progressive: [20% for 7d, 50% for 28d], full: 95%, limited: {traffic: <share>, duration: 14d}}  # of at most 10%',
    ],
  },
  {
    name: 'a fifth of many customers',
    yaml: `cost: {volume: {full: 60000/month}}
rollout: {${others}, assign_by: customer, units_per_assignee: 1.3, limited: 20% for 14d}   # expect: rollout/big-bang`,
    says: ['`rollout.limited` starts with 20% of the traffic, about 308 assignees a day (assign_by: customer)'],
  },
  {
    name: 'a day at the least, in a segment, assigned by the unit itself',
    yaml: `use_case: {unit: search}
cost: {volume: {full: 9000/day}}
rollout:
  ${others.replaceAll(', ', '\n  ').replace('7d\n  50%', '7d, 50%')}
  assign_by: search
  limited: {segment: {name: ireland, share: 12%}}   # expect: rollout/big-bang`,
    says: ['`rollout.limited` starts with 12% of the traffic, about 1080 assignees a day (assign_by: search)'],
  },
  {
    name: 'limited and progressive that name no share',
    yaml: `rollout:
  shadow: 21d
  limited: 14d   # expect: rollout/big-bang
  progressive: 28d   # expect: rollout/big-bang
  full: 95%`,
    says: ['`rollout.limited` has no share of the traffic', '`rollout.progressive` has no share of the traffic'],
  },
  {
    name: 'the honest file that comes closest: an internal tool with 30 users, a third of whom begin',
    yaml: `use_case: {unit: question}
cost: {volume: {full: 1200/month}}
rollout: {${others}, assign_by: employee, units_per_assignee: 18, limited: 33% for 14d}`,
  },
  {
    name: 'two of three customers',
    yaml: `cost: {volume: {full: 60000/month}}
rollout: {${others}, assign_by: customer, assignees: 3, units_per_assignee: 1, limited: 67% for 14d}`,
  },
  {
    name: 'a sixth of a thousand schools',
    yaml: `rollout: {${others}, assign_by: school, assignees: 1000, limited: 17% for 14d}   # expect: rollout/big-bang`,
  },
  {
    name: 'a stage that is over',
    yaml: `stage: progressive\nrollout: {${others}, limited: 100% for 14d}`,
  },
  {
    name: 'the same tool before anyone has counted',
    yaml: `rollout: {${others}, assign_by: employee, limited: 33% for 14d}`,
  },
  {
    name: 'a tool that is used often, with no word on how often each does',
    yaml: `use_case: {unit: question}
cost: {volume: {full: 60000/month}}
rollout: {${others}, assign_by: employee, limited: 20% for 14d}`,
  },
  {
    name: 'a tenth of very many',
    yaml: `cost: {volume: {full: 9000000/month}}\nrollout: {${others}, assign_by: customer, units_per_assignee: 1, limited: 10%}`,
  },
  {
    name: 'a segment without a share',
    yaml: `rollout: {${others}, limited: {segment: {name: web-chat-ie}}}`,
  },
  {
    name: 'a progressive stage without steps',
    yaml: 'rollout: {shadow: 21d, limited: 5%, progressive: {traffic: 40%, duration: 28d}, full: 95%}',
  },
  {
    name: 'a stage that cannot be read is not skipped',
    yaml: 'rollout: {shadow: 21d, limited: a few, progressive: [some], full: 95%}',
  },
])
