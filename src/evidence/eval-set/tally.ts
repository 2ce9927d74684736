import { date, type IsoDate } from '../../values/index.ts'
import { field } from '../../yaml/data-map.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Located } from '../reading/kind.ts'
import { below, textOf } from '../reading/value.ts'
import type { Case, EvalSet } from './eval-set.ts'

/** No tag that a pilot names is longer. */
const longestTag = 200

const isTag = (tag: string): boolean => tag !== '' && tag.length <= longestTag

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

export const dayIn = (text: string | undefined): IsoDate | undefined => {
  const parsed = text === undefined ? undefined : date.parse(text.slice(0, 10))
  return parsed?.ok ? parsed.value : undefined
}

const sourceOf = (data: unknown): string | undefined => {
  const real = field(data, 'real')
  if (typeof real === 'boolean') return real ? 'real' : 'synthetic'
  return textOf(field(data, 'source'))
}

/**
 * What teams and tools call the input of a case. A row without one is told from others by something that does not stand
 * in it, so that two alike may be two cases.
 */
const inputs =
  'input inputs question query prompt text utterance message messages conversation transcript turns request vars'.split(
    ' ',
  )

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

export const hasInput = (has: (name: string) => boolean): boolean => inputs.some(has)

/** Reads one row of JSON; `text` is all of it. */
export const caseOf = (data: unknown, text?: string): Case => ({
  tags: tagsOf(field(data, 'tags') ?? field(data, 'tag') ?? below(data, 'metadata', 'tags')),
  source: sourceOf(data) ?? sourceOf(field(data, 'metadata')),
  collected: dayIn(textOf(field(data, 'collected'))),
  whole: hasInput((name) => isSaid(field(data, name))) ? text : undefined,
})

/** A file with more tags than this has no tags that a person keeps. */
const mostTags = 10_000

const isReal = (source: string): boolean => source.trim().toLowerCase() === 'real'

/** Words of teams for a case that somebody or something made up. */
const madeUp = new Set(
  'synthetic generated written handwritten hand-written handmade hand-made made-up made_up manual fake mock llm'.split(
    ' ',
  ),
)

type Tally = {
  /** `place` is asked only where the place of the row is kept. */
  add(row: Case, place: () => Range): void
  total(nowhere: Range): EvalSet
}

/** Counts rows one by one, so that a large file is never held as data. */
export const tally = (): Tally => {
  const tags = new Map<string, { count: number; repeats: number; range: Range }>()
  const seen = new Set<string>()
  let repeats = 0
  let firstRepeat: Range | undefined
  let rows = 0
  let tagged = false
  let overflow = false
  let real = 0
  let said = 0
  let strange = 0
  let unreal: Range | undefined
  let last: () => Range = () => nowhereYet
  let firstDay: Located<IsoDate> | undefined
  let lastDay: Located<IsoDate> | undefined

  const count = (tag: string, isRepeat: boolean, place: () => Range) => {
    const known = tags.get(tag)
    const repeated = isRepeat ? 1 : 0
    if (known) {
      known.count += 1
      known.repeats += repeated
    } else if (tags.size < mostTags) tags.set(tag, { count: 1, repeats: repeated, range: place() })
    else overflow = true
  }

  const countRepeat = (whole: string | undefined, place: () => Range): boolean => {
    if (whole === undefined) return false
    if (!seen.has(whole)) {
      seen.add(whole)
      return false
    }
    repeats += 1
    firstRepeat ??= place()
    return true
  }

  const countSource = (source: string, place: () => Range) => {
    said += 1
    if (isReal(source)) {
      real += 1
      return
    }
    unreal ??= place()
    if (!madeUp.has(source.trim().toLowerCase())) strange += 1
  }

  return {
    add: (row, place) => {
      rows += 1
      last = place
      if (row.tags) tagged = true
      const isRepeat = countRepeat(row.whole, place)
      for (const tag of new Set(row.tags)) count(tag, isRepeat, place)
      if (row.source !== undefined) countSource(row.source, place)
      const { collected } = row
      if (collected === undefined) return
      if (firstDay === undefined || collected < firstDay.value)
        firstDay = { value: collected, range: place() }
      if (lastDay === undefined || collected > lastDay.value) lastDay = { value: collected, range: place() }
    },
    total: (nowhere) => {
      const end = rows === 0 ? nowhere : last()
      // A file that never says `real` and has words of its own speaks of something else: the name of a system, say.
      const known = said > 0 && (real > 0 || strange === 0)
      return {
        rows: { value: rows, range: end },
        repeats: firstRepeat && { value: repeats, range: firstRepeat },
        tags:
          tagged && !overflow
            ? new Map(
                [...tags].map(([tag, { count: value, repeats: some, range }]) => [
                  tag,
                  { value, repeats: some, range },
                ]),
              )
            : undefined,
        real: known ? { value: real, range: unreal ?? end } : undefined,
        first: firstDay,
        last: lastDay,
      }
    },
  }
}

const origin = { line: 1, column: 1, offset: 0 }
const nowhereYet: Range = { start: origin, end: origin }
