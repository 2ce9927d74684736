import { jump } from '../../../src/rules/rollout/jump.ts'
import { table } from '../table.ts'

table(jump, [
  {
    name: 'the honest file that comes closest: everyone in the last step, and a control that full holds back',
    yaml: `rollout:
  limited: 20% for 14d
  progressive: [100% for 14d]
  full: {traffic: 95%, control: 5%}`,
  },
  {
    name: 'everyone in the last step, and fewer at full for no reason',
    yaml: `rollout:
  limited: 20% for 14d
  progressive: [100% for 14d]
  full: {traffic: 90%, control: 5%}   # expect: rollout/jump`,
    helps: ['set progressive to less than 100%, or remove the step'],
  },
  {
    name: 'from 1% to 60% it takes two steps, and both are said',
    yaml: `rollout:
  limited: 1% for 14d
  progressive: {steps: [60% for 28d], control: 20%}   # expect: rollout/jump
  full: 80%`,
    helps: ['add 2 steps of at most 5% and 25% in between'],
  },
  {
    name: 'a control of everyone, and a share of nothing, which is for rollout/big-bang',
    yaml: `rollout:
  limited: {traffic: 0%, control: 100%}
  progressive: {steps: [60% for 28d], control: 100%}   # expect: rollout/jump
  full: 80%`,
    helps: ['reduce them to at most 100% together'],
  },
  {
    name: 'steps that are over before anything can fire',
    yaml: `rollout:
  limited: 1% for 14d
  progressive:
    steps:
      - 5% for 1s
      - 20% for 10m
      - 50% for 28d   # expect: rollout/jump
  full: 95%
rollback: {when: [{metric: latency_p95, is: above 6s, over: {limited: 4h, progressive: 40m, full: 20m}}, {metric: csat, is: below 3 points, over: 7d}]}`,
    says: ['step 3 of progressive has 50% of the traffic, more than 5 times the 1% of limited'],
  },
  {
    name: 'closest: steps as long as the shortest window, and steps that no trigger watches',
    yaml: `rollout:
  limited: 1% for 14d
  progressive: {steps: [5% for 40m, 20% for 1h, 50% for 28d]}
  full: 95%
rollback: {when: [{metric: latency_p95, is: above 6s, over: {limited: 4h, progressive: 40m, full: 20m}}]}`,
  },
  {
    name: 'from 5% to everyone',
    yaml: 'rollout: {shadow: 100% for 21d, limited: 5% for 14d, full: 100%}   # expect: rollout/jump',
    says: ['full has 100% of the traffic, more than 5 times the 5% of limited'],
    helps: ['add a step of at most 25% in between'],
    severity: 'warning',
  },
  {
    name: 'steps that fall, or stay',
    yaml: `rollout:
  limited: 20% for 14d
  progressive: {steps: [10% for 7d], control: 10%}   # expect: rollout/jump
  full: 95%   # expect: rollout/jump`,
    says: [
      'progressive has 10% of the traffic, not more than limited with 20%',
      'full has 95% of the traffic, more than 5 times the 10% of progressive',
    ],
    helps: ['set it to more than 20%, or remove the step', 'add a step of at most 50% in between'],
  },
  {
    name: 'a plain list of steps, one of which changes nothing',
    yaml: `rollout:
  limited: 5% for 14d
  progressive:
    - 20% for 7d
    - 20% for 7d   # expect: rollout/jump
  full: 95%`,
    says: ['step 2 of progressive has 20% of the traffic, not more than step 1 of progressive with 20%'],
  },
  {
    name: 'no room for the control',
    yaml: `rollout:
  limited: {traffic: 60%, control: 50%}   # expect: rollout/jump
  progressive: {steps: [70%, 85%], control: 20%}   # expect: rollout/jump
  full: {traffic: 100%, control: 5%}   # expect: rollout/jump`,
    says: [
      'limited has 60% of the traffic and a control of 50%, more than 100% together',
      'progressive has 85% of the traffic and a control of 20%, more than 100% together',
      'full has 100% of the traffic and a control of 5%, more than 100% together',
    ],
    helps: [
      'reduce them to at most 100% together, for example 50% and 50%',
      'reduce them to at most 100% together, for example 80% and 20%',
      'reduce them to at most 100% together, for example 95% and 5%',
    ],
  },
  {
    name: 'a segment counts with its share',
    yaml: `rollout:
  limited: {segment: {name: web-chat-ie, share: 3%}}
  progressive: [40% for 28d]   # expect: rollout/jump`,
  },
  {
    name: 'the honest file that comes closest: exactly fivefold, all of the traffic, and full as large as the last step',
    yaml: `rollout:
  limited: 0.7% for 14d
  progressive: {steps: [3.5% for 7d, 17.5% for 7d, 66.7% for 28d], control: 33.3%}
  full: 66.7%`,
  },
  {
    name: 'shares that are not said or cannot be read are not compared',
    yaml: `rollout:
  limited: 1% for 14d
  progressive: {steps: [7d, 60% for 7d, most of it, 10%], control: 20%}
  full: {start: 2027-03-01}`,
  },
  { name: 'no rollout is for rollout/big-bang', yaml: 'stage: shadow' },
])
