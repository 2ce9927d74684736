import type { Repository } from '../evidence/gather.ts'
import { after, later, production, reaches, type Stage, stages } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import type { Check, Context, Other } from '../rules/lib/rule.ts'
import { type JudgedFinding, type Judgement, judge, type KnownFindings } from './judge.ts'
import type { Pilotfile } from './load.ts'
import { rangeOf } from './place.ts'
import type { Target, Verdict } from './report.ts'
import { withDuties, withPast } from './waiver-duties.ts'
import { waiverFindings, withUnknownRule } from './waiver-findings.ts'
import { split, waiversOf } from './waivers.ts'

export type JudgeOptions = {
  readonly file: string
  readonly today: string
  /** The real day, where `today` is another one. */
  readonly now?: string
  /** Other files of the run that look like the same pilot. */
  readonly others?: readonly Other[]
  readonly rules: readonly Check[]
  /** Selects rules by id; undefined runs all. */
  readonly enabled?: (id: string) => boolean
  /** The configuration from outside the repository by which it is judged; the verdict names it. */
  readonly policy?: string
  readonly exceptions: boolean
  /** False leaves the git history out; the verdict is then partial. */
  readonly history?: boolean
  /**
   * Leaves `readyFor` and `next` undefined if the sentence does not need them: judging the other stages takes
   * time.
   */
  readonly brief?: boolean
  /** Where to look for evidence; undefined judges the file alone. */
  readonly repository?: Repository
}

export type StageJudgement = Judgement & {
  readonly waivers: readonly Waiver[]
  readonly open: readonly JudgedFinding[]
  readonly waived: readonly { readonly judged: JudgedFinding; readonly waiver: Waiver }[]
}

export type Judgements = {
  readonly declared: Stage
  readonly partial: boolean
  at(stage: Stage): StageJudgement
}

export const gateOf = (target: Target, declared: Stage): Stage => {
  if (target === 'production') return later(production, declared)
  return target === 'declared' ? declared : target
}

type Gathered = Pick<Context, 'facts' | 'plan'> & {
  /** Rules for which an exception may cover a change. */
  readonly coverChanges: ReadonlySet<string>
}

export const enabledRules = ({ rules, enabled }: JudgeOptions): readonly Check[] =>
  enabled === undefined ? rules : rules.filter(({ id }) => enabled(id))

/** Judges lazily for each stage: the verdict needs the last stage that is ready, and the next one. */
export const judgeStages = (
  { document, pilot, faults }: Pilotfile,
  { facts, plan, coverChanges }: Gathered,
  options: JudgeOptions,
): Judgements => {
  const declared = pilot.stage ?? 'pilot'
  const { enabled, today, now = today, others = [] } = options
  const rules = enabledRules(options)
  const written = waiversOf(pilot, document)
    .map((waiver) => withUnknownRule(waiver, options.rules, today))
    .map((waiver) => withPast(waiver, { facts, today, now }))
  const whole = enabled === undefined && options.exceptions
  const known: KnownFindings = new Map()

  const at = (stage: Stage): StageJudgement => {
    const waivers = withDuties(written, plan.pilot, facts, stage)
    const context = { pilot: plan.pilot, facts, plan, gate: stage, declared, today, now, others, faults, waivers }
    const judgement = judge(rules, context, known)
    const rangeIn = (judged: JudgedFinding) => rangeOf(document, judged)
    const { open, waived } = split(
      judgement.found,
      options.exceptions ? waivers : [],
      today,
      rangeIn,
      reaches(stage, production),
    )
    const own = waiverFindings(waivers, {
      today,
      rules: options.rules,
      ran: judgement.ran,
      open,
      waived,
      rangeOf: rangeIn,
      coverChanges,
      whole,
    })
    return { ...judgement, waivers, open: [...open, ...own], waived }
  }
  const byStage = new Map<Stage, StageJudgement>()
  return {
    declared,
    partial: rules.length < options.rules.length,
    at(stage) {
      const judged = byStage.get(stage) ?? at(stage)
      byStage.set(stage, judged)
      return judged
    },
  }
}

const errorsAt = (judged: Judgements, stage: Stage): number =>
  judged.at(stage).open.filter(({ severity }) => severity === 'error').length

/** Every earlier stage must be ready as well. */
export const lastReady = (judged: Judgements): Stage | undefined => {
  const blocked = stages.findIndex((stage) => errorsAt(judged, stage) > 0)
  return blocked === -1 ? stages.at(-1) : stages[blocked - 1]
}

export const nextAsks = (judged: Judgements, gate: Stage): Verdict['next'] => {
  const stage = after(gate)
  return stage && { stage, asks: errorsAt(judged, stage) }
}
