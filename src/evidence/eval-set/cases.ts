import { isMap } from '../../yaml/data.ts'
import { nowhere } from '../../yaml/lines.ts'
import { documentIn } from '../reading/documents.ts'
import { maxRows } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, read, type Source, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { below } from '../reading/value.ts'
import { contents, isArchived, isHollow } from './content.ts'
import { caseOf, type EvalSet, tally } from './tally.ts'

/** Whether a value says nothing, so that no case can be made of it. */
const isNothing = (data: unknown): boolean =>
  data === null || data === '' || (typeof data === 'object' && Object.keys(data).length === 0)

const readJsonl = async (bytes: Uint8Array): Promise<Reading<EvalSet>> => {
  const { jsonLines } = await import('../reading/json-lines.ts')
  const [cases, contentOf] = [tally(), contents()]
  const start = jsonLines(bytes, ({ data, number, place }) => {
    if (isNothing(data) || isHollow(data)) return malformed(`has an empty case in line ${number}`, place())
    if (!isArchived(data)) cases.add(caseOf(data, contentOf(data)), place)
    return undefined
  })
  return start.state === 'read' ? read(cases.total(start.value)) : start
}

/** Where tools keep the list of their cases. Source: promptfoo, configuration; LangSmith and Langfuse, dataset exports. */
const holders = ['tests', 'examples', 'items', 'data', 'cases', 'rows']

const foreign = unknown('is not a list of cases, expected JSONL, CSV, Parquet, a JSON array or promptfoo tests')

/** Tests that promptfoo loads from a file. Source: promptfoo, test case configuration. */
const tests = /^(?:file:\/\/)?([^*?\n]{1,200}\.(?:ya?ml|jsonl?|csv))$/

/** Source: OpenAI evals, registry: an entry with a class and where its samples are. */
const samplesOf = (whole: Part): boolean =>
  isMap(whole.data) &&
  Object.values(whole.data).some((entry) => typeof below(entry, 'args', 'samples_jsonl') === 'string')

/** Reads a list of maps, alone or under the key under which a tool keeps it. */
const readList = (source: Source): Reading<EvalSet> => {
  const document = documentIn(source, foreign)
  if (document.state !== 'read') return document
  const whole = partOf(document.value)
  const list = [whole, ...holders.map((key) => whole.at(key))].find(({ data }) => Array.isArray(data))
  const all = list?.items() ?? []
  if (samplesOf(whole)) return unknown('is a registry entry; set the path to its samples file')
  const [elsewhere, further] = [whole.at('tests').data].flat()
  const [, kept] = (further === undefined && tests.exec(String(elsewhere))) || []
  if (kept !== undefined) return unknown(`keeps its cases in ${kept}; name that file`)
  // A list of files, or of what a program makes when it runs, is no list of cases.
  if (all.length === 0 || !all.every(({ data }) => isMap(data))) return foreign
  if (all.length > maxRows) return unknown('has more than 200,000 rows, too many to read')
  const [cases, contentOf] = [tally(), contents()]
  const empty = all.find(({ data }) => isNothing(data) || isHollow(data))
  if (empty !== undefined) return malformed('has an empty case', empty.range())
  for (const one of all) if (!isArchived(one.data)) cases.add(caseOf(one.data, contentOf(one.data)), () => one.range())
  return read(cases.total(nowhere))
}

export const reader: Reader<EvalSet> = async (source) => {
  const { file, bytes } = source
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return readJsonl(bytes)
  if (/\.(?:csv|tsv)$/i.test(file)) return (await import('./table.ts')).readCsv(bytes)
  if (/\.parquet$/i.test(file)) return (await import('./parquet.ts')).readParquet(bytes)
  return /\.(?:json|ya?ml)$/i.test(file) ? readList(source) : foreign
}
