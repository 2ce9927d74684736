import { shown } from '../formats/sanitize.ts'
import type { Diagnostic } from '../lint/report.ts'
import { plural } from '../phrases/words.ts'
import { reaches } from '../spec/stage.ts'
import type { Plan } from './next.ts'

type ExampleOf = (rule: string) => string | undefined

const unmarked = (yaml: string): string[] =>
  yaml
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ *# expect:.*/, ''))

const entry = (
  file: string,
  { rule, message, help, range }: Diagnostic,
  example: readonly string[],
): string[] => [
  `[ ] ${shown(message)}`,
  `    ${shown(rule)}, ${shown(file)}:${range.start.line}:${range.start.column}`,
  `    write: ${shown(help)}`,
  ...(example.length === 0 ? [] : ['    as in:', ...example.map((line) => `      ${line}`.trimEnd())]),
  '',
]

/** The tasks; each rule shows its example once. */
const list = (file: string, tasks: readonly Diagnostic[], exampleOf: ExampleOf): string[] => {
  const firsts = new Set([...new Map(tasks.toReversed().map((task) => [task.rule, task])).values()])
  return tasks.flatMap((task) =>
    entry(
      file,
      task,
      firsts.has(task) ? unmarked(exampleOf(task.rule) ?? '').filter((line) => line !== '') : [],
    ),
  )
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
