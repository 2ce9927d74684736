// Written here because the usual packages turn a pattern into a regular expression, and a pull request that brings
// `**/a/**/a/**/a/**/b` and a deep folder then holds the gate for minutes.

import type { Allowance } from './budget.ts'

const one = Symbol('any character')
const many = Symbol('any run')

/** A class of characters, as `[a-z]`. */
type Class = { readonly isNegated: boolean; readonly ranges: readonly (readonly [string, string])[] }

/** A pattern of a name without slashes; a text stands for itself. */
export type NamePattern = readonly (string | Class | typeof one | typeof many)[]

/** A pattern of a path: one pattern a step, and `anyDepth` for any number of steps, also none. */
export type PathPattern = readonly (NamePattern | typeof anyDepth)[]

export const anyDepth: typeof many = many

/** Any name at all. */
export const anyName: NamePattern = [many]

type Fits<P, T> = (part: P, item: T, steps: Allowance) => boolean

/**
 * Whether a pattern fits a sequence. What stands behind the last star is compared first; of the others, only the last
 * one takes an item more where the pattern does not go on, so that the cost is at most the product of both lengths.
 * Without an allowance left, nothing fits.
 */
const fitsSequence = <P, T>(
  pattern: readonly (P | typeof many)[],
  items: ArrayLike<T>,
  fits: Fits<P, T>,
  steps: Allowance,
): boolean => {
  let last = pattern.length
  let end = items.length
  for (; last > 0 && pattern[last - 1] !== many; last -= 1) {
    end -= 1
    steps.left -= 1
    if (end < 0 || !fits(pattern[last - 1] as P, items[end] as T, steps)) return false
  }
  if (last === 0) return end === 0
  let [at, item, star, taken] = [0, 0, -1, 0]
  while (at < last - 1) {
    steps.left -= 1
    if (steps.left <= 0) return false
    if (pattern[at] === many) {
      star = at
      taken = item
      at += 1
    } else if (item >= end) return false
    else if (fits(pattern[at] as P, items[item] as T, steps)) {
      at += 1
      item += 1
    } else if (star === -1) return false
    else {
      taken += 1
      item = taken
      at = star + 1
    }
  }
  return true
}

const fitsToken: Fits<NamePattern[number], string> = (token, character, steps) => {
  if (typeof token !== 'object') return token === one || token === character
  steps.left -= token.ranges.length
  return token.ranges.some(([from, to]) => from <= character && character <= to) !== token.isNegated
}

const fitsName: Fits<NamePattern, string> = (name, step, steps) => fitsSequence(name, step, fitsToken, steps)

/** Whether a path, relative to the root and split at its slashes, fits the pattern. */
export const fitsPath = (pattern: PathPattern, path: readonly string[], steps: Allowance): boolean =>
  steps.left > 0 && fitsSequence(pattern, path, fitsName, steps)

/** Classes that have a name, in POSIX. */
const named: { readonly [name: string]: string } = {
  alpha: 'AZaz',
  digit: '09',
  alnum: '09AZaz',
  upper: 'AZ',
  lower: 'az',
  blank: '\t\t  ',
  space: '\t\r  ',
  xdigit: '09AFaf',
  punct: '!/:@[`{~',
  graph: '!~',
  print: ' ~',
  cntrl: '\0\x1f\x7f\x7f',
}

const pairs = (text: string): [string, string][] =>
  Array.from({ length: text.length / 2 }, (_, at) => [text.charAt(2 * at), text.charAt(2 * at + 1)])

/** Reads a class behind its bracket, up to the one that closes it; undefined where none does. */
const readClass = (text: string, from: number): { readonly token: Class; readonly end: number } | undefined => {
  const isNegated = text[from] === '!' || text[from] === '^'
  const first = from + (isNegated ? 1 : 0)
  const ranges: (readonly [string, string])[] = []
  let at = first
  const next = (): string => {
    if (text[at] === '\\') at += 1
    at += 1
    return text.charAt(at - 1)
  }
  while (at < text.length && (text[at] !== ']' || at === first)) {
    const name = text.startsWith('[:', at) ? /^\[:([a-z]{1,8}):\]/.exec(text.slice(at, at + 12))?.[1] : undefined
    if (name !== undefined) {
      if (!Object.hasOwn(named, name)) return undefined
      ranges.push(...pairs(named[name] ?? ''))
      at += name.length + 4
      continue
    }
    const low = next()
    const isRange = text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']'
    if (isRange) at += 1
    ranges.push([low, isRange ? next() : low])
  }
  return at < text.length ? { token: { isNegated, ranges }, end: at } : undefined
}

