import type { Block } from './blocks.ts'
import { jsonProblems, type ReportRun } from './format.ts'
import { jsonRun, jsonTool, type Provenance } from './provenance.ts'

/** How a run of a command that computes ended, and what it was judged by. */
export type ComputedRun = Pick<ReportRun, 'version' | 'status' | 'problems'> & {
  readonly reason?: string
  readonly run?: Provenance
}

/** A part of the file that cannot be read. */
type Unread = { readonly message: string; readonly help: string; readonly line: number; readonly column: number }

/** One pilot, with what a command computes of its plan; undefined if the file cannot be read at all. */
export type ComputedPilot<T> = {
  readonly file: string
  readonly unread: readonly Unread[]
  readonly result: T | undefined
}

export type PlanRun<T> = ComputedRun & {
  /** The values of `--set`, as written. */
  readonly set: readonly string[]
  readonly pilots: readonly ComputedPilot<T>[]
}

/** The first block of a pilot: what it is computed with, what of it cannot be read, and the result in a few lines. */
export const headingOf = (
  { file, unread }: Pick<ComputedPilot<unknown>, 'file' | 'unread'>,
  { set }: { readonly set: readonly string[] },
  lines: readonly string[],
): Block => ({
  title: file,
  lines: [
    ...(set.length === 0 ? [] : [`assuming ${set.join(', ')}`]),
    ...unread.flatMap(({ line, column, message, help }) => [
      `error: ${file}:${line}:${column} ${message}`,
      `help: ${help}`,
    ]),
    ...lines,
  ],
})

/** What begins every JSON document of these commands; `more` follows the status. */
export const jsonHead = <T extends object>({ version, status, run, problems }: ComputedRun, more: T) => ({
  ...jsonTool(version),
  status,
  ...more,
  run: jsonRun(run),
  problems: jsonProblems(problems),
})

/** The same, with why the run ended so. */
export const jsonHeadWithReason = (run: ComputedRun) => jsonHead(run, { reason: run.reason ?? null })
