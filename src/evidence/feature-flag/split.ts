import type { Role, Split } from './flag.ts'

export type Weighted = { readonly role: Role; readonly weight: number }

/** The split that weights give, as percent of `whole`; undefined where a variant is unclear, or nothing is weighed. */
export const splitOf = (weights: readonly Weighted[], whole = 100): Split | undefined => {
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  const counted = weights.filter(({ weight }) => weight > 0)
  if (!(sum > 0) || !Number.isFinite(sum) || counted.some(({ role }) => role === 'unclear')) return undefined
  const percent = (wanted: Role): number =>
    (weights.reduce((total, { role, weight }) => total + (role === wanted ? weight : 0), 0) / sum) * whole
  const hasControl = weights.some(({ role }) => role === 'control')
  return {
    treatment: percent('treatment'),
    control: hasControl ? percent('control') : undefined,
    off: percent('off') + 100 - whole,
  }
}
