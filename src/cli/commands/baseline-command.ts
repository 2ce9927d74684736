import type { RunProblem } from '../../report/format.ts'
import { plural } from '../../values/text.ts'
import { bug } from '../io/bug.ts'
import { tell } from '../io/deliver.ts'
import { readInputs } from '../io/inputs.ts'
import type { ExitCode, Io } from '../io/io.ts'
import { policyOf } from '../io/policy.ts'
import { rootsOf, within } from '../io/root.ts'
import {
  type BaselineEntry,
  baselineName,
  baselinePath,
  baselineText,
  entriesOf,
  readBaseline,
} from './lint/baseline.ts'
import { choose, nameIn } from './lint/choose.ts'
import { type JudgeFlags, judgeOptions, judging } from './lint/lint.ts'

export type BaselineFlags = JudgeFlags & { readonly baseline?: string }

/** The known findings that are still there. */
const kept = (now: readonly BaselineEntry[], known: readonly BaselineEntry[]): readonly BaselineEntry[] =>
  now.filter(({ fingerprint }) => known.some((one) => one.fingerprint === fingerprint))

/** `pilotlint baseline update|prune`: writes all findings, or leaves out those that are gone. */
export const runBaseline = async (action: 'update' | 'prune', flags: BaselineFlags, io: Io): Promise<ExitCode> => {
  const roots = rootsOf(io.cwd, flags.root)
  const policy = await policyOf(flags, roots, io)
  const file = baselinePath(flags.baseline, roots.run, io.cwd)
  const before = action === 'prune' ? readBaseline(file, io.cwd).files : {}
  const read = await readInputs(io, { paths: [], stdinFilename: undefined, roots })
  const { chosen } = await choose(read.inputs, { paths: [], roots, policy, shard: undefined, since: undefined }, io)
  const options = { ...(await judgeOptions(flags, policy, roots, io)), brief: true }
  const judge = await judging({ inputs: read.inputs, policy, roots, options })
  const problems: RunProblem[] = [...policy.problems, ...read.problems]
  const files: { [file: string]: readonly BaselineEntry[] } = {}
  for (const one of policy.problems.length > 0 ? [] : chosen) {
    const bytes = one.input.open()
    if (!(bytes instanceof Uint8Array)) {
      problems.push(bytes)
      continue
    }
    try {
      const name = nameIn(roots, one.input)
      const report = await judge(one, bytes)
      const now = entriesOf(report, name, policy.rules)
      const known = Object.hasOwn(before, name) ? (before[name] ?? []) : []
      // Of a file that cannot be read, it is unknown what is gone.
      files[name] = action === 'update' ? now : report.verdict.judged ? kept(now, known) : known
    } catch (error) {
      problems.push(bug(error, io, one.input.names.person))
    }
  }
  if (problems.length === 0) {
    const { openReport } = await import('../io/write-file.ts')
    const report = openReport(file, io.cwd)
    report.write(baselineText(files))
    const lost = report.close()
    if (lost !== undefined) problems.push(lost)
  }
  tell(problems, io)
  if (problems.length > 0) return 2
  const count = Object.values(files).reduce((sum, entries) => sum + entries.length, 0)
  io.stdout(`${within(io.cwd, file) || baselineName}: ${plural(count, 'known finding')}\n`)
  return 0
}
