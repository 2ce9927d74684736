import { expect, test } from 'vitest'
import { diffPilot } from '../../src/diff/diff.ts'
import { loadText } from '../../src/lint/load.ts'
import { type Layout, pilotLayout } from '../../src/model/layout.ts'

/** Every list of the model, and every mapping whose keys are the author's, as the directions name it. */
const listsIn = (layout: Layout, at: string): string[] => {
  if (typeof layout === 'string' || 'phrase' in layout) return []
  if ('keys' in layout)
    return Object.entries(layout.keys).flatMap(([key, part]) => listsIn(part, at === '' ? key : `${at}.${key}`))
  if ('values' in layout) return [`${at}.*`, ...listsIn(layout.values, `${at}.*`)]
  if ('items' in layout) return [`${at}[]`, ...listsIn(layout.items, `${at}[]`)]
  const map = 'map' in layout ? listsIn(layout.map, at) : []
  return [...(layout.list ? listsIn(layout.list, at) : []), ...map]
}

type Row = readonly [removed: string, added: string, one: string, other: string]

const [gone, fresh] = ['weaker', 'stronger']
const neither = 'neutral'

/** What it is to remove an entry and to add one, and two entries. */
const expected: { readonly [list: string]: Row } = {
  'vendors[]': [neither, neither, 'example-ai', 'other-ai'],
  'use_case.in_scope[]': [fresh, gone, 'dates', 'tracking'],
  'use_case.out_of_scope[]': [gone, fresh, 'refunds', 'complaints'],
  'use_case.regions[]': [neither, neither, 'DE', 'FR'],
  'success.agreed_with[]': [gone, fresh, 'acme/ops', 'acme/finance'],
  'success.guardrail_metrics[]': [gone, fresh, '{metric: csat, max_drop: 2%}', '{metric: errors, limit: at most 2%}'],
  // A gap that is written down is known, and one that is closed is no longer there.
  'success.accepted_gaps[]': [neither, neither, '{gap: Dutch, then: out_of_scope}', '{gap: French, then: review}'],
  'integration[]': [gone, fresh, '{system: orders}', '{system: helpdesk}'],
  'data.edge_cases[]': [gone, fresh, '{id: a, kind: messy_data}', '{id: b, kind: missing_data}'],
  'data.segments[]': [gone, fresh, 'carrier', 'language'],
  'data.segments.groups[]': [gone, fresh, 'carrier', 'language'],
  'fallback[]': [gone, fresh, '{for: [timeout], do: template}', '{for: [user_asks], do: human}'],
  'fallback[].for[]': [gone, fresh, 'timeout', 'user_asks'],
  'rollback.when[]': [gone, fresh, '{metric: csat, is: below 3.9 points}', '{metric: errors, is: above 3%}'],
  'monitoring.alerts[]': [gone, fresh, '{kind: quality, metric: csat}', '{kind: cost, metric: spend}'],
  'cost.usage[]': [gone, fresh, '{name: router, input: 90 tokens}', '{name: writer, input: 900 tokens}'],
  'cost.usage[].price.tiers[]': [gone, fresh, '{above: 900 tokens}', '{above: 9000 tokens}'],
  'cost.price.tiers[]': [gone, fresh, '{above: 900 tokens}', '{above: 9000 tokens}'],
  // Without a rate, the currencies are mixed, which cost/component-missing reports.
  'cost.rates.*': [neither, neither, 'USD: 0.90 EUR', 'GBP: 1.20 EUR'],
  'cost.per_unit.*': [gone, fresh, 'lookup: 0.02 EUR', 'postage: 0.90 EUR'],
  'cost.fixed.*': [gone, fresh, 'tooling: 600 EUR/month', 'servers: 900 EUR/month'],
  'cost.capacity[]': [gone, fresh, '{name: a, price: 9 EUR/month}', '{name: b, price: 9 EUR/month}'],
  'cost.seats[]': [gone, fresh, '{name: a, price: 9 EUR/month}', '{name: b, price: 9 EUR/month}'],
  // What may be done no longer makes no pilot weaker; guardrails/tools-unlisted reads what still can be done.
  'guardrails.actions[]': [fresh, gone, '{name: refund, effect: write}', '{name: reply, effect: write}'],
  'guardrails.scopes[]': [fresh, gone, 'orders:read', 'tickets:reply'],
  'guardrails.input.*': [gone, fresh, 'abuse: 30/h', 'injection: text is data'],
  // Another source is not a better or a worse one; none at all is weaker.
  'guardrails.output.grounded_in[]': [neither, neither, 'orders', 'tracking'],
  'guardrails.output.never[]': [gone, fresh, 'other customers', 'guesses'],
  'guardrails.output.enforced_by[]': [gone, fresh, 'schema', 'review'],
  'people[]': [gone, fresh, '{role: agents}', '{role: clerks}'],
  'rollout.freeze[]': [gone, fresh, '2026-11-23..2027-01-04', '2027-04-01..2027-04-05'],
  'rollout.shadow.exit[]': [gone, fresh, 'match_rate at least 97%', 'latency_p95 at most 4s'],
  'rollout.limited.exit[]': [gone, fresh, 'match_rate at least 97%', 'latency_p95 at most 4s'],
  'rollout.progressive.exit[]': [gone, fresh, 'match_rate at least 97%', 'guardrail_metrics hold'],
  // Steps are judged together: one less is a shorter rollout, one more a jump that was not there.
  'rollout.progressive[]': [gone, gone, '20% for 7d', '30% for 7d'],
  'rollout.progressive.steps[]': [gone, gone, '20% for 7d', '30% for 7d'],
  'exceptions[]': [fresh, gone, '{rule: a/b, why: x}', '{rule: a/c, why: x}'],
}

