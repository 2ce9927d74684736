import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ruleTable } from '../../src/report/rule-page.ts'
import { documentedRules as rules } from '../../src/rules/index.ts'
import { folder, pilotlint } from './harness.ts'

test('rules lists every rule, a line each', async () => {
  const { code, stdout } = await pilotlint(folder(), ['rules'])
  expect(code).toBe(0)
  const words = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/))
  expect(words.map(([id]) => id)).toEqual(rules.map(({ id }) => id))
  expect(words.map((line) => line.at(-1))).toEqual(rules.map(({ summary }) => summary))
})

test('rules as JSON and as Markdown', async () => {
  const { stdout } = await pilotlint(folder(), ['rules', '--format', 'json'])
  const list: { id: string; docs: string }[] = JSON.parse(stdout)
  expect(list.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
  expect(list[0]?.docs).toMatch(/^https:\/\//)
  expect((await pilotlint(folder(), ['rules', '-f', 'markdown'])).stdout).toBe(ruleTable(rules))
})

test.each([[], ['pilot'], ['results'], ['report']])('schema %s prints it as it is published', async (...argv) => {
  const { code, stdout } = await pilotlint(folder(), ['schema', ...argv])
  expect(code).toBe(0)
  expect(stdout).toBe(readFileSync(`schemas/${argv[0] ?? 'pilot'}.schema.json`, 'utf8'))
})

test('a usage error of a command is a document too', async () => {
  const { code, stdout } = await pilotlint(folder(), ['rules', '--format', 'json', '--bogus'])
  expect([code, JSON.parse(stdout).status]).toEqual([2, 'error'])
})
