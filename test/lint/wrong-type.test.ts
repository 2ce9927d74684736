import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'

const helps = async (yaml: string) =>
  (
    await lint(yaml, {
      file: 'pilot.yaml',
      for: 'pilot',
      today: '2026-11-22',
      rules: [],
      exceptions: true,
      strict: false,
    })
  ).diagnostics.map(({ help }) => help)

test.each([
  ['a number in quotes', 'version: "1"\nid: x\n', 'version: 1  # without quotes'],
  ['a word for a number', 'version: one\nid: x\n', 'write a number, without quotes and without a unit'],
  [
    'a count in quotes',
    'version: 1\nid: x\ndata: {eval_set: {cases: "480"}}\n',
    'cases: 480  # without quotes',
  ],
  [
    'a map for a text',
    'version: 1\nid: x\nchampion: {name: j.meyer}\n',
    'write one text behind champion:, no map and no list',
  ],
  [
    'a text for a map of names',
    'version: 1\nid: x\nguardrails: {input: 20/h per customer}\n',
    'give it a name of your own, as in input: {main: 20/h per customer}',
  ],
  [
    'a list for a map of names',
    'version: 1\nid: x\nguardrails: {input: [a, b]}\n',
    'write a map, with a name of your own before each value',
  ],
])('%s: the help says what to write', async (_, yaml, help) => {
  expect(await helps(yaml)).toEqual([help])
})
