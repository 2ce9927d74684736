import { compare, moreIsBetter, type Quantity, type Threshold } from '../../values/index.ts'

/** What a bar asks, as far as two of them can be compared. */
export type Demand =
  | { readonly kind: 'threshold'; readonly threshold: Threshold }
  /** A number of which more, or less, asks less of the pilot. */
  | { readonly kind: 'level'; readonly quantity: Quantity; readonly looser: 'more' | 'less' }
  /** What is another bar as soon as it reads otherwise. */
  | { readonly kind: 'text'; readonly text: string }

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
  if (then.kind === 'text' && now.kind === 'text') return then.text === now.text ? undefined : 'other'
  if (then.kind !== 'level' || now.kind !== 'level') return 'other'
  const order = compare(now.quantity, then.quantity)
  if (order === 0) return undefined
  return order === undefined || then.looser !== now.looser ? 'other' : side(then.looser === 'less', order)
}
