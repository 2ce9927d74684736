import { closestMatch } from 'leven'
import { layoutAt, pilotLayout } from '../model/layout.ts'
import { phrases } from '../values/index.ts'
import type { Phrase } from '../values/phrase.ts'
import type { Path } from '../yaml/path.ts'

/** The word of a closed list that was probably meant. */
export const near = (word: string, words: readonly string[]): string | undefined =>
  // No name is that long, and the distance costs the product of the lengths.
  word.length > 60
    ? undefined
    : closestMatch(word, [...words], { maxDistance: Math.max(2, Math.floor(word.length / 3)) })

/** The keys that the map at `path` may have; none where there is no such map. */
export const keysAt = (path: Path): string[] => {
  const layout = layoutAt(pilotLayout, path)
  const map = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.map : layout
  return map !== undefined && typeof map === 'object' && 'keys' in map ? Object.keys(map.keys) : []
}

/** The phrase that a plain value at `path` is written as. */
export const phraseAt = (path: Path): Phrase<unknown> | undefined => {
  const layout = layoutAt(pilotLayout, path)
  const text = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.text : layout
  return text !== undefined && typeof text === 'object' && 'phrase' in text ? phrases[text.phrase] : undefined
}
