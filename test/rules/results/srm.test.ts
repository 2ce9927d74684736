import { srm } from '../../../src/rules/results/srm.ts'
import { type Row, table } from '../table.ts'
import { resultsFile } from './file.ts'

const guilty = '  # expect: results/srm'

const row = (
  name: string,
  [treatment, control]: readonly [number | undefined, number | undefined],
  plan: string,
  says?: string,
  stage = 'limited',
): Row => ({
  name,
  for: stage === 'limited' ? 'progressive' : 'full',
  files: {
    'r.json': resultsFile(
      stage,
      treatment === undefined ? {} : { assigned: treatment },
      control === undefined ? {} : { assigned: control },
    ),
  },
  yaml: `rollout:\n  ${stage}:\n    results: r.json${says === undefined ? '' : guilty}\n    ${plan}\n`,
  ...(says !== undefined && { says: [says] }),
})

const even = 'traffic: 5%\n    control: 5%'
const steps = 'steps: [20% for 7d, 50% for 28d]\n    control: 20%\n    start: 2026-09-28'

table(srm, [
  row('the ratio of the oracle that passes', [502, 498], even),
  row(
    'the ratio of the oracle that fails by far',
    [600, 400],
    even,
    'sample ratio mismatch: 600 to 400 assigned, 5% to 5% planned, p below 0.0001',
  ),
  row(
    'and by a little',
    [44000, 45000],
    even,
    'sample ratio mismatch: 44000 to 45000 assigned, 5% to 5% planned, p 0.0008',
  ),
  row('50 to 20, at the last step', [21000, 8160], steps, undefined, 'progressive'),
  {
    ...row(
      '50 to 20, suspicious',
      [21000, 8100],
      steps,
      'sample ratio mismatch: 21000 to 8100 assigned, 50% to 20% planned, p 0.0054',
      'progressive',
    ),
    severity: 'warning',
  },
  row(
    '50 to 20, broken',
    [21000, 7900],
    steps,
    'sample ratio mismatch: 21000 to 7900 assigned, 50% to 20% planned, p below 0.0001',
    'progressive',
  ),
  row(
    'steps of one share need no date',
    [21000, 20900],
    'steps: [20% for 7d, 20% for 7d]\n    control: 20%',
    undefined,
    'progressive',
  ),
  row('no control planned', [600, 400], 'traffic: 5%'),
  row('nobody assigned at all', [0, 0], even),
  row('an arm that does not say', [600, undefined], even, '`assigned` is missing in control of "r.json"'),
  {
    name: 'a shadow file has one arm',
    for: 'progressive',
    files: { 'r.json': resultsFile('shadow', { assigned: 600 }) },
    yaml: 'rollout: {shadow: {traffic: 100%, control: 5%, results: r.json}}\n',
  },
  {
    name: 'malformed, of another stage',
    for: 'full',
    files: { 'r.json': '{}', 's.json': resultsFile('limited', { assigned: 600 }, { assigned: 1 }) },
    yaml: `rollout:
  limited: {traffic: 5%, control: 5%, results: r.json}
  progressive: {steps: [50%], control: 50%, results: s.json}
`,
  },
  { ...row('missing', [600, 400], even), files: {} },
  { ...row('unknown', [600, 400], even), files: { 'r.json': '7' } },
])
