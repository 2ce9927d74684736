import { noControl } from '../../../src/rules/rollout/no-control.ts'
import { table } from '../table.ts'

table(noControl, [
  {
    name: 'no control beside the steps',
    yaml: 'rollout: {limited: {control: 5%}, progressive: [20% for 7d, 50% for 28d]}   # expect: rollout/no-control',
    says: ['`rollout.progressive.control` is missing'],
    helps: ['rollout: {limited: {control: 5%}, progressive: {steps: [20% for 7d, 50% for 28d], control: 20%}}'],
    severity: 'error',
  },
  {
    name: 'a control of nobody, and little room for one',
    yaml: `rollout:
  progressive: {steps: [50%, 90%], control: 0%}   # expect: rollout/no-control`,
    says: ['`rollout.progressive.control` is 0%'],
    helps: ['progressive: {steps: [50%, 90%], control: 10%}  # in rollout'],
  },
  {
    name: 'no room for a control',
    yaml: `rollout:
  progressive: {traffic: 100%}   # expect: rollout/no-control`,
    helps: ['progressive: {traffic: 100%, control: 20%}  # in rollout: and set the last step to 80%'],
  },
  {
    name: 'the honest file that comes closest: a very small control',
    yaml: 'rollout: {progressive: {steps: [99%], control: 1%}}',
  },
  {
    name: 'an expert decides where traffic can never carry a comparison',
    yaml: 'rollout: {progressive: {steps: [20%], prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal}}}',
  },
  { name: 'a control that cannot be read', yaml: 'rollout: {progressive: {steps: [20%], control: some}}' },
  { name: 'not before progressive', yaml: 'rollout: {progressive: [20% for 7d]}', for: 'limited' },
  { name: 'no progressive stage is for rollout/big-bang', yaml: 'rollout: {full: 95%}' },
])
