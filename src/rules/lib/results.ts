import type { Fact } from '../../evidence/reading/kind.ts'
import type { Arm, Observed, StageResults } from '../../evidence/results/results.ts'
import { metricKey, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import { normalCdf } from '../../stats/distributions.ts'
import { sampleRatio } from '../../stats/intervals.ts'
import { criticalValue } from '../../stats/looks.ts'
import { designEffect } from '../../stats/power.ts'
import { addDays, days, type IsoDate, printQuantity, type Quantity } from '../../values/index.ts'
import { quantityOf } from './metrics.ts'
import type { Context } from './rule.ts'

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

/** By what the results of a stage are judged. */
export type Measure = {
  /** The normal quantile of a one-sided bound, with the looks counted. */
  readonly one: number
  /** That of one end of a two-sided interval. */
  readonly two: number
  /** What n is divided by, because units of one assignee are alike. */
  readonly effect: number
  /** The fewest observations that say anything. */
  readonly least: number
  readonly looks: number
}

export const measureOf = (
  { rollout }: Pilot,
  looks: number,
  alpha: number,
  least: number,
): Measure | undefined => {
  const one = criticalValue(2 * alpha, looks)
  const two = criticalValue(alpha, looks)
  const effect = designEffect(rollout?.units_per_assignee ?? 1, rollout?.intra_class_correlation)
  if (one === undefined || two === undefined || effect === undefined) return undefined
  return { one, two, effect, least, looks }
}

/** The probability above a normal quantile: what Student's quantile is asked for. */
export const tailOf = (critical: number): number => normalCdf(-critical)

/** The observations that count, once those of one assignee are taken for what they are worth. */
export const worth = (observed: Observed, { effect }: Measure): number =>
  (observed.kind === 'proportion' ? observed.total : observed.n) / effect

/** The counts of a proportion, once divided by the design effect. */
export const counted = ({ good, total }: { good: number; total: number }, { effect }: Measure) => ({
  good: good / effect,
  total: total / effect,
})

export const measured = (mean: { mean: number; sd: number; n: number }, { effect }: Measure) => ({
  ...mean,
  n: mean.n / effect,
})

/** What was observed of a metric, whichever way its name is spelt. */
export const observedIn = (arm: Arm | undefined, metric: string): Observed | undefined =>
  arm?.metrics.get(metric) ??
  [...(arm?.metrics ?? [])].find(([name]) => metricKey(name) === metricKey(metric))?.[1]

/** What the pilot says of a metric: where it stood before, and its unit. */
export type Known = { readonly baseline: Quantity | undefined; readonly unit: string | undefined }

export const knownOf = ({ success }: Pilot, metric: string): Known => {
  const isIt = (name: string | undefined) => name !== undefined && metricKey(name) === metricKey(metric)
  if (isIt(success?.metric)) {
    const baseline = success?.baseline?.value
    return { baseline, unit: (baseline ?? quantityOf(success?.target))?.unit }
  }
  const guardrail = success?.guardrail_metrics?.find((one) => isIt(one?.metric))
  const baseline = guardrail?.baseline?.value
  const { limit, max_drop, max_rise } = guardrail ?? {}
  return { baseline, unit: (baseline ?? quantityOf(limit) ?? max_drop ?? max_rise)?.unit }
}

type Toward = 'nearest' | 'down' | 'up'

/** A bound as a text: rounded away from what it claims, so that it never promises more than was proven. */
export const roundedBound = (value: number, digits: number, toward: Toward): string => {
  if (toward === 'nearest') return rounded(value, digits)
  const scaled = Number(`${value.toPrecision(12)}`) * 10 ** digits
  const whole = toward === 'down' ? Math.floor(scaled + 1e-9) : Math.ceil(scaled - 1e-9)
  return String(Number((whole / 10 ** digits).toFixed(digits)))
}

/** A number as a person reads it: at most so many decimals, none that are zero. */
const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/**
 * Two numbers with as few decimals as tell them apart: 34.97% is not to be printed as the 35% that it misses.
 * `print` writes one number with a given number of decimals; the first, where it is a bound, is rounded `toward` one side.
 */
export const apart = (
  one: number,
  other: number,
  print: (text: string) => string,
  toward: Toward = 'nearest',
): readonly [string, string] => {
  for (let digits = toward === 'nearest' ? 1 : 2; digits < 8; digits += 1) {
    const pair = [roundedBound(one, digits, toward), rounded(other, digits)] as const
    if (pair[0] !== pair[1] || one === other) return [print(pair[0]), print(pair[1])]
  }
  return [print(String(one)), print(String(other))]
}

/** How the mean of a metric is written, in its unit where one is known. */
export const inUnit =
  (unit: string | undefined) =>
  (text: string): string =>
    unit === undefined ? text : printQuantity({ value: Number(text), unit })

/** What was seen: `262 of 700`, `a mean of 4.19 points over 3120`, `3.1s over 21000`. */
export const seen = (observed: Observed, unit: string | undefined): string => {
  if (observed.kind === 'proportion') return `${observed.good} of ${observed.total}`
  if (observed.kind === 'level') return `${printQuantity(observed.value)} over ${observed.n}`
  return `a mean of ${inUnit(unit)(rounded(observed.mean, 4))} over ${observed.n}`
}

export type Shortfall = {
  /** A clause in words: `262 of 700 proves at least 34.5%, not 35%`. */
  readonly says: string
  readonly help: string
  readonly working: readonly string[]
  /** Whether an expert review may stand in: more traffic would show it, or would not; what was seen does not refute it. */
  readonly open: boolean
}

/** A shortfall that more traffic would not mend. */
export const shortfall = (says: string, help: string): Shortfall => ({ says, help, working: [], open: false })

export const workingOfEffect = ({ effect }: Measure): string[] =>
  effect === 1 ? [] : [`design effect ${Number(effect.toFixed(4))}: n is divided by it`]

export const tooFew = (
  observed: Observed,
  unit: string | undefined,
  measure: Measure,
): Shortfall | undefined => {
  const counts = worth(observed, measure)
  if (counts >= measure.least) return undefined
  const [for_, kind] = measure.effect === 1 ? ['', ''] : ['it counts for ', 'independent ']
  return {
    says: `${seen(observed, unit)} says nothing yet: ${for_}${Number(counts.toFixed(1))} ${kind}observations, and ${measure.least} are the least`,
    help: 'keep the stage running until there are enough',
    working: workingOfEffect(measure),
    open: true,
  }
}

/** Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments. */
export const mismatchLevel = 0.001

/** Shares of the traffic, in percent. */
type Split = { readonly treatment: number; readonly control: number }

/** The day on which the last step begins, as far as the plan says. */
const lastStep = ({ start, steps }: Planned): IsoDate | undefined => {
  const before = readable(steps).slice(0, -1)
  const passed = before.reduce((sum, { time }) => sum + (time ? days(time) : Number.NaN), 0)
  return start === undefined || Number.isNaN(passed) ? undefined : addDays(start, passed)
}

/**
 * The shares by which units were to be assigned while the results were collected. Undefined where the plan does not
 * say, and where steps with different shares lie behind one count: who was assigned in the first stays for the second.
 */
export const plannedSplit = (planned: Planned, results: StageResults): Split | undefined => {
  const shares = readable(planned.steps).map(({ share }) => share?.value)
  const treatment = shares.length === 0 ? planned.traffic?.value : shares.at(-1)
  const control = planned.control?.value
  if (treatment === undefined || control === undefined || treatment === 0 || control === 0) return undefined
  const begin = lastStep(planned)
  const mixed = new Set(shares).size > 1 && (begin === undefined || results.from < begin)
  return mixed ? undefined : { treatment, control }
}

type Mismatch = Split & {
  readonly assigned: readonly [number, number]
  readonly chiSquare: number
  readonly p: number
}

/** The mismatch between the units assigned to the arms and the planned shares, where chance does not explain it. */
export const mismatchOf = (planned: Planned, results: StageResults, level: number): Mismatch | undefined => {
  const split = plannedSplit(planned, results)
  const assigned = [results.treatment.assigned, results.control?.assigned] as const
  const [treatment, control] = assigned
  if (split === undefined || treatment === undefined || control === undefined) return undefined
  const ratio = sampleRatio([treatment, control], [split.treatment, split.control])
  return ratio === undefined || ratio.p >= level
    ? undefined
    : { ...split, ...ratio, assigned: [treatment, control] }
}
