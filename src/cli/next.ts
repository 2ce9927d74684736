import { examine } from '../lint/lint.ts'
import type { Diagnostic, Report } from '../lint/report.ts'
import { after, reaches, type Stage } from '../model/stage.ts'
import { jsonProblems, type Problem } from '../report/format.ts'
import { ruleUrl } from '../report/rule-page.ts'
import { forCiLine, forMarkdown, jsonText, markdownCode, markdownWords, shown } from '../report/sanitize.ts'
import type { Rule } from '../rules/lib/rule.ts'
import { plural } from '../values/text.ts'
import { pointer } from '../yaml/path.ts'
import { bug } from './bug.ts'
import { clockOf } from './clock.ts'
import { tell } from './deliver.ts'
import { openAll, readInputs } from './inputs.ts'
import { type ExitCode, type Io, version } from './io.ts'
import { type ConfigFlags, policyOf } from './policy.ts'
import { rootsOf } from './root.ts'

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

/** A task of a checklist; a fence ends where a line of the YAML cannot begin. */
const item = (file: string, { message, rule, range, help, write, note }: Diagnostic): string[] => [
  `- [ ] ${markdownWords(message)}  `,
  `  [${forMarkdown(rule)}](${ruleUrl(rule)}), ${markdownCode(`${file}:${range.start.line}:${range.start.column}`)}  `,
  ...(write === undefined
    ? [`  ${markdownWords(help)}`]
    : [
        `  ${markdownWords([write.where, note ?? ''].filter((part) => part !== '').join('; ') || 'write')}:`,
        '',
        '  ~~~~yaml',
        ...write.lines.map((line) => `  ${shown(line.replaceAll('~', '\\u007e'))}`),
        '  ~~~~',
      ]),
]

/** A checklist for an issue tracker. */
const nextMarkdown = (plan: Plan): string => {
  const { file, now, owes, asks } = plan
  const { judged, gate, sentence } = now.verdict
  const title = judged ? `${file} is at ${gate}; ${heading(plan)}` : `${file}: ${sentence}`
  const part = (name: string, tasks: readonly Diagnostic[]) =>
    tasks.length === 0 ? [] : ['', `### ${name}`, '', ...tasks.flatMap((task) => item(file, task))]
  const lines = [
    `## ${forMarkdown(title)}`,
    ...part(`Open at ${gate}`, owes),
    ...(plan.stage === undefined ? [] : part(`For ${plan.stage}`, asks)),
  ]
  return lines.map((line) => `${forCiLine(line)}\n`).join('')
}

export type NextFlags = ConfigFlags & {
  readonly for?: Stage
  readonly format: 'text' | 'json' | 'markdown'
  readonly stdinFilename?: string
  readonly root?: string
  readonly today?: string
}

type Judge = (target: 'declared' | Stage) => Report

const errors = ({ diagnostics }: Report): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error')

const openStage = (judge: Judge, declared: Stage): Stage | undefined => {
  const stage = after(declared)
  if (stage === undefined || errors(judge(stage)).length > 0) return stage
  return openStage(judge, stage)
}

const planOf = (judge: Judge, asked: Stage | undefined): Plan => {
  const now = judge('declared')
  const stage = now.verdict.judged ? (asked ?? openStage(judge, now.verdict.gate)) : undefined
  const owes = errors(now)
  const same = (one: Diagnostic) => (other: Diagnostic) =>
    one.rule === other.rule && pointer(one.path) === pointer(other.path)
  const then = stage === undefined ? [] : errors(judge(stage))
  return { file: now.file, now, stage, owes, asks: then.filter((one) => !owes.some(same(one))) }
}

/** The example of a closing rule is a whole file, no help for one missing part. */
const examplesIn =
  (documented: readonly Rule[]): ExampleOf =>
  (id) =>
    documented.find((rule) => rule.id === id && !rule.closing)?.examples.ready

const task =
  (exampleOf: ExampleOf) =>
  ({ rule, message, help, path, range }: Diagnostic) => ({
    rule,
    message,
    help,
    pointer: pointer(path),
    line: range.start.line,
    column: range.start.column,
    example: exampleOf(rule) ?? null,
  })

const nextJson = (plans: readonly Plan[], problems: readonly Problem[], code: ExitCode, exampleOf: ExampleOf): string =>
  jsonText({
    schemaVersion: 1,
    tool: { name: 'pilotlint', version },
    status: (['passed', 'failed', 'error'] as const)[code],
    problems: jsonProblems(problems),
    files: plans.map(({ file, now, stage, owes, asks }) => ({
      file,
      judged: now.verdict.judged,
      declared: now.verdict.judged ? now.verdict.gate : null,
      next: stage ?? null,
      owes: owes.map(task(exampleOf)),
      asks: asks.map(task(exampleOf)),
    })),
  })

/** `pilotlint next` only lists, so only an unreadable file ends in 1. */
export const runNext = async (paths: readonly string[], flags: NextFlags, io: Io): Promise<ExitCode> => {
  const roots = rootsOf(io.cwd, flags.root)
  const { today: on, now } = await clockOf(flags.today, roots.run, io)
  const { stdinFilename } = flags
  const policy = await policyOf(flags, roots, io)
  const { inputs, problems } = openAll(await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch: true }))
  const plans: Plan[] = []
  const all = [...policy.problems, ...problems]
  for (const { bytes, names, repository } of policy.problems.length > 0 ? [] : inputs) {
    const rules = policy.rulesFor(repository.file)
    const file = flags.format === 'json' ? names.machine : names.person
    const options = { file, today: on, now, rules, exceptions: true, repository }
    try {
      plans.push(planOf(await examine(bytes, options), flags.for))
    } catch (error) {
      all.push(bug(error, io, names.person))
    }
  }
  const code = all.length > 0 ? 2 : plans.every(({ now }) => now.verdict.judged) ? 0 : 1
  const { documentedRules } = await import('../rules/documented.ts')
  const exampleOf = examplesIn(documentedRules)
  tell(all, io)
  if (flags.format === 'json') io.stdout(nextJson(plans, all, code, exampleOf))
  else if (flags.format === 'markdown') io.stdout(plans.map(nextMarkdown).join('\n'))
  else if (plans.length > 0) io.stdout(plans.map((plan) => nextText(plan, exampleOf)).join('\n'))
  return code
}
