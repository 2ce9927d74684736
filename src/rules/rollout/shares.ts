import type { Pilot } from '../../model/pilot.ts'
import type { Share } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'

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
