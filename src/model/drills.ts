import { z } from 'zod'
import { date, duration, volume } from '../values/index.ts'
import { list, map, phrase, text, wordOf } from './field.ts'

const drill = map(
  {
    what: wordOf(
      {
        rollback: 'The system was turned off for everyone.',
        fallback: 'The model was cut off, and the fallback served.',
        load: 'The system ran at peak load.',
      },
      'What was tested.',
    ),
    on: phrase(date, 'The day of the drill.', '2026-11-04'),
    took: phrase(duration, 'How long it took; of a rollback, until the last affected customer.', '6m').optional(),
    rate: phrase(volume, 'The load of a load drill.', '32/min').optional(),
    outcome: wordOf({ passed: 'The system did what the file declares.', failed: 'It did not.' }, 'How it ended.'),
    by: text('Who ran it; not the champion.', 'acme/support-platform'),
  },
  'One drill.',
  { what: 'rollback', on: '2026-11-04', took: '6m', outcome: 'passed', by: 'acme/support-platform' },
).required({ what: true, on: true, outcome: true, by: true })

/** Loose, because a page of Markdown keeps other keys in its front matter. */
export const drillRecord = z
  .looseObject({
    drills: list(drill, 'The drills.', [
      { what: 'rollback', on: '2026-11-04', took: '6m', outcome: 'passed', by: 'acme/support-platform' },
    ]),
  })
  .meta({ description: 'The drills of a pilot: a file of its own, or the front matter of a page.' })
