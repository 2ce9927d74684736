import { expect, test } from 'vitest'
import { publishedSchema } from '../../src/model/generate.ts'
import { pilot } from '../../src/model/pilot.ts'
import {
  findingWithoutRule,
  idsWithoutRule,
  pageWithoutRule,
  rulePage,
  ruleTable,
  ruleUrl,
  severityWords,
} from '../../src/report/rule-page.ts'
import { rules } from './parts.ts'

test('a rule has a page', async () => {
  await expect(rules.map(rulePage).join('\n---\n\n')).toMatchFileSnapshot('golden/rule-pages.md')
})

test('the rules have a table', async () => {
  await expect(ruleTable(rules)).toMatchFileSnapshot('golden/rule-table.md')
})

test('a finding that no rule makes has a page', async () => {
  const pages = idsWithoutRule.map((id) => {
    const known = findingWithoutRule(id)
    return known === undefined ? `no page: ${id}` : pageWithoutRule(id, known)
  })
  await expect(pages.join('\n---\n\n')).toMatchFileSnapshot('golden/pages-without-rule.md')
})

test('what no rule explains is explained, and nothing else', () => {
  for (const id of ['rollback/incomplete', '', 'constructor', '__proto__', 'toString'])
    expect(findingWithoutRule(id)).toBeUndefined()
})

type Node = { readonly [keyword: string]: unknown }

function* keywords(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  const { properties = {}, patternProperties: _, examples: __, ...rest } = node as Node
  if (!Array.isArray(node)) yield* Object.keys(rest)
  for (const value of [...Object.values(properties as Node), ...Object.values(rest)])
    if (Array.isArray(value)) for (const one of value) yield* keywords(one)
    else yield* keywords(value)
}

// What never reaches a report: annotations, containers, and unions, of which the used branch is reported.
const unreported =
  /^(\$schema|\$id|title|description|markdownDescription|enumDescriptions|markdownEnumDescriptions|examples|items|anyOf|propertyNames|properties|default)$/

test('every keyword of the schema that a finding can name is explained', () => {
  const used = [...new Set(keywords(publishedSchema('pilot', 'pilot.yaml', pilot)))].filter(
    (keyword) => !unreported.test(keyword),
  )
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((keyword) => findingWithoutRule(`schema/${keyword}`) === undefined)).toEqual([])
})

test('an id of a hostile schema stays inside the address', () => {
  expect(ruleUrl('rollback/incomplete')).toBe(
    'https://github.com/pilotlint/pilotlint/blob/main/docs/rules/rollback/incomplete.md',
  )
  expect(ruleUrl('a b/?c#d')).toMatch(/docs\/rules\/a%20b\/%3Fc%23d\.md$/)
})

test('a severity that rises with the stage is told with its stages', () => {
  expect(severityWords({ severity: 'error' })).toBe('error')
  expect(severityWords({ severity: { pilot: 'warning', shadow: 'error' } })).toBe('warning, error from shadow')
})
