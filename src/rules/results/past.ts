import type { Fact } from '../../evidence/reading/kind.ts'
import type { StageResults } from '../../evidence/results/results.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import type { Context } from '../rule.ts'

type Rollout = NonNullable<Pilot['rollout']>

/** The plan of one stage, whichever it is. */
export type Planned = NonNullable<Rollout['limited']> & {
  readonly steps?: NonNullable<Rollout['progressive']>['steps']
}

/** A stage that lies behind the gate, as it was planned, and the results that it names. */
export type Past = {
  readonly stage: ExposedStage
  readonly planned: Planned
  readonly fact: Fact<StageResults> | undefined
}

/** The planned stages that a pilot has left when it stands at `stage`: at the gate, unless said. */
export const past = ({ pilot: { rollout }, facts, gate }: Context, stage: Stage = gate): Past[] =>
  before(stage).flatMap((stage) => {
    const planned: Planned | undefined = rollout?.[stage]
    return planned === undefined ? [] : [{ stage, planned, fact: facts.results[stage] }]
  })

const before = (reached: Stage): ExposedStage[] =>
  exposedStages.filter((stage) => stage !== reached && reaches(reached, stage))

/** Who accepted an expert review in the place of the statistics, where somebody did and says why. */
export const reviewer = ({ prove }: Planned): string | undefined =>
  prove?.by === 'expert_review' && prove.why !== undefined ? prove.approver : undefined
