import type { Condition } from '../../phrases/condition.ts'
import { moreIsBetter } from '../../phrases/index.ts'
import { metricKey } from '../../spec/metric-key.ts'
import { isMap } from '../data.ts'

/** The fields that tell the items of a list apart; of the others, each is known by what it says. */
const fields: { readonly [list: string]: readonly string[] } = {
  'success.guardrail_metrics': ['metric'],
  integration: ['system'],
  'data.edge_cases': ['kind', 'id'],
  fallback: ['do', 'to'],
  'rollback.when': ['metric'],
  'monitoring.alerts': ['kind', 'metric'],
  'guardrails.actions': ['name'],
  people: ['role'],
  exceptions: ['rule'],
}

const isCondition = (item: unknown): item is Condition =>
  isMap(item) && ('threshold' in item || 'guardrail_metrics' in item)

const ofCondition = (condition: Condition): string => {
  if (!('metric' in condition)) return 'guardrail_metrics'
  const { metric, threshold } = condition
  if ('reference' in threshold) return `${metric} ${threshold.op.replace('_', ' ')} ${threshold.reference}`
  return `${metric} ${moreIsBetter(threshold) ? 'at least' : 'at most'}`
}

const named = (list: string, item: unknown, text: string): string => {
  if (isCondition(item)) return ofCondition(item)
  const known = isMap(item) ? (fields[list] ?? []).flatMap((field) => item[field] ?? []) : []
  return known.length === 0 ? text : known.map(String).join(' ')
}

export type Item = {
  readonly id: string
  readonly name: string
  readonly at: number
  readonly value: unknown
}

/** The items of a list by what they are about, so that another order is no change. */
export const itemsOf = (
  list: string,
  items: readonly unknown[],
  print: (item: unknown) => string,
): ReadonlyMap<string, Item> => {
  const found = new Map<string, Item>()
  for (const [at, value] of items.entries()) {
    if (value === undefined) continue
    const name = named(list, value, print(value))
    const key = metricKey(name)
    let id = key
    for (let count = 2; found.has(id); count++) id = `${key} ${count}`
    found.set(id, { id, name, at, value })
  }
  return found
}
