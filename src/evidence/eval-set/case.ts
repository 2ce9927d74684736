import { date, type IsoDate } from '../../values/index.ts'
import { below, field, textOf } from '../value.ts'
import type { Case } from './eval-set.ts'

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
