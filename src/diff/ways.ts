import { thresholdMove } from '../evidence/history/demand.ts'
import type { Way } from '../model/field.ts'
import { readable } from '../model/lists.ts'
import { compare, isDuration, seconds, type Threshold } from '../values/index.ts'
import { isMap } from '../yaml/data.ts'
import type { RawDifference } from './changes.ts'
import { amountOf } from './values.ts'

export type Grade = 'weaker' | 'stronger' | 'neutral'

type Judge = (then: unknown, now: unknown) => number | undefined

const amounts: Judge = (then, now) => {
  const [was, is] = [amountOf(then), amountOf(now)]
  // Values that cannot be compared may be weaker.
  return was && is && (compare(is, was) ?? Number.POSITIVE_INFINITY)
}

const days: Judge = (then, now) =>
  typeof then === 'string' && typeof now === 'string' ? Number(now > then) - Number(now < then) : undefined

const isThreshold = (value: unknown): value is Threshold => isMap(value) && typeof value.op === 'string'

const barOf = (value: unknown): unknown => (isMap(value) && 'threshold' in value ? value.threshold : value)

const bars =
  (sign: number): Judge =>
  (then, now) => {
    const [was, is] = [barOf(then), barOf(now)]
    if (!isThreshold(was) || !isThreshold(is)) return undefined
    const move = thresholdMove(was, is)
    if (move === undefined) return 0
    return move === 'other' ? Number.POSITIVE_INFINITY : move === 'looser' ? sign : -sign
  }

type Step = { readonly share?: { readonly value: number }; readonly time?: unknown }

const sharesOf = (steps: readonly Step[]): number[] => steps.flatMap(({ share }) => share?.value ?? [])

const highestJump = (shares: readonly number[]): number =>
  Math.max(1, ...shares.slice(1).map((share, at) => share / (shares[at] || share)))

const timeOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, { time }) => {
    const amount = amountOf(time)
    return sum + (amount !== undefined && isDuration(amount) ? seconds(amount) : 0)
  }, 0)

const steps: Judge = (then, now) => {
  if (!Array.isArray(then) || !Array.isArray(now)) return undefined
  const [was, is] = [readable(then as (Step | undefined)[]), readable(now as (Step | undefined)[])]
  const [before, after] = [sharesOf(was), sharesOf(is)]
  const signs = [
    Math.sign((after[0] ?? 0) - (before[0] ?? 0)),
    Math.sign(highestJump(after) - highestJump(before)),
    Math.sign(timeOf(was) - timeOf(is)),
  ]
  return signs.includes(1) ? 1 : Math.min(...signs)
}

const judges: { readonly [way in Exclude<Way, object | 'gone' | 'new' | 'other' | 'worse'>]: Judge } = {
  more: amounts,
  less: (then, now) => {
    const order = amounts(then, now)
    return order === Number.POSITIVE_INFINITY ? order : order && -order
  },
  later: days,
  earlier: (then, now) => days(now, then),
  easier: bars(1),
  graver: bars(-1),
  steeper: steps,
}

const positions =
  (order: readonly string[]): Judge =>
  (then, now) => {
    const [was, is] = [then, now].map((value) => order.indexOf(String(value))) as [number, number]
    return was === -1 || is === -1 ? undefined : is - was
  }

const gradeOf = (order: number | undefined): Grade | undefined =>
  order === undefined || order === 0 ? undefined : order > 0 ? 'weaker' : 'stronger'

/** Undefined if the way does not apply. `moreIsBetter` is about the primary metric. */
export const gradeBy = (
  way: Way,
  { kind, was, is, unreadBefore }: RawDifference,
  moreIsBetter: boolean,
): Grade | undefined => {
  if (unreadBefore) return undefined
  if (way === 'gone' || way === 'new') {
    if (kind === 'changed') return undefined
    return (way === 'gone') === (kind === 'removed') ? 'weaker' : 'stronger'
  }
  if (kind !== 'changed') return undefined
  if (way === 'other') return 'weaker'
  if (typeof way !== 'object') return gradeOf(judges[way === 'worse' ? (moreIsBetter ? 'less' : 'more') : way](was, is))
  if ('order' in way) return gradeOf(positions(way.order)(was, is))
  return (positions(way.leap)(was, is) ?? 0) > 1 ? 'weaker' : undefined
}

const words: { readonly [way in Exclude<Way, object>]: readonly [weaker: string, stronger: string] } = {
  gone: ['no longer declared', 'newly declared'],
  new: ['newly allowed', 'no longer allowed'],
  more: ['raised', 'lowered'],
  less: ['lowered', 'raised'],
  later: ['later than before', 'earlier than before'],
  earlier: ['older than before', 'more recent than before'],
  easier: ['easier to meet', 'harder to meet'],
  graver: ['fires at a worse level than before', 'fires at a milder level than before'],
  other: ['differs from what was agreed', 'as agreed'],
  steeper: ['exposure grows faster than before', 'exposure grows more slowly than before'],
  worse: ['makes the same result look better', 'makes the same result look worse'],
}

export const reasonFor = (way: Way, grade: Grade): string => {
  const [weaker, stronger] =
    typeof way === 'object'
      ? 'leap' in way
        ? ['skips a stage', '']
        : ['a weaker choice than before', 'a stronger choice than before']
      : words[way]
  return grade === 'weaker' ? weaker : stronger
}
