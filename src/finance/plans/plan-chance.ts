import type { Pilot } from '../../model/pilot.ts'
import { inUnitOf } from '../lift.ts'
import { reviewerOf } from './advice.ts'
import { nearestPlans, type Proposal } from './proposal.ts'
import type { Question } from './questions.ts'
import { quickChance, type TrueLevels, varies } from './quick-chance.ts'
import { planOf, type StagePlan } from './stage-plan.ts'

/** The stages whose exits stand before full. */
const stages = ['limited', 'progressive'] as const

/** The stages that results decide; undefined if one cannot be computed, or people decide in place of its results. */
export const decidedStages = (pilot: Pilot): readonly (StagePlan & { readonly lift: Question })[] | undefined => {
  const planned = stages.flatMap((stage) => (pilot.rollout?.[stage] === undefined ? [] : [planOf(pilot, stage)]))
  const plans = planned.flatMap((one) => (one.ok ? [one.plan] : []))
  const isDecided = plans.every(({ stage }) => reviewerOf(pilot, stage) === undefined)
  const known = plans.flatMap((plan) => (plan.lift?.lift ? [{ ...plan, lift: plan.lift }] : []))
  return isDecided && known.length > 0 && known.length === planned.length ? known : undefined
}

/** The true level of the primary metric that is expected; undefined if nothing is declared. */
export const expectedLevel = ({ success }: Pilot, { unit }: Question): number | undefined => {
  const { expected, baseline } = success ?? {}
  const value = expected && baseline?.value && inUnitOf(expected, baseline.value)?.toNumber()
  return value === undefined ? undefined : unit === '%' ? value / 100 : value
}

/** How often a system passes all exits, by the normal approximation. */
export const chanceThrough = (pilot: Pilot, plans: readonly StagePlan[], levels: TrueLevels, needed?: number): number =>
  plans.reduce((product, plan) => product * (quickChance(pilot, plan, levels, needed) ?? 1), 1)

/** A system that must not ship, and how often it does. */
export type Slip = {
  readonly what: 'useless' | 'worthless' | 'harmful'
  readonly metric: string
  readonly chance: number
}

/**
 * How often a system passes all exits that has no lift, half of the break-even lift, or one guardrail metric worse by
 * twice its margin or at twice its limit. `needed` is the break-even lift: results below it stop the rollout.
 */
export const slipsOf = (
  pilot: Pilot,
  plans: readonly (StagePlan & { readonly lift: Question })[],
  needed: number | undefined,
): Slip[] => {
  const [first] = plans
  const { from, to } = first?.lift.lift ?? { from: 0, to: 0 }
  if (first === undefined) return []
  const { metric } = first.lift
  const good = expectedLevel(pilot, first.lift) ?? to
  const half = needed !== undefined && needed > 0 ? from + (Math.sign(to - from) * needed) / 2 : undefined
  return [
    { what: 'useless', metric, chance: chanceThrough(pilot, plans, { primary: from }, needed) },
    ...(half === undefined
      ? []
      : [{ what: 'worthless' as const, metric, chance: chanceThrough(pilot, plans, { primary: half }, needed) }]),
    ...first.guardrails.filter(varies).map(({ metric: harmed }) => ({
      what: 'harmful' as const,
      metric: harmed,
      chance: chanceThrough(pilot, plans, { primary: good, harmed }, needed),
    })),
  ]
}

/** The nearest change of one stage, the last first, with which all of them are enough. */
export const nearestThrough = (
  pilot: Pilot,
  plans: readonly (StagePlan & { readonly lift: Question })[],
  isEnough: (plans: readonly (StagePlan & { readonly lift: Question })[]) => boolean,
): { readonly plan: StagePlan; readonly proposal: Proposal } | undefined => {
  for (const plan of plans.toReversed()) {
    const [proposal] = nearestPlans(pilot, plan, (shape) =>
      isEnough(plans.map((one) => (one === plan ? { ...one, shape } : one))),
    )
    if (proposal !== undefined) return { plan, proposal }
  }
  return undefined
}
