import { isMap } from '../../yaml/data.ts'

/** Names of a row: one case under two names is one case. */
const names = 'id _id uuid guid row row_id row_number index idx test_id example_id sample_id eval_id'.split(' ')

/** What is kept about a case and is no part of it. */
const bookkeeping = 'tags tag source real collected date'.split(' ')

const aside = new Set([...names, ...bookkeeping])

const isAside = (key: string): boolean =>
  aside.has(
    key
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )

/**
 * What teams and tools call the input of a case. A row without one is told from others by something that does not stand
 * in it, so that two alike may be two cases.
 */
const inputs = new Set(
  'input inputs question query prompt text utterance message messages conversation transcript turns request vars'.split(
    ' ',
  ),
)

/** So many characters are compared; a JSONL or CSV file has fewer, but Parquet repeats a long text in a few bytes. */
const mostText = 16 * 1024 * 1024

type Cell = readonly [name: string, value: unknown]

const withoutNames = (value: unknown): unknown =>
  isMap(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !isAside(name))) : value

const simple = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim()
  if (value instanceof Date) return value.getTime()
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
}

/** Numbers what rows hold: what holds the same, in whatever order, has the same number. */
export const contents = (): ((row: unknown) => number | undefined) => {
  const values = new Map<unknown, number>()
  const wholes = new Map<string, number>()
  let text = 0

  const numbered = <T>(known: Map<T, number>, key: T): number => {
    const number = known.get(key) ?? values.size + wholes.size
    known.set(key, number)
    return number
  }

  const ofCells = (cells: readonly Cell[]): number => {
    const said = cells.flatMap(([name, value]) => (isSaid(value) ? [`${of(name)}:${of(value)}`] : []))
    return numbered(wholes, `{${said.sort().join()}}`)
  }

  const of = (value: unknown): number => {
    if (Array.isArray(value)) return numbered(wholes, `[${value.map(of).join()}]`)
    const one = simple(value)
    if (isMap(one)) return ofCells(Object.entries(one))
    text += typeof one === 'string' ? one.length : 1
    return numbered(values, text > mostText ? undefined : one)
  }

  return (row) => {
    if (!isMap(row)) return of(row)
    const cells = Object.entries(row)
    if (!cells.some(([name, value]) => inputs.has(name) && isSaid(value))) return undefined
    const kept = cells.flatMap(([name, value]): Cell[] => {
      if (isAside(name)) return []
      return [[name, name === 'metadata' ? withoutNames(value) : value]]
    })
    const number = ofCells(kept)
    return text > mostText ? undefined : number
  }
}

const isSaid = (value: unknown): boolean => {
  const one = value instanceof Uint8Array ? value.length : simple(value)
  return one !== undefined && one !== null && one !== '' && !(isMap(one) && Object.keys(one).length === 0)
}
