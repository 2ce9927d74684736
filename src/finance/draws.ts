import type { DrawnLift, Loss, Plan } from '../model/plan.ts'
import { exposedStages } from '../model/stage.ts'
import { normalQuantile } from '../stats/distributions.ts'
import { distributionOf } from '../stats/ranges.ts'
import { isShare } from '../values/index.ts'
import { isTimeUnit } from '../values/unit.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { decimal } from './amounts.ts'
import type { Inputs } from './inputs.ts'
import { inUnitOf, liftOf as plannedLift } from './lift.ts'
import { type Ranged, rangesIn } from './ranges.ts'
import { returnsAt, withLift } from './returns.ts'
import { movedBy, scaled } from './scaled.ts'
import { unitCost } from './unit-cost.ts'

const count = 10_000

/** Ranges times parts of the cost: with more, the draws would take many seconds. */
const maxParts = 3000

/** The distribution of a range in the unit of the file; undefined where none fits. */
export const fitOf = ({ range: [low, high], ...unit }: Ranged['quantity']) => {
  const share = isShare(unit)
  const scale = share ? 100 : 1
  const fit = distributionOf(low / scale, high / scale, share)
  return (
    fit && {
      mean: fit.mean * scale,
      quantiles: (ps: readonly number[]) => fit.quantiles(ps).map((value) => value * scale),
    }
  )
}

/** A share of reviews that a later stage replaces: only full rollout is drawn. */
const isEarlier = (path: Path, { pilot }: Plan): boolean => {
  const { reviewed } = pilot.cost?.oversight ?? {}
  const last = exposedStages.findLast((stage) => reviewed?.[stage] !== undefined)
  return path[2] === 'reviewed' && path[3] !== last
}

/** Ranges that move together: prices of one provider, and all wages. */
const groupOf = ({ path, quantity }: Ranged, { metered }: Plan): string => {
  const tiers = path.indexOf('tiers')
  const place = dotted(path.slice(0, tiers === -1 ? -1 : tiers))
  const priced = metered.find(({ pricePath }) => dotted(pricePath) === place)
  if (priced) return priced.provider === undefined ? 'prices' : `prices of ${priced.provider}`
  return quantity.per === 'h' && !isTimeUnit(quantity.unit) ? 'wages' : dotted(path)
}

/** A stream of numbers from 0 to 1 that its key decides. Source: FNV-1a; mulberry32. */
const streamOf = (key: string): (() => number) => {
  let state = 0x811c9dc5
  for (const sign of key) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const shuffled = (key: string): number[] => {
  const next = streamOf(key)
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1))
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

/** One probability in each of ten thousand equal parts. Source: McKay, Beckman and Conover (1979). */
const strata = (key: string): number[] => {
  const next = streamOf(`${key} within`)
  return Array.from({ length: count }, (_, index) => (index + Math.max(next(), 1e-9)) / count)
}

type Change = (inputs: Inputs, value: number) => Inputs

type Drawn = {
  readonly group: string
  readonly mean: number
  readonly quantiles: (ps: readonly number[]) => number[]
  readonly change: Change
}

/** The lift over the baseline that is drawn: as it was measured, or of the range that is expected. */
const liftOf = ({ pilot, unfit }: Plan, measured: DrawnLift | undefined): Omit<Drawn, 'change'> | undefined => {
  if (measured) {
    const { gain, error } = measured
    const quantiles = (ps: readonly number[]) => ps.map((p) => gain + error * (normalQuantile(p) ?? 0))
    return { group: 'lift', mean: gain, quantiles }
  }
  const { expected, baseline } = pilot.success ?? {}
  if (expected?.range === undefined || baseline?.value === undefined) return undefined
  const { range } = expected
  const fit = unfit.some((path) => path[1] === 'expected') ? undefined : fitOf({ ...expected, range })
  const factor = inUnitOf({ ...expected, value: isShare(expected) ? 0.01 : 1 }, baseline.value)?.toNumber()
  const lift = plannedLift(pilot)
  if (fit === undefined || factor === undefined || lift === undefined) return undefined
  const gainOf = (level: number) => (lift.more ? 1 : -1) * (level * factor - lift.baseline.toNumber())
  return { group: 'lift', mean: gainOf(fit.mean), quantiles: (ps) => fit.quantiles(ps).map(gainOf) }
}

