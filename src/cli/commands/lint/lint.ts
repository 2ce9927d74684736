import { lint } from '../../../lint/lint.ts'
import type { Target as Gate } from '../../../lint/report.ts'
import type { RunProblem } from '../../../report/format.ts'
import type { Other } from '../../../rules/lib/rule.ts'
import { bug } from '../../io/bug.ts'
import { type ColorWhen, clockOf, colorLevel } from '../../io/clock.ts'
import { openDelivery } from '../../io/deliver.ts'
import type { Shard } from '../../io/flags.ts'
import { tellsRun } from '../../io/formats.ts'
import { type FoundInputs, readInputs } from '../../io/inputs.ts'
import type { ExitCode, Io } from '../../io/io.ts'
import type { FailOn } from '../../io/outcome.ts'
import { type ConfigFlags, configWords, type Policy, policyOf } from '../../io/policy.ts'
import { type Roots, rootsOf } from '../../io/root.ts'
import { checkTargets, type OutputTarget } from '../../io/targets.ts'
import { selection, UsageError } from '../../io/usage.ts'
import { allIgnored, type Chosen, choose, nameIn } from './choose.ts'
import { provenanceOf } from './provenance.ts'

/** The flags that decide how a file is judged. */
export type JudgeFlags = ConfigFlags & {
  readonly for: Gate
  readonly history: boolean
  readonly exceptions: boolean
  readonly root?: string
  readonly today?: string
}

export type LintFlags = JudgeFlags & {
  readonly stdinFilename?: string
  readonly baseline?: string
  readonly changed?: boolean
  readonly since?: string
  readonly shard?: Shard
  readonly failOn: FailOn
  readonly maxWarnings?: number
  readonly format?: readonly OutputTarget[]
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly color: ColorWhen
  readonly errorOnNoMatch: boolean
  readonly fix?: boolean
  readonly diff?: boolean
}

/** From this many files on, a terminal shows progress. */
const manyFiles = 50

/** So many are judged in a thread of their own; before, its start takes longer than is noticed. */
const moreFiles = 200

const eraseLine = '\r\u001b[K'

/** What is known of the others, before any of them is judged; each is read on its own. */
const twinsIn = async (inputs: FoundInputs['inputs']): Promise<ReadonlyMap<number, readonly Other[]>> => {
  const { twinsOf } = await import('../../../lint/twins.ts')
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
  ...(flags.baseline === undefined ? [] : [`--baseline ${flags.baseline}`]),
  ...(flags.since === undefined ? (flags.changed ? ['--changed'] : []) : [`--since ${flags.since}`]),
  ...(flags.shard === undefined ? [] : [`--shard ${flags.shard.part}/${flags.shard.of}`]),
  ...(flags.maxWarnings === undefined ? [] : [`--max-warnings ${flags.maxWarnings}`]),
  ...(flags.today === undefined ? [] : [`--today ${flags.today}`]),
]

/** What a file is judged by, whatever it is judged for. */
export const judgeOptions = async (flags: JudgeFlags, { config }: Policy, roots: Roots, io: Io) => ({
  for: flags.for,
  ...(await clockOf(flags.today, roots.run, io)),
  ...(config?.isTrusted && { policy: configWords(config) }),
  exceptions: flags.exceptions,
  history: flags.history,
})

type Judging = {
  readonly inputs: FoundInputs['inputs']
  readonly policy: Policy
  readonly roots: Roots
  readonly options: Omit<Parameters<typeof lint>[1], 'rules' | 'file' | 'repository' | 'others'>
}

/** Judges each input by its own rules, and beside the others: whoever ignores a pilot still has it beside a copy. */
export const judging = async ({ inputs, policy, roots, options }: Judging) => {
  const twins = inputs.length > 1 ? await twinsIn(inputs) : undefined
  return ({ at, input }: Chosen, text: Uint8Array | string) =>
    lint(text, {
      ...options,
      rules: policy.rulesFor(nameIn(roots, input)),
      file: input.names.person,
      repository: input.repository,
      others: twins?.get(at) ?? [],
    })
}

