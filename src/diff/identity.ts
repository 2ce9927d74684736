import { isMap } from '../lint/data.ts'
import { metricKey } from '../model/lists.ts'
import type { Condition } from '../values/condition.ts'
import { moreIsBetter, type Threshold } from '../values/index.ts'

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

export type Item = { readonly name: string; readonly at: number; readonly value: unknown }

// An alert below a level and one above another watch two things, although they watch one metric.
const sideOf = (item: unknown): string => {
  const bar = isMap(item) ? (item.is ?? item.fire) : undefined
  return isMap(bar) && typeof bar.op === 'string' ? String(moreIsBetter(bar as Threshold)) : ''
}

/** The items of a list by what they are about, so that another order is no change. */
export const itemsOf = (
  list: string,
  items: readonly unknown[],
  print: (item: unknown) => string,
): ReadonlyMap<string, Item> => {
  const groups = new Map<string, (Item & { readonly text: string })[]>()
  for (const [at, value] of items.entries()) {
    if (value === undefined) continue
    const text = print(value)
    const name = named(list, value, text)
    const key = JSON.stringify([metricKey(name), sideOf(value)])
    groups.set(key, [...(groups.get(key) ?? []), { name, at, value, text }])
  }
  const found = new Map<string, Item>()
  for (const [key, group] of groups) {
    group.sort((one, other) => (one.text < other.text ? -1 : 1))
    for (const [rank, item] of group.entries()) found.set(`${key}${rank}`, item)
  }
  return found
}
