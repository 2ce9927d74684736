import { lint } from '../lint/lint.ts'
import type { Target as Gate } from '../lint/report.ts'
import type { Problem } from '../report/format.ts'
import { rules } from '../rules/index.ts'
import type { Other } from '../rules/lib/rule.ts'
import { bug } from './bug.ts'
import { type ColorWhen, clockOf, colorLevel } from './clock.ts'
import { openDelivery } from './deliver.ts'
import { type Inputs, readInputs } from './inputs.ts'
import type { ExitCode, Io } from './io.ts'
import type { FailOn } from './outcome.ts'
import { rootsOf } from './root.ts'
import { checkTargets, type Target } from './targets.ts'
import { selection, UsageError } from './usage.ts'

export type LintFlags = {
  readonly stdinFilename?: string
  readonly for: Gate
  readonly history: boolean
  readonly failOn: FailOn
  readonly maxWarnings?: number
  readonly format?: readonly Target[]
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly root?: string
  readonly today?: string
  readonly color: ColorWhen
  readonly exceptions: boolean
  readonly errorOnNoMatch: boolean
}

/** From this many files on, a terminal shows progress. */
const manyFiles = 50

const eraseLine = '\r\u001b[K'

/** What is known of the others, before any of them is judged; each is read on its own. */
const twinsIn = async (inputs: Inputs['inputs']): Promise<ReadonlyMap<number, readonly Other[]>> => {
  const { twinsOf } = await import('../lint/twins.ts')
  return twinsOf(
    inputs.map(({ open, repository: { port, file } }) => ({
      file,
      root: port,
      open: () => {
        const bytes = open()
        return bytes instanceof Uint8Array ? bytes : undefined
      },
    })),
  )
}

/** The flags that decide what is judged, as they were given. */
const flagsOf = (flags: LintFlags): string[] => [
  ...(flags.for === 'production' ? [] : [`--for ${flags.for}`]),
  ...(flags.only ?? []).map((name) => `--only ${name}`),
  ...(flags.skip ?? []).map((name) => `--skip ${name}`),
  ...(flags.history ? [] : ['--no-history']),
  ...(flags.exceptions ? [] : ['--no-exceptions']),
  ...(flags.failOn === 'error' ? [] : [`--fail-on ${flags.failOn}`]),
  ...(flags.maxWarnings === undefined ? [] : [`--max-warnings ${flags.maxWarnings}`]),
  ...(flags.today === undefined ? [] : [`--today ${flags.today}`]),
]

/** `pilotlint [paths…|-]`: writes each report as soon as it is made. */
export const runLint = async (paths: readonly string[], flags: LintFlags, io: Io): Promise<ExitCode> => {
  if (flags.quiet && flags.verbose) throw new UsageError('--quiet and --verbose contradict each other', 'choose one')
  const targets = flags.format ?? []
  const ids = rules.map(({ id }) => id)
  const enabled = selection(flags.only ?? [], flags.skip ?? [], ids)
  const roots = rootsOf(io.cwd, flags.root)
  const options = {
    for: flags.for,
    ...(await clockOf(flags.today, roots.run, io)),
    rules,
    ...(enabled && { enabled }),
    exceptions: flags.exceptions,
    history: flags.history,
    brief: targets.every(({ format }) => format !== 'json'),
  }
  const { stdinFilename, errorOnNoMatch } = flags
  const read = await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch })
  checkTargets(
    targets,
    io.cwd,
    read.inputs.map(({ path }) => path),
  )
  const { failOn, maxWarnings = -1, quiet = false, verbose = false } = flags
  const view = { quiet, verbose, color: colorLevel(flags.color, io), width: io.columns }
  const several = read.inputs.length > 1
  const run = { today: options.today, flags: flagsOf(flags) }
  const delivery = await openDelivery({ targets, limits: { failOn, maxWarnings }, view, several, run }, io)
  const problems: Problem[] = [...read.problems]
  const twins = several ? await twinsIn(read.inputs) : undefined
  const progress = io.isTTY && read.inputs.length >= manyFiles ? io.stderr : () => undefined
  for (const [at, { names, open, repository }] of read.inputs.entries()) {
    progress(`${eraseLine}${at} of ${read.inputs.length} files`)
    try {
      const bytes = open()
      if (!(bytes instanceof Uint8Array)) {
        problems.push(bytes)
        continue
      }
      const report = await lint(bytes, { ...options, file: names.person, repository, others: twins?.get(at) ?? [] })
      progress(eraseLine)
      await delivery.file({ report, names })
    } catch (error) {
      problems.push(bug(error, io, names.person))
    }
  }
  progress(eraseLine)
  return delivery.end(problems)
}
