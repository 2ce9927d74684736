import type { Alert, FiringLevel, Quantile } from './alert.ts'
import { quantileBar } from './burn.ts'
import { isUpAlone, type ParseExpr, type Recorded, seriesOf } from './expr.ts'
import { lesserBy } from './lesser.ts'
import { type DecidingLevel, levelOf } from './level.ts'
import { quantileOf, rangesOf, sinceStartBy, strayOf, unlikeLevel } from './ranges.ts'

/** What an expression says of the alert that it decides on. */
export type Meaning = {
  readonly views: readonly FiringLevel[]
  readonly windows: readonly number[] | undefined
  readonly quantile: Quantile
  readonly fixed: string | undefined
  readonly guard?: Alert['guard']
  readonly isUp: boolean
  readonly unread: string | undefined
}

/** Where the string that begins at `at` ends; undefined where nothing closes it. */
const stringEnd = (text: string, at: number): number | undefined => {
  const quote = text.charAt(at)
  for (let here = at + 1; here < text.length; here += 1) {
    if (text.charAt(here) === quote) return here + 1
    if (quote !== '`' && text.charAt(here) === '\\') here += 1
  }
  return undefined
}

/** An expression without its comments, and without its strings where `keepsStrings` is false. */
const bareOf = (text: string, keepsStrings: boolean): string => {
  const kept: string[] = []
  // What nothing closes is no string; nor is what follows it, or each of many would be looked through to the end.
  const open = new Set<string>()
  for (let at = 0; at < text.length; ) {
    const sign = text.charAt(at)
    const end = '"\'`'.includes(sign) && !open.has(sign) ? stringEnd(text, at) : undefined
    if (end === undefined && '"\'`'.includes(sign)) open.add(sign)
    const feed = sign === '#' ? text.indexOf('\n', at) : at + 1
    const next = end ?? (feed === -1 ? text.length : feed)
    if (sign !== '#' && (end === undefined || keepsStrings)) kept.push(text.slice(at, next))
    at = next
  }
  return kept.join('')
}

// What ends in an operator, or leaves a bracket open, is broken in every language of expressions.
/** Whether an expression breaks off, in whatever language it is written. */
export const isBroken = (text: string): boolean => {
  const bare = bareOf(text, false).trim()
  const count = (signs: RegExp): number => bare.match(signs)?.length ?? 0
  return bare === '' || /[-+*/^<>=!]$/.test(bare) || count(/[([{]/g) !== count(/[)\]}]/g)
}

const notUnderstood = (words: string): Meaning => ({
  views: [],
  windows: undefined,
  quantile: undefined,
  fixed: undefined,
  isUp: false,
  unread: words,
})

/** Whether an expression is filled in later; what stands in a comment fills in nothing. */
export const isFilledIn = (text: string): boolean => text.includes('{{') && bareOf(text, true).includes('{{')

/** How many events a condition asks for; undefined where it counts what one event has many of, or over no time. */
const guardIn = (
  level: Exclude<DecidingLevel, { readonly unread: string }>['guard'],
  recorded: Recorded,
): Alert['guard'] => {
  const [view] = level?.views ?? []
  const [over] = (level && rangesOf(level.measured, recorded)) ?? []
  if (level === undefined || view === undefined || over === undefined) return undefined
  if (seriesOf(level.measured).some((name) => /token|byte|char/i.test(name))) return undefined
  return { events: view.value * view.unit.factor * (view.unit.rate ? over : 1), over }
}

/** What a level, or the lack of one, says of its alert. */
export const saidBy = (level: DecidingLevel, recorded: Recorded): Meaning => {
  if ('unread' in level) return notUnderstood(level.unread)
  const { views, measured, fixed, guard } = level
  const unlike = fixed === undefined ? (unlikeLevel(measured, recorded) ?? sinceStartBy(measured, recorded)) : undefined
  if (unlike !== undefined) return notUnderstood(unlike)
  const slow = quantileBar(level) ?? 'unknown'
  return {
    views: views.map((view) => (view.unit.kind === 'share' && !view.unit.named ? { ...view, slow } : view)),
    windows: rangesOf(measured, recorded),
    quantile: quantileOf(measured, recorded),
    fixed,
    guard: guardIn(guard, recorded),
    isUp: isUpAlone(measured),
    // The number is compared all the same: one that differs does so whatever it is compared with.
    unread: strayOf(measured, recorded) ?? lesserBy(level, recorded),
  }
}

/** Understands the expression of an alert, by the parser of its language. */
export const meaningOf = (text: string, parse: ParseExpr, recorded: Recorded, language = 'PromQL'): Meaning => {
  if (isFilledIn(text)) return notUnderstood('contains template placeholders')
  const expr = parse(text)
  if (expr === undefined) return notUnderstood(`has an invalid or unsupported ${language} expression`)
  return saidBy(levelOf(expr, recorded), recorded)
}