/** The tokens of a name; `isBroken` where a class is not closed, or a backslash stands at the end. */
const readName = (text: string, hasClasses: boolean): { readonly tokens: NamePattern; readonly isBroken: boolean } => {
  const tokens: NamePattern[number][] = []
  let isBroken = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    // Behind one that is not closed none is, and to look for it again would take the square of the length.
    const group = hasClasses && character === '[' && !isBroken ? readClass(text, at + 1) : undefined
    if (group !== undefined) {
      tokens.push(group.token)
      at = group.end
    } else if (character === '*') {
      if (tokens.at(-1) !== many) tokens.push(many)
    } else if (character === '?') tokens.push(one)
    else {
      const isEscape = character === '\\' && at + 1 < text.length
      if (isEscape) at += 1
      else if (character === '\\' || (hasClasses && character === '[')) isBroken = true
      tokens.push(text.charAt(at))
    }
  }
  return { tokens, isBroken }
}

/** Reads a pattern of a name: `*`, `?`, `\` before a character that means itself, and classes where they are known. */
export const namePattern = (text: string, hasClasses: boolean): NamePattern => readName(text, hasClasses).tokens

type Line = { readonly ignores: boolean; readonly foldersOnly: boolean; readonly pattern: PathPattern }

const readLine = (line: string): Line | undefined => {
  if (line === '' || line.startsWith('#')) return undefined
  const ignores = !line.startsWith('!')
  let end = line.length
  // A space at the end counts only behind a backslash.
  while (line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1
  let text = line.slice(ignores ? 0 : 1, end)
  const foldersOnly = text.endsWith('/')
  if (foldersOnly) text = text.slice(0, -1)
  if (text === '' || text === '/') return undefined
  const names = (text.startsWith('/') ? text.slice(1) : text).split('/')
  const read = names.map((name) => (name === '**' ? undefined : readName(name, true)))
  // Git ignores nothing by a pattern that is broken.
  if (read.some((name) => name?.isBroken)) return undefined
  const pattern = read.map((name) => name?.tokens ?? anyDepth)
  // `a/**` is what lies in a, not a itself.
  if (pattern.length > 1 && pattern.at(-1) === anyDepth) pattern.push(anyName)
  return { ignores, foldersOnly, pattern: text.includes('/') ? pattern : [anyDepth, ...pattern] }
}

/** What a `.gitignore` says of a path: nothing, where no line fits it, or where the allowance ran out. */
export type IgnoreVerdict = 'ignored' | 'kept' | undefined

/** The name in which a path has to end, where the pattern leaves no choice. */
const lastName = ({ pattern }: Line): string | undefined => {
  const last = pattern.at(-1)
  return Array.isArray(last) && last.every((token) => typeof token === 'string') ? last.join('') : undefined
}

/** Reads a `.gitignore`; paths are relative to its folder, split at their slashes. Source: gitignore(5). */
export const gitignore = (
  text: string,
): ((path: readonly string[], isFolder: boolean, steps: Allowance) => IgnoreVerdict) => {
  // The last line that fits decides, so of equal lines only the last one counts.
  const lines = [...new Set(text.split(/\r?\n/).reverse())].map(readLine).filter((line) => line !== undefined)
  const named = new Map<string, number[]>()
  const others: number[] = []
  for (const [at, line] of lines.entries()) {
    const name = lastName(line)
    const same = name === undefined ? others : (named.get(name) ?? [])
    same.push(at)
    if (name !== undefined) named.set(name, same)
  }
  return (path, isFolder, steps) => {
    const firstOf = (candidates: readonly number[], most: number): number => {
      const first = candidates.find((at) => {
        const line = lines[at]
        steps.left -= 1
        return at > most || (line && (isFolder || !line.foldersOnly) && fitsPath(line.pattern, path, steps))
      })
      return Math.min(first ?? most, most)
    }
    const line = lines[firstOf(others, firstOf(named.get(path.at(-1) ?? '') ?? [], lines.length))]
    // Where not all lines could be compared, one that was not may have decided.
    if (line === undefined || steps.left <= 0) return undefined
    return line.ignores ? 'ignored' : 'kept'
  }
}
