import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compact } from '../src/formats/compact.ts'
import { lint, type Options } from '../src/lint/lint.ts'
import { rules } from '../src/rules/index.ts'

const folder = join(import.meta.dirname, '../examples')
const names = readdirSync(folder)

const judge = (name: string, target: Options['for']) =>
  lint(readFileSync(join(folder, name, 'pilot.yaml')), {
    file: `examples/${name}/pilot.yaml`,
    for: target,
    today: '2026-11-22',
    rules,
    exceptions: true,
    strict: false,
  })

/** The sections that speak against production: the reasons for which real pilots stall. */
const blockers: { readonly [name: string]: readonly string[] } = {
  'support-automation': [],
  'product-ranking': [],
  'site-search': ['cost', 'drills', 'monitoring', 'owner', 'people', 'rollback', 'spec', 'guardrails'],
  'invoice-extraction': ['cost', 'integration', 'spec'],
  'internal-assistant': [
    'cost',
    'data',
    'drills',
    'fallback',
    'guardrails',
    'integration',
    'model',
    'monitoring',
    'owner',
    'people',
    'rollback',
    'rollout',
    'spec',
    'success',
  ],
  'fraud-review': ['fallback', 'monitoring', 'owner', 'rollback'],
  'claims-triage': ['guardrails', 'model', 'monitoring', 'rollback', 'rollout', 'success', 'use-case'],
}

test('every example is judged here', () => {
  expect(Object.keys(blockers).sort()).toEqual([...names].sort())
})

describe.each(names)('%s', (name) => {
  const report = judge(name, 'production')

  test('fails for the reasons that it shows, and for no other', () => {
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error')
    const sections = [...new Set(errors.map(({ rule }) => rule.split('/')[0] ?? ''))].sort()
    expect(sections).toEqual([...(blockers[name] ?? [])].sort())
    expect(report.verdict.ready).toBe(sections.length === 0)
  })

  test('fails for no slip of the pen', () => {
    const slips = report.diagnostics.filter(({ rule }) =>
      /^(schema|yaml|spec\/(placeholder|unit))/.test(rule),
    )
    expect(slips).toEqual([])
  })

  test('prints what its golden file holds', async () => {
    const run = { version: '0.0.0', status: 'passed', reports: [report], problems: [], rules } as const
    const view = { quiet: false, verbose: false, color: 0, width: 100 } as const
    await expect(compact.render(run, view)).toMatchFileSnapshot(join(folder, name, 'expected.txt'))
  })

  test('says in its README what pilotlint says', () => {
    const readme = readFileSync(join(folder, name, 'README.md'), 'utf8')
    const shown = [...readme.matchAll(/```\n\$ pilotlint (.*)\n([\s\S]*?)\n```/g)]
    expect(shown.length).toBeGreaterThan(0)
    for (const [, command = '', verdict = ''] of shown) {
      expect(command.endsWith(`examples/${name}/pilot.yaml`)).toBe(true)
      const target = command.includes('--for declared') ? 'declared' : 'production'
      expect(judge(name, target).verdict.sentence.startsWith(verdict)).toBe(true)
    }
  })

  test('holds every file that it names', () => {
    const missing = report.unverified
      .filter(({ path }) => !['on_call', 'feature_flag'].includes(String(path.at(-1))))
      .map(({ reference }) => reference.split('#')[0] ?? '')
      .filter((reference) => !existsSync(join(folder, name, reference)))
    expect(missing).toEqual([])
  })
})
