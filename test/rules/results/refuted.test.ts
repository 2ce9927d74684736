import { refuted } from '../../../src/rules/results/refuted.ts'
import { type Row, table } from '../table.ts'
import { mean, percentile, proportion, resultsFile } from './file.ts'

const guilty = '  # expect: results/refuted'

type Case = {
  readonly treatment: object
  readonly control?: object
  readonly stage?: 'limited' | 'full' | 'shadow'
  readonly rest?: { readonly [key: string]: unknown }
}

const success = (target = '', csat = '', errors = '') => `success:
  metric: deflection_rate
  baseline: 22%
  target: at least 35%${target}
  guardrail_metrics:
    - {metric: csat, baseline: 4.21 points, sd: 1.05 points, max_drop: 0.10 points}${csat}
    - {metric: wrong_rate, limit: at most 2%}${errors}
`

/** A guardrail metric with a limit of its own. */
const limited = (limit: string, rest = '') => `success: {guardrail_metrics: [{metric: handling, ${limit}${rest}}]}`

const row = (
  name: string,
  { stage = 'limited', treatment, control, rest }: Case,
  yaml: string,
  says?: string,
): Row => ({
  name,
  for: stage === 'full' ? 'full' : 'progressive',
  files: { 'r.json': resultsFile(stage, { ...treatment }, control && { ...control }, rest) },
  yaml: `${yaml}rollout: {${stage}: {results: r.json}}\n`,
  ...(says !== undefined && { says: [says] }),
})

const reviewed = (name: string, passed: number, yaml: string, says?: string): Row => ({
  name,
  for: 'progressive',
  files: { 'review.yaml': `{cases: 40, passed: ${passed}, on: 2026-11-02, by: acme/quality}\n` },
  yaml: `${yaml}rollout:
  limited:
    prove:
      by: expert_review
      why: few
      approver: acme/legal
      review: review.yaml${says === undefined ? '' : guilty}
`,
  ...(says !== undefined && { says: [says] }),
})

