import type { Pilot } from '../../model/pilot.ts'
import { exposedStages } from '../../model/stage.ts'
import { leastWhole } from '../../stats/numeric.ts'
import { exposure, printQuantity } from '../../values/index.ts'
import { shareAt } from '../lift.ts'
import type { Question } from './questions.ts'
import { answer, type Shape, type StagePlan } from './stage-plan.ts'

export type Edit = { readonly path: readonly (string | number)[]; readonly text: string }

export type PlanProposal = {
  readonly shape: Shape
  /** Ignores days that were only rounded up to whole weeks. */
  readonly changes: readonly (keyof Shape)[]
  readonly edits: readonly Edit[]
}

const week = 7

/** Usual shares of an arm, in percent. */
export const usualShares = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95,
]

/** A larger factor between steps is a jump. */
const steepest = 5

/** The largest share that is neither above the next stage nor a jump. */
const roomFor = (pilot: Pilot, { stage, shape, segment }: StagePlan): number => {
  if (segment) return shape.treatment
  const at = exposedStages.indexOf(stage)
  const next = exposedStages
    .slice(at + 1)
    .map(
      (later) =>
        (later === 'progressive' ? pilot.rollout?.progressive?.steps?.[0]?.share?.value : undefined) ??
        shareAt(pilot, later)?.percent,
    )
    .find((share) => share !== undefined)
  const steps = stage === 'progressive' ? (pilot.rollout?.progressive?.steps ?? []) : []
  const before = steps.length > 1 ? steps.at(-2)?.share?.value : shareAt(pilot, 'limited')?.percent
  const jump = stage === 'progressive' && before !== undefined ? before * steepest : 100
  return Math.max(shape.treatment, Math.min(next ?? 100, jump))
}

const treatments = (plan: StagePlan, room: number): number[] => [
  plan.shape.treatment,
  ...usualShares.filter((share) => share > plan.shape.treatment && share <= room),
]

const controls = ({ shape: { control }, assignees = 100 }: StagePlan, treatment: number): number[] => {
  const left = 100 - treatment
  if (control > left) return left > 0 ? [left] : []
  return [
    ...(control > 0 ? [control] : []),
    ...usualShares.filter((share) => share > control && share <= left && share * assignees >= 100),
  ]
}

const weeksOf = (count: number): number => Math.max(1, Math.ceil(count / week - 1e-9))

const longest = ({ shape, test }: StagePlan): number => Math.max(weeksOf(shape.days), test.bar.longest_weeks) * week

// Squared logarithms: small changes of all three are better than a large change of one.
const distance = (from: Shape, to: Shape): number =>
  (['treatment', 'control', 'days'] as const).reduce(
    (sum, key) => sum + Math.log(to[key] / Math.max(from[key], key === 'days' ? week : 1)) ** 2,
    0,
  )

const changesOf = (from: Shape, to: Shape): (keyof Shape)[] =>
  (['days', 'control', 'treatment'] as const).filter((key) =>
    key === 'days' ? weeksOf(to.days) !== weeksOf(from.days) : to[key] !== from[key],
  )

const share = (value: number) => ({ value, unit: '%' }) as const
const inDays = (value: number) => ({ value, unit: 'd' }) as const

const editsOf = (pilot: Pilot, { stage, shape: old, segment, paths }: StagePlan, shape: Shape): Edit[] => {
  const base = ['rollout', stage]
  const control =
    shape.control === old.control ? [] : [{ path: paths.control, text: printQuantity(share(shape.control)) }]
  const steps = stage === 'progressive' ? (pilot.rollout?.progressive?.steps ?? []) : []
  if (steps.length > 0) {
    if (shape.treatment === old.treatment && shape.days === old.days) return control
    const last = exposure.print({ share: share(shape.treatment), time: inDays(shape.days) })
    return [{ path: [...base, 'steps', steps.length - 1], text: last }, ...control]
  }
  return [
    ...(shape.treatment === old.treatment || segment
      ? []
      : [{ path: [...base, 'traffic'], text: printQuantity(share(shape.treatment)) }]),
    ...control,
    ...(shape.days === old.days ? [] : [{ path: [...base, 'duration'], text: printQuantity(inDays(shape.days)) }]),
  ]
}

export const proposalOf = (pilot: Pilot, plan: StagePlan, shape: Shape): PlanProposal => ({
  shape,
  changes: changesOf(plan.shape, shape),
  edits: editsOf(pilot, plan, shape),
})

/** Plans with usual shares that are enough, each as short as possible, smallest change first. */
export const nearestPlans = (pilot: Pilot, plan: StagePlan, isEnough: (shape: Shape) => boolean): PlanProposal[] => {
  const { shape } = plan
  const shapes = treatments(plan, roomFor(pilot, plan)).flatMap((treatment) =>
    controls(plan, treatment).flatMap((control) => {
      const long = (weeks: number): Shape => ({ treatment, control, days: weeks * week })
      const weeks = leastWhole((count) => isEnough(long(count)), weeksOf(shape.days), longest(plan) / week)
      return weeks === undefined ? [] : [long(weeks)]
    }),
  )
  return shapes
    .sort((one, other) => distance(shape, one) - distance(shape, other))
    .map((found) => proposalOf(pilot, plan, found))
}

// A last step within a window is for rollout/short-window.
export const showsAll = (plan: StagePlan, questions: readonly Question[], shape: Shape): boolean =>
  questions.every((question) => shape.days > question.window && answer(plan, question, shape).enough)

/** Plans that show what is required. */
export const proposals = (pilot: Pilot, plan: StagePlan, questions: readonly Question[]): PlanProposal[] => {
  const isEnough = (shape: Shape) => showsAll(plan, questions, shape)
  // Of the same few assignees no plan may show enough, which each of hundreds would have to be asked.
  const isPossible = treatments(plan, roomFor(pilot, plan)).some((treatment) =>
    isEnough({ treatment, control: 100 - treatment, days: longest(plan) }),
  )
  return isPossible ? nearestPlans(pilot, plan, isEnough) : []
}

/** If this plan does not show enough, no proposed plan does. */
export const largest = (pilot: Pilot, plan: StagePlan): Shape => {
  const half = Math.min(50, Math.max(plan.shape.treatment, roomFor(pilot, plan)))
  const treatment = Math.max(plan.shape.treatment, half)
  return {
    treatment,
    control: Math.max(Math.min(plan.shape.control, 100 - treatment), Math.min(treatment, 100 - treatment)),
    days: longest(plan),
  }
}
