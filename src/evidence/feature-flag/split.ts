import { field } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Part } from '../reading/part.ts'
import { numberOf } from '../reading/value.ts'
import type { Flag, Role, TrafficSplit } from './flag.ts'

/** Words by which the name or the value of a variant says what it does. */
const on = new Set(
  'on true ai treatment enabled enable active assistant copilot agent llm model new candidate'.split(' '),
)
const off = new Set(
  'off false disabled disable inactive none no not without old baseline legacy fallback original manual human'.split(
    ' ',
  ),
)
const kept = new Set(['control', 'holdout', 'holdback'])

export const understood = { on: [...on], off: [...off], control: [...kept] }

const wordsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const byName = (name: string): Role => {
  const words = wordsOf(name)
  if (words.some((word) => kept.has(word))) return 'control'
  if (words.some((word) => off.has(word))) return 'off'
  return words.some((word) => on.has(word)) ? 'treatment' : 'unclear'
}

/** What a variant does to the system: its value says it, or else a name that is understood everywhere. */
export const roleOf = (name: string, value: unknown): Role => {
  const switched = typeof value === 'boolean' ? value : field(value, 'enabled')
  if (switched === true) return byName(name) === 'control' ? 'unclear' : 'treatment'
  if (switched === false) return byName(name) === 'control' ? 'control' : 'off'
  const said = typeof value === 'string' ? byName(value) : 'unclear'
  const named = byName(name)
  if (said === 'unclear') return named
  return named === 'unclear' || named === said ? said : said === 'off' && named === 'control' ? named : 'unclear'
}

export type Weighted = { readonly role: Role; readonly weight: number }

/** A variant with its weight as the file says it; one with an impossible weight makes the split unclear. */
export const weighted = (role: Role, weight: unknown): Weighted => {
  const number = weight === undefined ? 0 : numberOf(weight)
  return number === undefined ? { role: 'unclear', weight: 1 } : { role, weight: Math.max(0, number) }
}

/** The split that weights give, as percent of `whole`; undefined where a variant is unclear, or nothing is weighed. */
export const splitOf = (weights: readonly Weighted[], whole = 100): TrafficSplit | undefined => {
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  const counted = weights.filter(({ weight }) => weight > 0)
  if (!(sum > 0) || !Number.isFinite(sum) || counted.some(({ role }) => role === 'unclear')) return undefined
  const percent = (wanted: Role): number =>
    (weights.reduce((total, { role, weight }) => total + (role === wanted ? weight : 0), 0) / sum) * whole
  const hasControl = weights.some(({ role }) => role === 'control')
  return {
    treatment: percent('treatment'),
    control: hasControl ? percent('control') : undefined,
    off: percent('off') + 100 - whole,
  }
}

/** What splits where the file names nothing: the user, and of Unleash also the session of one whom it does not know. */
export const byDefault = { unleash: 'default', others: 'default user' }

export type Shares = Pick<Flag, 'splits' | 'bucketBy' | 'only' | 'unread'>

export const unread = (why: string): Shares => ({
  splits: undefined,
  bucketBy: undefined,
  only: undefined,
  unread: why,
})

export const shown = (split: TrafficSplit, range: Range, bucketBy?: Flag['bucketBy']): Shares => ({
  splits: { value: [split], range },
  bucketBy,
  only: undefined,
  unread: undefined,
})

/** Where a variant is none of `understood`. */
export const unclearIn = (variants: 'variants' | 'variations'): Shares =>
  unread(
    `has ${variants} that are neither clearly on nor clearly off, expected names such as \`on\`, \`off\` and \`control\``,
  )

/** It is the split of the others only, and who is picked into the control is not there by chance. */
export const servesBefore = 'has a rule before its split that may put some units into an arm'

/**
 * Whether what a rule answers before the split is one of its arms; who is sent to `off` is in neither, nor is a
 * control of a system that nobody gets.
 */
export const entersArm = (role: Role, { splits }: Pick<Flag, 'splits'>): boolean => {
  const { treatment = 0, control } = splits?.value[0] ?? {}
  return role === 'control' ? control !== undefined && treatment > 0 : role !== 'off'
}

/** What is served where nothing else applies decides what happens on the night when the flag service fails. */
export const unclearDefault = 'has no default that is clearly on or off'

/** Which of the two counts, readers decide in their own ways. */
export const namedTwice = 'defines this flag twice'

/** A flag that is archived is off for everyone, and can no longer be turned on. */
export const archivedIn = (flag: Part): Partial<Pick<Flag, 'disabled'>> => {
  const archived = flag.at('archived')
  return archived.truth() === true ? { disabled: { value: 'archived: true', range: archived.range() } } : {}
}
