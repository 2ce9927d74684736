import { pilotLayout } from '../model/pilot-layout.ts'
import { layoutAt } from '../model/read.ts'
import { phrases } from '../values/index.ts'
import type { Phrase } from '../values/phrase.ts'
import type { Path } from '../yaml/path.ts'

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
