import type { Pilot } from '../model/pilot.ts'
import type { ExposedStage } from '../model/stage.ts'

/** How much of the traffic meets the system at a stage, and where the file says so. */
export type StageShare = {
  /** Percent, from 0 to 100. */
  readonly percent: number
  readonly path: readonly (string | number)[]
}

/** The share of a stage; a progressive stage stands for its last step. Undefined where the file does not say. */
export const shareAt = ({ rollout }: Pilot, stage: ExposedStage): StageShare | undefined => {
  const planned = rollout?.[stage]
  if (planned === undefined) return undefined
  const steps = stage === 'progressive' ? rollout?.progressive?.steps : undefined
  if (steps !== undefined && steps.length > 0) {
    const at = steps.length - 1
    const percent = steps[at]?.share?.value
    return percent === undefined ? undefined : { percent, path: ['rollout', stage, 'steps', at] }
  }
  const { segment, traffic } = planned
  if (segment?.share) return { percent: segment.share.value, path: ['rollout', stage, 'segment', 'share'] }
  return traffic && { percent: traffic.value, path: ['rollout', stage, 'traffic'] }
}
