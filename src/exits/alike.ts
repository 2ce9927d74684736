import type { StageResults } from '../evidence/results/stage-results.ts'
import { inUnitOf } from '../finance/lift.ts'
import type { Pilot } from '../model/pilot.ts'
import { compare, meets, printQuantity, type Quantity } from '../values/index.ts'
import { type Level, printThreshold } from '../values/threshold.ts'
import { levelOf, shareAbove } from './levels.ts'
import { type Metric, pairsOf, platformOf, type Sample, sampleOf } from './samples.ts'

const isLikeLevel = (sample: Sample, level: Level, metric: Metric): boolean =>
  sample.kind === 'percentile'
    ? // Fewer are above 4s than above 3s.
      shareAbove(metric) !== undefined && (compare(sample.limit, level.quantity) ?? 1) <= 0
    : meets(level, levelOf(sample, metric.unit ?? { ...level.quantity, value: 1 })) !== undefined

const isLikeMargin = (sample: Sample, { unit, per }: Quantity, metric: Metric): boolean =>
  sample.kind === 'proportion'
    ? unit === '%' || unit === 'points'
    : metric.unit === undefined ||
      inUnitOf({ value: 1, unit, ...(per !== undefined && { per }) }, metric.unit) !== undefined

/** What the results of a metric say nothing of in their form or unit: its limit, its margin or the control group. */
export const unlikeIn = (pilot: Pilot, results: StageResults, metric: Metric): string | undefined => {
  const item = metric.guardrail?.item
  const level = metric.primary ? pilot.success?.target : item?.limit
  const margin = item?.max_drop ?? item?.max_rise
  const sample = sampleOf(pilot, results, 'treatment', metric)
  if (sample === undefined) return 'the values in pilot.yaml'
  if (level !== undefined && 'quantity' in level && !isLikeLevel(sample, level, metric)) return printThreshold(level)
  if ((margin === undefined && !metric.primary) || platformOf(results, metric) !== undefined) return undefined
  const pairs = pairsOf(pilot, results, metric)
  if (pairs.some(({ treatment, control }) => treatment.kind !== control.kind || treatment.kind === 'percentile'))
    return 'the control group'
  return margin !== undefined && !isLikeMargin(sample, margin, metric) ? printQuantity(margin) : undefined
}
