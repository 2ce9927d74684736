import type { IsoDate } from '../../values/index.ts'
import { field } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Located } from '../reading/kind.ts'
import { below, dayIn, textOf } from '../reading/value.ts'
import { type Vars, varsOf } from './vars.ts'

/** What an eval set holds. What its rows do not say is undefined: neither none nor any. */
export type EvalSet = {
  /** How many rows, at the last of them. */
  readonly rows: Located<number>
  /** How many rows hold what another one does, at the first of them: they show nothing that it does not. */
  readonly repeats: Located<number> | undefined
  /** How many rows carry each tag, at the first of them, and how many of those repeat another that does. */
  readonly tags: ReadonlyMap<string, Located<number> & { readonly repeats: number }> | undefined
  /** How many rows were taken from real traffic, at the first that was not, and how many of those repeat another. */
  readonly real: (Located<number> & { readonly repeats: number }) | undefined
  readonly first: Located<IsoDate> | undefined
  readonly last: Located<IsoDate> | undefined
  /** Of the tests of promptfoo. */
  readonly vars: Vars | undefined
}

/** One case, as far as a pilot makes claims about it. */
type Case = {
  /** Undefined where the row has no place for tags. */
  readonly tags: readonly string[] | undefined
  readonly source: string | undefined
  readonly collected: IsoDate | undefined
  /** The number of what it holds (`contents`), by which cases are told apart; undefined if unknown. */
  readonly content?: number | undefined
  readonly vars?: unknown
}

/** No tag that a pilot names is longer. */
const maxTagLength = 200

const isTag = (tag: string): boolean => tag !== '' && tag.length <= maxTagLength

/** The tags of a cell or a text: `a; b`, `a|b`, `["a", "b"]`. */
export const tagsIn = (text: string): string[] =>
  text
    .slice(0, 1000)
    .replaceAll(/[[\]"']/g, '')
    .split(/[;,|]/)
    .map((tag) => tag.trim())
    .filter(isTag)

const tagsOf = (data: unknown): readonly string[] | undefined => {
  if (typeof data === 'string') return tagsIn(data)
  if (!Array.isArray(data)) return undefined
  return data.flatMap((tag) => (typeof tag === 'string' && isTag(tag.trim()) ? [tag.trim()] : []))
}

/** A row that says of itself that it is not real; any other word than `real` says nothing. */
const denial = 'real: false'

export const sourceOf = (data: unknown): string | undefined => {
  const real = field(data, 'real')
  if (typeof real === 'boolean') return real ? 'real' : denial
  return textOf(field(data, 'source'))
}

/** Reads one row of JSON or Parquet; `content` is the number of what it holds. */
export const caseOf = (data: unknown, content?: number): Case => ({
  tags: tagsOf(field(data, 'tags') ?? field(data, 'tag') ?? below(data, 'metadata', 'tags')),
  source: sourceOf(data) ?? sourceOf(field(data, 'metadata')),
  collected: dayIn(
    textOf(
      ['collected', 'date']
        .map((key) => field(data, key) ?? below(data, 'metadata', key))
        .find((day) => day !== undefined),
    ),
  ),
  content,
  vars: field(data, 'vars'),
})

/** More distinct values than this are no tags. */
const maxTags = 10_000

const maxTagged = 1_000_000

/** Of larger sets, the variables are not kept. */
const maxVars = 20_000

type Tally = {
  /** `place` is asked only where the place of the row is kept. */
  add(row: Case, place: () => Range): void
  total(nowhere: Range): EvalSet
}

type Count = { readonly value: number; readonly repeats: number; readonly range: Range }

/** Counts rows one by one, so that a large file is never held as data. */
export const tally = (): Tally => {
  const tags = new Map<string, Count & { readonly number: number }>()
  const seen = new Set<number>()
  const tagged = new Set<number>()
  let [rows, repeats, real, realRepeats] = [0, 0, 0, 0]
  let [hasTags, overflow, denied] = [false, false, false]
  let firstRepeat: Range | undefined
  let unreal: Range | undefined
  let last: (() => Range) | undefined
  let firstDay: Located<IsoDate> | undefined
  let lastDay: Located<IsoDate> | undefined
  const vars: unknown[] = []

  const isRepeat = (content: number | undefined, place: () => Range): boolean => {
    if (content === undefined || seen.size < seen.add(content).size) return false
    repeats += 1
    firstRepeat ??= place()
    return true
  }

  /** A case that stands there once for each of its tags has all of them. */
  const countTag = (tag: string, content: number | undefined, place: () => Range): void => {
    const known = tags.get(tag)
    if (known === undefined && tags.size === maxTags) overflow = true
    if (overflow) return
    const { number, value, repeats, range } = known ?? { number: tags.size, value: 0, repeats: 0, range: place() }
    const before = tagged.size
    if (content !== undefined) tagged.add(content * maxTags + number)
    const again = content !== undefined && tagged.size === before
    overflow = tagged.size > maxTagged
    tags.set(tag, { number, value: value + 1, repeats: repeats + Number(again), range })
  }

  const countSource = (source: string, again: boolean, place: () => Range): void => {
    if (source.trim().toLowerCase() === 'real') {
      real += 1
      realRepeats += Number(again)
    } else unreal ??= place()
    denied ||= source === denial
  }

  return {
    add: ({ tags: own, source, collected, content, vars: named }, place) => {
      rows += 1
      if (named !== undefined && rows <= maxVars) vars.push(named)
      last = place
      hasTags ||= own !== undefined
      const again = isRepeat(content, place)
      for (const tag of new Set(own)) countTag(tag, content, place)
      if (source !== undefined) countSource(source, again, place)
      if (collected === undefined) return
      if (firstDay === undefined || collected < firstDay.value) firstDay = { value: collected, range: place() }
      if (lastDay === undefined || collected > lastDay.value) lastDay = { value: collected, range: place() }
    },
    total: (nowhere) => {
      const end = last?.() ?? nowhere
      return {
        rows: { value: rows, range: end },
        repeats: firstRepeat && { value: repeats, range: firstRepeat },
        tags: hasTags && !overflow ? tags : undefined,
        real: real > 0 || denied ? { value: real, repeats: realRepeats, range: unreal ?? end } : undefined,
        first: firstDay,
        last: lastDay,
        vars: vars.length === rows ? varsOf(vars) : undefined,
      }
    },
  }
}