/** `pilotlint [paths…|-]`: writes each report as soon as it is made. */
export const runLint = async (paths: readonly string[], flags: LintFlags, io: Io): Promise<ExitCode> => {
  if (flags.quiet && flags.verbose) throw new UsageError('--quiet and --verbose contradict each other', 'choose one')
  if (flags.fix && flags.diff) throw new UsageError('--fix and --diff contradict each other', 'choose one')
  const targets = flags.format ?? []
  const roots = rootsOf(io.cwd, flags.root)
  const { stdinFilename, errorOnNoMatch } = flags
  // Standard input can be read once only, and all else is read again in the thread.
  const inThread = paths.includes('-') ? undefined : io.inThread
  const most = inThread && moreFiles
  const read = await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch, ...(most && { most }) })
  if (inThread !== undefined && read.inputs.length >= moreFiles) return inThread(io)
  const policy = await policyOf(flags, roots, io)
  const ids = policy.rules.map(({ id }) => id)
  const enabled = selection(flags.only ?? [], flags.skip ?? [], ids)
  const options = {
    ...(await judgeOptions(flags, policy, roots, io)),
    ...(enabled && { enabled }),
    brief: targets.every(({ format }) => format !== 'json'),
  }
  const known = flags.baseline === undefined ? undefined : await import('./baseline.ts')
  const baseline = known?.knownIn(known.readBaseline(flags.baseline ?? '', io.cwd))
  const since = flags.changed || flags.since !== undefined ? (flags.since ?? 'HEAD') : undefined
  const question = { paths, roots, policy, shard: flags.shard, since }
  const {
    chosen: judged,
    ignored,
    unchanged,
  } = await choose(policy.problems.length > 0 ? [] : read.inputs, question, io)
  checkTargets(
    targets,
    io.cwd,
    read.inputs.map(({ path }) => path),
  )
  const { failOn, maxWarnings = -1, quiet = false, verbose = false } = flags
  const view = { quiet, verbose, color: colorLevel(flags.color, io), width: io.columns }
  const run = await provenanceOf(
    {
      config: policy.config,
      today: options.today,
      flags: flagsOf(flags),
      inputs: judged.map(({ input }) => input),
      roots,
      asksCommit: targets.some(({ format }) => tellsRun(format)),
    },
    io,
  )
  // Where standard output has the text of a file, the report goes to standard error.
  const isTaken = flags.diff || (flags.fix && judged.some(({ input }) => input.root === undefined))
  const writer = isTaken ? { ...io, stdout: io.stderr } : io
  const delivery = await openDelivery(
    {
      targets,
      limits: { failOn, maxWarnings },
      view,
      several: judged.length > 1,
      run,
      rules: policy.rules,
      ignored,
      unchanged,
    },
    writer,
  )
  const edits = flags.fix || flags.diff ? await import('./edit.ts') : undefined
  const isNone = judged.length === 0 && ignored > 0 && unchanged === 0 && flags.shard === undefined && errorOnNoMatch
  const problems: RunProblem[] = [...policy.problems, ...read.problems, ...(isNone ? [allIgnored(ignored, true)] : [])]
  const judgeOne = await judging({ inputs: read.inputs, policy, roots, options })
  const progress = io.isTTY && judged.length >= manyFiles ? io.stderr : () => undefined
  for (const [count, chosen] of judged.entries()) {
    const { input } = chosen
    const { names, open } = input
    progress(`${eraseLine}${count} of ${judged.length} files`)
    try {
      const bytes = open()
      if (!(bytes instanceof Uint8Array)) {
        problems.push(bytes)
        continue
      }
      const judge = (text: Uint8Array | string) => judgeOne(chosen, text)
      const first = await judge(bytes)
      progress(eraseLine)
      const edited = await edits?.edit({ input, bytes, first, judge, write: flags.fix === true }, io)
      if (edited?.problem) problems.push(edited.problem)
      if (edited?.isUndone) delivery.undo()
      const last = edited?.report ?? first
      const report = known && baseline ? known.withoutKnown(last, nameIn(roots, input), baseline, policy.rules) : last
      await delivery.file({ report, names })
    } catch (error) {
      problems.push(bug(error, io, names.person))
    }
  }
  progress(eraseLine)
  return delivery.end(problems)
}
