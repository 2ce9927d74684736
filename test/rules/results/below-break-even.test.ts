import { belowBreakEven } from '../../../src/rules/results/below-break-even.ts'
import { success, whole } from '../cost/whole.ts'
import { type Row, table } from '../table.ts'
import { mean, proportion, resultsFile } from './file.ts'

const row = (name: string, [treatment, control]: readonly [number, number], says?: string, rest: object = {}): Row => ({
  name,
  for: 'full',
  files: {
    'r.json': resultsFile(
      'progressive',
      { deflection_rate: proportion(treatment, 35_000), ...rest },
      { deflection_rate: proportion(control, 14_000) },
    ),
  },
  yaml: `${success.replace('}', ', guardrail_metrics: [{metric: wrong_rate, limit: at most 5%}]}')}${whole()}rollout:
  full: {traffic: 95%, control: 5%}
  progressive: {traffic: 50%, control: 20%, results: r.json}${says ? '  # expect: results/below-break-even' : ''}
`,
  ...(says !== undefined && { says: [says] }),
})

table(belowBreakEven, [
  row('a lift as promised', [16_100, 4_620]),
  row(
    'a significant lift that does not pay',
    [16_100, 6_210],
    'progressive shows a lift of 1.64 points, break-even is 6.63 points: -6,251.76 EUR a month',
  ),
  row(
    'closest to break-even, and below it',
    [16_099, 5_512],
    'progressive shows a lift of 6.626 points, break-even is 6.628 points: -3.25 EUR a month',
  ),
  row('just above break-even', [16_100, 5_511]),
  row(
    'four times as many errors as planned',
    [16_100, 5_011],
    'progressive shows a lift of 10.21 points, break-even is 11.4 points: -1,497.14 EUR a month',
    { wrong_rate: proportion(1400, 35_000) },
  ),
])

const phases = (name: string, treated: readonly [number, number], says?: string): Row => ({
  ...row(name, [0, 0], says),
  files: {
    'r.json': resultsFile('progressive', {}, undefined, {
      from: undefined,
      to: undefined,
      arms: undefined,
      phases: treated.map((good, at) => ({
        from: `2026-10-${10 + 7 * at}`,
        to: `2026-10-${16 + 7 * at}`,
        arms: {
          treatment: { deflection_rate: proportion(good, 35_000) },
          control: { deflection_rate: proportion(4620, 14_000) },
        },
      })),
    }),
  },
})

table(belowBreakEven, [
  phases('a lift that falls, and pays', [19_000, 14_000]),
  phases(
    'a lift that fell below break-even in the last phase',
    [19_000, 12_200],
    'progressive shows a lift of at most 3.07 points since 2026-10-17, break-even is 6.63 points: -4,465.16 EUR a month',
  ),
  phases('closest: a last phase that may have paid', [19_000, 13_450]),
  phases('closest: a first phase that did not pay', [12_200, 19_000]),
])

const minutes = (name: string, treatment: number, says?: string): Row => ({
  name,
  for: 'full',
  files: {
    'r.json': resultsFile('progressive', { minutes: mean(treatment, 6, 9000) }, { minutes: mean(9.4, 6, 9000) }),
  },
  yaml: `success: {metric: minutes, baseline: {value: 9.4 min, sd: 6 min}, target: at most 7 min}
${whole({ value: '{per_metric_unit: 24 EUR/h}' })}rollout:
  full: {traffic: 95%, control: 5%}
  progressive: {traffic: 50%, control: 50%, results: r.json}${says === undefined ? '' : '  # expect: results/below-break-even'}
`,
  ...(says !== undefined && { says: [says] }),
})

table(belowBreakEven, [
  minutes('less is better, and it fell enough', 7.2),
  minutes(
    'less is better, and it rose',
    11.8,
    'progressive shows that minutes rose by 2.4 min; break-even is a fall of 0.36 min: -63,031.90 EUR a month',
  ),
  minutes(
    'less is better, and it fell too little',
    9.3,
    'progressive shows that minutes fell by 0.1 min; break-even is a fall of 0.36 min: -6,031.90 EUR a month',
  ),
])
