import { mixedSteps } from '../../../src/rules/results/mixed-steps.ts'
import { type Row, table } from '../table.ts'
import { resultsFile } from './file.ts'

const guilty = '  # expect: results/mixed-steps'
const days = [
  ['2026-10-05', '2026-10-11'],
  ['2026-10-12', '2026-10-25'],
] as const
const phased = (...traffic: readonly (string | undefined)[]) =>
  JSON.stringify({
    stage: 'progressive',
    model: 'm',
    looks: 1,
    phases: traffic.map((share, at) => ({
      from: days[at]?.[0],
      to: days[at]?.[1],
      ...(share && { traffic: share }),
      arms: { treatment: {} },
    })),
  })

const row = (
  name: string,
  file: string,
  says?: string,
  plan = 'start: 2026-10-05, steps: [20% for 7d, 50% for 14d]',
): Row => ({
  name,
  for: 'full',
  files: { 'r.json': file },
  yaml: `rollout:\n  progressive: {${plan}, results: r.json}${says === undefined ? '' : guilty}\n`,
  ...(says !== undefined && { says: [says] }),
})

table(mixedSteps, [
  row('a phase for each step', phased(undefined, undefined)),
  row('with its share', phased('20%', '50%')),
  row('with another share', phased('20%', '40%'), 'phase of 2026-10-12 has 40% of the traffic, but 50% was planned'),
  row('both steps in one count', resultsFile('progressive', {}), 'steps of 20% and 50% are in one count'),
  row(
    'one count of steps of one share',
    resultsFile('progressive', {}),
    undefined,
    'start: 2026-10-05, steps: [50% for 7d, 50% for 14d]',
  ),
  row(
    'without dates, fewer phases than shares',
    resultsFile('progressive', {}),
    'results of progressive have fewer phases than the stage has steps',
    'steps: [20%, 50%]',
  ),
  row('without dates, a phase for each', phased(undefined, undefined), undefined, 'steps: [20%, 50%]'),
])
