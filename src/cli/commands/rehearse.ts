import { rehearse, usualRuns } from '../../rehearse/rehearse.ts'
import { searchPlan } from '../../rehearse/search.ts'
import { rehearseBlocks } from '../../report/rehearse/blocks.ts'
import type { ExitCode, Io } from '../io/io.ts'
import { type PlanFlags, runPlans } from './compute-plans.ts'

export type RehearseFlags = PlanFlags & { readonly seed: number; readonly trafficCv: number; readonly search?: boolean }

/** `pilotlint rehearse [paths…]` */
export const runRehearse = (paths: readonly string[], flags: RehearseFlags, io: Io): Promise<ExitCode> => {
  const { seed, trafficCv: variation } = flags
  return runPlans(paths, flags, io, {
    title: 'pilotlint rehearse',
    told: [
      `--seed ${seed}`,
      ...(flags.search ? ['--search'] : []),
      ...(variation > 0 ? [`--traffic-cv ${variation}`] : []),
    ],
    parts: [['success'], ['rollout'], ['rollback'], ['cost'], ['use_case', 'unit']],
    compute: (plan) => {
      const runs = { runs: usualRuns, seed, variation }
      const played = rehearse(plan, runs)
      return played.ok && flags.search ? { ...played, search: searchPlan(plan, played, runs) } : played
    },
    blocks: (pilot) => rehearseBlocks(pilot, flags),
    json: async (run) => (await import('../../report/rehearse/json.ts')).rehearseJson(run),
  })
}
