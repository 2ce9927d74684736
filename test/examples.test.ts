import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { repositoryOf } from '../examples/run.js'
import { lint } from '../src/lint/lint.ts'
import { disk } from '../src/repo/disk.ts'
import { compact } from '../src/report/compact.ts'
import { render } from '../src/report/format.ts'
import { rules } from '../src/rules/index.ts'
import { pilotlint } from './cli/harness.ts'
import { commitsOf } from './commits.ts'
import { judgeHeld, lastOf } from './held.ts'

const folder = join(import.meta.dirname, '../examples')
const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory())

/** What each example stands for: a repository with its history. */
const repositories = new Map(names.map((name) => [name, repositoryOf(name)]))
const repository = (name: string): string => repositories.get(name) ?? ''
afterAll(() => {
  for (const root of repositories.values()) rmSync(root, { recursive: true, force: true })
})

const judge = (name: string, enabled: typeof rules) =>
  lint(readFileSync(join(folder, name, 'pilot.yaml')), {
    file: `examples/${name}/pilot.yaml`,
    for: 'production',
    today: '2026-11-22',
    rules: enabled,
    exceptions: true,
    repository: { port: disk(repository(name), process.env.PATH), file: 'pilot.yaml' },
  })

/** The rules that speak about each example in production, warnings included: the reasons for which real pilots stall. */
const spoken: { readonly [name: string]: readonly string[] } = {
  'support-automation': [],
  'order-status': [],
  'delivery-slots': [],
  replenishment: [],
  posteingang: [],
  'saisie-factures': [],
  'discharge-letters': [],
  'tariff-codes': [],
  'product-ranking': [],
  'returns-desk': [
    'cost/price-mismatch',
    'data/eval-failed',
    'data/eval-mismatch',
    'evidence/backdated',
    'guardrails/output-open',
    'integration/freshness-conflict',
    'monitoring/rule-mismatch',
    'owner/codeowners',
    'owner/runbook-thin',
    'results/not-proven',
    'rollback/flag-missing',
    'rollout/flag-mismatch',
  ],
  'site-search': [
    'drills/stale',
    'monitoring/blind',
    'monitoring/guardrail-unwatched',
    'monitoring/unrouted',
    'owner/not-accepted',
    'owner/runbook-thin',
    'rollback/incomplete',
    'spec/checklist-incomplete',
    'spec/stage-skipped',
  ],
  'invoice-extraction': [
    'cost/component-missing',
    'cost/demo-volume-only',
    'cost/no-spend-limit',
    'cost/no-value',
    'evidence/unproven',
    'integration/not-live',
    'integration/unscoped',
    'spec/checklist-incomplete',
  ],
  'internal-assistant': [
    'cost/demo-volume-only',
    'data/not-real',
    'drills/stale',
    'evidence/unproven',
    'fallback/missing',
    'guardrails/actions-missing',
    'integration/unscoped',
    'model/unpinned',
    'monitoring/blind',
    'monitoring/unrouted',
    'owner/not-accepted',
    'owner/runbook-thin',
    'people/surprised',
    'rollback/incomplete',
    'rollout/no-exit',
    'spec/checklist-incomplete',
    'spec/field-missing',
    'spec/overdue',
    'spec/stage-skipped',
    'success/ratio-undefined',
  ],
  'fraud-review': [
    'evidence/unproven',
    'fallback/not-independent',
    'monitoring/alert-after-rollback',
    'monitoring/blind',
    'owner/is-champion',
    'owner/is-person',
    'rollback/incomplete',
  ],
  'claims-triage': [
    'evidence/unproven',
    'guardrails/irreversible-unapproved',
    'rollback/flag-missing',
    'rollout/big-bang',
    'rollout/no-control',
    'rollout/no-exit',
    'spec/field-missing',
    'spec/overdue',
    'spec/stage-skipped',
    'success/baseline-missing',
    'success/ratio-undefined',
    'success/vague-metric',
  ],
}

/** Shown to fail: few enough findings to be read, and not one that could be a slip. */
const stalled = ['returns-desk', 'site-search', 'invoice-extraction', 'fraud-review', 'claims-triage']

/** The values of a file, each leaf counted once. */
const valuesIn = (data: unknown): number =>
  typeof data === 'object' && data !== null
    ? Object.values(data).reduce<number>((sum, value) => sum + valuesIn(value), 0)
    : 1

test('support-automation repeats no value that its files show: the first edition needed 256', () => {
  const values = valuesIn(parse(readFileSync(join(folder, 'support-automation/pilot.yaml'), 'utf8')))
  expect(values).toBeLessThanOrEqual(256 - 20)
})

test('every example is judged here', () => {
  expect(Object.keys(spoken).sort()).toEqual([...names].sort())
})

test.each(stalled)('%s has four to sixteen findings', async (name) => {
  const { length } = (await judge(name, rules)).diagnostics
  expect(length).toBeGreaterThanOrEqual(4)
  expect(length).toBeLessThanOrEqual(16)
})

describe.each(names)('%s', async (name) => {
  const report = await judge(name, rules)

  test('is judged by the rules that it shows, and by no other', () => {
    const ids = [...new Set(report.diagnostics.map(({ rule }) => rule))].sort()
    expect(ids).toEqual(spoken[name])
    expect(report.verdict.ready).toBe(ids.length === 0)
  })

  test('has no fault of shape but a bar that says nothing', async () => {
    const faults = (await judge(name, [])).diagnostics.map(({ path }) => path.join('.'))
    expect(faults).toEqual(name === 'claims-triage' ? ['success.target'] : [])
  })

  test('prints what its golden file holds', async () => {
    const run = { version: '0.0.0', status: 'passed', reports: [report], problems: [], rules } as const
    const view = { quiet: false, verbose: false, color: 0, width: 100 } as const
    await expect(render(compact, run, view)).toMatchFileSnapshot(join(folder, name, 'expected.txt'))
  })

  test.runIf(report.verdict.ready)('was ready for its stage on each day of its history', async () => {
    const commits = commitsOf(name).map(({ day, files }) => [day, files] as const)
    for (const [at, [day]] of commits.entries()) {
      const then = commits.slice(0, at + 1)
      const { code, file } = await judgeHeld(then, Date.parse(`${day}T12:00Z`), lastOf(then), 'declared')
      expect(file.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
      expect({ day, code }).toEqual({ day, code: 0 })
    }
    expect(commits.length).toBeGreaterThan(2)
  })

  test('says in its README what the command prints last', async () => {
    const readme = readFileSync(join(folder, name, 'README.md'), 'utf8')
    const shown = [...readme.matchAll(/^```\n\$ node examples\/run.js (\S+)(.*) \| tail -n 1\n(.*)\n```$/gm)]
    expect(shown.map(([, example, flags]) => `${example}${flags}`)).toContain(name)
    expect(shown.length).toBe(readme.split('$ node').length - 1)
    for (const [, , flags = '', verdict = ''] of shown) {
      const argv = ['--today', '2026-11-22', ...flags.split(' ').filter((flag) => flag !== '')]
      const { code, stdout } = await pilotlint(repository(name), argv, { env: { PATH: process.env.PATH } })
      expect(stdout.trimEnd().split('\n').at(-1)).toBe(verdict)
      expect(code).toBe(verdict.includes(': READY for ') ? 0 : 1)
    }
  })
})
