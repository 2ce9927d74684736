import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import {
  compare,
  condition,
  moreIsBetter,
  printQuantity,
  type Quantity,
  type Threshold,
  threshold,
} from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'

/** What a bar asks, as far as two of them can be compared. */
export type Demand =
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'threshold'; readonly threshold: Threshold }
  /** How far a metric may move the wrong way. */
  | { readonly kind: 'margin'; readonly quantity: Quantity }
  /** Where the metric stood; `more` says that more of it is better. */
  | { readonly kind: 'baseline'; readonly quantity: Quantity; readonly more: boolean }
  | { readonly kind: 'hold' }

/** Something that the pilot has to reach or keep, in one version of its file. */
export type Bar = {
  /** The same in every version, whatever the order in which the file is written. */
  readonly key: string
  readonly path: Path
  readonly name: string
  readonly text: string
  /** The stage from which it holds: results of that stage may not decide where it stands. */
  readonly from: ExposedStage
  readonly demand: Demand
}

/** How a bar moved; `other` where the two cannot be compared. */
export type Move = 'looser' | 'tighter' | 'other'

const side = (more: boolean, order: number): Move | undefined =>
  order === 0 ? undefined : more === order > 0 ? 'tighter' : 'looser'

const isStrict = ({ op }: Threshold): boolean => op === 'above' || op === 'below'

/** How a threshold moved; undefined where it asks the same. */
export const thresholdMove = (then: Threshold, now: Threshold): Move | undefined => {
  if ('reference' in then || 'reference' in now) {
    const same = 'reference' in then && 'reference' in now && then.reference === now.reference
    return same && then.op === now.op ? undefined : 'other'
  }
  const more = moreIsBetter(then)
  const order = compare(now.quantity, then.quantity)
  if (order === undefined || more !== moreIsBetter(now)) return 'other'
  if (order !== 0 || isStrict(then) === isStrict(now)) return side(more, order)
  return isStrict(now) ? 'tighter' : 'looser'
}

/** How a bar moved from one version to another; undefined where it asks the same. */
export const moveOf = (then: Demand, now: Demand): Move | undefined => {
  if (then.kind === 'threshold' && now.kind === 'threshold') return thresholdMove(then.threshold, now.threshold)
  if (then.kind === 'metric' && now.kind === 'metric')
    return metricKey(then.metric) === metricKey(now.metric) ? undefined : 'other'
  if (then.kind === 'hold' && now.kind === 'hold') return undefined
  if (!('quantity' in then) || !('quantity' in now) || then.kind !== now.kind) return 'other'
  const order = compare(now.quantity, then.quantity)
  if (order === undefined) return 'other'
  return side(then.kind === 'baseline' && then.more, order)
}

type Success = NonNullable<Pilot['success']>

const successBars = ({ metric, target, baseline, guardrail_metrics }: Success): Bar[] => {
  const bar = (key: string, name: string, text: string, demand: Demand, path: Path = [key]): Bar => ({
    key,
    path: ['success', ...path],
    name,
    text,
    from: 'shadow',
    demand,
  })
  const guardrails = present(guardrail_metrics).flatMap(({ item, at }): Bar[] => {
    const { metric: watched, limit } = item
    if (watched === undefined) return []
    const own = (field: 'limit' | 'max_drop' | 'max_rise', text: string, demand: Demand): Bar => {
      const key = JSON.stringify(['guardrail', metricKey(watched), field])
      return bar(key, `the ${field} of ${quote(watched)}`, text, demand, ['guardrail_metrics', at, field])
    }
    const margin = (field: 'max_drop' | 'max_rise') => {
      const quantity = item[field]
      return quantity ? [own(field, printQuantity(quantity), { kind: 'margin', quantity })] : []
    }
    return [
      ...(limit ? [own('limit', threshold.print(limit), { kind: 'threshold', threshold: limit })] : []),
      ...margin('max_drop'),
      ...margin('max_rise'),
    ]
  })
  const own: Bar[] = []
  if (metric !== undefined) own.push(bar('metric', 'the metric that decides', metric, { kind: 'metric', metric }))
  if (target !== undefined)
    own.push(bar('target', 'the target', threshold.print(target), { kind: 'threshold', threshold: target }))
  const quantity = baseline?.value
  if (target !== undefined && quantity !== undefined) {
    const demand: Demand = { kind: 'baseline', quantity, more: moreIsBetter(target) }
    own.push(bar('baseline', 'the baseline', printQuantity(quantity), demand, ['baseline', 'value']))
  }
  return [...own, ...guardrails]
}

/** What tells two conditions on one metric apart: what it is compared with, and the side that is good. */
const sort = (bar: Threshold): string =>
  'reference' in bar ? `${bar.op} ${bar.reference}` : moreIsBetter(bar) ? 'more' : 'less'

const exitBars = ({ rollout }: Pick<Pilot, 'rollout'>): Bar[] =>
  exposedStages.flatMap((stage) =>
    present(rollout?.[stage]?.exit).map(({ item, at }): Bar => {
      const [metric, kind, demand]: [string, string, Demand] =
        'metric' in item
          ? [item.metric, sort(item.threshold), { kind: 'threshold', threshold: item.threshold }]
          : ['guardrail_metrics', 'hold', { kind: 'hold' }]
      return {
        key: JSON.stringify(['exit', stage, metric, kind]),
        path: ['rollout', stage, 'exit', at],
        name: `the exit of ${stage} on ${quote(metric)}`,
        text: condition.print(item),
        from: stage,
        demand,
      }
    }),
  )

/** Every bar of a pilot by its key. Of two that say the same of one thing, the tighter counts: both have to hold. */
export const barsOf = (pilot: Pick<Pilot, 'success' | 'rollout'>): ReadonlyMap<string, Bar> => {
  const { success } = pilot
  const bars = new Map<string, Bar>()
  const all = [...(success ? successBars(success) : []), ...exitBars(pilot)]
  for (const bar of all) {
    const other = bars.get(bar.key)
    if (other === undefined || moveOf(other.demand, bar.demand) === 'tighter') bars.set(bar.key, bar)
  }
  return bars
}
