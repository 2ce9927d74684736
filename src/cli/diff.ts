import { isWeaker, type PilotDiff } from '../diff/diff.ts'
import type { DiffRun } from '../report/diff/pages.ts'
import type { Problem } from '../report/format.ts'
import { plural } from '../values/text.ts'
import { clockOf } from './clock.ts'
import { compareAll } from './compare.ts'
import { tell } from './deliver.ts'
import type { ComputedFormat } from './formats.ts'
import { openAll, readInputs } from './inputs.ts'
import { type ExitCode, type Io, version } from './io.ts'
import { exitCodeOf } from './outcome.ts'
import { rootsOf } from './root.ts'

export type DiffFlags = {
  readonly format: ComputedFormat
  readonly exceptions: boolean
  readonly stdinFilename?: string
  readonly root?: string
  readonly today?: string
}

const formats: { readonly [name in DiffFlags['format']]: () => Promise<(run: DiffRun) => string> } = {
  text: async () => (await import('../report/diff/pages.ts')).diffText,
  json: async () => (await import('../report/diff/json.ts')).diffJson,
  markdown: async () => (await import('../report/diff/pages.ts')).diffMarkdown,
  html: async () => (await import('../report/html/diff.ts')).diffPage,
}

const outcome = (diffs: readonly PilotDiff[], problems: readonly Problem[]) => {
  const [problem] = problems
  if (problem !== undefined) return { status: 'error', reason: problem.message } as const
  const weaker = diffs.filter(isWeaker)
  if (weaker.length === 0) return { status: 'passed' } as const
  return {
    status: 'failed',
    reason: `${weaker.length} of ${plural(diffs.length, 'file')} got weaker`,
  } as const
}

/** `pilotlint diff <ref> [paths…]`: 1 if a pilot got weaker without an exception, 2 if that cannot be determined. */
export const runDiff = async (
  ref: string,
  paths: readonly string[],
  { format, exceptions, stdinFilename, ...flags }: DiffFlags,
  io: Io,
): Promise<ExitCode> => {
  const roots = rootsOf(io.cwd, flags.root)
  const { today: on } = await clockOf(flags.today, roots.run, io)
  const read = openAll(await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch: true }))
  const question = {
    ref,
    today: on,
    exceptions,
    nameOf: ({ names }: (typeof read.inputs)[number]) => (format === 'json' ? names.machine : names.person),
  }
  const { diffs, problems: found } = await compareAll(read.inputs, roots, paths.length === 0, question, io)
  const problems = [...read.problems, ...found]
  const run: DiffRun = { version, ...outcome(diffs, problems), ref, diffs, problems }
  tell(problems, io)
  const render = await formats[format]()
  if (format === 'json' || diffs.length > 0) io.stdout(render(run))
  return exitCodeOf(run.status)
}
