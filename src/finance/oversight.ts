import type { ExposedStage } from '../model/stage.ts'
import { type Decimal, decimal, least, sum, zero } from './decimal.ts'
import type { Approval, Inputs } from './inputs.ts'

const month = decimal(30)

/** How many approvals of an action so many units a day ask for: one each, and no more than its cap. */
export const approvalsPerDay = ({ cap }: Approval, units: Decimal): Decimal =>
  cap ? least(cap, units) : units

/**
 * The hours a day that people review and approve at a stage. `units` is how many units a day meet the system.
 * Source: EU AI Act, article 26(2); NIST AI RMF MAP 3.5.
 */
export const oversightHours = (inputs: Inputs, stage: ExposedStage, units: Decimal): Decimal =>
  sum([
    units.times(inputs.reviewed(stage) ?? zero).times(inputs.review.minutes),
    ...inputs.approvals.map((approval) => approvalsPerDay(approval, units).times(approval.work.minutes)),
  ]).div(60)

/** The units a day that meet the system: of a busy day at full rollout, of a usual one before it. */
export const unitsPerDay = (inputs: Inputs, stage: ExposedStage, percent: number): Decimal => {
  const usual = inputs.volume.div(month)
  const day = stage === 'full' ? (inputs.peakDay ?? usual) : usual
  return day.times(decimal(percent)).div(100)
}
