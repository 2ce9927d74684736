import { realOf } from '../../repo/checkout.ts'
import type { Block } from '../../report/blocks.ts'
import type { RunProblem } from '../../report/format.ts'
import type { Provenance } from '../../report/provenance.ts'
import { type ColorWhen, clockOf, colorLevel } from '../io/clock.ts'
import { tell } from '../io/deliver.ts'
import type { ComputedFormat } from '../io/formats.ts'
import { openAll, readInputs } from '../io/inputs.ts'
import { type Io, version } from '../io/io.ts'
import { type ConfigFlags, policyOf } from '../io/policy.ts'
import { rootsOf } from '../io/root.ts'
import { checkTargets, type OutputTarget } from '../io/targets.ts'
import { allIgnored, choose } from './lint/choose.ts'
import { provenanceOf } from './lint/provenance.ts'

/** The flags of every command that computes, beside its own. */
export type ComputedFlags = ConfigFlags & {
  readonly format?: readonly OutputTarget[]
  readonly color: ColorWhen
  readonly stdinFilename?: string
  readonly root?: string
  readonly today?: string
}

/** What such a command computes from; `flags` are those that decide what it computes. */
export const openComputed = async (
  paths: readonly string[],
  { format: targets = [], ...asked }: ComputedFlags,
  flags: readonly string[],
  io: Io,
) => {
  const roots = rootsOf(io.cwd, asked.root)
  const { today, now } = await clockOf(asked.today, roots.run, io)
  const policy = await policyOf(asked, roots, io)
  const { stdinFilename } = asked
  const read = await readInputs(io, { paths, stdinFilename, roots })
  checkTargets(
    targets,
    io.cwd,
    read.inputs.map(({ path }) => path),
  )
  const question = { paths, roots, policy, shard: undefined, since: undefined }
  const { chosen, ignored } = await choose(policy.problems.length > 0 ? [] : read.inputs, question, io)
  const inputs = chosen.map(({ input }) => input)
  const opened = openAll({ ...read, inputs })
  const none = inputs.length === 0 && ignored > 0 ? [allIgnored(ignored)] : []
  const told = [...flags, ...(asked.today === undefined ? [] : [`--today ${asked.today}`])]
  const asksCommit = targets.some(({ format }) => format !== 'text')
  const run = await provenanceOf({ config: policy.config, today, flags: told, inputs, roots, asksCommit }, io)
  const machine = new Map(inputs.map(({ names }) => [names.person, names.machine]))
  return {
    roots,
    today,
    now,
    policy,
    run,
    inputs: opened.inputs,
    problems: [...policy.problems, ...opened.problems, ...none],
    /** The name of a file for machines. */
    machineOf: (person: string): string => machine.get(person) ?? person,
  }
}

/** What a command computed: blocks of each pilot, and the same as JSON. */
type Computed = {
  /** What the page is called. */
  readonly title: string
  readonly pilots: readonly (readonly Block[])[]
  readonly run: Provenance | undefined
  readonly json: () => Promise<string>
  /** Where the text is more than the blocks. */
  readonly text?: (color: 0 | 1 | 2 | 3) => string
}

/** For whoever reads the report alone. */
const notValid = (problems: readonly RunProblem[]): Block => ({
  title: 'This run is not valid',
  lines: problems.map(({ message, help }) => (help === undefined ? message : `${message}; ${help}`)),
})

const render = async (
  { title, pilots: own, run, json, text }: Computed,
  problems: readonly RunProblem[],
  format: ComputedFormat,
  view: { readonly width: number; readonly color: 0 | 1 | 2 | 3 },
): Promise<string> => {
  if (format === 'json') return json()
  if (format === 'text' && text !== undefined) return text(view.color)
  const pilots = format === 'text' || problems.length === 0 ? own : [...own, [notValid(problems)]]
  const { provenanceLines } = await import('../../report/provenance.ts')
  const facts = run === undefined ? [`pilotlint ${version}`] : provenanceLines(version, run)
  if (format === 'html') return (await import('../../report/html/computed.ts')).computedPage(title, pilots, facts)
  const { blocksMarkdown, blocksText, factsMarkdown } = await import('../../report/blocks.ts')
  if (format === 'markdown') return `${pilots.map(blocksMarkdown).join('')}${factsMarkdown(facts)}`
  return pilots.map((one) => blocksText(one, view)).join('\n')
}

/**
 * Writes what was computed to each target: files first, so that one that cannot be written is told in the report on standard
 * output, which has text where nothing else was asked for. Returns all problems of the run.
 */
export const writeComputed = async (
  make: (problems: readonly RunProblem[]) => Computed,
  before: readonly RunProblem[],
  { format: targets = [], color }: Pick<ComputedFlags, 'format' | 'color'>,
  io: Io,
): Promise<readonly RunProblem[]> => {
  const lost: RunProblem[] = []
  for (const { format, file } of targets) {
    if (file === undefined) continue
    const { openReport } = await import('../io/write-file.ts')
    const report = openReport(file, realOf(io.cwd))
    report.write(await render(make(before), before, format as ComputedFormat, { width: io.columns, color: 0 }))
    const problem = report.close()
    if (problem !== undefined) lost.push(problem)
  }
  const all = [...before, ...lost]
  tell(all, io)
  const asked = targets.find(({ file }) => file === undefined)?.format ?? 'text'
  const computed = make(all)
  if (asked !== 'text' || computed.pilots.length > 0)
    io.stdout(await render(computed, all, asked as ComputedFormat, { width: io.columns, color: colorLevel(color, io) }))
  return all
}
