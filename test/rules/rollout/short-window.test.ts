import { shortWindow } from '../../../src/rules/rollout/short-window.ts'
import { table } from '../table.ts'

const file = (limited: string, more = '') => `success:
  metric: deflection_rate
  window: 7d
  guardrail_metrics: [{metric: csat, window: 2d}, {metric: refund_rate, window: 42d}]
rollout:
  limited: {traffic: 5%, ${limited}}
${more}`

const guilty = (text: string) => text.replace(/^( {2}limited.*)$/m, '$1   # expect: rollout/short-window')

table(shortWindow, [
  {
    name: 'five days for a week',
    yaml: guilty(file('duration: 5d, exit: [deflection_rate not below baseline]')),
    says: ['limited lasts 5d, but an observation of "deflection_rate" is final only after 7d'],
    helps: ['set it to 14d or more, in whole weeks'],
    severity: 'error',
  },
  {
    name: 'just the window, in weeks',
    yaml: guilty(file('duration: 1w, exit: [deflection_rate above control]')),
    helps: ['set it to 14d or more, in whole weeks'],
  },
  {
    name: 'the honest file that comes closest: twice the window',
    yaml: file('duration: 14d, exit: [deflection_rate not below baseline]'),
  },
  {
    name: 'no whole weeks',
    yaml: guilty(file('duration: 10d, exit: [deflection_rate not below baseline]')),
    says: ['limited lasts 10d, which is not a whole number of weeks'],
    helps: ['set it to 14d, so that every weekday counts equally'],
  },
  { name: 'a month', yaml: file('duration: 30d, exit: [deflection_rate not below baseline]') },
  { name: 'a metric without a window', yaml: file('duration: 7d, exit: [latency_p95 at most 4s]') },
  { name: 'a guardrail metric by its name', yaml: file('duration: 7d, exit: [csat at least 4 points]') },
  {
    name: 'every guardrail metric, the slowest of them',
    yaml: guilty(file('duration: 28d, exit: [guardrail_metrics hold]')),
    says: ['limited lasts 28d, but an observation of "refund_rate" is final only after 42d'],
    helps: ['set it to 49d or more, in whole weeks'],
  },
  {
    name: 'the last step of progressive, and only that',
    yaml: file(
      'duration: 14d',
      `  progressive:
    steps:
      - 20% for 3d
      - 50% for 7d   # expect: rollout/short-window
    exit: [deflection_rate above control]
`,
    ),
    says: ['the last step of progressive lasts 7d, but an observation of "deflection_rate" is final only after 7d'],
  },
  { name: 'no exit is for rollout/no-exit', yaml: file('duration: 3d') },
  { name: 'no duration', yaml: file('exit: [deflection_rate not below baseline]') },
  {
    name: 'a window that cannot be read',
    yaml: file('duration: 5d, exit: [deflection_rate not below baseline]').replace('window: 7d', 'window: a week'),
  },
  {
    name: 'not before limited',
    yaml: file('duration: 5d, exit: [deflection_rate not below baseline]'),
    for: 'shadow',
  },
])
