import { type Bar, standards } from '../../finance/plans/questions.ts'
import { planOf, type StagePlan } from '../../finance/plans/stage-plan.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { isWithin, type Path } from '../../yaml/path.ts'
import type { Context, Finding } from '../rule.ts'

/** The numbers by which every rule about a plan judges. */
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

/** What the plan of a stage is computed from, as other places of a finding. */
export const relatedOf = (plan: StagePlan, path: Path): NonNullable<Finding['related']> =>
  [
    { path: plan.paths.control, label: 'the control', there: plan.shape.control > 0 },
    { path: ['cost', 'volume', 'full'] as Path, label: 'the traffic', there: true },
    { path, label: 'what is to be shown', there: true },
  ].flatMap(({ there, ...place }) => (there ? [place] : []))
