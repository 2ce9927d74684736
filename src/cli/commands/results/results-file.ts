import type { ArmCount, CountedRows, PhaseCount } from '../../../evidence/rows/count.ts'
import type { Sums } from '../../../evidence/rows/sums.ts'
import { validate } from '../../../model/generated/results-validator.js'
import { type IsoDate, measure, printQuantity, type Quantity } from '../../../values/index.ts'
import type { Differences } from './differences.ts'
import type { AskedMetric, RowPlan } from './row-plan.ts'
import type { ResultsSource } from './source.ts'

/** What the counts do not say. */
export type ResultsHead = {
  readonly model: string
  readonly looks: number
  readonly by: string
  readonly source: ResultsSource | undefined
}

/** An amount with its unit; a bare number, which is in the unit of the metric, where that would lose digits. */
const amount = (value: number, unit: Quantity | undefined): number | string => {
  const number = Number(value.toPrecision(10))
  const text = unit === undefined ? '' : printQuantity({ ...unit, value: number })
  const parsed = measure.parse(text)
  return parsed.ok && Math.abs(parsed.value.value - number) <= 1e-8 * Math.abs(number) ? text : number
}

/** The counts of a metric as the results file holds them; undefined where nothing was observed. */
const observedOf = ({ kind, quantity }: AskedMetric, sums: Sums, to: IsoDate | undefined) => {
  const { total, sum, mean, sd, observed, clusterSd } = sums
  if (total === 0) return undefined
  const form =
    kind === 'proportion'
      ? { good: sum, total }
      : kind === 'percentile'
        ? { above: sum, limit: quantity && printQuantity(quantity), total }
        : { mean: amount(mean, quantity), sd: amount(sd, quantity), n: total }
  return {
    ...form,
    ...(observed !== undefined && { observed }),
    ...(observed !== undefined &&
      clusterSd !== undefined &&
      total > observed && { cluster_sd: Number(clusterSd.toPrecision(6)) }),
    ...(to !== undefined && { to }),
  }
}

type Part = { readonly arms: PhaseCount['arms']; readonly untils: readonly (IsoDate | undefined)[] }

const armsOf = ({ metrics }: RowPlan, { arms, untils }: Part) => {
  const armOf = (arm: ArmCount) =>
    Object.fromEntries([
      ['assigned', arm.assigned],
      ...metrics.flatMap((metric, at) => {
        const sums = arm.metrics[at]
        const found = sums && observedOf(metric, sums, untils[at])
        return found === undefined ? [] : [[metric.name, found] as const]
      }),
    ])
  const [treatment, control] = arms
  return { treatment: armOf(treatment), ...(control.assigned > 0 && { control: armOf(control) }) }
}

/** A difference of proportions is in percentage points. */
const points: Quantity = { value: 1, unit: 'points' }

const reportedIn = ({ metrics }: RowPlan, found: Differences[number] = new Map()) => {
  const entries = [...found].flatMap(([at, { difference, se, source }]) => {
    const metric = metrics[at]
    if (metric === undefined) return []
    const unit = metric.kind === 'proportion' ? points : metric.quantity
    return [[metric.name, { difference: amount(difference, unit), se: amount(se, unit), ...(source && { source }) }]]
  })
  return entries.length > 0 && { differences: Object.fromEntries(entries) }
}

/** What results state: counts, and the differences that a platform reports beside them. */
export type Stated = { readonly counted: CountedRows; readonly differences: Differences }

/** The results file of a stage: a phase for each step in which somebody arrived. */
export const resultsFile = (plan: RowPlan, { counted, differences }: Stated, head: ResultsHead): object => {
  const { counting, segments, shares, stage } = plan
  const phases = counting.phases.flatMap(({ from, to, until }, at) => {
    const phase = counted.phases[at]
    if (phase === undefined || phase.rows === 0) return []
    const untils = until.map((day) => (day === to ? undefined : day))
    const share = shares[at]
    const own = segments.flatMap((name, segment) => {
      const levels = phase.segments[segment]
      const known = [...(levels?.keys() ?? [])].some((level) => level !== 'unknown')
      if (levels === undefined || !known) return []
      return [[name, Object.fromEntries([...levels].map(([level, arms]) => [level, armsOf(plan, { arms, untils })]))]]
    })
    return [
      {
        from,
        to,
        ...(share !== undefined && { traffic: `${share}%` }),
        arms: armsOf(plan, { arms: phase.arms, untils }),
        ...reportedIn(plan, differences[at]),
        ...(own.length > 0 && { segments: Object.fromEntries(own) }),
      },
    ]
  })
  const { source, ...rest } = head
  const file = { stage, ...rest, ...(source && { source }), phases }
  if (!validate(file)) throw new Error(`the file does not have its own schema: ${JSON.stringify(validate.errors?.[0])}`)
  return file
}
