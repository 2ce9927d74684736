import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isShare, moreIsBetter, threshold } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'

export type Limit = { readonly metric: string; readonly text: string; readonly level: number; readonly path: Path }

/** The upper limits that guardrail metrics have as a share. */
const limitsOf = ({ success }: Pilot): Limit[] =>
  present(success?.guardrail_metrics).flatMap(({ item: { metric = '', limit }, at }) => {
    if (limit === undefined || 'reference' in limit || moreIsBetter(limit) || !isShare(limit.quantity)) return []
    const path = ['success', 'guardrail_metrics', at, 'limit']
    return [{ metric, text: threshold.print(limit), level: limit.quantity.value / 100, path }]
  })

/** The limit of the metric that an error of the eval set counts in; where none is named, the strictest. */
export const guardrailLimit = (pilot: Pilot): Limit | undefined => {
  const all = limitsOf(pilot)
  const named = metricKey(pilot.data?.eval_set?.metric ?? '')
  return (
    all.find(({ metric }) => named !== '' && metricKey(metric) === named) ??
    all.toSorted((a, b) => a.level - b.level)[0]
  )
}

/** Whether nothing says which of several limits an error of the eval set counts in. */
export const isOpen = (pilot: Pilot): boolean =>
  pilot.data?.eval_set?.metric === undefined && limitsOf(pilot).length > 1

/** What the raw model may get wrong: a limit of its own, where people catch errors before they count. */
export const limitOf = (pilot: Pilot): Limit | undefined => {
  const own = pilot.data?.eval_set?.limit
  if (own === undefined || 'reference' in own || !isShare(own.quantity)) return guardrailLimit(pilot)
  const path = ['data', 'eval_set', 'limit']
  return { metric: 'data.eval_set.limit', text: threshold.print(own), level: own.quantity.value / 100, path }
}
