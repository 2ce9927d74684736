import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { normalCdf } from '../../stats/distributions.ts'
import { chanceOfLimit } from '../../stats/limits.ts'
import { moreIsBetter, type Threshold } from '../../values/index.ts'
import type { Level } from '../../values/threshold.ts'
import { levelIn } from '../lift.ts'
import { healthyShare, type Question, shareOfLimit } from './questions.ts'
import { armsOf, type StagePlan, tooFewAssignees } from './stage-plan.ts'

/** What a system really does; levels are shares from 0 to 1, or in the unit of a mean. */
export type TrueLevels = {
  readonly primary: number
  /** The guardrail metric that is worse by twice its margin, or at twice its limit. */
  readonly harmed?: string
}

const parts = 48
const widest = 6

const weights = Array.from({ length: parts }, (_, at) => (at + 0.5) / parts)

/** The lowest outcome of treatment with which a condition on it alone holds, where more is better. */
const lowest = (threshold: Threshold, question: Question, trials: number, critical: number): number | undefined => {
  const { lift, sd } = question
  const baseline = lift?.from ?? 0
  if ('quantity' in threshold) return levelIn(threshold.quantity, question)
  if (threshold.reference !== 'baseline') return undefined
  const spread = (sd ?? Math.sqrt(baseline * (1 - baseline))) / Math.sqrt(trials)
  return baseline + (moreIsBetter(threshold) ? 1 : -1) * critical * spread
}

/**
 * How often the conditions on the primary metric hold, and its lift is at least `needed`, by the normal approximation:
 * the outcomes of treatment are summed, and beside each the control is normal.
 */
const ofPrimary = (
  plan: StagePlan,
  question: Question,
  thresholds: readonly Threshold[],
  primary: number,
  needed: number | undefined,
): number => {
  const { treatment, control } = armsOf(plan, question).independent
  const { test } = plan
  if (treatment < test.bar.fewest_per_arm) return 0
  const sign = question.better === 'more' ? 1 : -1
  const baseline = question.lift?.from ?? 0
  const varianceAt = (level: number) => (question.sd === undefined ? level * (1 - level) : question.sd ** 2)
  const spread = Math.sqrt(varianceAt(primary) / treatment)
  const compares = thresholds.some((one) => 'reference' in one && one.reference === 'control')
  if (compares && (control < test.bar.fewest_per_arm || tooFewAssignees(plan) !== undefined)) return 0
  const beside = Math.sqrt(varianceAt(baseline) / control)
  const from = thresholds
    .map((one) => lowest(one, question, treatment, test.oneSided))
    .reduce<number>((most, one) => (one === undefined ? most : Math.max(most, sign * one)), Number.NEGATIVE_INFINITY)
  const start =
    spread > 0 ? Math.max(-widest, (from - sign * primary) / spread) : from > sign * primary ? widest : -widest
  if (start >= widest) return 0
  if (!compares && (needed === undefined || control < 1)) return normalCdf(-start)
  let chance = 0
  for (const weight of weights) {
    const z = start + weight * (widest - start)
    const outcome = primary + sign * z * spread
    const inside = question.sd === undefined ? Math.min(1, Math.max(0, outcome)) : outcome
    const shown = compares ? test.twoSided * Math.sqrt(varianceAt(inside) * (1 / treatment + 1 / control)) : 0
    const room = sign * (outcome - baseline) - Math.max(shown, compares ? 0 : -Infinity, needed ?? -Infinity)
    chance += Math.exp((-z * z) / 2) * (beside > 0 ? normalCdf(room / beside) : room > 0 ? 1 : 0)
  }
  return Math.min(1, (chance * (widest - start)) / parts / Math.sqrt(2 * Math.PI))
}

const knownLimits = new Map<string, number | undefined>()

const limitChance = (rate: number, trials: number, limit: number): number | undefined => {
  const key = `${rate} ${Math.floor(trials + 1e-9)} ${limit}`
  if (!knownLimits.has(key)) knownLimits.set(key, chanceOfLimit(rate, trials, limit))
  return knownLimits.get(key)
}

