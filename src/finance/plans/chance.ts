import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { normalCdf, normalQuantile } from '../../stats/distributions.ts'
import { newcombeInterval, wilsonInterval } from '../../stats/intervals.ts'
import { chanceOfLimit } from '../../stats/limits.ts'
import { crossing } from '../../stats/numeric.ts'
import type { ArmNumbers } from '../../stats/power.ts'
import { chanceOfAtMost } from '../../stats/score.ts'
import type { OfMetric } from '../../values/condition.ts'
import { moreIsBetter, type Threshold } from '../../values/index.ts'
import { inUnitOf, levelIn } from '../lift.ts'
import { healthyShare, type Question, shareOfLimit } from './questions.ts'
import { answer, type StagePlan, tooFewAssignees } from './stage-plan.ts'

export type MetricChance = { readonly metric: string; readonly chance: number }

/** The chance of passing the whole exit if the primary metric stands at `value`. */
export type JointChance = {
  readonly at: 'expected' | 'target'
  readonly value: number
  readonly chance: number
  readonly parts: readonly MetricChance[]
}

export type ExitChance = {
  readonly chances: readonly JointChance[]
  /** Where the chance reaches 0.8, in the unit of the primary metric. */
  readonly enoughAt: number | undefined
  /** The guardrail metric that alone stays below 0.8. */
  readonly never: MetricChance | undefined
  /** Metrics of the exit of which the plan says nothing. */
  readonly open: readonly string[]
}

const wanted = 0.8

/** Outcomes this many standard deviations away are left out. */
const widest = 7

const better = ({ better: way }: Question): 1 | -1 => (way === 'more' ? 1 : -1)

/** The largest control, or for less the smallest, beside which the treatment is shown to be better. */
const shownBeside = (
  strata: readonly ArmNumbers[],
  question: Question,
  critical: number,
): ((rate: number) => number) => {
  const sign = better(question)
  const isShown = (rate: number, control: number): boolean => {
    const found = newcombeInterval(
      strata.map((arms) => ({
        treatment: { good: rate * arms.treatment, total: arms.treatment },
        control: { good: control * arms.control, total: arms.control },
      })),
      critical,
    )
    return found !== undefined && (sign > 0 ? found.lower > 0 : found.upper < 0)
  }
  const exact = (rate: number): number =>
    sign > 0 ? -crossing((x) => isShown(rate, -x), -rate, 0) : crossing((x) => isShown(rate, x), rate, 1)
  const steps = 200
  const known = new Map<number, number>()
  const at = (step: number): number => {
    const value = known.get(step) ?? exact(step / steps)
    known.set(step, value)
    return value
  }
  // It hardly bends between two of so many rates.
  return (rate) => {
    const low = Math.min(steps - 1, Math.floor(rate * steps))
    const part = rate * steps - low
    return at(low) * (1 - part) + at(low + 1) * part
  }
}

/** What the exit asks of the treatment alone, for an outcome. */
const isMet =
  (threshold: Threshold, question: Question, arms: ArmNumbers, plan: StagePlan) =>
  (outcome: number): boolean => {
    const baseline = question.lift?.from ?? 0
    const more = moreIsBetter(threshold)
    if ('quantity' in threshold) {
      const level = levelIn(threshold.quantity, question)
      const slack = 1e-9 * Math.abs(level)
      return more ? outcome >= level - slack : outcome <= level + slack
    }
    const { oneSided } = plan.test
    if (question.sd !== undefined) {
      const bound = (oneSided * question.sd) / Math.sqrt(arms.treatment)
      return more ? outcome - bound >= baseline : outcome + bound <= baseline
    }
    const found = wilsonInterval(outcome * arms.treatment, arms.treatment, oneSided)
    return found !== undefined && (more ? found.lower >= baseline : found.upper <= baseline)
  }

/** Every outcome of the treatment with its probability. */
function* outcomes(value: number, { treatment }: ArmNumbers, sd: number | undefined) {
  if (sd !== undefined) {
    const nodes = 400
    const spread = sd / Math.sqrt(treatment)
    for (let node = 0; node < nodes; node += 1) {
      const [from, to] = [node, node + 1].map((edge) => ((2 * edge) / nodes - 1) * widest) as [number, number]
      yield { outcome: value + ((from + to) / 2) * spread, mass: normalCdf(to) - normalCdf(from) }
    }
    return
  }
  const total = Math.floor(treatment + 1e-9)
  const spread = widest * Math.sqrt(total * value * (1 - value)) + widest
  const [first, last] = [Math.max(0, Math.floor(total * value - spread)), Math.min(total, total * value + spread)]
  const step = Math.max(1, Math.ceil((last - first) / 4000))
  let before = first === 0 ? 0 : (chanceOfAtMost(first - 1, total, value) ?? 0)
  for (let count = first; count <= last; count += step) {
    const upTo = chanceOfAtMost(count + step - 1, total, value) ?? 1
    yield { outcome: Math.min(1, (count + (step - 1) / 2) / total), mass: upTo - before }
    before = upTo
  }
}

