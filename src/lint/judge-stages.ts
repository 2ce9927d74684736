import type { Repository } from '../evidence/gather.ts'
import type { Reference } from '../evidence/reading/kind.ts'
import { after, later, production, type Stage, stages } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import type { Context, Rule } from '../rules/lib/rule.ts'
import { quote } from '../values/text.ts'
import { type Judged, type Judgement, judge, type Known } from './judge.ts'
import { type Pilotfile, showableClaims } from './load.ts'
import { rangeOf } from './place.ts'
import type { Target, Verdict } from './report.ts'
import { waiverFindings, withUnknownRule } from './waiver-findings.ts'
import { split, waiversOf } from './waivers.ts'

export type JudgeOptions = {
  /** The name under which the file is reported. */
  readonly file: string
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string
  readonly rules: readonly Rule[]
  /** Whether a rule is to run, by its id; absent means that all do. */
  readonly enabled?: (id: string) => boolean
  /** Whether exceptions waive anything. */
  readonly exceptions: boolean
  /** Whether a claim that nobody checked is an error. */
  readonly strict: boolean
  /**
   * Whether nobody asks for more of the verdict than its sentence says. To judge the other stages takes longer than
   * to judge one, so that `readyFor` and `next` are left undefined where the sentence is silent about them.
   */
  readonly brief?: boolean
  /** Where evidence is looked for; absent means that the file is judged by itself. */
  readonly repository?: Repository
}

/** What stands against the pilot at one stage, and what is waived there. */
export type StageJudgement = Judgement & {
  readonly open: readonly Judged[]
  readonly waived: readonly { readonly judged: Judged; readonly waiver: Waiver }[]
}

export type Judgements = {
  readonly declared: Stage
  readonly partial: boolean
  at(stage: Stage): StageJudgement
}

const unverified = ({ path, reference, words }: Reference): Judged => ({
  id: 'evidence/unverified',
  severity: 'error',
  waivable: false,
  finding: {
    path,
    message: `${quote(reference)} is not verified: it ${words}`,
    help: 'leave --strict off to accept what is only declared',
  },
})

/** The stage that a target stands for. */
export const gateOf = (target: Target, declared: Stage): Stage => {
  if (target === 'production') return later(production, declared)
  return target === 'declared' ? declared : target
}

/** What was found beside the file before the rules run. */
type Gathered = Pick<Context, 'facts' | 'plan'> & {
  /** The rules for which an exception may cover a change. */
  readonly coverChanges: ReadonlySet<string>
}

/** The rules that are to run; each of them runs at some stage, as every stage is judged in the end. */
export const enabledRules = ({ rules, enabled }: JudgeOptions): readonly Rule[] =>
  enabled === undefined ? rules : rules.filter(({ id }) => enabled(id))

/** Judges the file for every stage: the verdict names the last one it is ready for and what the next one asks. */
export const judgeStages = (
  { document, pilot, faults }: Pilotfile,
  { facts, plan, coverChanges }: Gathered,
  options: JudgeOptions,
): Judgements => {
  const declared = pilot.stage ?? 'pilot'
  const { enabled, today } = options
  const rules = enabledRules(options)
  const waivers = waiversOf(pilot, document).map((waiver) => withUnknownRule(waiver, options.rules, today))
  const claims = showableClaims(facts)
  const whole = enabled === undefined && options.exceptions
  const known: Known = new Map()

  const at = (stage: Stage): StageJudgement => {
    const context = { pilot, facts, plan, gate: stage, declared, today, faults, waivers }
    const judgement = judge(rules, context, known)
    const found = [...judgement.found, ...(options.strict ? claims.map(unverified) : [])]
    const rangeIn = (judged: Judged) => rangeOf(document, judged)
    const { open, waived } = split(found, options.exceptions ? waivers : [], today, rangeIn)
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
    return { ...judgement, open: [...open, ...own], waived }
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

/** The last stage for which the file is ready, every stage before it included. */
export const lastReady = (judged: Judgements): Stage | undefined => {
  const blocked = stages.findIndex((stage) => errorsAt(judged, stage) > 0)
  return blocked === -1 ? stages.at(-1) : stages[blocked - 1]
}

/** What the stage after the gate will ask. */
export const nextAsks = (judged: Judgements, gate: Stage): Verdict['next'] => {
  const stage = after(gate)
  return stage && { stage, asks: errorsAt(judged, stage) }
}
