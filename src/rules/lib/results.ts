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

export type Planned = NonNullable<Rollout['limited']> & {
  readonly steps?: NonNullable<Rollout['progressive']>['steps']
}

/** A completed stage with its plan and its results. */
export type Past = {
  readonly stage: ExposedStage
  readonly planned: Planned
  readonly fact: Fact<StageResults> | undefined
}

/** The planned stages before `stage`, by default the checked one. */
export const past = ({ pilot: { rollout }, facts, gate }: Context, stage: Stage = gate): Past[] =>
  before(stage).flatMap((stage) => {
    const planned: Planned | undefined = rollout?.[stage]
    return planned === undefined ? [] : [{ stage, planned, fact: facts.results[stage] }]
  })

const before = (reached: Stage): ExposedStage[] =>
  exposedStages.filter((stage) => stage !== reached && reaches(reached, stage))

/** The approver of an expert review instead of statistics, if it has a reason. */
export const reviewer = ({ prove }: Planned): string | undefined =>
  prove?.by === 'expert_review' && prove.why !== undefined ? prove.approver : undefined

export type Measure = {
  /** The normal quantile of a one-sided bound, corrected for looks. */
  readonly one: number
  /** The same for a two-sided interval. */
  readonly two: number
  /** The design effect: units of one assignee are correlated. */
  readonly effect: number
  /** The fewest observations that are judged. */
  readonly least: number
  readonly looks: number
}

export const measureOf = ({ rollout }: Pilot, looks: number, alpha: number, least: number): Measure | undefined => {
  const one = criticalValue(2 * alpha, looks)
  const two = criticalValue(alpha, looks)
  const effect = designEffect(rollout?.units_per_assignee ?? 1, rollout?.intra_class_correlation)
  if (one === undefined || two === undefined || effect === undefined) return undefined
  return { one, two, effect, least, looks }
}

export const tailOf = (critical: number): number => normalCdf(-critical)

/** The effective number of observations. */
export const worth = (observed: Observed, { effect }: Measure): number =>
  (observed.kind === 'proportion' ? observed.total : observed.n) / effect

export const counted = ({ good, total }: { good: number; total: number }, { effect }: Measure) => ({
  good: good / effect,
  total: total / effect,
})

export const measured = (mean: { mean: number; sd: number; n: number }, { effect }: Measure) => ({
  ...mean,
  n: mean.n / effect,
})

export const observedIn = (arm: Arm | undefined, metric: string): Observed | undefined =>
  arm?.metrics.get(metric) ?? [...(arm?.metrics ?? [])].find(([name]) => metricKey(name) === metricKey(metric))?.[1]

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

/** A bound is rounded away from its claim, so that it never claims more than was shown. */
export const roundedBound = (value: number, digits: number, toward: Toward): string => {
  if (toward === 'nearest') return rounded(value, digits)
  const scaled = Number(`${value.toPrecision(12)}`) * 10 ** digits
  const whole = toward === 'down' ? Math.floor(scaled + 1e-9) : Math.ceil(scaled - 1e-9)
  return String(Number((whole / 10 ** digits).toFixed(digits)))
}

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/** Two numbers with as few decimals as distinguish them: 34.97% must not print as the 35% that it misses. */
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

export const inUnit =
  (unit: string | undefined) =>
  (text: string): string =>
    unit === undefined ? text : printQuantity({ value: Number(text), unit })

/** `262 of 700`, `a mean of 4.19 points over 3120`, `3.1s over 21000`. */
export const seen = (observed: Observed, unit: string | undefined): string => {
  if (observed.kind === 'proportion') return `${observed.good} of ${observed.total}`
  if (observed.kind === 'level') return `${printQuantity(observed.value)} over ${observed.n}`
  return `a mean of ${inUnit(unit)(rounded(observed.mean, 4))} over ${observed.n}`
}

export type Shortfall = {
  /** For example `262 of 700 shows at least 34.5%, not 35%`. */
  readonly says: string
  readonly help: string
  readonly working: readonly string[]
  /** Whether the result is inconclusive, so that an expert review may decide. */
  readonly open: boolean
}

export const shortfall = (says: string, help: string): Shortfall => ({ says, help, working: [], open: false })

export const workingOfEffect = ({ effect }: Measure): string[] =>
  effect === 1 ? [] : [`design effect = ${Number(effect.toFixed(4))}; n is divided by it`]

export const tooFew = (observed: Observed, unit: string | undefined, measure: Measure): Shortfall | undefined => {
  const counts = worth(observed, measure)
  if (counts >= measure.least) return undefined
  const kind = measure.effect === 1 ? '' : 'independent '
  return {
    says: `${seen(observed, unit)} has ${Number(counts.toFixed(1))} ${kind}observations, fewer than ${measure.least}`,
    help: `run the stage until there are at least ${measure.least}`,
    working: workingOfEffect(measure),
    open: true,
  }
}

/** Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments. */
export const mismatchLevel = 0.001

type Split = { readonly treatment: number; readonly control: number }

const lastStep = ({ start, steps }: Planned): IsoDate | undefined => {
  const before = readable(steps).slice(0, -1)
  const passed = before.reduce((sum, { time }) => sum + (time ? days(time) : Number.NaN), 0)
  return start === undefined || Number.isNaN(passed) ? undefined : addDays(start, passed)
}

/**
 * The planned shares while the results were collected; undefined if unknown, or if the results pool steps with
 * different shares, because assignments carry over.
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

export const mismatchOf = (planned: Planned, results: StageResults, level: number): Mismatch | undefined => {
  const split = plannedSplit(planned, results)
  const assigned = [results.treatment.assigned, results.control?.assigned] as const
  const [treatment, control] = assigned
  if (split === undefined || treatment === undefined || control === undefined) return undefined
  const ratio = sampleRatio([treatment, control], [split.treatment, split.control])
  return ratio === undefined || ratio.p >= level ? undefined : { ...split, ...ratio, assigned: [treatment, control] }
}
