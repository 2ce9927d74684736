import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import type { FileReading, Port } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import type { Fact } from '../fact.ts'
import type { Repository } from '../follow.ts'
import { isUrl, resolveReference } from '../resolve.ts'
import type { StageResults } from '../results/results.ts'

/** The prompt beside the latest results, when these were committed. */
export type PromptThen = {
  /** The stage that the results are of. */
  readonly stage: ExposedStage
  /** The prompt, relative to the root of the repository. */
  readonly file: string
  /** The last commit that changed the results. */
  readonly commit: string
  readonly date: IsoDate
  /** Whether it reads as the prompt that is there now. */
  readonly isSame: boolean
}

type Results = { readonly [stage in ExposedStage]?: Fact<StageResults> }

/** Words as a model reads them: how lines are broken and ended is left out. */
const wordsOf = (bytes: Uint8Array): string =>
  new TextDecoder()
    .decode(bytes)
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ')

/** Whether what git holds is not the text itself, but a link or a pointer to where it is kept. */
const standsIn = (text: string, file: string, port: Port): boolean =>
  text.startsWith('version https://git-lfs') ||
  port.look(`${file.slice(0, file.lastIndexOf('/') + 1)}${text}`).ok

/** Undefined where nobody can tell, and where the results are not committed as they are. */
export const promptThen = async (
  pilot: Pilot,
  { port, file: from }: Repository,
  read: (file: string) => FileReading,
  results: Results,
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
