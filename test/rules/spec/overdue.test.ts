import { expect, test } from 'vitest'
import { overdue } from '../../../src/rules/spec/overdue.ts'
import { diagnose, table } from '../table.ts'

const guilty = '  # expect: spec/overdue'

const put = (day: string, date: string) => ({ date, yaml: `stage: shadow\ndecide_by: ${day}\nsuccess: {metric: m}\n` })
const decided = (day: string, guilty = '') => `stage: shadow\ndecide_by: ${day}${guilty}\nsuccess: {metric: m}\n`

table(overdue, [
  {
    name: 'put off twice',
    yaml: decided('2027-08-01', '  # expect: spec/overdue'),
    for: 'declared',
    past: [put('2027-05-01', '2026-11-01'), put('2027-02-01', '2026-09-10')],
    says: ['`decide_by` was postponed 2 times: 2027-02-01, 2027-05-01, 2027-08-01'],
  },
  {
    name: 'put off once, and written in several versions',
    yaml: decided('2027-05-01'),
    for: 'declared',
    past: [put('2027-05-01', '2026-11-01'), put('2027-02-01', '2026-10-10'), put('2027-02-01', '2026-09-10')],
  },
  {
    name: 'no day for the decision',
    yaml: `stage: pilot${guilty}\n`,
    says: ['`decide_by` is missing'],
    helps: ['decide_by: <day of the next decision>  # the day of the decision to ship, stop or re-scope'],
  },
  {
    name: 'a decision that nobody took',
    yaml: `stage: pilot\ndecide_by: 2026-11-21${guilty}\n`,
    says: ['`decide_by` is 2026-11-21, 1 day ago'],
    helps: ['decide to ship, stop or re-scope, set decide_by to the next decision, and give the reason in the commit'],
    severity: 'error',
  },
  {
    name: 'a decision that is due today is only announced',
    yaml: `stage: pilot\ndecide_by: 2026-11-22${guilty}\n`,
    says: ['`decide_by` is 2026-11-22, today'],
    severity: 'warning',
  },
  {
    name: 'a decision that is due in 14 days is announced',
    yaml: `stage: pilot\ndecide_by: 2026-12-06${guilty}\n`,
    says: ['`decide_by` is 2026-12-06, in 14 days'],
    severity: 'warning',
  },
  { name: 'a decision that is due in 15 days', yaml: 'stage: pilot\ndecide_by: 2026-12-07\n' },
  {
    name: 'no review in production',
    yaml: `stage: limited${guilty}\ndecide_by: 2027-02-26\n`,
    for: 'limited',
    says: ['`review_by` is missing'],
    helps: ['review_by: <day of the next review>  # the day of the next review with the owner'],
  },
  {
    name: 'a review that did not happen',
    yaml: `stage: full\nreview_by: 2026-08-24${guilty}\n`,
    for: 'full',
    says: ['`review_by` is 2026-08-24, 90 days ago'],
    helps: ['review the file with the owner, update what has changed, and set review_by to the next review'],
    severity: 'error',
  },
  {
    name: 'a review less than quarterly in full production',
    yaml: `stage: full\nreview_by: 2027-02-23${guilty}\n`,
    for: 'full',
    says: ['`review_by` is 2027-02-23, in 93 days, but full production requires a review every quarter'],
    helps: ['set it to a day up to 2027-02-22'],
    severity: 'warning',
  },
  {
    name: 'a quarterly review, and no decision any more',
    yaml: 'stage: full\nreview_by: 2027-02-22\n',
    for: 'full',
  },
  { name: 'no review before production', yaml: 'stage: shadow\ndecide_by: 2027-02-26\n', for: 'shadow' },
  {
    name: 'a rare review before full production',
    yaml: 'stage: limited\ndecide_by: 2027-02-26\nreview_by: 2027-06-01\n',
    for: 'limited',
  },
  { name: 'a day that cannot be read', yaml: 'stage: pilot\ndecide_by: end of February\n' },
  { name: 'a day nobody has decided', yaml: 'stage: pilot\ndecide_by: TBD\n' },
])

test('as on an earlier day, a review that was set today is near enough', async () => {
  const on = (today: string, now: string) =>
    diagnose(overdue, 'stage: full\nreview_by: 2027-02-20\n', { for: 'full', today, now })
  expect(await on('2026-09-01', '2026-11-22')).toEqual([])
  expect(await on('2026-09-01', '2026-09-01')).toMatchObject([{ severity: 'warning' }])
})
