import { metricOf, observedIn } from '../../exits/samples.ts'
import type { SharesShown } from '../../finance/blast-radius.ts'
import { observedPart } from '../../finance/plans/questions.ts'
import { countedDays } from './counted-days.ts'
import { judgedSoFar, type ResultsContext } from './results.ts'

/**
 * The part of all units that a guardrail metric counts, as the latest results show it: its observations beside those of
 * the primary metric, on the same days.
 */
export const sharesShown =
  (context: ResultsContext): SharesShown =>
  (name) => {
    const { pilot } = context
    const { metric: primaryName } = pilot.success ?? {}
    const [metric, primary] = [metricOf(pilot, name), metricOf(pilot, primaryName ?? '')]
    const { item } = metric.guardrail ?? {}
    if (item === undefined || primaryName === undefined) return undefined
    for (const { stage, value } of judgedSoFar(context).toReversed()) {
      const looked = observedPart({ sampled: item.sampled, response_rate: item.response_rate }, stage)
      const seen = primary.observed(stage)
      if (seen === 0) continue
      const counts = value.phases.flatMap((phase) => {
        const [own, all] = [observedIn(phase.treatment, metric), observedIn(phase.treatment, primary)]
        const days = all && countedDays(pilot, phase, all)
        if (!own || !all || !days) return []
        const units = (all.total / seen / days) * countedDays(pilot, phase, own)
        return [{ units: units * looked, counted: own.total }]
      })
      const units = counts.reduce((sum, one) => sum + one.units, 0)
      if (units > 0) return Math.min(1, counts.reduce((sum, { counted }) => sum + counted, 0) / units)
    }
    return undefined
  }