const drawnOf = (plan: Plan, inputs: Inputs, measured: DrawnLift | undefined): Drawn[] => {
  const unfit = new Set(plan.unfit.map(dotted))
  const ranges = rangesIn(plan.pilot).flatMap((one): Drawn[] => {
    if (one.path[0] !== 'cost') return []
    const fit = unfit.has(dotted(one.path)) ? undefined : fitOf(one.quantity)
    // Measured errors replace the planned rate.
    if (fit === undefined || (measured && dotted(one.path) === 'cost.errors.rate') || isEarlier(one.path, plan))
      return []
    const scale = one.path[1] === 'rates' ? movedBy(plan, one.path[2]) : scaled
    const change: Change = (before, value) =>
      scale(before, plan, one.path, decimal(Number((value / fit.mean).toPrecision(6))))
    return [{ group: groupOf(one, plan), ...fit, change }]
  })
  const lift = inputs.gain && liftOf(plan, measured)
  const change: Change = (before, value) => withLift(before, decimal(Number(value.toPrecision(6))))
  return lift ? [...ranges, { ...lift, change }] : ranges
}

/** The median, and the 5th and 95th percentile. */
export type Spread = { readonly median: number; readonly low: number; readonly high: number }

const spreadOf = (values: readonly number[]): Spread => {
  const sorted = Float64Array.from(values).toSorted()
  const of = (p: number) => sorted[Math.min(count - 1, Math.floor(p * count))] ?? Number.NaN
  return { median: of(0.5), low: of(0.05), high: of(0.95) }
}

export type Draws = {
  readonly unit: Spread
  /** Undefined without a value. */
  readonly month: Spread | undefined
  /** The share of the draws in which full rollout loses money. */
  readonly loss: number | undefined
  /** The month at the 5th and 95th percentile of one group, the others at their means; the widest first. */
  readonly tornado: readonly { readonly name: string; readonly low: number; readonly high: number }[]
}

type Figures = { readonly unit: number; readonly month: number }

/** With more ranges, the corners below are more than the draws are worth. */
const maxCorners = 10

/** Whether every share that succeeds lies between 0 and 1: beyond, the cost is no straight line of the lift. */
const staysInside = (drawn: readonly Drawn[], { lift }: Inputs): boolean =>
  lift?.kind !== 'proportion' ||
  drawn
    .filter(({ group }) => group === 'lift')
    .every(({ quantiles }) =>
      quantiles([1 / count / 10, 1 - 1 / count / 10]).every((gain) => {
        const target = lift.baseline.toNumber() + (lift.more ? gain : -gain)
        return target >= 0 && target <= 1
      }),
    )

/**
 * Every figure is a straight line of each range while the others stay, because no amount is multiplied with itself:
 * what it is where each range is at its mean or twice that decides what it is anywhere.
 */
