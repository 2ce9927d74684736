import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isShare, moreIsBetter, threshold } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'

export type Limit = { readonly metric: string; readonly text: string; readonly level: number; readonly path: Path }

/** Words of an error metric, which an eval set can count. */
const wrong = /^(?:wrong|errors?|incorrect|mistakes?|hallucinat(?:ion|ed)|false|misrouted|unsafe)$/

/** The strictest limit of an error metric, otherwise the loosest upper limit of any share. */
export const guardrailLimit = ({ success }: Pilot): Limit | undefined => {
  const all = present(success?.guardrail_metrics).flatMap(({ item: { metric = '', limit }, at }) => {
    if (limit === undefined || 'reference' in limit || moreIsBetter(limit) || !isShare(limit.quantity)) return []
    const path = ['success', 'guardrail_metrics', at, 'limit']
    return [{ metric, text: threshold.print(limit), level: limit.quantity.value / 100, path }]
  })
  const errors = all.filter(({ metric }) => metric.split('_').some((word) => wrong.test(word)))
  const [first, ...others] = errors.length > 0 ? errors : all
  const isNearer = (one: Limit, other: Limit) => (errors.length > 0 ? one.level < other.level : one.level > other.level)
  return first && others.reduce((found, one) => (isNearer(one, found) ? one : found), first)
}

/** What the raw model may get wrong: a limit of its own, where people catch errors before they count. */
export const limitOf = (pilot: Pilot): Limit | undefined => {
  const own = pilot.data?.eval_set?.limit
  if (own === undefined || 'reference' in own || !isShare(own.quantity)) return guardrailLimit(pilot)
  const path = ['data', 'eval_set', 'limit']
  return { metric: 'data.eval_set.limit', text: threshold.print(own), level: own.quantity.value / 100, path }
}
