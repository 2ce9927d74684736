import { lopsided } from '../../../src/rules/results/lopsided.ts'
import { type Row, table } from '../table.ts'
import { mean, resultsFile } from './file.ts'

const guilty = '  # expect: results/lopsided'

const arm = (assigned: number, observed: number | undefined, total: number, more: object = {}) => ({
  assigned,
  m_rate: { good: 300, total, ...(observed !== undefined && { observed }), ...more },
})

const row = (name: string, treatment: object, control: object, says?: string): Row => ({
  name,
  for: 'progressive',
  files: { 'r.json': resultsFile('limited', { ...treatment }, { ...control }) },
  yaml: `success: {metric: m_rate, guardrail_metrics: [{metric: csat, response_rate: 18%}]}
rollout:
  limited: {results: r.json}${says === undefined ? '' : guilty}
`,
  ...(says !== undefined && { says: [says] }),
})

table(lopsided, [
  row('observed alike', arm(5000, 4000, 6000), arm(5000, 3980, 6020)),
  row(
    'nobody says who was observed',
    arm(5000, undefined, 6000),
    arm(5000, 4000, 6000),
    '`observed` of m_rate is missing in "r.json"',
  ),
  row(
    'who was annoyed left',
    arm(5000, 3500, 5250),
    arm(5000, 4000, 6000),
    '70% of the assigned were observed in treatment, 80% in control',
  ),
  row('closest: a difference within 2%', arm(500000, 400000, 600000), arm(500000, 407000, 610500)),
  {
    ...row(
      'half as many outcomes for each of them',
      arm(5000, 4000, 2400),
      arm(5000, 4000, 4800),
      'm_rate has 0.60 outcomes for each observed unit in treatment, 1.20 in control',
    ),
    severity: 'error',
  },
  {
    ...row(
      'a fifth fewer',
      arm(5000, 4000, 4800),
      arm(5000, 4000, 6000),
      'm_rate has 1.20 outcomes for each observed unit in treatment, 1.50 in control',
    ),
    severity: 'warning',
  },
  row(
    'a fifth fewer, by chance where few make many',
    arm(50, 40, 48, { cluster_sd: 2 }),
    arm(50, 40, 60, { cluster_sd: 2 }),
  ),
  {
    ...row(
      'answers of 18% and of 4%',
      { ...arm(5000, 4000, 6000), csat: mean(4, 1, 1080) },
      { ...arm(5000, 4000, 6000), csat: mean(4, 1, 240) },
      '18% answered csat in treatment, 4% in control',
    ),
    severity: 'error',
  },
  row(
    'answers of 18% and of 17%',
    { ...arm(5000, 4000, 6000), csat: mean(4, 1, 1080) },
    { ...arm(5000, 4000, 6000), csat: mean(4, 1, 1020) },
  ),
  {
    ...row('one arm', arm(5000, undefined, 6000), {}),
    files: { 'r.json': resultsFile('limited', arm(1, undefined, 600)) },
  },
])
