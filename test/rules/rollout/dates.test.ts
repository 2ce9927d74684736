import { dates } from '../../../src/rules/rollout/dates.ts'
import { table } from '../table.ts'

const guilty = '   # expect: rollout/dates'

table(dates, [
  {
    name: 'a freeze right after a freeze: the day to write is in neither',
    yaml: `rollout:
  freeze: [2026-11-23..2026-12-01, 2026-12-02..2026-12-10]
  full: {traffic: 95%, start: 2026-11-25}   # expect: rollout/dates`,
    helps: ['full: {traffic: 95%, start: 2026-12-11}  # in rollout: or later, or before 2026-11-23'],
  },
  {
    name: 'the honest file that comes closest: at full, the decision is made, later than was planned',
    yaml: `stage: full
decide_by: 2026-02-01
rollout: {progressive: {steps: [20% for 7d, 50% for 28d], start: 2026-03-20}}`,
    for: 'full',
  },
  {
    name: 'starts out of order, and a shadow before the pilot',
    yaml: `started: 2026-09-14
rollout:
  shadow: {start: 2026-09-01}${guilty}
  limited: {start: 2026-11-09}
  progressive: {start: 2026-10-01}${guilty}
  full: {start: 2026-09-30}${guilty}`,
    says: [
      'shadow starts on 2026-09-01, before the pilot on 2026-09-14',
      'progressive starts on 2026-10-01, before limited on 2026-11-09',
      'full starts on 2026-09-30, before progressive on 2026-10-01',
    ],
    helps: [
      'set `start` to 2026-09-14 or later',
      'set `start` to 2026-11-09 or later',
      'set `start` to 2026-10-01 or later',
    ],
    severity: 'error',
  },
  {
    name: 'a stage starts while the one before it runs',
    yaml: `rollout:
  limited: {start: 2026-11-09, duration: 14d}
  progressive: {start: 2026-11-22, steps: [20% for 7d, 50% for 4w]}${guilty}
  full: {start: 2026-12-26}${guilty}`,
    says: [
      'progressive starts on 2026-11-22, but limited runs until 2026-11-22',
      'full starts on 2026-12-26, but progressive runs until 2026-12-26',
    ],
    helps: [
      'progressive: {start: 2026-11-23, steps: [20% for 7d, 50% for 4w]}  # in rollout: or later',
      'full: {start: 2026-12-27}  # in rollout: or later',
    ],
  },
  {
    name: 'a stage without a start takes its time all the same',
    yaml: `rollout:
  shadow: {start: 2026-10-05, duration: 21d}
  limited: 5% for 14d
  progressive: {start: 2026-11-08, steps: [20%]}${guilty}`,
    says: ['progressive starts on 2026-11-08, but limited runs until 2026-11-08'],
  },
  {
    name: 'a decision before the proof, from the dates or from the durations alone',
    yaml: `started: 2026-09-14
decide_by: 2026-10-31${guilty}
rollout: {shadow: 21d, limited: 5% for 14d, progressive: [20% for 7d, 50% for 28d], full: 95%}`,
    says: ['`decide_by` is 2026-10-31, but progressive runs until 2026-11-22'],
    helps: ['decide_by: 2026-11-22  # or later, or start the rollout earlier'],
  },
  {
    name: 'a stage, a step, and the last day of a freeze',
    yaml: `rollout:
  freeze: [2026-11-23..2027-01-04, 2027-02-01..2027-02-07]
  limited: {start: 2026-11-23}${guilty}
  progressive:
    start: 2027-01-04${guilty}
    steps:
      - 10% for 7d
      - 20% for 21d
      - 50% for 28d${guilty}
  full: {start: 2027-03-08}`,
    says: [
      'limited starts on 2026-11-23, inside the freeze 2026-11-23..2027-01-04',
      'progressive starts on 2027-01-04, inside the freeze 2026-11-23..2027-01-04',
      'step 3 of progressive starts on 2027-02-01, inside the freeze 2027-02-01..2027-02-07',
    ],
    helps: [
      'limited: {start: 2027-01-05}  # in rollout: or later, or before 2026-11-23',
      'start: 2027-01-05  # in rollout.progressive: or later, or before 2026-11-23',
      'make the previous step longer, so that it starts on 2027-02-08 or later, or move the start of progressive',
    ],
  },
  {
    name: 'the honest file that comes closest: each day is the first or last that will do',
    yaml: `started: 2026-10-05
decide_by: 2027-02-08
rollout:
  freeze: [2026-11-23..2027-01-04]
  shadow: {start: 2026-10-05, duration: 35d}
  limited: {start: 2026-11-09, duration: 57d}
  progressive: {start: 2027-01-05, steps: [20% for 7d, 50% for 28d]}
  full: {start: 2027-02-09}`,
  },
  {
    name: 'parts of a day and a step of unknown length are not counted',
    yaml: `decide_by: 2026-11-10
rollout:
  freeze: [2026-11-12..2026-11-30]
  shadow: {start: 2026-11-01, duration: 36h}
  limited: {start: 2026-11-02, duration: 12h}
  progressive: {start: 2026-11-02, steps: [10% for 9d, 20%, 50% for 7d], duration: 9d}
  full: {start: 2026-11-11}`,
  },
  {
    name: 'what has no date or cannot be read is not judged',
    yaml: `started: soon
decide_by: 2026-11-15
rollout:
  freeze: [christmas]
  limited: {start: 2026-11-09, duration: a while}
  progressive: [20% for 7d]
  full: {start: 2026-11-31}`,
    for: 'shadow',
  },
  { name: 'no rollout is for rollout/big-bang', yaml: 'decide_by: 2026-01-01\nstarted: 2026-09-14' },
])
