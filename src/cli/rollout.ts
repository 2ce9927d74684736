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
import { type ComputedFlags, openComputed, writeComputed } from './computed.ts'
import type { Opened } from './inputs.ts'
import { type ExitCode, type Io, version } from './io.ts'
import { exitCodeOf } from './outcome.ts'
import { UsageError } from './usage.ts'
import { type Change, readChanged, readChanges } from './what-if.ts'

export type RolloutFlags = ComputedFlags & { readonly for?: ExposedStage; readonly set: readonly string[] }

const parts: readonly Path[] = [
  ['success'],
  ['rollout'],
  ['cost', 'volume', 'full'],
  ['cost', 'include'],
  ['use_case', 'unit'],
]

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
  const file = names.person
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

/** `pilotlint rollout [paths…]` only computes, so only an unreadable file ends in 1. */
export const runRollout = async (paths: readonly string[], flags: RolloutFlags, io: Io): Promise<ExitCode> => {
  const pilots: PilotRollout[] = []
  const problems: Problem[] = []
  const attempt = async (work: () => Promise<void>, file?: string): Promise<void> => {
    try {
      await work()
    } catch (error) {
      problems.push(error instanceof UsageError ? error.problem : bug(error, io, file))
    }
  }
  const told = [...(flags.for === undefined ? [] : [`--for ${flags.for}`]), ...flags.set.map((text) => `--set ${text}`)]
  let opened: Awaited<ReturnType<typeof openComputed>> | undefined
  await attempt(async () => {
    const changes = readChanges(flags.set)
    opened = await openComputed(paths, flags, told, io)
    problems.push(...opened.problems)
    for (const input of opened.inputs)
      await attempt(async () => {
        pilots.push(await computeOne(input, changes, flags))
      }, input.names.person)
  })
  const of = (all: readonly Problem[]): RolloutRun => ({
    version,
    ...outcome(pilots, all),
    set: flags.set,
    pilots,
    problems: all,
    ...(opened && { run: opened.run }),
  })
  const all = await writeComputed(
    (found) => ({
      title: 'pilotlint rollout',
      pilots: pilots.map((pilot) => rolloutBlocks(pilot, flags)),
      run: opened?.run,
      json: async () => {
        const named = pilots.map((one) => ({ ...one, file: opened?.machineOf(one.file) ?? one.file }))
        return (await import('../report/rollout/json.ts')).rolloutJson({ ...of(found), pilots: named })
      },
    }),
    once(problems),
    flags,
    io,
  )
  return exitCodeOf(of(all).status)
}
