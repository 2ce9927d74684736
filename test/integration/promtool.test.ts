import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readerOf } from '../../src/evidence/alert-rules/dialects.ts'
import { memory } from '../../src/repo/memory.ts'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import { prometheus } from '../evidence/alert-rules/files.ts'

const promtool = process.env.PROMTOOL ?? 'promtool'
const found = spawnSync(promtool, ['--version'], { encoding: 'utf8' }).status === 0
const reason = 'promtool is neither on PATH nor at $PROMTOOL'
const work = mkdtempSync(join(tmpdir(), 'pilotlint-promtool-'))

afterAll(() => rmSync(work, { recursive: true }))

/** Whether Prometheus takes a file of rules. */
const accepts = (text: string): boolean => {
  const file = join(work, 'rules.yml')
  writeFileSync(file, text)
  return spawnSync(promtool, ['check', 'rules', file]).status === 0
}

const root = join(import.meta.dirname, '../..')

/** The rule files of the examples, and those that rules show on their pages. */
const shown = [
  ...readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.rules\.yml$/.test(file))
    .map((file) => readFileSync(join(root, 'examples', file), 'utf8')),
  ...rules.flatMap(({ examples }) =>
    Object.entries(examples.files ?? {}).flatMap(([name, text]) => (/\.rules\.yml$/.test(name) ? [text] : [])),
  ),
]

test.runIf(process.env.CI === 'true')('promtool is there', () => {
  expect(found, reason).toBe(true)
})

test.skipIf(!found)(found ? 'every file of rules is one for Prometheus' : `skipped: ${reason}`, () => {
  expect(shown.length).toBeGreaterThan(5)
  expect([prometheus, ...shown].filter((text) => !accepts(text))).toEqual([])
})

const rule = (...lines: readonly string[]) => `groups:\n  - name: x\n    rules:\n      - ${lines.join('\n        ')}\n`

/** What pilotlint calls malformed, Prometheus refuses as well. */
const broken = [
  'groups: 4\n',
  'groups:\n  - name: x\n    rules: 3\n',
  rule('expr: up'),
  rule('alert: Slow'),
  rule('alert: Slow', 'expr: up', 'for: soon'),
  rule('alert: Slow', 'expr: (up > 3'),
  rule('alert: Slow', 'expr: up =='),
  rule('alert: Slow', 'expr: up > 3', 'labls: {team: x}'),
  rule('alert: Slow', 'expr: up > 3', 'annotations: {summary: "{{ $value"}'),
]

test.skipIf(!found)('what is malformed is refused by Prometheus, too', async () => {
  const reader = readerOf(['Slow'])
  for (const text of broken) {
    const bytes = new TextEncoder().encode(text)
    expect((await reader({ file: 'rules.yml', bytes }, { port: memory({}), file: 'pilot.yaml' })).state).toBe(
      'malformed',
    )
    expect(accepts(text)).toBe(false)
  }
})
