import { peeking } from '../../../src/rules/results/peeking.ts'
import { type Row, table } from '../table.ts'
import { resultsFile } from './file.ts'

const row = (name: string, looks: number, plan: string, expected = '', says?: string): Row => ({
  name,
  for: 'progressive',
  files: { 'r.json': resultsFile('limited', {}, {}, { looks }) },
  yaml: `rollout:\n  limited:${plan === '' ? expected : ''}\n    results: r.json\n${plan === '' ? '' : `    looks: ${plan}${expected}\n`}`,
  ...(says !== undefined && { says: [says] }),
})
const guilty = '  # expect: results/peeking'

table(peeking, [
  row('one look, and none planned', 1, ''),
  row('as many as planned', 4, '4'),
  row('fewer than planned', 1, '4'),
  row('more than the one that goes without saying', 2, '', guilty, '"r.json" has 2 looks, but 1 was planned'),
  {
    ...row('more than planned', 5, '3', guilty, '"r.json" has 5 looks, but 3 were planned'),
    helps: ['plan the looks of the next stage in `looks`; this one is judged with z 2.413 instead of 1.96'],
  },
  row('more looks than anybody computes', 100000, '1', guilty),
  { ...row('missing', 9, '1'), files: {} },
  { ...row('malformed', 9, '1'), files: { 'r.json': '{"looks": 9}' } },
  {
    ...row('of another stage', 9, '1'),
    files: { 'r.json': resultsFile('shadow', {}, undefined, { looks: 9 }) },
  },
])
