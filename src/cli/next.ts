import { examine } from '../lint/lint.ts'
import type { Diagnostic, Report } from '../lint/report.ts'
import { after, type Stage } from '../model/stage.ts'
import { jsonProblems, type Problem } from '../report/format.ts'
import { jsonText } from '../report/sanitize.ts'
import { rules } from '../rules/index.ts'
import { pointer } from '../yaml/path.ts'
import { bug } from './bug.ts'
import { today } from './clock.ts'
import { tell } from './deliver.ts'
import { openAll, readInputs } from './inputs.ts'
import type { ExitCode, Io } from './io.ts'
import { nextText, type Plan } from './next-text.ts'
import { rootsOf } from './root.ts'
import { version } from './version.ts'

export type NextFlags = {
  readonly for?: Stage
  readonly format: 'text' | 'json'
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
const exampleOf = (id: string): string | undefined =>
  rules.find((rule) => rule.id === id && !rule.closing)?.examples.ready

const task = ({ rule, message, help, path, range }: Diagnostic) => ({
  rule,
  message,
  help,
  pointer: pointer(path),
  line: range.start.line,
  column: range.start.column,
  example: exampleOf(rule) ?? null,
})

const nextJson = (plans: readonly Plan[], problems: readonly Problem[], code: ExitCode): string =>
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
      owes: owes.map(task),
      asks: asks.map(task),
    })),
  })

/** `pilotlint next` only lists, so only an unreadable file ends in 1. */
export const runNext = async (paths: readonly string[], flags: NextFlags, io: Io): Promise<ExitCode> => {
  const on = flags.today ?? today(io)
  const roots = rootsOf(io.cwd, flags.root)
  const { stdinFilename } = flags
  const { inputs, problems } = openAll(
    await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch: true }),
  )
  const plans: Plan[] = []
  const all = [...problems]
  for (const { bytes, names, repository } of inputs) {
    const file = flags.format === 'json' ? names.machine : names.person
    const options = { file, today: on, rules, exceptions: true, strict: false, repository }
    try {
      plans.push(planOf(await examine(bytes, options), flags.for))
    } catch (error) {
      all.push(bug(error, io, names.person))
    }
  }
  const code = all.length > 0 ? 2 : plans.every(({ now }) => now.verdict.judged) ? 0 : 1
  tell(all, io)
  if (flags.format === 'json') io.stdout(nextJson(plans, all, code))
  else if (plans.length > 0) io.stdout(plans.map((plan) => nextText(plan, exampleOf)).join('\n'))
  return code
}
