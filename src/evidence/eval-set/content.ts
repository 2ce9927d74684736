import { field, isMap } from '../../yaml/data.ts'

/** Names of a row: one case under two names is one case. */
const names = 'id _id uuid guid row row_id row_number index idx test_id example_id sample_id eval_id'.split(' ')

/** What is kept about a case and is no part of it. */
const bookkeeping = (
  'tags tag source real collected date metadata split splits dataset_split dataset_splits dataset_id datasetid ' +
  'dataset_name datasetname source_trace_id ' +
  'sourcetraceid source_observation_id sourceobservationid source_run_id sourcerunid created_at createdat updated_at ' +
  'updatedat modified_at modifiedat'
).split(' ')

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
const maxTextLength = 16 * 1024 * 1024

type Cell = readonly [name: string, value: unknown]

/** Columns of inputs as LangSmith writes them: `input_question`. */
const isInput = (name: string): boolean => inputs.has(name) || /^inputs?[_.]/.test(name)

/** What is kept beside a test of promptfoo, which says its own input in `vars`. */
const besideVars = ['description', 'threshold']

const keptOf = (cells: readonly Cell[]): readonly Cell[] => {
  const hasVars = cells.some(([name]) => name === 'vars')
  return cells.filter(([name]) => !isAside(name) && !(hasVars && besideVars.includes(name)))
}

/** Whether a row says nothing, or has a place for an input and says nothing but what is kept about it. */
export const isHollow = (row: unknown): boolean => {
  if (!isMap(row)) return false
  const cells = Object.entries(row)
  const kept = cells.some(([name]) => isInput(name)) ? keptOf(cells) : cells
  return !kept.some(([, value]) => isSaid(value))
}

const simple = (value: unknown): unknown => {
  if (typeof value === 'string') return value.trim()
  if (value instanceof Date) return value.getTime()
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
}

const datasets = ['datasetId', 'datasetName', 'dataset_id', 'dataset_name']

/** An example of LangSmith or an item of Langfuse, in which all stands that tells it from others, with an input or without. */
const isExample = (row: unknown): boolean => datasets.some((key) => field(row, key) !== undefined)

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
    return numbered(values, text > maxTextLength ? undefined : one)
  }

  return (row) => {
    if (!isMap(row)) return of(row)
    const cells = Object.entries(row)
    if (!isExample(row) && !cells.some(([name, value]) => isInput(name) && isSaid(value))) return undefined
    const number = ofCells(keptOf(cells))
    return text > maxTextLength ? undefined : number
  }
}

/** Who speaks is nothing that is said. */
const isSaid = (value: unknown): boolean => {
  const one = value instanceof Uint8Array ? value.length : simple(value)
  if (Array.isArray(one)) return one.some(isSaid)
  if (!isMap(one)) return one !== undefined && one !== null && one !== ''
  const speaks = Object.hasOwn(one, 'content')
  return Object.entries(one).some(([name, part]) => !(speaks && name === 'role') && isSaid(part))
}

/** An item that Langfuse keeps and runs no more. Source: Langfuse API, DatasetStatus. */
export const isArchived = (data: unknown): boolean => field(data, 'status') === 'ARCHIVED' && isExample(data)
