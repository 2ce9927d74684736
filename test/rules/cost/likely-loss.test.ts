import { likelyLoss } from '../../../src/rules/cost/likely-loss.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'
import { success, whole } from './whole.ts'

const row = (
  name: string,
  [treatment, control, size]: readonly [number, number, number],
  says?: string,
  help = '',
  changes: { readonly [key: string]: string } = {},
): Row => ({
  name,
  for: 'progressive',
  files: {
    'r.json': resultsFile(
      'limited',
      { deflection_rate: proportion(treatment, size) },
      { deflection_rate: proportion(control, size) },
    ),
  },
  yaml: `${success}${whole(changes)}rollout:
  full: {traffic: 95%, control: 5%}
  limited: {traffic: 5%, control: 5%, results: r.json}${says ? '  # expect: cost/likely-loss' : ''}
`,
  ...(says !== undefined && {
    says: [says],
    helps: [`${help}raise the lift or reduce the cost until it is at most 20%`],
  }),
})

table(likelyLoss, [
  row('a lift of thirteen points, measured well', [700, 440, 2000]),
  // Break-even is 6.63 points; the standard error of 8 points of 600 is 2.6.
  row(
    'a lift that pays by its point estimate alone',
    [180, 132, 600],
    'the measured lift of limited, +3.03 points to +13 points, loses money at full with a probability of 29%',
    'measure 3 times as long, if the lift stays, or ',
  ),
  row('closest honest file: the same lift of four times as many', [720, 528, 2400]),
  row('a loss by the point estimate is for results/below-break-even', [150, 132, 600]),
  row(
    'a value that may be much less',
    [700, 440, 2000],
    'the measured lift of limited, +10.2 points to +15.8 points, loses money at full with a probability of 29%',
    '',
    {
      value: '{per_success: 0.60 EUR..4.00 EUR}',
    },
  ),
])
