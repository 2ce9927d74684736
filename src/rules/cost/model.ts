import { type Inputs, inputsOf } from '../../finance/inputs.ts'
import type { Fault } from '../../model/layout.ts'
import { isWithin, type Path } from '../../yaml/path.ts'
import type { Context } from '../rule.ts'

/** Every part of the file that the cost model is computed from. */
const parts: readonly Path[] = [
  ['cost'],
  ['success', 'baseline'],
  ['success', 'target'],
  ['guardrails', 'actions'],
]

/** What of the money could not be read. */
export const moneyFaults = (faults: readonly Fault[]): Fault[] =>
  faults.filter(({ path, meant = path }) =>
    parts.some((part) => [path, meant].some((at) => isWithin(at, part) || isWithin(part, at))),
  )

/**
 * The cost model of the file; undefined where there is none, where a part of it could not be read, or where a
 * component is not declared: what another rule reports is not computed with.
 */
export const costModel = ({ pilot, faults, listPrice }: Context): Inputs | undefined => {
  if (moneyFaults(faults).length > 0) return undefined
  const model = inputsOf(pilot, listPrice?.ok ? listPrice.price : undefined)
  return model.ok && model.inputs.undeclared.length === 0 ? model.inputs : undefined
}
