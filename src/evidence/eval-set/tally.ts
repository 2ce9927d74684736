import type { IsoDate } from '../../values/index.ts'
import { field } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Located } from '../reading/kind.ts'
import { below, dayIn, textOf } from '../reading/value.ts'
import type { EvalSet } from './eval-set.ts'

/** One case, as far as a pilot makes claims about it. */
type Case = {
  /** Undefined where the row has no place for tags. */
  readonly tags: readonly string[] | undefined
  readonly source: string | undefined
  readonly collected: IsoDate | undefined
  /** All of it, by which cases are told apart; undefined where it holds no input, and nobody can tell. */
  readonly whole?: string | undefined
}

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

/** A row that says of itself that it is not real; any other word than `real` says nothing. */
const denial = 'real: false'

export const sourceOf = (data: unknown): string | undefined => {
  const real = field(data, 'real')
  if (typeof real === 'boolean') return real ? 'real' : denial
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
  collected: dayIn(textOf(field(data, 'collected') ?? field(data, 'date'))),
  whole: hasInput((name) => isSaid(field(data, name))) ? text : undefined,
})

/** A file with more tags than this has no tags that a person keeps. */
const mostTags = 10_000

type Tally = {
  /** `place` is asked only where the place of the row is kept. */
  add(row: Case, place: () => Range): void
  total(nowhere: Range): EvalSet
}

type Count = { value: number; repeats: number; readonly range: Range }

/** Counts rows one by one, so that a large file is never held as data. */
export const tally = (): Tally => {
  const tags = new Map<string, Count>()
  const seen = new Set<string>()
  let [rows, repeats, real] = [0, 0, 0]
  let [tagged, overflow, denied] = [false, false, false]
  let firstRepeat: Range | undefined
  let unreal: Range | undefined
  let last: (() => Range) | undefined
  let firstDay: Located<IsoDate> | undefined
  let lastDay: Located<IsoDate> | undefined

  const isRepeat = (whole: string | undefined, place: () => Range): boolean => {
    if (whole === undefined || seen.size < seen.add(whole).size) return false
    repeats += 1
    firstRepeat ??= place()
    return true
  }

  const countTag = (tag: string, again: boolean, place: () => Range): void => {
    const known = tags.get(tag) ?? (tags.size < mostTags ? { value: 0, repeats: 0, range: place() } : undefined)
    if (known === undefined) overflow = true
    else tags.set(tag, Object.assign(known, { value: known.value + 1, repeats: known.repeats + Number(again) }))
  }

  const countSource = (source: string, place: () => Range): void => {
    if (source.trim().toLowerCase() === 'real') real += 1
    else unreal ??= place()
    denied ||= source === denial
  }

  return {
    add: ({ tags: own, source, collected, whole }, place) => {
      rows += 1
      last = place
      tagged ||= own !== undefined
      const again = isRepeat(whole, place)
      for (const tag of new Set(own)) countTag(tag, again, place)
      if (source !== undefined) countSource(source, place)
      if (collected === undefined) return
      if (firstDay === undefined || collected < firstDay.value) firstDay = { value: collected, range: place() }
      if (lastDay === undefined || collected > lastDay.value) lastDay = { value: collected, range: place() }
    },
    total: (nowhere) => {
      const end = last?.() ?? nowhere
      return {
        rows: { value: rows, range: end },
        repeats: firstRepeat && { value: repeats, range: firstRepeat },
        tags: tagged && !overflow ? tags : undefined,
        real: real > 0 || denied ? { value: real, range: unreal ?? end } : undefined,
        first: firstDay,
        last: lastDay,
      }
    },
  }
}
