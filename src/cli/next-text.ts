import type { Diagnostic, Report } from '../lint/report.ts'
import { reaches, type Stage } from '../model/stage.ts'
import { shown } from '../report/sanitize.ts'
import { plural } from '../values/text.ts'

export type Plan = {
  readonly file: string
  readonly now: Report
  /** Undefined if the file is ready for all later stages. */
  readonly stage: Stage | undefined
  /** What the declared stage still requires. */
  readonly owes: readonly Diagnostic[]
  /** What `stage` requires beyond that. */
  readonly asks: readonly Diagnostic[]
}

type ExampleOf = (rule: string) => string | undefined

const unmarked = (yaml: string): string[] =>
  yaml
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ *# expect:.*/, ''))

/** YAML on lines of its own, so that it can be pasted. */
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
  ...(example.length === 0 ? [] : ['    for example:', ...example.map((line) => `      ${line}`.trimEnd())]),
  '',
]

/** Only if there is no YAML to paste and the example shows the key in question. */
const exampleFor = ({ rule, path, write }: Diagnostic, exampleOf: ExampleOf): string[] => {
  const key = path.findLast((step) => typeof step === 'string')
  const lines = write === undefined ? unmarked(exampleOf(rule) ?? '').filter((line) => line !== '') : []
  return lines.some((line) => line.split(/[\s{,]+/).includes(`${key}:`)) ? lines : []
}

/** Each rule shows its example once. */
const list = (file: string, tasks: readonly Diagnostic[], exampleOf: ExampleOf): string[] => {
  const firsts = new Set([...new Map(tasks.toReversed().map((task) => [task.rule, task])).values()])
  return tasks.flatMap((task) => entry(file, task, firsts.has(task) ? exampleFor(task, exampleOf) : []))
}

const heading = ({ now, stage, asks }: Plan): string => {
  const { gate } = now.verdict
  if (stage === undefined) return 'ready for all later stages'
  if (asks.length === 0) return `${stage} requires nothing more`
  return reaches(gate, stage)
    ? `${stage} requires ${plural(asks.length, 'thing')}`
    : `next is ${stage}, which requires ${plural(asks.length, 'more thing')}`
}

export const nextText = (plan: Plan, exampleOf: ExampleOf): string => {
  const { file, now, owes, asks } = plan
  const name = shown(file)
  const { judged, gate, sentence } = now.verdict
  if (!judged) return [`${name}: ${sentence}`, '', ...list(file, owes, exampleOf)].join('\n')
  const debt =
    owes.length === 0
      ? []
      : [
          `${name} is at ${gate}, which still requires ${plural(owes.length, 'thing')}:`,
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
