import { present } from '../../model/list.ts'
import type { Pilot } from '../../model/pilot.ts'
import { observationsForQuantile } from '../../stats/alert-window.ts'
import { trialsToBound } from '../../stats/exact-bound.ts'
import { powerNonInferiority, sdOfProportion } from '../../stats/non-inferiority.ts'
import { detectableMeanDifference } from '../../stats/two-means.ts'
import { days, fraction, isShare, moreIsBetter, type Quantity } from '../../values/index.ts'
import { inUnitOf } from '../lift.ts'
import { answered, type Question, sdIn } from './question.ts'
import type { Bar } from './standards.ts'

type Guardrail = NonNullable<NonNullable<NonNullable<Pilot['success']>['guardrail_metrics']>[number]>

/** The margin in the unit in which the sd is counted: percentage points of a share are written both ways. */
const marginIn = (margin: Quantity, baseline: Quantity | undefined): number | undefined => {
  const asShare = isShare(margin) || (baseline !== undefined && isShare(baseline) && margin.unit === 'points')
  const value = asShare ? margin.value / 100 : inUnitOf(margin, baseline ?? margin)?.toNumber()
  return value !== undefined && value > 0 ? value : undefined
}

const marginQuestion = (
  guardrail: Guardrail,
): Pick<Question, 'better' | 'unit' | 'margin' | 'ask'> | undefined => {
  const written = guardrail.max_drop ?? guardrail.max_rise
  if (written === undefined) return undefined
  const level = guardrail.baseline?.value
  const margin = marginIn(written, level)
  const share = level !== undefined && isShare(level)
  const sd = share
    ? sdOfProportion(level.value / 100)
    : isShare(written)
      ? undefined
      : sdIn(guardrail.sd ?? guardrail.baseline?.sd, level ?? written)
  if (margin === undefined || sd === undefined) return undefined
  return {
    better: guardrail.max_drop ? 'more' : 'less',
    unit: share ? '%' : (level ?? written).unit,
    margin,
    ask(arms, test) {
      const { oneSided: critical, bar } = test
      const power = powerNonInferiority(margin, arms, { sd, critical })
      return answered(arms, test, power, detectableMeanDifference(arms, { sd, critical, power: bar.power }))
    },
  }
}

const percentile = /_p(\d{2,3})$/

const limitNeeds = ({ metric = '', limit }: Guardrail, bar: Bar): number | undefined => {
  if (limit === undefined || 'reference' in limit) return undefined
  const { quantity } = limit
  if (isShare(quantity)) {
    const level = quantity.value / 100
    return trialsToBound(0, moreIsBetter(limit) ? 1 - level : level, 1 - bar.alpha)
  }
  const digits = percentile.exec(metric)?.[1]
  const quantile = digits === undefined ? undefined : Number(`0.${digits}`)
  return Math.max(bar.fewest_per_arm, (quantile !== undefined && observationsForQuantile(quantile)) || 0)
}

const limitQuestion = (
  guardrail: Guardrail,
  bar: Bar,
): Pick<Question, 'better' | 'unit' | 'needed' | 'ask'> | undefined => {
  const { limit } = guardrail
  const needed = limitNeeds(guardrail, bar)
  if (limit === undefined || 'reference' in limit || needed === undefined) return undefined
  return {
    better: moreIsBetter(limit) ? 'more' : 'less',
    unit: limit.quantity.unit,
    needed,
    ask: ({ treatment }) => ({
      power: undefined,
      detectable: undefined,
      enough: treatment >= needed - 1e-9,
    }),
  }
}

/** Nobody watches more; each of them makes the search for a plan slower. */
const most = 100

/** What the file asks of its first guardrail metrics, as far as it says enough to compute with. */
export const guardrailQuestions = ({ success }: Pilot, bar: Bar): Question[] =>
  present(success?.guardrail_metrics?.slice(0, most)).flatMap(({ item, at }) => {
    const margin = marginQuestion(item)
    const asked = margin ?? limitQuestion(item, bar)
    if (asked === undefined) return []
    return [
      {
        kind: margin ? 'margin' : 'limit',
        metric: item.metric ?? `guardrail_metrics[${at}]`,
        path: ['success', 'guardrail_metrics', at],
        window: item.window ? days(item.window) : 0,
        observed: item.response_rate ? fraction(item.response_rate) : 1,
        ...asked,
      },
    ]
  })
