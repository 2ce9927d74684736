import { blocksMarkdown, blocksText } from '../report/blocks.ts'
import { type CostFile, costBlocks } from '../report/cost/file.ts'
import { costJsonText } from '../report/cost/json.ts'
import type { Problem } from '../report/format.ts'
import { volume } from '../values/index.ts'
import { dotted } from '../yaml/path.ts'
import { bug } from './bug.ts'
import { today } from './clock.ts'
import { costOf } from './cost-of.ts'
import { tell } from './deliver.ts'
import { openAll, readInputs } from './inputs.ts'
import type { ExitCode, Io } from './io.ts'
import { rootsOf } from './root.ts'
import { UsageError } from './usage.ts'
import { version } from './version.ts'
import { type Change, readChanges } from './what-if.ts'

export type CostFlags = {
  readonly volume?: string
  readonly set?: readonly string[]
  readonly format: 'text' | 'json' | 'markdown'
  readonly stdinFilename?: string
  readonly root?: string
  readonly today?: string
}

const changesOf = ({ volume: asked, set = [] }: CostFlags): readonly Change[] => {
  if (asked !== undefined) {
    const parsed = volume.parse(asked)
    if (!parsed.ok) throw new UsageError(`--volume ${asked}: ${parsed.problem.message}`, parsed.problem.help)
  }
  const volumes = asked === undefined ? [] : [`cost.volume.full=${asked}`]
  const changes = readChanges([...volumes, ...set], 'cost')
  const others = changes.slice(volumes.length).filter(({ path }) => dotted(path) === 'cost.volume.full')
  if (asked !== undefined && others.length > 0)
    throw new UsageError(`--volume ${asked} and --set ${others[0]?.text} contradict each other`, 'choose one')
  return changes
}

type Run = {
  readonly files: readonly CostFile[]
  readonly problems: readonly Problem[]
  readonly code: ExitCode
}

const print = ({ files, problems, code }: Run, format: CostFlags['format'], io: Io): string => {
  if (format === 'json') {
    const status = (['passed', 'failed', 'error'] as const)[code]
    return costJsonText({ version, status, problems, files })
  }
  const blocks = files.map(costBlocks)
  return format === 'markdown'
    ? blocks.map(blocksMarkdown).join('')
    : blocks.map((one) => blocksText(one, { width: io.columns, color: 0 })).join('\n')
}

/** `pilotlint cost` only computes, so only a file that fails ends in 1. */
export const runCost = async (paths: readonly string[], flags: CostFlags, io: Io): Promise<ExitCode> => {
  const changes = changesOf(flags)
  const on = flags.today ?? today(io)
  const roots = rootsOf(io.cwd, flags.root)
  const { stdinFilename, format } = flags
  const read = openAll(await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch: true }))
  const problems: Problem[] = [...read.problems]
  const files: CostFile[] = []
  let failed = false
  for (const { bytes, names, repository } of read.inputs) {
    const file = format === 'text' ? names.person : names.machine
    try {
      const costed = await costOf(bytes, { file, changes, today: on, repository })
      files.push(costed.cost)
      failed ||= costed.failed
    } catch (error) {
      if (error instanceof UsageError) throw error
      problems.push(bug(error, io, names.person))
    }
  }
  const code = problems.length > 0 ? 2 : failed ? 1 : 0
  tell(problems, io)
  if (format === 'json' || files.length > 0) io.stdout(print({ files, problems, code }, format, io))
  return code
}
