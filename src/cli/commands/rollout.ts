import { overviewOf } from '../../finance/plans/overview.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { rolloutBlocks } from '../../report/rollout/blocks.ts'
import type { ExitCode, Io } from '../io/io.ts'
import { type PlanFlags, runPlans } from './compute-plans.ts'

export type RolloutFlags = PlanFlags & { readonly for?: ExposedStage }

/** `pilotlint rollout [paths…]` */
export const runRollout = (paths: readonly string[], flags: RolloutFlags, io: Io): Promise<ExitCode> =>
  runPlans(paths, flags, io, {
    title: 'pilotlint rollout',
    told: flags.for === undefined ? [] : [`--for ${flags.for}`],
    parts: [['success'], ['rollout'], ['cost', 'volume', 'full'], ['cost', 'include'], ['use_case', 'unit']],
    compute: (plan) => {
      const overview = overviewOf(plan)
      return { ...overview, stages: overview.stages.filter(({ stage }) => (flags.for ?? stage) === stage) }
    },
    blocks: (pilot) => rolloutBlocks(pilot, flags),
    json: async (run) => (await import('../../report/rollout/json.ts')).rolloutJson(run),
  })
