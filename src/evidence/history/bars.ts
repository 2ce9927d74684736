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
  /** What a message calls it. */
  readonly name: string
  /** What it asks, as pilot.yaml writes it. */
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
  if (then.kind === 'threshold' && now.kind === 'threshold')
    return thresholdMove(then.threshold, now.threshold)
  if (then.kind === 'metric' && now.kind === 'metric')
    return metricKey(then.metric) === metricKey(now.metric) ? undefined : 'other'
  if (then.kind === 'hold' && now.kind === 'hold') return undefined
  if (!('quantity' in then) || !('quantity' in now) || then.kind !== now.kind) return 'other'
  const order = compare(now.quantity, then.quantity)
  if (order === undefined) return 'other'
  return side(then.kind === 'baseline' && then.more, order)
}

type Success = NonNullable<Pilot['success']>

const successBars = ({ metric, target, baseline }: Success): Bar[] => {
  const base = { from: 'shadow' } as const
  const bars: Bar[] = []
  if (metric !== undefined)
    bars.push({
      ...base,
      key: 'metric',
      path: ['success', 'metric'],
      name: 'the metric that decides',
      text: metric,
      demand: { kind: 'metric', metric },
    })
  if (target !== undefined)
    bars.push({
      ...base,
      key: 'target',
      path: ['success', 'target'],
      name: 'the target',
      text: threshold.print(target),
      demand: { kind: 'threshold', threshold: target },
    })
  if (target !== undefined && baseline?.value !== undefined)
    bars.push({
      ...base,
      key: 'baseline',
      path: ['success', 'baseline', 'value'],
      name: 'the baseline',
      text: printQuantity(baseline.value),
      demand: { kind: 'baseline', quantity: baseline.value, more: moreIsBetter(target) },
    })
  return bars
}

const guardrailBars = ({ guardrail_metrics }: Success): Bar[] =>
  present(guardrail_metrics).flatMap(({ item, at }) => {
    const { metric } = item
    if (metric === undefined) return []
    const bar = (field: 'limit' | 'max_drop' | 'max_rise', text: string, demand: Demand): Bar => ({
      key: JSON.stringify(['guardrail', metricKey(metric), field]),
      path: ['success', 'guardrail_metrics', at, field],
      name: `the ${field} of ${quote(metric)}`,
      text,
      from: 'shadow',
      demand,
    })
    const margin = (field: 'max_drop' | 'max_rise') => {
      const quantity = item[field]
      return quantity ? [bar(field, printQuantity(quantity), { kind: 'margin', quantity })] : []
    }
    const { limit } = item
    return [
      ...(limit ? [bar('limit', threshold.print(limit), { kind: 'threshold', threshold: limit })] : []),
      ...margin('max_drop'),
      ...margin('max_rise'),
    ]
  })

/** What tells two conditions on one metric apart: what it is compared with, and the side that is good. */
const sort = (bar: Threshold): string =>
  'reference' in bar ? `${bar.op} ${bar.reference}` : moreIsBetter(bar) ? 'more' : 'less'

const exitBars = ({ rollout }: Pick<Pilot, 'rollout'>): Bar[] =>
  exposedStages.flatMap((stage) =>
    present(rollout?.[stage]?.exit).map(({ item, at }): Bar => {
      const metric = 'metric' in item ? item.metric : 'guardrail_metrics'
      return {
        key: JSON.stringify(['exit', stage, metric, 'metric' in item ? sort(item.threshold) : 'hold']),
        path: ['rollout', stage, 'exit', at],
        name: `the exit of ${stage} on ${quote(metric)}`,
        text: condition.print(item),
        from: stage,
        demand: 'metric' in item ? { kind: 'threshold', threshold: item.threshold } : { kind: 'hold' },
      }
    }),
  )

/** Every bar of a pilot by its key. Of two that say the same of one thing, the tighter counts: both have to hold. */
export const barsOf = (pilot: Pick<Pilot, 'success' | 'rollout'>): ReadonlyMap<string, Bar> => {
  const { success } = pilot
  const bars = new Map<string, Bar>()
  const all = [...(success ? [...successBars(success), ...guardrailBars(success)] : []), ...exitBars(pilot)]
  for (const bar of all) {
    const other = bars.get(bar.key)
    if (other === undefined || moveOf(other.demand, bar.demand) === 'tighter') bars.set(bar.key, bar)
  }
  return bars
}
