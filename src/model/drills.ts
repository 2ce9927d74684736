import { z } from 'zod'
import { date, duration, volume } from '../values/index.ts'
import { list, map, phrase, text, wordOf } from './field.ts'

const drill = map(
  {
    what: wordOf(
      {
        rollback: 'The system was turned off for everybody.',
        fallback: 'The model was cut off, and the fallback served.',
        load: 'The peak was held.',
      },
      'What was drilled.',
    ),
    on: phrase(date, 'The day of the drill.', '2026-11-04'),
    took: phrase(duration, 'How long it took; of a rollback, until the last affected customer.', '6m').optional(),
    rate: phrase(volume, 'The load that was held; of a load drill.', '32/min').optional(),
    outcome: wordOf({ passed: 'It did what the file says.', failed: 'It did not.' }, 'How it ended.'),
    by: text('Who held it; not the champion.', 'acme/support-platform'),
  },
  'One drill that was held.',
  { what: 'rollback', on: '2026-11-04', took: '6m', outcome: 'passed', by: 'acme/support-platform' },
).required({ what: true, on: true, outcome: true, by: true })

/** Loose, because a page of Markdown keeps other keys in its front matter. */
export const drillRecord = z
  .looseObject({
    drills: list(drill, 'The drills that were held.', [
      { what: 'rollback', on: '2026-11-04', took: '6m', outcome: 'passed', by: 'acme/support-platform' },
    ]),
  })
  .meta({ description: 'The drills of a pilot: a file of its own, or the front matter of a page.' })