const interpolated = (
  drawn: readonly Drawn[],
  figures: (values: readonly number[]) => Figures,
): ((values: readonly number[]) => Figures) => {
  const steps = drawn.map(({ mean }) => mean || 1)
  const size = 2 ** drawn.length
  const corners = Array.from({ length: size }, (_, corner) =>
    figures(drawn.map(({ mean }, at) => mean + ((corner >> at) & 1) * (steps[at] ?? 1))),
  )
  const slopes = (['unit', 'month'] as const).map((name) => {
    const values = Float64Array.from(corners, (one) => one[name])
    for (let bit = 1; bit < size; bit *= 2)
      for (let corner = 0; corner < size; corner += 1)
        if (corner & bit) values[corner] = (values[corner] ?? 0) - (values[corner ^ bit] ?? 0)
    return values
  })
  const room = new Float64Array(size)
  const at = (values: Float64Array, moved: readonly number[]): number => {
    room.set(values)
    let half = size
    for (let index = moved.length - 1; index >= 0; index -= 1) {
      half /= 2
      for (let corner = 0; corner < half; corner += 1)
        room[corner] = (room[corner] ?? 0) + (moved[index] ?? 0) * (room[corner + half] ?? 0)
    }
    return room[0] ?? Number.NaN
  }
  return (values) => {
    const moved = values.map((value, index) => (value - (drawn[index]?.mean ?? 0)) / (steps[index] ?? 1))
    const [unit = Number.NaN, month = Number.NaN] = slopes.map((slope) => at(slope, moved))
    return { unit, month }
  }
}

/**
 * Ten thousand plans with the ranges drawn, and the lift as it was measured or as a range expects it; undefined if there is
 * nothing to draw.
 */
export const drawsOf = (plan: Plan, planned: Inputs, lift?: DrawnLift): Draws | undefined => {
  const drawn = drawnOf(plan, planned, lift)
  // Where one range moves alone, the lift is at its mean like the others, and not at the target.
  const inputs = drawn
    .filter(({ group }) => group === 'lift')
    .reduce((rest, { change, mean }) => change(rest, mean), planned)
  const parts = inputs.usages.length + inputs.perUnit.length + inputs.fixed.length
  if (drawn.length === 0 || drawn.length * parts > maxParts) return undefined
  const groups = [...new Set(drawn.map(({ group }) => group))]
  const orders = new Map(groups.map((group) => [group, { order: shuffled(group), ps: strata(group) }]))
  const columns = drawn.map(({ group, quantiles, change }) => {
    const { order = [], ps = [] } = orders.get(group) ?? {}
    const values = quantiles(ps)
    return { change, at: (row: number) => values[order[row] ?? 0] ?? Number.NaN }
  })
  const monthOf = (changed: Inputs) => returnsAt(changed)?.perMonth.toNumber()
  const figures = (values: readonly number[]): Figures => {
    const changed = drawn.reduce((before, { change }, at) => change(before, values[at] ?? Number.NaN), inputs)
    const { variable, fixedPerMonth, volume } = unitCost(changed, changed.volume)
    return {
      unit: variable.toNumber() + fixedPerMonth.toNumber() / volume.toNumber(),
      month: monthOf(changed) ?? Number.NaN,
    }
  }
  const valuesIn = (row: number) => columns.map(({ at: valueAt }) => valueAt(row))
  const quick =
    drawn.length <= maxCorners && inputs.minimum.eq(0) && staysInside(drawn, inputs)
      ? interpolated(drawn, figures)
      : figures
  const rows = Array.from({ length: count }, (_, row) => quick(valuesIn(row)))
  const months = inputs.gain ? rows.map(({ month }) => month) : []
  const tornado = groups.map((name) => {
    const [low = 0, high = 0] = [0.05, 0.95].map((p) =>
      monthOf(
        drawn
          .filter(({ group }) => group === name)
          .reduce((before, { quantiles, change, mean }) => change(before, quantiles([p])[0] ?? mean), inputs),
      ),
    )
    return { name, low, high }
  })
  return {
    unit: spreadOf(rows.map(({ unit }) => unit)),
    month: months.length === count ? spreadOf(months) : undefined,
    loss: months.length === count ? months.filter((month) => month < 0).length / count : undefined,
    tornado:
      months.length === count ? tornado.toSorted((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low)) : [],
  }
}

/** How often the draws lose money; undefined without a value. */
export const lossOf = (plan: Plan, inputs: Inputs, lift?: DrawnLift): Loss | undefined => {
  const { loss, tornado } = drawsOf(plan, inputs, lift) ?? {}
  return loss === undefined ? undefined : { chance: loss, decides: tornado?.[0]?.name ?? 'lift' }
}
