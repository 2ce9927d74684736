import { findProvider } from '@pydantic/genai-prices'
import { expect, test } from 'vitest'
import { providers } from '../../src/finance/price-list.ts'
import { modelName } from '../../src/model/lists.ts'

/** `-20260801`, `-2026-08-01`, `-0801` or `-2608`, `-08-2026`, and what a platform puts behind it. */
const dated =
  /^(.+?)[-@](?:20\d{6}|20\d\d-\d\d-\d\d|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|2[3-9](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])-20\d\d)(?:-v\d+(?::\d+)?)?$/

const names = (part: unknown): string[] => {
  if (Array.isArray(part)) return part.flatMap(names)
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' && ['id', 'equals', 'starts_with'].includes(key) ? [modelName(value)] : names(value),
  )
}

test('the aliases are the ids of the built-in price list that have dated siblings', async () => {
  const known = new Set(providers.flatMap((providerId) => names(findProvider({ providerId })?.models)))
  const bases = [...known].flatMap((name) => dated.exec(name)?.[1] ?? [])
  const aliases = [...new Set(bases)].filter((base) => known.has(base) && !dated.test(base)).sort()
  expect(aliases).toEqual(expect.arrayContaining(['gpt-4o', 'claude-haiku-4-5', 'mistral-large']))
  await expect(`${JSON.stringify(aliases, null, 2)}\n`).toMatchFileSnapshot('../../src/model/generated/aliases.json')
})
