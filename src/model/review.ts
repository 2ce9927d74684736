import type { z } from 'zod'
import { date } from '../values/index.ts'
import { map, phrase, text, whole } from './field.ts'

/** The file that `prove.review` names. */
export const review = map(
  {
    cases: whole('The number of cases that were reviewed.', 1, 40),
    passed: whole('How many of them passed.', 0, 40),
    on: phrase(date, 'The day on which the review ended.', '2027-02-10'),
    by: text('Who reviewed; not the champion.', 'acme/legal'),
  },
  'An expert review of one stage of a pilot.',
  { cases: 40, passed: 40, on: '2027-02-10', by: 'acme/legal' },
).required({ cases: true, passed: true, on: true, by: true }) satisfies z.ZodType
