import { isWithin, type Path } from '../../document/path.ts'
import { perMonth } from '../../phrases/index.ts'
import { largest, type Proposal, proposals } from '../../plans/proposal.ts'
import type { Question } from '../../plans/question.ts'
import { answer, planOf, type StagePlan } from '../../plans/stage-plan.ts'
import { type Bar, standards } from '../../plans/standards.ts'
import { asked, difference, power, shape, stepTexts, yaml } from '../../plans/words.ts'
import type { Pilot } from '../../spec/pilot.ts'
import type { ExposedStage } from '../../spec/stage.ts'
import type { Context, Finding } from '../rule.ts'

/** The numbers by which every rule about a plan judges. */
export const planSettings = standards

const barOf = ({ setting }: Context): Bar => ({
  power: setting('power'),
  alpha: setting('alpha'),
  fewest_per_arm: setting('fewest_per_arm'),
  longest_weeks: setting('longest_weeks'),
})

/** What a plan is computed from: where any of it cannot be read, nothing is judged. */
const inputs = (stage: ExposedStage): Path[] => [
  ['cost', 'volume', 'full'],
  ['use_case', 'unit'],
  ['success', 'metric'],
  ['success', 'window'],
  ['success', 'baseline'],
  ['success', 'target'],
  ['rollout', stage],
  ['rollout', 'assign_by'],
  ['rollout', 'units_per_assignee'],
  ['rollout', 'intra_class_correlation'],
]

/** Whether nothing that the parts at `paths` are read from is unreadable. */
export const isReadable = ({ faults }: Context, paths: readonly Path[]): boolean =>
  !faults.some((fault) =>
    [fault.path, fault.meant].some(
      (at) => at !== undefined && paths.some((path) => isWithin(at, path) || isWithin(path, at)),
    ),
  )

/** The plan of a stage, where the file says enough for one and all of it can be read. */
export const readablePlan = (context: Context, stage: ExposedStage): StagePlan | undefined => {
  if (context.pilot.rollout?.[stage] === undefined || !isReadable(context, inputs(stage))) return undefined
  const planned = planOf(context.pilot, stage, barOf(context))
  return planned.ok ? planned.plan : undefined
}

/** The lift, and every guardrail metric where the exits ask for them: what a change of the plan has to carry. */
export const questionsOf = ({ lift, asks, guardrails }: StagePlan): Question[] => [
  ...(lift ? [lift] : []),
  ...(asks.guardrails ? guardrails : []),
]

const powersOf = (plan: StagePlan, { shape: wanted }: Proposal, questions: readonly Question[]): string => {
  const least = questions
    .map((question) => answer(plan, question, wanted).power)
    .filter((value) => value !== undefined)
    .reduce((low, value) => Math.min(low, value), 1)
  return `power ${power(least, plan.test.bar.power)}`
}

const alone = {
  days: 'a longer stage alone',
  control: 'a larger control alone',
  treatment: 'more traffic alone',
}

const another = (found: readonly Proposal[]): string[] =>
  (['days', 'control', 'treatment'] as const).flatMap((key) => {
    const only = found.find(({ changes }) => changes.length > 0 && changes.every((one) => one === key))
    return only === undefined || only === found[0] ? [] : [`${alone[key]}: ${shape(only.shape)}`]
  })

const change = (pilot: Pilot, plan: StagePlan, questions: readonly Question[]): string | undefined => {
  const found = proposals(pilot, plan, questions)
  const [nearest] = found
  if (nearest === undefined) return undefined
  const steps = stepTexts(pilot.rollout?.progressive?.steps)
  return [`${yaml(plan, nearest, steps)} (${powersOf(plan, nearest, questions)})`, ...another(found)].join(
    '; ',
  )
}

/** What the largest plan falls short of. */
const shortfall = (pilot: Pilot, plan: StagePlan, question: Question): string => {
  const most = largest(pilot, plan)
  const { detectable } = answer(plan, question, most)
  if (detectable === undefined) return `even ${shape(most)}, does not show ${asked(question)}`
  const what = question.kind === 'lift' ? 'a difference' : 'a margin'
  return `even ${shape(most)}, shows ${what} of ${difference(detectable, question)} or more only`
}

const expert = ({ use_case, cost }: Pilot, stage: ExposedStage): string => {
  const volume = cost?.volume?.full
  const few = volume
    ? `${Math.round(perMonth(volume))} ${use_case?.unit ?? 'unit'}s a month`
    : 'too few units'
  return `rollout.${stage}.prove: {by: expert_review, why: ${few}, approver: acme/legal}`
}

/**
 * What to write so that the stage shows all of it, or at least what is in `question`; where nothing does, what could
 * be shown, and what stands in for it.
 */
export const helpFor = (
  pilot: Pilot,
  plan: StagePlan,
  question: Question,
  all: readonly Question[],
): string => {
  const whole = change(pilot, plan, all)
  if (whole !== undefined) return whole
  const own = change(pilot, plan, [question])
  const most = largest(pilot, plan)
  const rest = all.find((one) => !answer(plan, one, most).enough) ?? question
  const falls = shortfall(pilot, plan, rest)
  const stands =
    standIn(pilot, plan.stage).severity === 'warning'
      ? 'the review stays'
      : `promise no less, or ${expert(pilot, plan.stage)}`
  return own === undefined ? `${falls}: ${stands}` : `${own}; for ${rest.metric} ${falls}: ${stands}`
}

/** What the plan of a stage is computed from, as other places of a finding. */
export const relatedOf = (plan: StagePlan, path: Path): NonNullable<Finding['related']> =>
  [
    { path: plan.paths.control, label: 'the control', there: plan.shape.control > 0 },
    { path: ['cost', 'volume', 'full'] as Path, label: 'the traffic', there: true },
    { path, label: 'what is to be shown', there: true },
  ].flatMap(({ there, ...place }) => (there ? [place] : []))

export type Stand = { readonly severity: 'warning'; readonly by: string } | { readonly severity: 'error' }

/** Whether an expert review stands in for the statistics of a stage: it needs a reason and somebody who accepts it. */
export const standIn = ({ rollout }: Pilot, stage: ExposedStage): Stand => {
  const { by, why, approver } = rollout?.[stage]?.prove ?? {}
  return by !== undefined && why !== undefined && approver !== undefined
    ? { severity: 'warning', by: approver }
    : { severity: 'error' }
}
