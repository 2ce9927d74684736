import { examine } from '../lint/lint.ts'
import { sectionWith } from '../lint/paste.ts'
import type { Diagnostic, Report } from '../lint/report.ts'
import { after, reaches, type Stage } from '../model/stage.ts'
import { jsonProblems, type Problem } from '../report/format.ts'
import { ruleUrl } from '../report/rule-page.ts'
import { forCiLine, forMarkdown, jsonText, markdownCode, markdownWords, shown } from '../report/sanitize.ts'
import type { Rule } from '../rules/lib/rule.ts'
import { once } from '../values/once.ts'
import { plural } from '../values/text.ts'
import { field } from '../yaml/data.ts'
import { parse } from '../yaml/document.ts'
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

/** What is to be pasted for a task, and where; of several tasks in one section, the whole section, once. */
type Proposal = { readonly where: string; readonly lines: readonly string[] }

/** A task as it is listed: `proposal` is undefined where there is no YAML, or where that of a later task holds it. */
type Listed = { readonly task: Diagnostic; readonly proposal: Proposal | undefined; readonly isInBlock: boolean }

const sectionOf = ({ entries }: Diagnostic): string | undefined => {
  const section = entries?.[0]?.path[0]
  return typeof section === 'string' ? section : undefined
}

/**
 * The tasks, those that write into one section together with one block of YAML for all of them. `before` are tasks of an
 * earlier list, whose YAML is pasted as well.
 */
const listed = ({ now }: Plan, tasks: readonly Diagnostic[], before: readonly Diagnostic[] = []): Listed[] => {
  const parsed = parse(now.text ?? '')
  const blockOf = once((section: string): Proposal | undefined => {
    const isOwn = (task: Diagnostic) => sectionOf(task) === section
    const all = [...before.filter(isOwn), ...tasks.filter(isOwn)]
    if (!parsed.ok) return undefined
    const isThere = field(parsed.data, section) !== undefined
    // One task in a section that is there fits into it as it is written.
    if (all.length < 2 && isThere) return undefined
    const lines = sectionWith(
      parsed.data,
      section,
      all.map(({ entries = [] }) => entries),
    )
    return lines && { where: isThere ? `in place of ${section}` : '', lines }
  })
  const blockFor = (task: Diagnostic) => {
    const section = sectionOf(task)
    return section === undefined ? undefined : blockOf(section)
  }
  const firsts = tasks.filter((task, at) => {
    const section = blockFor(task) && sectionOf(task)
    return section === undefined || tasks.findIndex((one) => sectionOf(one) === section) === at
  })
  return firsts.flatMap((first) => {
    const block = blockFor(first)
    const together = block === undefined ? [first] : tasks.filter((task) => sectionOf(task) === sectionOf(first))
    return together.map((task, at): Listed => {
      const isLast = at === together.length - 1
      return {
        task,
        proposal: block === undefined ? task.write : isLast ? block : undefined,
        isInBlock: block !== undefined,
      }
    })
  })
}

/** YAML on lines of its own, so that it can be pasted. */
const advice = ({ task: { help, note }, proposal, isInBlock }: Listed): string[] => {
  const notes = note === undefined || note === '' ? [] : [`    (${shown(note)})`]
  if (proposal === undefined)
    return isInBlock ? notes : [`    ${help.startsWith('write ') ? '' : 'do: '}${shown(help)}`]
  const where = proposal.where === '' ? 'write' : `write, ${proposal.where}`
  const lines = [`    ${shown(where)}:`, ...proposal.lines.map((line) => `      ${shown(line)}`)]
  return isInBlock ? [...notes, ...lines] : [...lines, ...notes]
}

const entry = (file: string, one: Listed, example: readonly string[]): string[] => [
  `[ ] ${shown(one.task.message)}`,
  `    ${shown(one.task.rule)}, ${shown(file)}:${one.task.range.start.line}:${one.task.range.start.column}`,
  ...advice(one),
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
const list = (file: string, tasks: readonly Listed[], exampleOf: ExampleOf): string[] => {
  const firsts = new Set([...new Map(tasks.toReversed().map(({ task }) => [task.rule, task])).values()])
  return tasks.flatMap((one) => entry(file, one, firsts.has(one.task) ? exampleFor(one.task, exampleOf) : []))
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
  if (!judged) return [`${name}: ${sentence}`, '', ...list(file, listed(plan, owes), exampleOf)].join('\n')
  const debt =
    owes.length === 0
      ? []
      : [
          `${name} is at ${gate}, which still requires ${plural(owes.length, 'thing')}:`,
          '',
          ...list(file, listed(plan, owes), exampleOf),
        ]
  return [
    ...debt,
    `${name} is at ${gate}; ${heading(plan)}${asks.length > 0 ? ':' : '.'}`,
    '',
    ...list(file, listed(plan, asks, owes), exampleOf),
  ].join('\n')
}

/** A task of a checklist; a fence ends where a line of the YAML cannot begin. */
const item = (file: string, { task, proposal, isInBlock }: Listed): string[] => {
  const { message, rule, range, help, note = '' } = task
  const words = [proposal?.where ?? '', note].filter((part) => part !== '').join('; ')
  return [
    `- [ ] ${markdownWords(message)}  `,
    `  [${forMarkdown(rule)}](${ruleUrl(rule)}), ${markdownCode(`${file}:${range.start.line}:${range.start.column}`)}  `,
    ...(proposal === undefined
      ? (isInBlock ? [note] : [help]).filter((text) => text !== '').map((text) => `  ${markdownWords(text)}`)
      : [
          `  ${markdownWords(words || 'write')}:`,
          '',
          '  ~~~~yaml',
          ...proposal.lines.map((line) => `  ${shown(line.replaceAll('~', '\\u007e'))}`),
          '  ~~~~',
        ]),
  ]
}

/** A checklist for an issue tracker. */
const nextMarkdown = (plan: Plan): string => {
  const { file, now, owes, asks } = plan
  const { judged, gate, sentence } = now.verdict
  const title = judged ? `${file} is at ${gate}; ${heading(plan)}` : `${file}: ${sentence}`
  const part = (name: string, tasks: readonly Listed[]) =>
    tasks.length === 0 ? [] : ['', `### ${name}`, '', ...tasks.flatMap((task) => item(file, task))]
  const lines = [
    `## ${forMarkdown(title)}`,
    ...part(`Open at ${gate}`, listed(plan, owes)),
    ...(plan.stage === undefined ? [] : part(`For ${plan.stage}`, listed(plan, asks, owes))),
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
