import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import type { FileChange, FileReading } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import { isAbsent, isUrl, maxBytes, standIn } from '../reading/follow.ts'
import type { EvidenceContext, Fact } from '../reading/kind.ts'
import { firstOf, namesOf, wordsOf } from './committed.ts'
import type { Committed } from './past.ts'
import { promptPlaces } from './shown-files.ts'

/** The prompt beside a file that says how the system did, when that was committed. */
export type PromptBeside = {
  /** The prompt that is named now, relative to the root of the repository, or as it is named elsewhere. */
  readonly file: string
  /** The last commit that changed what was committed, and the name that it had there. */
  readonly commit: string
  readonly date: IsoDate
  readonly path: string
  /** Whether it reads as the prompt that is there now. */
  readonly isSame: boolean
  /** Why the two cannot be compared; completes a sentence that begins with the name of the prompt. */
  readonly unread?: string
}

/** The prompt beside the latest results. */
export type PromptThen = PromptBeside & { readonly stage: ExposedStage }

/** The digest of a text, or of the one that a pointer stands for; undefined where that does not say it. */
const digestOf = async (bytes: Uint8Array): Promise<string | undefined> => {
  if (standIn(bytes) !== undefined)
    return /(?:sha256:|--)([0-9a-f]{64})(?![0-9a-f])/.exec(new TextDecoder().decode(bytes))?.[1]
  const { createHash } = await import('node:crypto')
  return createHash('sha256').update(bytes).digest('hex')
}

/** Whether two versions read the same; undefined where one stands for a text that is not here. */
const readsAs = async (then: Uint8Array, now: Uint8Array): Promise<boolean | undefined> => {
  if (wordsOf(then) === wordsOf(now)) return true
  if (standIn(then) === undefined && standIn(now) === undefined) return false
  const [one, other] = [await digestOf(then), await digestOf(now)]
  return one === undefined || other === undefined ? undefined : one === other
}

/** The commit that brought what a file holds now; undefined if it is not committed so, or unknown. */
const settledIn = async (
  newest: FileChange | undefined,
  changes: readonly FileChange[],
  past: Fact<Committed> | undefined,
  now: FileReading,
): Promise<FileChange | undefined> => {
  const last = newest && firstOf(newest, changes, past)
  // Where the clone ends, everything looks as if it had come with the last commit that is here.
  const then = last?.isCut ? undefined : last?.read(maxBytes)
  return then !== undefined && now.ok && (await readsAs(then, now.bytes)) ? last : undefined
}

/** What a place held at a commit; unknown for a link that leads elsewhere now. */
const heldIn = ([file, real, ...above]: readonly string[], changes: readonly FileChange[], at: number) => {
  const newest = (path: string, since = 0) => changes.find((one) => one.path === path && one.at >= since)
  const ways = file === undefined || real === undefined ? [] : [file, ...above]
  const isLed = ways.some((path) => newest(path)?.link !== newest(path, at)?.link)
  const held = [file, isLed ? undefined : real].flatMap((path) => (path === undefined ? [] : (newest(path, at) ?? [])))
  return { isLed, held: held.filter(({ blob }) => blob !== undefined) }
}

/**
 * Undefined where the file is not committed as it is, where git tells nothing, and where no prompt of the repository was
 * named then. A prompt that is elsewhere since is compared with the one that was named before.
 */
export const promptBeside = async (
  { pilot, repository, read }: EvidenceContext,
  fact: Fact<unknown> | undefined,
  past: Fact<Committed> | undefined,
): Promise<PromptBeside | undefined> => {
  const reference = pilot.model?.prompt
  if (fact?.state !== 'found' || reference === undefined) return undefined
  const { port } = repository
  const versions = past?.state === 'found' ? past.value.versions : []
  const placesNow = promptPlaces(pilot, repository)
  const placesThen = versions.map((one) => ({ at: one.at, places: promptPlaces(one.pilot, { port, file: one.path }) }))
  const names = namesOf(fact.file, past)
  const told = await port.changes([...new Set([...names, ...placesNow, ...placesThen.flatMap(({ places }) => places)])])
  const changes = told.state === 'found' ? told.changes : []
  const last = await settledIn(
    changes.find(({ path }) => path === fact.file),
    changes.filter(({ path }) => names.includes(path)),
    past,
    read(fact.file),
  )
  const [file] = placesNow
  if (last === undefined || (file === undefined && !isUrl(reference))) return undefined
  const beside = { file: file ?? reference, commit: last.commit, date: last.date, path: last.path }
  const unread = (why: string): PromptBeside => ({ ...beside, isSame: false, unread: why })
  // It is only compared, so what else the pilot names does not use up what may be read of it.
  const now = file === undefined ? undefined : port.read(file, maxBytes)
  if (now && !now.ok) return isAbsent(now) ? undefined : unread(now.words)
  const before = placesThen.find(({ at }) => at >= last.at)?.places ?? []
  const [own, named] = [placesNow, before].map((places) => heldIn(places, changes, last.at))
  const held = [...(own?.held ?? []), ...(named?.held ?? [])]
  if (held.length === 0) return own?.isLed ? unread('is a symlink that had another target') : undefined
  if (now === undefined) return unread('is kept in another system')
  const compared: (boolean | undefined)[] = []
  for (const change of held) {
    const then = change.read(maxBytes)
    compared.push(then && (await readsAs(then, now.bytes)))
  }
  if (compared.includes(true)) return { ...beside, isSame: true }
  return compared.includes(undefined)
    ? unread('cannot be compared with the committed version')
    : { ...beside, isSame: false }
}

export const promptThen = async (
  ground: EvidenceContext,
  results: { readonly [stage in ExposedStage]?: Fact<unknown> },
  past: Fact<Committed> | undefined,
): Promise<PromptThen | undefined> => {
  const stage = exposedStages.findLast((stage) => results[stage]?.state === 'found')
  const beside = stage && (await promptBeside(ground, results[stage], past))
  return stage && beside && { ...beside, stage }
}
