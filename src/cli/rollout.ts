import { gatherMoney } from '../evidence/gather.ts'
import { overviewOf } from '../finance/plans/overview.ts'
import { load, type Refusal } from '../lint/load.ts'
import { resolve } from '../lint/resolve.ts'
import type { ExposedStage } from '../model/stage.ts'
import type { Problem } from '../report/format.ts'
import { type PilotRollout, type RolloutRun, rolloutBlocks } from '../report/rollout/blocks.ts'
import { plural } from '../values/text.ts'
import { isWithin, type Path } from '../yaml/path.ts'
import { bug } from './bug.ts'
import { type ColorWhen, colorLevel } from './clock.ts'
import { renderBlocks } from './computed.ts'
import { tell } from './deliver.ts'
import type { ComputedFormat } from './formats.ts'
import { type Opened, openAll, readInputs } from './inputs.ts'
import { type ExitCode, type Io, version } from './io.ts'
import { exitCodeOf } from './outcome.ts'
import { rootsOf } from './root.ts'
import { UsageError } from './usage.ts'
import { type Change, readChanged, readChanges } from './what-if.ts'

export type RolloutFlags = {
  readonly for?: ExposedStage
  readonly format: ComputedFormat
  readonly set: readonly string[]
  readonly color: ColorWhen
  readonly stdinFilename?: string
  readonly root?: string
}

const parts: readonly Path[] = [
  ['success'],
  ['rollout'],
  ['cost', 'volume', 'full'],
  ['cost', 'include'],
  ['use_case', 'unit'],
]

const render = async (run: RolloutRun, { format, color }: RolloutFlags, io: Io): Promise<string> => {
  if (format === 'json') return (await import('../report/rollout/json.ts')).rolloutJson(run)
  const blocks = run.pilots.map((pilot) => rolloutBlocks(pilot, run))
  return renderBlocks('rollout', blocks, { format, color: colorLevel(color, io), columns: io.columns })
}

const unreadPart = ({ message, help, range }: Pick<Refusal, 'message' | 'help' | 'range'>) => ({
  message,
  help,
  ...range.start,
})

const computeOne = async (
  { bytes, names, repository }: Opened,
  changes: readonly Change[],
  flags: RolloutFlags,
): Promise<PilotRollout> => {
  const file = flags.format === 'json' ? names.machine : names.person
  const loaded = await load(bytes, repository)
  if (!loaded.ok) return { file, unread: loaded.refusals.map(unreadPart), overview: undefined }
  const { document, pilot, faults } = readChanged(loaded, changes)
  // Numbers computed without unreadable parts would be silently wrong.
  const about = faults.filter(({ path, meant }) =>
    [path, meant].some((at) => at && parts.some((part) => isWithin(at, part) || isWithin(part, at))),
  )
  const prices = (await gatherMoney(pilot, repository)).prices
  const overview = overviewOf(await resolve(pilot, { costSection: document.section, prices }))
  const stages = overview.stages.filter(({ stage }) => flags.for === undefined || stage === flags.for)
  return {
    file,
    unread: about.map((fault) => unreadPart({ ...fault, range: document.locate(fault.path) })),
    overview: { ...overview, stages },
  }
}

const outcome = (pilots: readonly PilotRollout[], problems: readonly Problem[]) => {
  const [problem] = problems
  if (problem !== undefined) return { status: 'error', reason: problem.message } as const
  const broken = pilots.filter(({ unread }) => unread.length > 0)
  if (broken.length === 0) return { status: 'passed' } as const
  const reason = `${broken.length} of ${plural(pilots.length, 'file')} cannot be read completely`
  return { status: 'failed', reason } as const
}

const once = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.message, problem])).values(),
]

const computeAll = async (paths: readonly string[], flags: RolloutFlags, io: Io) => {
  const pilots: PilotRollout[] = []
  const problems: Problem[] = []
  const attempt = async (work: () => Promise<void>, file?: string): Promise<void> => {
    try {
      await work()
    } catch (error) {
      problems.push(error instanceof UsageError ? error.problem : bug(error, io, file))
    }
  }
  await attempt(async () => {
    const changes = readChanges(flags.set)
    const { root, stdinFilename } = flags
    const asked = { paths, stdinFilename, roots: rootsOf(io.cwd, root), errorOnNoMatch: true }
    const read = openAll(await readInputs(io, asked))
    problems.push(...read.problems)
    for (const input of read.inputs)
      await attempt(async () => {
        pilots.push(await computeOne(input, changes, flags))
      }, input.names.person)
  })
  return { pilots, problems: once(problems) }
}

/** `pilotlint rollout [paths…]` only computes, so only an unreadable file ends in 1. */
export const runRollout = async (paths: readonly string[], flags: RolloutFlags, io: Io): Promise<ExitCode> => {
  const { pilots, problems: all } = await computeAll(paths, flags, io)
  const run: RolloutRun = { version, ...outcome(pilots, all), set: flags.set, pilots, problems: all }
  tell(all, io)
  if (flags.format === 'json' || pilots.length > 0) io.stdout(await render(run, flags, io))
  return exitCodeOf(run.status)
}
