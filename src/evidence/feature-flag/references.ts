import { pointer } from '../../yaml/path.ts'
import type { Fact, Reference } from '../fact.ts'
import type { FlagFile } from './flag.ts'

/** Why a flag that was found does not show how the traffic is split; undefined where it does. */
export const unshownShares = ({ flag }: FlagFile): string | undefined => {
  if (flag === undefined) return 'holds flags, and none of them is named'
  if (flag.disabled !== undefined) return 'is switched off for everyone, so that no share is shown'
  const [split] = flag.splits?.value ?? []
  if (split?.treatment === 0) return 'is on for nobody, so that no share is shown'
  return flag.unread
}

const flagPath = '/rollback/how/feature_flag'
const filePath = '/rollback/how/file'

/** What the file shows of the reference; undefined where a rule says it better. */
const shown = (reference: Reference, fact: Fact<FlagFile>): Reference | undefined => {
  const { file } = fact
  if (fact.state === 'absent' || fact.state === 'malformed') return undefined
  if (fact.state === 'unverified')
    return { ...reference, file, words: `is kept in ${file}, which ${fact.why}` }
  if (fact.value.flag === undefined) return undefined
  const words = unshownShares(fact.value)
  return { ...reference, file, state: words === undefined ? 'found' : 'unverified', words: words ?? '' }
}

/**
 * The references, with the flag verified where its file shows it. Of a flag that a rule reports as missing, nothing
 * else is said; where none is named, the file stands for it.
 */
export const withFlag = (
  references: readonly Reference[],
  fact: Fact<FlagFile> | undefined,
): readonly Reference[] => {
  if (fact === undefined) return references
  const isNamed = references.some(({ path }) => pointer(path) === flagPath)
  return references.flatMap((reference) => {
    const path = pointer(reference.path)
    if (path === flagPath) return shown(reference, fact) ?? []
    if (path !== filePath || isNamed || fact.state !== 'found') return [reference]
    const words = unshownShares(fact.value)
    return [words === undefined ? reference : { ...reference, state: 'unverified', words }]
  })
}
