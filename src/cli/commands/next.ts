import { examine } from '../../lint/lint.ts'
import type { Diagnostic, Report } from '../../lint/report.ts'
import { after, type Stage } from '../../model/stage.ts'
import type { RunProblem } from '../../report/format.ts'
import { type ExampleOf, type NextPlan, nextBlocks } from '../../report/next/blocks.ts'
import { nextJson } from '../../report/next/json.ts'
import type { Rule } from '../../rules/lib/rule.ts'
import { pointer } from '../../yaml/path.ts'
import { bug } from '../io/bug.ts'
import { type ExitCode, type Io, version } from '../io/io.ts'
import { exitCodeOf, statusOf } from '../io/outcome.ts'
import { type ComputedFlags, openComputed, writeComputed } from './computed.ts'

export type NextFlags = ComputedFlags & { readonly for?: Stage }

type Judge = (target: 'declared' | Stage) => Report

const errors = ({ diagnostics }: Report): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error')

const isReadyForAll = (judge: Judge, declared: Stage): boolean => {
  const stage = after(declared)
  return stage === undefined || (errors(judge(stage)).length === 0 && isReadyForAll(judge, stage))
}

/** The stage after the declared one, since none is left out; undefined where nothing is asked by any. */
const openStage = (judge: Judge, declared: Stage): Stage | undefined =>
  isReadyForAll(judge, declared) ? undefined : after(declared)

const planOf = (judge: Judge, asked: Stage | undefined): NextPlan => {
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

/** `pilotlint next` only lists, so only an unreadable file ends in 1. */
export const runNext = async (paths: readonly string[], flags: NextFlags, io: Io): Promise<ExitCode> => {
  const told = flags.for === undefined ? [] : [`--for ${flags.for}`]
  const { inputs, policy, today, now, run, machineOf, ...opened } = await openComputed(paths, flags, told, io)
  const plans: NextPlan[] = []
  const problems = [...opened.problems]
  for (const { bytes, names, repository } of inputs) {
    const rules = policy.rulesFor(repository.file)
    const options = { file: names.person, today, now, rules, exceptions: true, repository }
    try {
      plans.push(planOf(await examine(bytes, options), flags.for))
    } catch (error) {
      problems.push(bug(error, io, names.person))
    }
  }
  const { documentedRules } = await import('../../rules/documented.ts')
  const exampleOf = examplesIn(documentedRules)
  const ended = (all: readonly RunProblem[]) => statusOf(all, !plans.every(({ now }) => now.verdict.judged))
  const all = await writeComputed(
    (told) => ({
      title: 'pilotlint next',
      pilots: plans.map((plan) => nextBlocks(plan, exampleOf)),
      run,
      json: async () => {
        const named = plans.map((plan) => ({ ...plan, file: machineOf(plan.file) }))
        return nextJson({ version, status: ended(told), run, problems: told }, named, exampleOf)
      },
    }),
    problems,
    flags,
    io,
  )
  return exitCodeOf(ended(all))
}
