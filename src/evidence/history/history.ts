import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import type { History, Port } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import { lines } from '../../yaml/lines.ts'
import { isUrl, leftBy, named, resolveReference } from '../reading/follow.ts'
import type { Fact, Ground, Kind } from '../reading/kind.ts'
import type { Past, PastPilot, PilotThen } from './past.ts'

/**
 * Reads a version of pilot.yaml; undefined where it cannot be read, or not told at which stage it stands. `padded` says
 * that there is more to read in the versions together than people write.
 */
export type ReadPilot = (bytes: Uint8Array) => PilotThen | 'padded' | undefined

const padded = (file: string): Fact<Past> => ({
  state: 'malformed',
  file,
  problem: 'has a history of more or larger versions than are read, so nobody can see whether the bar moved',
  range: lines('').range(0, 0),
})

const pastIn = (history: Extract<History, { state: 'found' }>, readPilot: ReadPilot): Past | undefined => {
  const versions: PastPilot[] = []
  for (const { commit, date, path, bytes } of history.versions) {
    const pilot = readPilot(bytes)
    if (pilot === 'padded') return undefined
    if (pilot !== undefined) versions.push({ commit, date, path, pilot })
  }
  return { versions, unread: history.unread + history.versions.length - versions.length }
}

const factOf = (file: string, history: History, readPilot: ReadPilot): Fact<Past> => {
  if (history.state === 'unverified' && history.isPadded) return padded(file)
  if (history.state === 'unverified')
    return { state: 'unverified', file, why: `its history ${history.why} (${history.help})` }
  if (history.versions.length === 0)
    return {
      state: 'unverified',
      file,
      why: 'it is not committed yet (commit it, so that everybody can see when)',
    }
  const past = pastIn(history, readPilot)
  return past === undefined ? padded(file) : { state: 'found', file, value: past }
}

/** The past of a pilot that has left its first stage with a bar that was agreed; asked for where `readPilot` is given. */
export const history = (readPilot?: ReadPilot): Kind<Past> => ({
  fields: ['stage', 'success.agreed', 'success.target'],
  formats: [{ name: 'git', files: 'the committed versions of pilot.yaml' }],
  follow: ({ stage, success }) =>
    stage === undefined || stage === 'pilot' ? [] : named(['success', 'agreed'], success?.agreed),
  read: async (_, { repository: { port, file } }) => readPilot && factOf(file, await port.history(file), readPilot),
  // What nobody could date is the agreement itself: it is only declared then.
  unread: (fact, named) =>
    fact.state === 'unverified' ? leftBy(`cannot be compared with when the bar was committed: ${fact.why}`, named) : [],
})

/** The prompt beside the latest results, when these were committed. */
export type PromptThen = {
  readonly stage: ExposedStage
  /** The prompt, relative to the root of the repository. */
  readonly file: string
  /** The last commit that changed the results. */
  readonly commit: string
  readonly date: IsoDate
  /** Whether it reads as the prompt that is there now. */
  readonly isSame: boolean
}

/** Words as a model reads them: how lines are broken and ended is left out. */
const wordsOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll(/\s+/g, ' ').trim()

/** Whether what git holds is not the text itself, but a link or a pointer to where it is kept. */
const standsIn = (text: string, file: string, port: Port): boolean =>
  text.startsWith('version https://git-lfs') || port.look(`${file.slice(0, file.lastIndexOf('/') + 1)}${text}`).ok

/** Undefined where nobody can tell, and where the results are not committed as they are. */
export const promptThen = async (
  { pilot, repository: { port, file: from }, read }: Ground,
  results: { readonly [stage in ExposedStage]?: Fact<unknown> },
): Promise<PromptThen | undefined> => {
  const stage = exposedStages.findLast((stage) => results[stage]?.state === 'found')
  const fact = stage && results[stage]
  const prompt = pilot.model?.prompt
  if (stage === undefined || fact === undefined || prompt === undefined || isUrl(prompt)) return undefined
  const file = resolveReference(from, prompt)?.file
  if (file === undefined) return undefined
  const [now, resultsNow] = [read(file), read(fact.file)]
  if (!now.ok || !resultsNow.ok) return undefined
  const committed = await port.committedWith(fact.file, file)
  if (committed.state !== 'found' || committed.beside === undefined) return undefined
  const { commit, date, bytes, beside } = committed
  if (wordsOf(bytes) !== wordsOf(resultsNow.bytes)) return undefined
  const then = wordsOf(beside)
  if (standsIn(then, file, port)) return undefined
  return { stage, file, commit, date, isSame: then === wordsOf(now.bytes) }
}
