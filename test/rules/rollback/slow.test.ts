import { slow } from '../../../src/rules/rollback/slow.ts'
import { table } from '../table.ts'

const guilty = '  # expect: rollback/slow'
const of = (time: string, over: string, mark = '') =>
  `rollback:\n  time: at most ${time}${mark}\n  when: [{metric: csat, is: below 3.9 points, over: ${over}}]\n`

table(slow, [
  {
    name: 'longer than every window',
    yaml: of('4d', '{limited: 3d, full: 1h}', guilty),
    says: ['`rollback.time` is 4d, longer than every window of its triggers (3d)'],
    severity: 'error',
  },
  { name: 'more than a week', yaml: of('8d', '30d', guilty), says: ['`rollback.time` is 8d, more than 7d'] },
  {
    name: 'more than a day',
    yaml: of('2d', '3d', guilty),
    says: ['`rollback.time` is 2d, more than 1d'],
    severity: 'warning',
  },
  { name: 'closest: a day', yaml: of('1d', '1d') },
  {
    name: 'more than a peak day',
    yaml: `use_case: {unit: claim}
cost: {volume: {full: 30000/month, peak_day: 2400/day}}
rollback: {max_affected: 2401 claims}${guilty}`,
    says: ['`rollback.max_affected` is 2401 claims, more than a whole day at full rollout'],
  },
  {
    name: 'closest: a peak day',
    yaml: 'use_case: {unit: claim}\ncost: {volume: {full: 30000/month, peak_day: 2400/day}}\nrollback: {max_affected: 2400 claims}',
  },
  {
    name: 'what counts something else is not compared',
    yaml: 'use_case: {unit: claim}\ncost: {volume: {full: 30/month}}\nrollback: {max_affected: 90 offices}',
  },
  { name: 'no rollback', yaml: 'stage: limited' },
])
