import type { Diagnostic, Report } from '../lint/report.ts'
import { reaches, type Stage } from '../model/stage.ts'
import { shown } from '../report/sanitize.ts'
import { plural } from '../values/text.ts'

/** What is left to do in one file. */
export type Plan = {
  readonly file: string
  /** The report for the stage that the file declares. */
  readonly now: Report
  /** The stage asked about; undefined where the file is ready for all that come after its own. */
  readonly stage: Stage | undefined
  /** What the declared stage still lacks. */
  readonly owes: readonly Diagnostic[]
  /** What the stage asked about wants beyond that. */
  readonly asks: readonly Diagnostic[]
}

type ExampleOf = (rule: string) => string | undefined

const unmarked = (yaml: string): string[] =>
  yaml
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ *# expect:.*/, ''))

/** What to write: the lines by themselves where it is YAML, so that they can be pasted, else a sentence. */
const advice = ({ help, write, note }: Diagnostic): string[] => {
  if (write === undefined) return [`    ${help.startsWith('write ') ? '' : 'do: '}${shown(help)}`]
  const where = write.where === '' ? 'write' : `write, ${write.where}`
  return [
    `    ${shown(where)}:`,
    ...write.lines.map((line) => `      ${shown(line)}`),
    ...(note === undefined || note === '' ? [] : [`    (${shown(note)})`]),
  ]
}

const entry = (file: string, task: Diagnostic, example: readonly string[]): string[] => [
  `[ ] ${shown(task.message)}`,
  `    ${shown(task.rule)}, ${shown(file)}:${task.range.start.line}:${task.range.start.column}`,
  ...advice(task),
  ...(example.length === 0 ? [] : ['    as in:', ...example.map((line) => `      ${line}`.trimEnd())]),
  '',
]

/** The example of the rule, where the YAML is not given already and the example shows the key that is asked for. */
const exampleFor = ({ rule, path, write }: Diagnostic, exampleOf: ExampleOf): string[] => {
  const key = path.findLast((step) => typeof step === 'string')
  const lines = write === undefined ? unmarked(exampleOf(rule) ?? '').filter((line) => line !== '') : []
  return lines.some((line) => line.split(/[\s{,]+/).includes(`${key}:`)) ? lines : []
}

/** The tasks; each rule shows its example once. */
const list = (file: string, tasks: readonly Diagnostic[], exampleOf: ExampleOf): string[] => {
  const firsts = new Set([...new Map(tasks.toReversed().map((task) => [task.rule, task])).values()])
  return tasks.flatMap((task) => entry(file, task, firsts.has(task) ? exampleFor(task, exampleOf) : []))
}

const heading = ({ now, stage, asks }: Plan): string => {
  const { gate } = now.verdict
  if (stage === undefined) return 'ready for every stage that comes after it: nothing is left to ask'
  if (asks.length === 0) return `${stage} asks nothing more`
  return reaches(gate, stage)
    ? `${stage} asks ${plural(asks.length, 'thing')}`
    : `next is ${stage}, which asks ${plural(asks.length, 'thing')} more`
}

/** What is left to do, for a person with an editor open. */
export const nextText = (plan: Plan, exampleOf: ExampleOf): string => {
  const { file, now, owes, asks } = plan
  const name = shown(file)
  const { judged, gate, sentence } = now.verdict
  if (!judged) return [`${name}: ${sentence}`, '', ...list(file, owes, exampleOf)].join('\n')
  const debt =
    owes.length === 0
      ? []
      : [
          `${name} is at ${gate} and still owes it ${plural(owes.length, 'thing')}:`,
          '',
          ...list(file, owes, exampleOf),
        ]
  return [
    ...debt,
    `${name} is at ${gate}; ${heading(plan)}${asks.length > 0 ? ':' : '.'}`,
    '',
    ...list(file, asks, exampleOf),
  ].join('\n')
}
