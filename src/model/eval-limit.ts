import { isShare, moreIsBetter, type Threshold, threshold } from '../values/index.ts'
import type { Path } from '../yaml/path.ts'
import { metricKey, present } from './lists.ts'
import type { Pilot } from './pilot.ts'

export type Limit = {
  readonly metric: string
  readonly threshold: Threshold
  readonly text: string
  readonly level: number
  readonly path: Path
}

type Limited = Pick<Pilot, 'success' | 'data'>

/** The upper limits that guardrail metrics have as a share. */
const limitsOf = ({ success }: Limited): Limit[] =>
  present(success?.guardrail_metrics).flatMap(({ item: { metric = '', limit }, at }) => {
    if (limit === undefined || 'reference' in limit || moreIsBetter(limit) || !isShare(limit.quantity)) return []
    const path = ['success', 'guardrail_metrics', at, 'limit']
    return [{ metric, threshold: limit, text: threshold.print(limit), level: limit.quantity.value / 100, path }]
  })

/** The limit of the metric that an error of the eval set counts in; where none is named, the strictest. */
export const guardrailLimit = (pilot: Limited): Limit | undefined => {
  const all = limitsOf(pilot)
  const named = metricKey(pilot.data?.eval_set?.metric ?? '')
  return (
    all.find(({ metric }) => named !== '' && metricKey(metric) === named) ??
    all.toSorted((a, b) => a.level - b.level)[0]
  )
}

/** Whether nothing says which of several limits an error of the eval set counts in. */
export const isOpen = (pilot: Limited): boolean =>
  pilot.data?.eval_set?.metric === undefined && limitsOf(pilot).length > 1

/** What the raw model may get wrong: a limit of its own, where people catch errors before they count. */
export const limitOf = (pilot: Limited): Limit | undefined => {
  const own = pilot.data?.eval_set?.limit
  if (own === undefined || 'reference' in own || !isShare(own.quantity)) return guardrailLimit(pilot)
  const path = ['data', 'eval_set', 'limit']
  return {
    metric: 'data.eval_set.limit',
    threshold: own,
    text: threshold.print(own),
    level: own.quantity.value / 100,
    path,
  }
}
