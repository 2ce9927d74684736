import { distance } from 'fastest-levenshtein'

/** Nobody compares longer names by eye, or looks through a longer list: what comes from outside has no such bounds. */
const longest = 64
const most = 500

/** How many letters of a word may be wrong, where nothing else is said: of a short one, less. */
const slips = ({ length }: string): number => Math.min(length - 1, Math.max(2, Math.floor(length / 3)))

/** The names that a word is like, whatever its case, the nearest first; no more than `farthest` letters differ. */
export const nearNames = (
  word: string,
  names: Iterable<string>,
  farthest = slips(word),
  mostNames = most,
): string[] => {
  if (word === '' || word.length > longest) return []
  const lower = word.toLowerCase()
  const found: { readonly name: string; readonly far: number }[] = []
  let left = mostNames
  for (const name of names) {
    if (left === 0) break
    left -= 1
    if (name.length > longest || Math.abs(name.length - word.length) > farthest) continue
    const far = distance(lower, name.toLowerCase())
    if (far <= farthest) found.push({ name, far })
  }
  return found.sort((one, other) => one.far - other.far).map(({ name }) => name)
}

/** The name that was probably meant. */
export const near = (word: string, names: Iterable<string>, farthest?: number): string | undefined =>
  nearNames(word, names, farthest)[0]
