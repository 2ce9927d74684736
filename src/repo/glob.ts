const one = Symbol('any character')
const many = Symbol('any run')

/** What stands for one character of a name: itself, any, or one of a class as `[a-z]`. */
type Token = string | typeof one | ((character: string) => boolean)

/** A pattern of a name without slashes. */
export type NamePattern = readonly (Token | typeof many)[]

/** A pattern of a path: one pattern a step, and `anyDepth` for any number of steps, also none. */
export type PathPattern = readonly (NamePattern | typeof anyDepth)[]

export const anyDepth: typeof many = many

/** Any name at all. */
export const anyName: NamePattern = [many]

/** How many comparisons are left: what needs more is no pattern that a person wrote. */
export type Effort = { left: number }

export const effort = (): Effort => ({ left: 20_000_000 })

/**
 * Whether a pattern fits a sequence. Where it does not go on, only the last star takes one item more, so that the
 * cost is at most the product of both lengths; without effort left, nothing fits.
 */
const fitsSequence = <P, T>(
  pattern: readonly (P | typeof many)[],
  items: ArrayLike<T>,
  fits: (part: P, item: T) => boolean,
  spent: Effort,
): boolean => {
  let at = 0
  let item = 0
  let star = -1
  let taken = 0
  while (item < items.length) {
    if (spent.left <= 0) return false
    spent.left -= 1
    const part = pattern[at]
    if (part === many) {
      star = at
      taken = item
      at += 1
    } else if (part !== undefined && fits(part, items[item] as T)) {
      at += 1
      item += 1
    } else if (star === -1) return false
    else {
      taken += 1
      at = star + 1
      item = taken
    }
  }
  while (pattern[at] === many) at += 1
  return at === pattern.length
}

const isToken = (token: Token, character: string): boolean =>
  typeof token === 'function' ? token(character) : token === one || token === character

/** Whether a path, relative to the root and split at its slashes, fits the pattern. */
export const fitsPath = (pattern: PathPattern, steps: readonly string[], spent: Effort): boolean =>
  fitsSequence(pattern, steps, (name: NamePattern, step) => fitsSequence(name, step, isToken, spent), spent)

const classOf = (inside: string): Token => {
  const isNegated = /^[!^]/.test(inside)
  const ranges = [...inside.slice(isNegated ? 1 : 0).matchAll(/\\?([^\\])(?:-\\?([^\\]))?/gu)]
  return (character) =>
    ranges.some(([, from = '', to = from]) => from <= character && character <= to) !== isNegated
}

/** Reads a pattern of a name: `*`, `?`, `\` before a character that means itself, and classes where they are known. */
export const namePattern = (text: string, hasClasses: boolean): NamePattern => {
  const tokens: (Token | typeof many)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    const end = hasClasses && character === '[' ? text.indexOf(']', at + 2) : -1
    if (character === '\\' && at + 1 < text.length) {
      at += 1
      tokens.push(text.charAt(at))
    } else if (character === '*') tokens.push(many)
    else if (character === '?') tokens.push(one)
    else if (end !== -1) {
      tokens.push(classOf(text.slice(at + 1, end)))
      at = end
    } else tokens.push(character)
  }
  return tokens
}
