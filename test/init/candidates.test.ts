import { expect, test } from 'vitest'
import { isEvalSet, looks } from '../../src/init/candidates.ts'
import { alertRulesPage } from '../generated/evidence/alert-rules.ts'

const samples = alertRulesPage.formats.flatMap(({ name, path, sample = {} }) =>
  Object.entries(sample)
    .filter(([file]) => file === path)
    .map(([file, text]) => [name, file, text] as const),
)

test.each(samples)('init looks for alert rules in a file of %s', (_, file, text) => {
  expect([looks.alerts.isNamed(file), looks.alerts.holds.test(text)]).toEqual([true, true])
})

test.each([
  ['evals/cases.jsonl', true],
  ['evals/returns.json', true],
  ['quality/promptfooconfig.yaml', true],
  ['promptfooconfig.returns.json', true],
  ['config/promptfoo.yaml', false],
  ['tsconfig.json', false],
])('init looks for an eval set in %s: %s', (file, isOne) => {
  expect(isEvalSet(file)).toBe(isOne)
})
