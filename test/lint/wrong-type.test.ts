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
    'a map for a text in a list',
    'version: 1\nid: x\nvendors: [{name: acme, id: 7}]\n',
    'write one text, no map and no list',
  ],
  [
    'a text that its colon makes a map',
    'version: 1\nid: x\nvendors:\n  - Acme: the carrier\n',
    'a text that holds ": " stands in quotes: "Acme: the carrier"',
  ],
  [
    'a key without a space after its colon',
    'version: 1\nid: x\nuse_case: {unit:conversation}\n',
    'write unit: conversation',
  ],
  ['a comma at the end of a line', 'version: 1\nid: x\nsuccess: {window: "7d,"}\n', 'write 7d'],
])('%s: the help says what to write', async (_, yaml, help) => {
  expect(await helps(yaml)).toEqual([help])
})
