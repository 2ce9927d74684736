import { date } from '../values/index.ts'
import { list, map, phrase, text } from './field.ts'

const exception = map(
  {
    rule: text('The rule that is waived.', 'use-case/no-simpler-alternative'),
    why: text('Why it is waived.', 'comparison runs until the end of the month'),
    by: text('Who waives it.', 'acme/support-platform'),
    until: phrase(date, 'When the waiver ends, at most 90 days ahead.', '2026-12-15'),
  },
  'One dated, signed waiver.',
  {
    rule: 'use-case/no-simpler-alternative',
    why: 'comparison runs',
    by: 'acme/support-platform',
    until: '2026-12-15',
  },
)

export const exceptions = list(exception, 'The waivers, counted in every report.')