/** Whether it is known how a metric varies: of a limit on a mean, its standard deviation has to be declared. */
export const varies = ({ kind, metric, limit, sd }: Question): boolean =>
  kind !== 'limit' ||
  sd !== undefined ||
  (limit !== undefined && 'quantity' in limit && shareOfLimit(metric, limit.quantity, false) !== undefined)

/** A limit on a mean is judged by its value alone; undefined without a standard deviation. */
const ofMeanLimit = (question: Question, stated: Level, trials: number, isHarmed: boolean): number | undefined => {
  const { sd, limit } = question
  const bar = levelIn(stated.quantity, question)
  const own = limit && 'quantity' in limit ? limit.quantity.value : bar
  if (sd === undefined || trials < 1) return sd === undefined ? undefined : 0
  const more = moreIsBetter(stated)
  const level = own * (more === isHarmed ? 0.5 : 2)
  return normalCdf(((more ? level - bar : bar - level) * Math.sqrt(trials)) / sd)
}

const ofGuardrail = (
  pilot: Pilot,
  plan: StagePlan,
  question: Question,
  isHarmed: boolean,
  stated: Level | undefined,
): number | undefined => {
  const { treatment, control } = armsOf(plan, question).independent
  if (stated === undefined && question.kind === 'margin') {
    const { margin = 0, base, sd } = question
    if (Math.min(treatment, control) < plan.test.bar.fewest_per_arm) return 0
    if (tooFewAssignees(plan) !== undefined) return 0
    const worse = isHarmed ? 2 * margin : 0
    const moved = (base ?? 0) + (question.better === 'more' ? -worse : worse)
    const varianceAt = (level: number) =>
      base === undefined ? (sd ?? 0) ** 2 : Math.max(0, Math.min(1, level)) * (1 - Math.max(0, Math.min(1, level)))
    const error = Math.sqrt(varianceAt(moved) / treatment + varianceAt(base ?? 0) / control)
    return error > 0 ? normalCdf((margin - worse) / error - plan.test.oneSided) : worse > margin ? 0 : 1
  }
  const limit = stated ?? question.limit
  if (limit === undefined || !('quantity' in limit)) return undefined
  const share = shareOfLimit(question.metric, limit.quantity, moreIsBetter(limit))
  if (share === undefined) return ofMeanLimit(question, limit, treatment, isHarmed)
  if (treatment < 1) return 0
  const own = question.limit && 'quantity' in question.limit ? question.limit : limit
  const allowed = shareOfLimit(question.metric, own.quantity, moreIsBetter(own)) ?? share
  return limitChance(
    isHarmed ? Math.min(1, 2 * allowed) : healthyShare(pilot, question.metric, share),
    treatment,
    share,
  )
}

/**
 * The chance that a system passes the exit of a stage, fast enough for every lint: `chanceOf` is exact. With `needed`, its
 * measured lift has to be that large as well. Undefined where no condition can be computed; conditions on metrics
 * of which the plan says nothing count as met.
 */
export const quickChance = (
  pilot: Pilot,
  plan: StagePlan,
  { primary, harmed }: TrueLevels,
  needed?: number,
): number | undefined => {
  const { success, rollout } = pilot
  const exits = readable(rollout?.[plan.stage]?.exit)
  const own = exits.flatMap((exit) => ('metric' in exit && exit.metric === success?.metric ? [exit.threshold] : []))
  const chances = new Map<string, number>()
  if (plan.lift && (own.length > 0 || (needed !== undefined && plan.shape.control > 0)))
    chances.set('', ofPrimary(plan, plan.lift, own, primary, needed))
  for (const exit of exits) {
    if ('metric' in exit && exit.metric === success?.metric) continue
    for (const question of plan.guardrails) {
      if ('metric' in exit && question.metric !== exit.metric) continue
      const stated = 'metric' in exit && 'quantity' in exit.threshold ? exit.threshold : undefined
      if ('metric' in exit && stated === undefined) continue
      const chance = ofGuardrail(pilot, plan, question, harmed === question.metric, stated)
      if (chance !== undefined) chances.set(question.metric, Math.min(chance, chances.get(question.metric) ?? 1))
    }
  }
  return chances.size === 0 ? undefined : [...chances.values()].reduce((product, chance) => product * chance, 1)
}
