import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import type { IsoDate } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import { wordsOf } from '../history/committed.ts'
import type { Past } from '../history/past.ts'
import type { EvidenceContext, Fact } from '../reading/kind.ts'
import type { FlagFile } from './flag.ts'
import { servesBefore } from './split.ts'

/** A flag that serves nobody, or fewer than the first step of the stage that is declared; of full, no more than before it. */
export type Pause = {
  readonly file: string
  readonly range: Range
  /** In percent. */
  readonly serves: number
  /** Undefined where the stage plans no share. */
  readonly plans: number | undefined
  readonly stage: 'limited' | 'progressive' | 'full'
  /** The day of the commit with which it came to serve less than the stage; undefined where that is not committed. */
  readonly since: IsoDate | undefined
}

/** Weights of a flag are whole: half a point is no other share. */
const tolerance = 0.5

/**
 * The share below which the pilot is held back, where one of `plans` is planned. At full it is the last share before that:
 * a step down from 95% to 94% ends no harm.
 */
const heldBelow = ({ rollout, stage }: Pilot, plans: number): number => {
  const { limited, progressive } = rollout ?? {}
  const last = progressive?.steps?.at(-1)?.share ?? progressive?.traffic ?? limited?.segment?.share ?? limited?.traffic
  const least = plans - tolerance
  return stage === 'full' && last !== undefined ? Math.min(last.value + tolerance, least) : least
}

const pauseIn = (pilot: Pilot, file: string, { flag }: FlagFile): Omit<Pause, 'since'> | undefined => {
  const { rollout, stage } = pilot
  if (flag === undefined || (stage !== 'limited' && stage !== 'progressive' && stage !== 'full')) return undefined
  const planned = rollout?.[stage]
  const [first] = rollout?.progressive?.steps ?? []
  const plans = (stage === 'progressive' && first?.share) || planned?.segment?.share || planned?.traffic
  const { disabled, splits } = flag
  const told = { file, plans: plans?.value, stage }
  if (disabled !== undefined) return { ...told, range: disabled.range, serves: 0 }
  const [split, further] = splits?.value ?? []
  if (splits === undefined || split === undefined || further !== undefined) return undefined
  // Whom a rule lets in before the split is served as well, however many they are.
  if (flag.only !== undefined || flag.unread === servesBefore) return undefined
  const isLess = split.treatment === 0 || (plans !== undefined && split.treatment < heldBelow(pilot, plans.value))
  return isLess ? { ...told, range: splits.range, serves: Number(split.treatment.toFixed(2)) } : undefined
}

/** A flag with more versions is changed too often to have been off for long. */
const maxVersions = 200

/** Since when the file shows the flag held back, and the stage is declared. */
const sinceOf = async (
  { pilot, repository, read }: EvidenceContext,
  file: string,
  past: Fact<Past> | undefined,
): Promise<IsoDate | undefined> => {
  const told = await repository.port.changes([file])
  const changes = told.state === 'found' ? told.changes.slice(0, maxVersions) : []
  const [now, newest] = [read(file), changes[0]?.read()]
  if (!now.ok || newest === undefined || wordsOf(now.bytes) !== wordsOf(newest)) return undefined
  const { readerOf } = await import('./dialects.ts')
  const reader = readerOf(pilot.rollback?.how?.feature_flag ?? '')
  let since: IsoDate | undefined
  for (const change of changes) {
    const bytes = change.read()
    const reading = bytes && (await reader({ file, bytes }, repository))
    if (reading?.state !== 'read' || pauseIn(pilot, file, reading.value) === undefined) break
    since = change.date
  }
  if (past?.state !== 'found' || since === undefined) return since
  const { stage } = pilot
  const began = past.value.run.versions.find(
    ({ pilot: then }) => stage !== undefined && then.stage !== undefined && reaches(then.stage, stage),
  )
  return began === undefined ? undefined : [since, began.date].toSorted().at(-1)
}

/** Undefined where the flag serves what the stage says, or if unknown; `asksSince` asks git for the day. */
export const pauseOf = async (
  ground: EvidenceContext,
  flag: Fact<FlagFile> | undefined,
  past: Fact<Past> | undefined,
  asksSince: boolean,
): Promise<Pause | undefined> => {
  const pause = flag?.state === 'found' ? pauseIn(ground.pilot, flag.file, flag.value) : undefined
  return pause && { ...pause, since: asksSince ? await sinceOf(ground, pause.file, past) : undefined }
}

/** As the verdict says it. */
export const pauseSentence = ({ serves, plans, stage }: Pause): string =>
  `PAUSED: flag serves ${serves}%${plans === undefined ? '' : `, ${stage} plans ${plans}%`}`
