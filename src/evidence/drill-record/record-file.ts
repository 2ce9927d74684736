import type { ErrorObject } from 'ajv'
import { validate } from '../../model/generated/drills-validator.js'
import { type Duration, date, duration, type IsoDate, type Quantity, volume } from '../../values/index.ts'
import { nowhere, type Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { type Document, documentIn, textIn } from '../reading/documents.ts'
import { malformed, type Reader, type Reading, read, type Source, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'

export type Drill = {
  readonly what: 'rollback' | 'fallback' | 'load'
  readonly on: IsoDate
  readonly took: Duration | undefined
  readonly rate: Quantity | undefined
  readonly outcome: 'passed' | 'failed'
  readonly by: string
  readonly range: Range
}

const wanted: { readonly [key: string]: string } = {
  drills: 'a list of drills',
  what: 'rollback, fallback or load',
  on: 'a day such as 2026-11-04',
  took: 'a time such as 6m',
  rate: 'a rate such as 32/min',
  outcome: 'passed or failed',
  by: 'the team that held the drill',
}

/** The front matter, as a prefix of the page so that its lines keep their numbers; undefined where there is none. */
const frontMatter = (text: string): string | undefined =>
  /^---[ \t]*\r?\n[\s\S]*?(?=\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$))/.exec(text)?.[0]

const documentOf = (source: Source): Reading<Document> => {
  const empty = malformed('has no `drills`', nowhere)
  if (!/\.(?:md|markdown|mdx)$/i.test(source.file)) return documentIn(source, empty)
  const decoded = textIn(source.bytes)
  if (decoded.state !== 'read') return decoded
  const matter = frontMatter(decoded.value.text)
  if (matter === undefined) return malformed('has no front matter with `drills`', nowhere)
  return documentIn({ file: `${source.file}.yaml`, bytes: new TextEncoder().encode(matter) }, empty)
}

const pathOf = ({ instancePath }: ErrorObject): Path =>
  instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

/** What the published schema has against a record, the outermost fault first. */
const faultOf = (errors: readonly ErrorObject[]): { readonly path: Path; readonly words: string } => {
  const [first] = [...errors].sort((one, other) => pathOf(one).length - pathOf(other).length)
  const path = first ? pathOf(first) : []
  const { missingProperty: missing, additionalProperty: extra } = first?.params ?? {}
  if (typeof missing === 'string')
    return { path, words: path.length === 0 ? `has no \`${missing}\`` : `has a drill without \`${missing}\`` }
  if (typeof extra === 'string') return { path: [...path, extra], words: 'has an unknown key in a drill' }
  const key = String(path.at(-1))
  if (path.length === 0) return { path, words: 'has no `drills`' }
  if (typeof path.at(-1) === 'number') return { path, words: 'has a drill that is not a mapping' }
  return { path, words: `has an invalid \`${key}\`${Object.hasOwn(wanted, key) ? `, expected ${wanted[key]}` : ''}` }
}

const drillOf = (part: Part): Drill | undefined => {
  const [on, took, rate] = [
    date.parse(part.text('on') ?? ''),
    duration.parse(part.text('took') ?? ''),
    volume.parse(part.text('rate') ?? ''),
  ]
  if (!on.ok) return undefined
  return {
    what: part.text('what') as Drill['what'],
    on: on.value,
    took: took.ok ? took.value : undefined,
    rate: rate.ok ? rate.value : undefined,
    outcome: part.text('outcome') as Drill['outcome'],
    by: part.text('by') ?? '',
    range: part.range(),
  }
}

/** Reads a record of drills as its published schema says; the words around it are never read. */
export const reader: Reader<readonly Drill[]> = (source) => {
  if (!/\.(?:md|markdown|mdx|ya?ml|json)$/i.test(source.file)) return unknown('is not a Markdown, YAML or JSON file')
  const found = documentOf(source)
  if (found.state !== 'read') return found
  const { data, locate } = found.value
  if (!validate(data)) {
    const { path, words } = faultOf(validate.errors ?? [])
    return malformed(words, locate(path))
  }
  const drills: Drill[] = []
  for (const part of partOf(found.value).at('drills').items()) {
    const drill = drillOf(part)
    if (drill === undefined) return malformed('has a day in `on` that does not exist', part.at('on').range())
    drills.push(drill)
  }
  return read(drills)
}
