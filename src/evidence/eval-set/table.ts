import { parseJson } from '../../yaml/json.ts'
import { nowhere } from '../../yaml/lines.ts'
import { csvRows } from '../reading/csv-rows.ts'
import { type Reading, read } from '../reading/kind.ts'
import { contents, isArchived, isHollow } from './content.ts'
import { caseOf, type EvalSet, tally } from './tally.ts'

const parsed = (text: string | undefined): unknown => {
  const json = text?.trimStart().startsWith('{') ? parseJson(text) : undefined
  return json?.ok ? json.data : undefined
}

/** Columns that promptfoo makes no part of a test, beside those that it makes variables of. Source: promptfoo, csv.ts. */
const noVariable = /^__(?:metadata:|config:|description$|metric$|threshold$)/

/** A row of promptfoo: variables, what is expected, and metadata, `tags[]` a list. */
const promptfooRow = (cells: readonly (readonly [string, string])[]): Cells => {
  const under = (isUnder: (name: string) => boolean) => Object.fromEntries(cells.filter(([name]) => isUnder(name)))
  const metadata = cells.flatMap(([name, value]) => {
    const [, key] = /^__metadata:(.{1,200}?)(?:\[\])?$/.exec(name) ?? []
    return key === undefined ? [] : [[key, value] as const]
  })
  const vars = under((name) => !name.startsWith('__'))
  // What is expected of no question asks nothing.
  const isAsked = Object.keys(vars).length === 0 || Object.values(vars).some((value) => value.trim() !== '')
  return {
    vars,
    assert: under((name) => isAsked && name.startsWith('__') && !noVariable.test(name)),
    metadata: Object.fromEntries(metadata),
  }
}

type Cells = { readonly [name: string]: unknown }

/** A row under headings of which `tags`, `source` and `collected` count, alone or in `metadata`. */
const plainRow = (cells: readonly (readonly [string, string])[]): Cells => {
  const row = Object.fromEntries(cells)
  const real = row.real?.trim().toLowerCase()
  return {
    ...row,
    metadata: parsed(row.metadata) ?? row.metadata,
    real: real === 'true' || real === 'false' ? real === 'true' : undefined,
    status: row.status,
    datasetId: row.datasetid,
  }
}

/** Reads CSV: a case a row. */
export const readCsv = (bytes: Uint8Array): Reading<EvalSet> => {
  const [cases, contentOf] = [tally(), contents()]
  const fault = csvRows(bytes, ({ cells, columns, place }) => {
    const nameAt = (name: string, at: number) => (name === '' || columns.indexOf(name) < at ? `${name} ${at}` : name)
    const named = columns.map((name, at) => [nameAt(name, at), cells[at] ?? ''] as const)
    const isPromptfoo = columns.some((name) => /^__(?:expected|metadata:)/.test(name))
    const row = isPromptfoo ? promptfooRow(named) : plainRow(named)
    if (isHollow(row) || isArchived(row)) return
    cases.add(caseOf(row, contentOf(row)), place)
  })
  return fault ?? read(cases.total(nowhere))
}