table(refuted, [
  reviewed('a review in which every case passed', 40, success()),
  reviewed('a review whose failures are within chance', 38, success()),
  reviewed(
    'a review that fails the limit significantly',
    36,
    success(),
    'the review of limited refutes it: 4 of 40 cases failed, not at most 2%',
  ),
  reviewed('a review without a limit of which half failed', 20, ''),
  reviewed(
    'a review without a limit of which nearly all failed',
    4,
    '',
    'the review of limited refutes it: 36 of 40 cases failed, not at most 50%',
  ),
  row(
    'better than promised',
    {
      treatment: { deflection_rate: proportion(300, 700), csat: mean(4.2, 1, 300), wrong_rate: proportion(5, 700) },
      control: { deflection_rate: proportion(150, 700), csat: mean(4.2, 1, 300) },
    },
    success(),
  ),
  row(
    'significantly worse than the control group',
    {
      treatment: { deflection_rate: proportion(250, 700) },
      control: { deflection_rate: proportion(445, 700) },
    },
    success(guilty),
    'limited refutes it: deflection_rate is significantly worse than in the control group: -32.8 points to -22.7 points',
  ),
  row(
    'worse by its value, within chance',
    {
      treatment: { deflection_rate: proportion(250, 700) },
      control: { deflection_rate: proportion(280, 700) },
    },
    success(),
  ),
  row(
    'a margin that the whole bound is beyond',
    { treatment: { csat: mean(2.9, 1, 300) }, control: { csat: mean(4.05, 1, 300) } },
    success('', guilty),
    'limited refutes it: csat is worse by more than 0.1 points: -1.15 points against the control group',
  ),
  row(
    'a margin that the value is beyond, within chance',
    { treatment: { csat: mean(4.05, 1, 300) }, control: { csat: mean(4.2, 1, 300) } },
    success(),
  ),
  row(
    'a limit that the exact bound is above',
    { treatment: { wrong_rate: proportion(80, 700) } },
    success('', '', guilty),
    'limited refutes it: wrong_rate is at least 9.5%, not at most 2%: 80 of 700',
  ),
  row('a limit that the value is above, within chance', { treatment: { wrong_rate: proportion(20, 700) } }, success()),
  row(
    'a percentile of which too many are above its limit',
    { treatment: { latency_p95: percentile(100, '4s', 400) } },
    `success: {guardrail_metrics: [{metric: latency_p95, limit: at most 4s}]}${guilty}\n`,
    'limited refutes it: at least 21.46% of latency_p95 is above 4s, but at most 5% may be: 100 of 400 above 4s',
  ),
  row(
    'a percentile of which more are above its limit, within chance',
    { treatment: { latency_p95: percentile(25, '4s', 400) } },
    'success: {guardrail_metrics: [{metric: latency_p95, limit: at most 4s}]}\n',
  ),
  row(
    'a percentile that was counted above less than its limit',
    { treatment: { latency_p95: percentile(100, '3s', 400) } },
    'success: {guardrail_metrics: [{metric: latency_p95, limit: at most 4s}]}\n',
  ),
  row(
    'a limit of a mean that its bound is above',
    { treatment: { handling: mean(20, 2, 500) } },
    `${limited('limit: at most 5 min')}${guilty}\n`,
    'limited refutes it: handling is at least 19.85 min, not at most 5m: a mean of 20m over 500',
  ),
  row(
    'a limit of a mean that its bound is below',
    { treatment: { handling: mean(3.5, 1, 300) } },
    `${limited('limit: at least 4 points')}${guilty}\n`,
    'limited refutes it: handling is at most 3.6 points, not at least 4 points: a mean of 3.5 points over 300',
  ),
  row(
    'a limit of a mean in another unit of time',
    { treatment: { handling: { mean: '20 min', sd: '2 min', n: 500 } } },
    `${limited('limit: at most 300s')}${guilty}\n`,
  ),
  row(
    'a limit of a mean that its value is above, within chance',
    { treatment: { handling: mean(5.1, 2, 500) } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'a limit of a mean that few observations are above',
    { treatment: { handling: mean(9, 5, 4) } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'a limit of a mean that units of a few assignees are above',
    { treatment: { assigned: 10, handling: mean(5.5, 2, 500) } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'a limit of a mean that units of the few assignees with an outcome are above',
    { treatment: { assigned: 500, handling: { ...mean(5.5, 2, 500), observed: 10 } } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'closest: a limit of a mean that each assignee is above, once',
    { treatment: { assigned: 600, handling: { ...mean(5.5, 2, 500), observed: 500 } } },
    `${limited('limit: at most 5 min')}${guilty}\n`,
  ),
  row(
    'closest: a limit of a mean in phases that each saw other assignees',
    {
      treatment: {},
      rest: {
        from: undefined,
        to: undefined,
        arms: undefined,
        phases: [
          ['2026-10-05', '2026-10-14'],
          ['2026-10-15', '2026-10-25'],
        ].map(([from, to], at) => ({
          from,
          to,
          arms: { treatment: { assigned: 250 * (at + 1), handling: { ...mean(5.17, 2, 250), observed: 250 } } },
        })),
      },
    },
    `${limited('limit: at most 5 min')}${guilty}\n`,
  ),
  row(
    'a limit of a mean without spread, of one observation',
    { treatment: { handling: mean(9, 0, 1) } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'full: a limit of a mean, significant at 95%, is not enough each quarter',
    { stage: 'full', treatment: { handling: mean(5.2, 2, 500) } },
    `${limited('limit: at most 5 min')}\n`,
  ),
  row(
    'full: a limit of a mean, significant at 99.5%',
    { stage: 'full', treatment: { handling: mean(5.3, 2, 500) } },
    `${limited('limit: at most 5 min')}${guilty}\n`,
  ),
  row(
    'a limit from below that the exact bound is below',
    { treatment: { handling: proportion(600, 700) } },
    `${limited('limit: at least 95%')}${guilty}\n`,
    'limited refutes it: handling is at most 87.85%, not at least 95%: 600 of 700',
  ),
  row(
    'a limit at the baseline that the bound is above',
    { treatment: { handling: proportion(80, 700) } },
    `${limited('limit: not above baseline, baseline: 4%')}${guilty}\n`,
    'limited refutes it: handling is at least 9.5%, not at most 4%: 80 of 700',
  ),
  row(
    'a limit at the baseline that the value is above, within chance',
    { treatment: { handling: proportion(32, 700) } },
    `${limited('limit: not above baseline, baseline: 4%')}\n`,
  ),
  row(
    'a limit at the control group that is significantly worse',
    { treatment: { handling: proportion(250, 700) }, control: { handling: proportion(445, 700) } },
    `${limited('limit: above control, baseline: 60%')}${guilty}\n`,
    'limited refutes it: handling is significantly worse than in the control group: -32.8 points to -22.7 points',
  ),
  row(
    'a limit at the control group that is worse, within chance',
    { treatment: { handling: proportion(250, 700) }, control: { handling: proportion(280, 700) } },
    `${limited('limit: above control, baseline: 60%')}\n`,
  ),
  row(
    'a difference that an experiment platform reports',
    {
      treatment: { csat: mean(4.2, 1, 300) },
      control: { csat: mean(4.2, 1, 300) },
      rest: { differences: { csat: { difference: '-0.3 points', se: 0.08 } } },
    },
    success('', guilty),
  ),
  row(
    'full: significant at 95% is not enough each quarter',
    { stage: 'full', treatment: { wrong_rate: proportion(230, 10000) } },
    success(),
  ),
  row(
    'full: significant at 99.5%',
    { stage: 'full', treatment: { wrong_rate: proportion(260, 10000) } },
    success('', '', guilty),
  ),
  row(
    'shadow is compared with no customer',
    { stage: 'shadow', treatment: { wrong_rate: proportion(260, 1000) } },
    success(),
  ),
])

/** Results of so many phases of a week, by what each of them shows. */
const weeks = (phases: readonly { readonly treatment: object; readonly control?: object }[]) => ({
  from: undefined,
  to: undefined,
  arms: undefined,
  phases: phases.map((arms, at) => ({ from: `2026-10-${10 + 7 * at}`, to: `2026-10-${16 + 7 * at}`, arms })),
})

const deflected = (good: number, rest: object = {}) => ({
  treatment: { deflection_rate: proportion(good, 1000), wrong_rate: proportion(5, 1000), ...rest },
  control: { deflection_rate: proportion(220, 1000) },
})

table(refuted, [
  row(
    'better at first, and worse than control in the last phase',
    { treatment: {}, rest: weeks([deflected(700), deflected(160)]) },
    success(guilty),
    'limited refutes it since 2026-10-17: deflection_rate is significantly worse than in the control group: -10.5 points to -1.47 points',
  ),
  row(
    'closest: worse than control in the first phase alone',
    { treatment: {}, rest: weeks([deflected(160), deflected(700)]) },
    success(),
  ),
  row(
    'closest: worse in the last phase, within the chance of one more look',
    { treatment: {}, rest: weeks([deflected(700), deflected(176)]) },
    success(),
  ),
  row(
    'full: errors that rose over the limit',
    {
      stage: 'full',
      treatment: {},
      rest: weeks([deflected(400), deflected(400), deflected(400, { wrong_rate: proportion(40, 1000) })]),
    },
    success('', '', guilty),
    'full refutes it since 2026-10-24: wrong_rate is at least 2.57%, not at most 2%: 40 of 1000',
  ),
  row(
    'what all phases refute is told once',
    { treatment: {}, rest: weeks([deflected(160), deflected(160)]) },
    success(guilty),
    'limited refutes it: deflection_rate is significantly worse than in the control group: -8.43 points to -3.57 points',
  ),
])

const margins = (mark = '') => `success:
  metric: deflection_rate
  guardrail_metrics:
    - {metric: csat, scale: 1-5, baseline: 4.05 points, max_drop: 0.10 points}${mark}
    - {metric: return_rate, baseline: 4%, max_rise: 1%}
`

table(refuted, [
  row(
    'full without a control group, far below the baseline',
    { stage: 'full', treatment: { csat: mean(3.1, 1.1, 4000), return_rate: proportion(160, 4000) } },
    margins(guilty),
    'full refutes it: csat: a mean of 3.1 points over 4000 is worse than the baseline of 4.05 points by more than twice 0.1 points, without a control group',
  ),
  row(
    'closest: full without a control group, in a season that is worse by nearly twice the margin',
    { stage: 'full', treatment: { csat: mean(3.87, 1.1, 4000), return_rate: proportion(235, 4000) } },
    margins(),
  ),
  row(
    'closest: limited at a site that is unlike the others',
    { treatment: { csat: mean(3.1, 1.1, 4000), return_rate: proportion(160, 4000) } },
    margins(),
  ),
  row(
    'closest: full with a control group that is as far below',
    {
      stage: 'full',
      treatment: { csat: mean(3.1, 1.1, 4000), return_rate: proportion(160, 4000) },
      control: { csat: mean(3.1, 1.1, 400), return_rate: proportion(16, 400) },
    },
    margins(),
  ),
])
