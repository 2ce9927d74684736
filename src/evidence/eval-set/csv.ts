import { csvRows } from '../csv-rows.ts'
import { type Reading, read } from '../reading.ts'
import { dayIn, hasInput, tagsIn } from './case.ts'
import type { EvalSet } from './eval-set.ts'
import { tally } from './tally.ts'

const origin = { line: 1, column: 1, offset: 0 }

/** Reads an eval set in CSV: a case a row, under headings of which `tags`, `source` and `collected` count. */
export const readCsv = (bytes: Uint8Array): Reading<EvalSet> => {
  const cases = tally()
  const fault = csvRows(bytes, ({ cell, cells, place }) => {
    const tags = cell('tags') ?? cell('tag')
    const source = cell('source')
    cases.add(
      {
        tags: tags === undefined ? undefined : tagsIn(tags),
        source,
        collected: dayIn(cell('collected')),
        whole: hasInput((name) => (cell(name) ?? '').trim() !== '') ? JSON.stringify(cells) : undefined,
      },
      place,
    )
  })
  return fault ?? read(cases.total({ start: origin, end: origin }))
}
