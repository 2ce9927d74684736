import { distance } from 'fastest-levenshtein'
import { nearNames } from './near.ts'

const plainly = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, '')

const isSwapped = (one: string, other: string): boolean => {
  const at = [...one].findIndex((letter, index) => letter !== other[index])
  return one.length === other.length && one.slice(0, at) + one[at + 1] + one[at] + one.slice(at + 2) === other
}

/**
 * The name of which a word is a slip of the pen: the case, one letter, or two in a long word. Undefined where another
 * name is nearly as near, so that the word may be changed without asking.
 */
export const slipOf = (word: string, names: Iterable<string>): string | undefined => {
  const plain = plainly(word)
  if (plain.length < 4) return undefined
  const [first, second] = nearNames(word, names, Math.floor(word.length / 2))
    .map((name) => ({ name, far: isSwapped(plain, plainly(name)) ? 1 : distance(plain, plainly(name)) }))
    .sort((one, other) => one.far - other.far)
  if (first === undefined || first.far > (plain.length < 9 ? 1 : 2)) return undefined
  const isAlone = second === undefined || second.far > (first.far === 0 ? 0 : first.far + 1)
  return isAlone ? first.name : undefined
}