/** The chance that all conditions on the primary metric hold, by its true value. */
const ofPrimary = (
  plan: StagePlan,
  question: Question,
  conditions: readonly OfMetric[],
): ((value: number) => number) | undefined => {
  const { strata, independent } = answer(plan, question)
  const alone = { treatment: strata.reduce((sum, one) => sum + one.treatment, 0), control: independent.control }
  const { bar } = plan.test
  // Several looks end the stage more often than the last alone: as much as a lower bar would.
  const [ever, last] = [plan.test, { ...plan.test, looks: 1 }].map((test) => question.ask(independent, test).power)
  const gained = (normalQuantile(ever ?? 0) ?? 0) - (normalQuantile(last ?? 0) ?? 0)
  const twoSided = plan.test.twoSided - (Number.isFinite(gained) && ever !== last ? gained : 0)
  if (alone.treatment < bar.fewest_per_arm) return () => 0
  const ofTreatment = conditions.filter(
    ({ threshold }) => !('reference' in threshold && threshold.reference === 'control'),
  )
  const compares = ofTreatment.length < conditions.length
  const isFew = alone.control < bar.fewest_per_arm || tooFewAssignees(plan) !== undefined
  if (compares && isFew) return () => 0
  const tests = ofTreatment.map(({ threshold }) => isMet(threshold, question, alone, plan))
  const baseline = question.lift?.from ?? 0
  const sign = better(question)
  const spread = (question.sd ?? Math.sqrt(baseline * (1 - baseline))) / Math.sqrt(independent.control)
  const seen = strata.filter(({ treatment }) => treatment > 0)
  const beside =
    question.sd === undefined
      ? shownBeside(seen, question, twoSided)
      : (mean: number) =>
          mean - sign * twoSided * (question.sd ?? 0) * Math.sqrt(1 / alone.treatment + 1 / alone.control)
  return (value) => {
    let chance = 0
    for (const { outcome, mass } of outcomes(value, alone, question.sd)) {
      if (mass <= 0 || !tests.every((test) => test(outcome))) continue
      chance += mass * (compares ? normalCdf((sign * (beside(outcome) - baseline)) / spread) : 1)
    }
    return Math.min(1, chance)
  }
}

const ofGuardrail = (pilot: Pilot, plan: StagePlan, question: Question, stated?: Threshold): number | undefined => {
  const found = answer(plan, question)
  if (stated === undefined && question.kind === 'margin') return found.power
  const limit = stated && 'quantity' in stated ? stated : question.limit
  if (limit === undefined || !('quantity' in limit)) return undefined
  const share = shareOfLimit(question.metric, limit.quantity, moreIsBetter(limit))
  if (share === undefined) return undefined
  const { treatment } = found.independent
  return treatment < 1 ? 0 : chanceOfLimit(healthyShare(pilot, question.metric, share), treatment, share)
}

type Asked = {
  readonly question: Question | undefined
  readonly metric: string
  readonly stated: Threshold | undefined
}

/** The chance that a pilot as promised passes the whole exit of the stage; undefined without a computable exit. */
export const chanceOf = (pilot: Pilot, plan: StagePlan): ExitChance | undefined => {
  const { success, rollout } = pilot
  const exits = readable(rollout?.[plan.stage]?.exit)
  const own = exits.filter((exit): exit is OfMetric => 'metric' in exit && exit.metric === success?.metric)
  const { lift } = plan
  const primary = own.length > 0 && lift ? ofPrimary(plan, lift, own) : undefined
  const asked = exits.flatMap((exit): Asked[] => {
    if ('guardrail_metrics' in exit)
      return plan.guardrails.map((question) => ({ question, metric: question.metric, stated: undefined }))
    if (exit.metric === success?.metric) return []
    const question = plan.guardrails.find(({ metric }) => metric === exit.metric)
    return [{ question, metric: exit.metric, stated: exit.threshold }]
  })
  const parts = new Map<string, number>()
  const open = new Set(own.length > 0 && primary === undefined ? [success?.metric ?? ''] : [])
  for (const { question, metric, stated } of asked) {
    const chance = question && ofGuardrail(pilot, plan, question, stated)
    if (chance === undefined) open.add(metric)
    // Two conditions on one metric are met by the same outcome: the harder one decides.
    else parts.set(metric, Math.min(chance, parts.get(metric) ?? 1))
  }
  if (primary === undefined && parts.size === 0) return undefined
  const guardrails = [...parts].map(([metric, chance]) => ({ metric, chance }))
  const rest = guardrails.reduce((product, { chance }) => product * chance, 1)
  const expected = success?.expected && success.baseline?.value && inUnitOf(success.expected, success.baseline.value)
  const levels = [
    ...(expected ? [['expected', expected.toNumber() * (lift?.unit === '%' ? 0.01 : 1)] as const] : []),
    ...(lift?.lift ? [['target', lift.lift.to] as const] : []),
  ]
  const chances = levels.map(([at, value]): JointChance => {
    const chance = primary?.(value)
    const all = chance === undefined ? guardrails : [{ metric: success?.metric ?? '', chance }, ...guardrails]
    return { at, value, chance: (chance ?? 1) * rest, parts: all }
  })
  const [worst] = guardrails.toSorted((one, other) => one.chance - other.chance)
  return {
    chances,
    enoughAt: primary && lift?.lift && rest >= wanted ? reaching((value) => primary(value) * rest, lift) : undefined,
    never: worst && worst.chance < wanted ? worst : undefined,
    open: [...open],
  }
}

/** The value of the primary metric from which on the chance is enough; undefined if none is. */
const reaching = (chance: (value: number) => number, { lift, unit }: Question): number | undefined => {
  const { from, to } = lift ?? { from: 0, to: 0 }
  const sign = Math.sign(to - from)
  const end = unit === '%' ? (sign > 0 ? 1 : 0) : to + 3 * (to - from)
  const enough = (distance: number) => chance(from + sign * distance) >= wanted
  const room = Math.abs(end - from) * (1 - 1e-9)
  if (!enough(room)) return undefined
  let [low, high] = [0, room]
  while (high - low > 1e-5 * room) {
    const middle = (low + high) / 2
    if (enough(middle)) high = middle
    else low = middle
  }
  return from + sign * high
}
