import type { Path } from '../../yaml/path.ts'
import { field, isMap, listOf, textOf } from '../value.ts'

/** A part of a targeting rule; shared rules are followed to where they stand. */
export type Logic = { readonly data: unknown; readonly path: Path }

type Found = {
  readonly fractional: Logic
  readonly guarded: boolean
  /** What is answered to those whom a condition takes out before the split. */
  readonly before: readonly unknown[]
}

/** Every split in a rule, and whether a condition has to hold before it is reached. */
export const fractionalsIn = (rule: Logic, evaluators: unknown): Found[] => {
  const found: Found[] = []
  const visit = (
    { data, path }: Logic,
    guarded: boolean,
    depth: number,
    before: readonly unknown[] = [],
  ): void => {
    if (depth > 70) return
    if (Array.isArray(data))
      for (const [at, item] of data.entries())
        visit({ data: item, path: [...path, at] }, guarded, depth + 1, before)
    if (!isMap(data)) return
    const shared = textOf(data.$ref)
    if (shared !== undefined && Object.hasOwn(data, '$ref') && depth < 20)
      visit({ data: field(evaluators, shared), path: ['$evaluators', shared] }, guarded, depth + 10, before)
    // What has several keys is no operation.
    const isOperation = Object.keys(data).length === 1
    for (const [operation, operands] of Object.entries(data)) {
      const inner = [...path, operation]
      if (operation === 'fractional')
        found.push({
          fractional: { data: operands, path: inner },
          guarded: guarded || !isOperation,
          before,
        })
      else if (operation === 'if')
        for (const [at, item] of listOf(operands).entries()) {
          const isElse = at % 2 === 0 && at === listOf(operands).length - 1
          const answers = isElse ? listOf(operands).filter((_, place) => place % 2 === 1) : []
          visit({ data: item, path: [...inner, at] }, guarded || !isElse, depth + 1, [...before, ...answers])
        }
      else visit({ data: operands, path: inner }, true, depth + 1)
    }
  }
  visit(rule, false, 0)
  return found
}

/** The attributes of the caller that an operand reads. */
export const attributesIn = (data: unknown): string[] => {
  if (Array.isArray(data)) return data.flatMap(attributesIn)
  if (!isMap(data)) return []
  return Object.entries(data).flatMap(([operation, operands]) => {
    if (operation !== 'var') return attributesIn(operands)
    const name = textOf(operands) ?? textOf(listOf(operands)[0])
    return name === undefined || name.startsWith('$flagd.') ? [] : [name]
  })
}
