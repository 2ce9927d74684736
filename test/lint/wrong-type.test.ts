import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import { exceptionInvalid } from '../../src/rules/spec/exception-invalid.ts'
import { unitMissing } from '../../src/rules/spec/unit-missing.ts'

const helps = async (yaml: string) =>
  (
    await lint(yaml, {
      file: 'pilot.yaml',
      for: 'pilot',
      today: '2026-11-22',
      rules: [],
      exceptions: true,
    })
  ).diagnostics.map(({ help }) => help)

test.each([
  ['a number in quotes', 'version: "1"\nid: x\n', 'version: 1  # without quotes'],
  ['a word for a number', 'version: one\nid: x\n', 'write a number, without quotes and without a unit'],
  ['a count in quotes', 'version: 1\nid: x\ndata: {eval_set: {cases: "480"}}\n', 'cases: 480  # without quotes'],
  ['a count in thousands', 'version: 1\nid: x\ndata: {eval_set: {cases: 160.000}}\n', 'write 160 or 160000'],
  ['a map for a text', 'version: 1\nid: x\nchampion: {name: j.meyer}\n', 'write one string instead'],
  ['a map for a text in a list', 'version: 1\nid: x\nvendors: [{name: acme, id: 7}]\n', 'write one string instead'],
  [
    'a text that its colon makes a map',
    'version: 1\nid: x\nvendors:\n  - Acme: the carrier\n',
    'quote a string that contains ": ": "Acme: the carrier"',
  ],
  [
    'a key without a space after its colon',
    'version: 1\nid: x\nuse_case: {unit:conversation}\n',
    'write unit: conversation',
  ],
  ['a comma at the end of a line', 'version: 1\nid: x\nsuccess: {window: "7d,"}\n', 'write 7d'],
  [
    'a text for a map of names',
    'version: 1\nid: x\nguardrails: {input: 20/h per customer}\n',
    'add a name of your own: input: {main: 20/h per customer}',
  ],
  [
    'a list for a map of names',
    'version: 1\nid: x\nguardrails: {input: [a, b]}\n',
    'write a mapping, with a name of your own before each value',
  ],
])('%s: the help says what to write', async (_, yaml, help) => {
  expect(await helps(yaml)).toEqual([help])
})

test.each([
  'rollout: {units_per_assignee: 1.250, intra_class_correlation: 0.000}',
  'data: {eval_set: {cases: 160.0000}}',
  'data: {eval_set: {cases: 1600.000}}',
  'owner: {people: 7.0}',
])('closest: %s is a number', async (yaml) => {
  expect(await helps(`version: 1\nid: x\n${yaml}\n`)).toEqual([])
})

const told = async (yaml: string) =>
  (
    await lint(`version: 1\nid: x\n${yaml}\n`, {
      file: 'pilot.yaml',
      for: 'pilot',
      today: '2026-11-22',
      rules: [unitMissing, exceptionInvalid],
      exceptions: true,
    })
  ).diagnostics.map(({ rule, message, help }) => [rule, message, help])

test.each([
  [
    'started: 2026',
    'schema/type',
    '`started` must be a date as YYYY-MM-DD, found 2026',
    'write a date such as 2026-09-14',
  ],
  ['started: 20260914', 'schema/type', '`started` must be a date as YYYY-MM-DD, found 20260914', 'write 2026-09-14'],
  [
    'success: {baseline: {measured: 2026}}',
    'schema/type',
    '`success.baseline.measured` must be a period as YYYY-MM-DD..YYYY-MM-DD, found 2026',
    'write a period such as 2026-06-01..2026-08-31',
  ],
  [
    'exceptions: [{rule: spec/unit-missing, why: w, by: b, until: 2026}]',
    'spec/exception-invalid',
    'the exception for "spec/unit-missing" ends on "2026", which is not a date',
    'until: 2027-02-20  # at the latest',
  ],
  [
    'rollback: {time: 10}',
    'spec/unit-missing',
    '`rollback.time` is 10, a number without a unit',
    'write at most 10m, at most 10h or at most 10d',
  ],
])('a bare number in %s is told as what it should be', async (yaml, ...words) => {
  expect((await told(yaml)).filter(([id]) => id !== 'exception/not-waivable')).toEqual([words])
})
