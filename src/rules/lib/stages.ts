import { carriedBy, reviewerOf } from '../../finance/plans/advice.ts'
import { type Bar, type Question, standards } from '../../finance/plans/questions.ts'
import { answer, planOf, type StagePlan } from '../../finance/plans/stage-plan.ts'
import { asked, inArms, observationsOrNone, power, working } from '../../finance/plans/words.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import type { Share } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isWithin, type Path } from '../../yaml/path.ts'
import { type Context, type Finding, fields } from './rule.ts'

export type Rollout = NonNullable<Pilot['rollout']>

/** A share of the traffic that meets the system at one point of the plan; undefined where it is not said. */
export type PlannedShare = {
  readonly stage: 'limited' | 'progressive' | 'full'
  /** As a message calls it: `limited`, `step 2 of progressive`. */
  readonly name: string
  readonly path: Path
  readonly share: Share | undefined
}

type Exposed = NonNullable<Rollout['limited']>

const ofStage = (stage: PlannedShare['stage'], { traffic, segment }: Exposed): PlannedShare => ({
  stage,
  name: stage,
  path: segment?.share === undefined ? ['rollout', stage, 'traffic'] : ['rollout', stage, 'segment', 'share'],
  share: segment?.share ?? traffic,
})

const ofSteps = ({ steps = [], ...rest }: NonNullable<Rollout['progressive']>): PlannedShare[] =>
  steps.length === 0
    ? [ofStage('progressive', rest)]
    : steps.map((step, at) => ({
        stage: 'progressive',
        name: steps.length === 1 ? 'progressive' : `step ${at + 1} of progressive`,
        path: ['rollout', 'progressive', 'steps', at],
        share: step?.share,
      }))

/** The shares that customers are exposed to, from the first customer to the last stage of the plan. */
export const plannedShares = ({ limited, progressive, full }: Rollout): PlannedShare[] => [
  ...(limited ? [ofStage('limited', limited)] : []),
  ...(progressive ? ofSteps(progressive) : []),
  ...(full ? [ofStage('full', full)] : []),
]

export const planSettings = standards

const barOf = ({ setting }: Context): Bar => ({
  power: setting('power'),
  alpha: setting('alpha'),
  fewest_per_arm: setting('fewest_per_arm'),
  longest_weeks: setting('longest_weeks'),
})

/** What a review by experts is told where a plan in reach shows all of it. */
export const reviewIsNeedless = 'traffic can carry the proof, so no expert review stands in for it'

/** What a plan is computed from: where any of it cannot be read, nothing is judged. */
const inputs = (stage: ExposedStage): Path[] => [
  ['cost', 'volume', 'full'],
  ['use_case', 'unit'],
  ...['metric', 'window', 'baseline', 'target'].map((key) => ['success', key]),
  ...[stage, 'assign_by', 'units_per_assignee', 'intra_class_correlation'].map((key) => ['rollout', key]),
]

/** The stages in which customers meet the system. */
export const served = ['limited', 'progressive', 'full'] as const

/** The fields that decide what a stage can show of any metric. */
export const planFields = fields`success.window cost.volume.full rollout.{assign_by,units_per_assignee,intra_class_correlation,progressive.steps} rollout.{limited,progressive,full}.{traffic,control,duration,looks,exit,prove}`

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

/** What a stage cannot show of what is asked; undefined where it can, and where nothing is final when it ends. */
export const unshown = (
  pilot: Pilot,
  plan: StagePlan,
  question: Question,
  advise: (question: Question) => string,
): Finding | undefined => {
  const { stage, shape, test, paths } = plan
  const found = answer(plan, question)
  if (found.enough || found.effectiveDays === 0) return undefined
  const reviewer = reviewerOf(pilot, stage)
  const needless = reviewer !== undefined && carriedBy(pilot, plan) !== undefined
  const shows =
    question.kind === 'limit'
      ? `${stage} cannot show ${asked(question)}: it takes ${question.needed} observations without a bad one, and there are ${observationsOrNone(found.independent.treatment)}`
      : shape.control === 0
        ? `${stage} has no control to show ${asked(question)} against`
        : `${stage} would show ${asked(question)} with power ${power(found.power ?? 0, test.bar.power)} only: ${inArms(found.observed)}`
  const review = needless ? reviewIsNeedless : `a review by ${quote(reviewer)} stands in`
  return {
    path: paths.days,
    message: reviewer === undefined ? shows : `${shows}; ${review}`,
    help: advise(question),
    related: [
      ...(shape.control > 0 ? [{ path: paths.control, label: 'the control' }] : []),
      { path: ['cost', 'volume', 'full'], label: 'the traffic' },
      { path: question.path, label: 'what is to be shown' },
    ],
    working: working(plan, found),
    severity: reviewer === undefined || needless ? 'error' : 'warning',
  }
}
