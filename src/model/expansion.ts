import type { Exposure } from '../values/exposure.ts'
import { exposedStages } from './stage.ts'

/**
 * What the plain form of a map stands for: one of its fields, a stage's traffic and duration,
 * the steps of the progressive stage, or the same value at every exposed stage.
 */
export type Expansion = { readonly key: string } | 'exposure' | 'steps' | 'stages'

/** The map that a plain value stands for. */
export const expand = (expansion: Expansion, value: unknown): Record<string, unknown> => {
  if (typeof expansion === 'object') return { [expansion.key]: value }
  if (expansion === 'stages') return Object.fromEntries(exposedStages.map((stage) => [stage, value]))
  if (expansion === 'steps') return { steps: Array.isArray(value) ? value : [value] }
  const { share, time } = value as Exposure
  return { ...(share && { traffic: share }), ...(time && { duration: time }) }
}