/** A file with these entries of the list, written as flow. */
const fileOf = (list: string, entries: readonly string[]): string => {
  const isMapping = list.endsWith('.*')
  const steps = list.replace(/(?:\[\]|\.\*)$/u, '').split('.')
  const inner = isMapping ? `{${entries.join(', ')}}` : `[${entries.join(', ')}]`
  const around = (value: string, step: string) => {
    const key = step.replace('[]', '')
    const identity = key === 'fallback' ? 'do: human' : key === 'usage' ? 'name: router' : undefined
    return step.endsWith('[]') && identity ? `{${key}: [{${identity}, ${value.slice(1)}]}` : `{${key}: ${value}}`
  }
  const text = steps.reduceRight(around, inner)
  return `{version: 1, id: a, ${text.slice(1)}\n`
}

const gradesOf = (was: string, is: string): string[] => {
  const [before, after] = [was, is].map((text) => loadText(new TextEncoder().encode(text)))
  if (!before?.ok || !after?.ok) throw new Error(`${was}${is}`)
  expect([...before.faults, ...after.faults].filter(({ path }) => path[0] !== 'exceptions')).toEqual([])
  const ends = [before, after].map((loaded) => ({ loaded, shown: {} })) as [
    { loaded: typeof before; shown: object },
    { loaded: typeof after; shown: object },
  ]
  const names = { file: 'pilot.yaml', wasFile: 'pilot.yaml' }
  const found = diffPilot(names, ends[0], ends[1], { today: '2026-11-22', exceptions: true })
  return [...new Set(found?.changes.map(({ grade }) => grade))]
}

test('the table below names every list of the model', () => {
  expect([...new Set(listsIn(pilotLayout, ''))].sort()).toEqual(Object.keys(expected).sort())
})

test.each(Object.entries(expected))('%s: an entry less, and one more', (list, [removed, added, one, other]) => {
  const [both, less] = [fileOf(list, [one, other]), fileOf(list, [one])]
  expect([gradesOf(both, less), gradesOf(less, both)]).toEqual([[removed], [added]])
})

test.each([
  ['one model of two', '{input: 900 tokens}', ['weaker']],
  [
    'the same, with another prompt',
    '[{name: router, input: 90 tokens, price: {input: 1 EUR/Mtok}}, {name: writer, input: 950 tokens}]',
    ['neutral'],
  ],
])('a list of models that becomes %s', (_, usage, grades) => {
  const two = '[{name: router, input: 90 tokens, price: {input: 1 EUR/Mtok}}, {name: writer, input: 900 tokens}]'
  const file = (text: string) => `{version: 1, id: a, cost: {usage: ${text}}}\n`
  expect(gradesOf(file(two), file(usage))).toEqual(grades)
})

test('one model that gets a router beside it is stronger alone', () => {
  const file = (text: string) => `{version: 1, id: a, cost: {usage: ${text}}}\n`
  const router = '[{name: router, input: 90 tokens, price: {input: 1 EUR/Mtok}}, {name: writer, input: 900 tokens}]'
  expect(gradesOf(file('{input: 900 tokens}'), file(router))).toEqual(['stronger'])
})
