import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import { rules } from '../../src/rules/index.ts'

test('sections that are missing are told in the order of the file, a missing id before them', async () => {
  const core = readFileSync(new URL('../fixtures/core.yaml', import.meta.url), 'utf8')
  const { diagnostics } = await lint(core.replace('id: order-status\n', ''), {
    file: 'pilot.yaml',
    for: 'limited',
    today: '2026-11-22',
    rules,
    exceptions: true,
  })
  const missing = diagnostics
    .filter(({ path, severity, rule }) => path.length === 1 && severity === 'error' && rule !== 'evidence/unproven')
    .map(({ path: [section] }) => section)
  expect(missing.filter((section) => section !== 'stage')).toEqual([
    'id',
    'champion',
    'review_by',
    'data',
    'model',
    'fallback',
    'rollback',
    'drills',
    'monitoring',
    'cost',
    'guardrails',
    'people',
  ])
})
