import { metricKey } from '../../model/lists.ts'
import type { OpenFile } from '../../repo/port.ts'
import { once } from '../../values/once.ts'
import { isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { type Cell, maxLineLength, pieces, type RowsProblem, type Taker } from './pieces.ts'

const cellOf = (value: unknown): Cell => {
  // An empty cell, of a column that is there.
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? '[…]' : '{…}'
}

/** No two keys of a row may mean one column. */
const rowOf = (data: unknown, keyOf: (name: string) => string, { places }: Taker): readonly Cell[] | string => {
  if (!isMap(data)) return 'is not a JSON object'
  const cells: Cell[] = []
  for (const [name, value] of Object.entries(data)) {
    const place = places.get(keyOf(name))
    if (place === undefined) continue
    if (Object.hasOwn(cells, place)) return `has one column under two names, one of them ${JSON.stringify(name)}`
    cells[place] = cellOf(value)
  }
  return cells
}

/** Names of columns come again in each row; a file that makes up new ones is no reason to remember them. */
const keys = () => {
  let left = 1000
  const known = once(metricKey)
  return (name: string): string => {
    if (name.length > 200) return ''
    left -= 1
    return left > 0 ? known(name) : metricKey(name)
  }
}

/** Reads JSON Lines: an object a line; blank lines are passed over. Source: jsonlines.org. */
export const readJsonl = async (file: OpenFile, taker: Taker): Promise<RowsProblem> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const keyOf = keys()
  let [open, line, number] = ['', 0, 0]
  const take = (text: string): RowsProblem => {
    line += 1
    if (text.length > maxLineLength) return `has more than ${maxLineLength / 1024} KiB in line ${line}`
    if (text.trim() === '') return undefined
    const parsed = parseJson(text)
    if (!parsed.ok)
      return `cannot be read in line ${line}: ${parsed.problem.message.replace('the end of the file', 'the end of the line')}`
    const row = rowOf(parsed.data, keyOf, taker)
    if (typeof row === 'string') return `cannot be read: line ${line} ${row}`
    number += 1
    return taker.row(row, number)
  }
  for (const piece of pieces(file)) {
    if (piece.includes(0)) return 'is a binary file: it contains a NUL byte'
    let text: string
    try {
      text = open + decoder.decode(piece, { stream: true })
    } catch {
      return 'is not UTF-8'
    }
    const lines = text.split('\n')
    open = lines.pop() ?? ''
    for (const one of lines) {
      const refusal = take(one)
      if (refusal !== undefined) return refusal
    }
    if (open.length > maxLineLength) return `has more than ${maxLineLength / 1024} KiB in line ${line + 1}`
  }
  try {
    open += decoder.decode()
  } catch {
    return 'is not UTF-8'
  }
  return take(open) ?? (number === 0 ? 'has no rows' : undefined)
}
