import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/drill-record/record-file.ts'
import { drillRecord } from '../../src/model/drills.ts'
import { problemOf, readValue } from './reading.ts'

const drill = '{what: rollback, on: 2026-11-04, took: 6m, outcome: passed, by: acme/ops}'

const held = async (file: string, text: string) =>
  (await readValue(reader, file, text)).map(({ what, on, took, rate, outcome, range }) => [
    ...[what, on, took?.value, rate?.value, outcome],
    range.start.line,
  ])

test.each([
  ['d.md', `---\ndrills:\n  - ${drill}\n---\n\n# Not done: failed, postponed\n`, 3],
  ['d.md', `---\r\ntitle: 復旧訓練\r\ndrills:\r\n  - ${drill}\r\n---\r\n本番の切り戻し\r\n`, 4],
  ['d.md', `---\ndrills: [${drill}]\n...\n`, 2],
  ['d.yaml', `# Ćwiczenie wycofania\ndrills: [${drill}]\n`, 2],
  [
    'd.json',
    '{"drills": [{"what": "rollback", "on": "2026-11-04", "took": "6m", "outcome": "passed", "by": "acme/ops"}]}',
    1,
  ],
])('%s %j holds one drill, and no word around it is read', async (file, text, line) => {
  expect(await held(file, text)).toEqual([['rollback', '2026-11-04', 6, undefined, 'passed', line]])
})

test('a load drill has a rate, and a list may be empty', async () => {
  expect(await held('d.yaml', 'drills: [{what: load, on: 2026-11-05, rate: 32/min, outcome: failed, by: x}]')).toEqual([
    ['load', '2026-11-05', undefined, 32, 'failed', 1],
  ])
  expect(await held('d.yaml', 'drills: []')).toEqual([])
})

test.each([
  ['d.pdf', '', 'unknown: is not a Markdown, YAML or JSON file'],
  ['d.md', '# Drills\n- rollback 2026-11-04: 6 minutes\n', '1:1 has no front matter with `drills`'],
  ['d.md', '---\ndrills: []\n', '1:1 has no front matter with `drills`'],
  ['d.md', '---\ntitle: Drills\n---\n', '2:1 has no `drills`'],
  ['d.yaml', '', '1:1 has no `drills`'],
  ['d.yaml', 'drills: []\n---\ndrills: []\n', 'unknown: has several YAML documents, expected one'],
  ['d.yaml', '- rollback\n', '1:1 has no `drills`'],
  ['d.yaml', 'drills: none\n', '1:9 has an invalid `drills`, expected a list of drills'],
  ['d.yaml', 'drills:\n  - held\n', '2:5 has a drill that is not a mapping'],
  ['d.yaml', `drills:\n  - ${drill.replace(', by: acme/ops', '')}\n`, '2:6 has a drill without `by`'],
  [
    'd.yaml',
    `drills:\n  - ${drill.replace('passed', 'went well')}\n`,
    '2:57 has an invalid `outcome`, expected passed or failed',
  ],
  [
    'd.yaml',
    `drills:\n  - ${drill.replace('6m', '6 minuten')}\n`,
    '2:44 has an invalid `took`, expected a time such as 6m',
  ],
  ['d.yaml', `drills:\n  - ${drill.replace('11-04', '11-31')}\n`, '2:26 has a day in `on` that does not exist'],
  ['d.yaml', `drills:\n  - ${drill.replace('took', 'time')}\n`, '2:44 has an unknown key in a drill'],
])('%s %j is not read', async (file, text, words) => {
  expect(await problemOf(reader, file, text)).toBe(words)
})

test('the published schema takes what the model takes', () => {
  const validate = new Ajv({ strict: true, keywords: ['enumDescriptions'] }).compile(
    JSON.parse(readFileSync(new URL('../../schemas/drills.schema.json', import.meta.url), 'utf8')),
  )
  const whole = { what: 'load', on: '2026-11-05', took: '1h', rate: '32/min', outcome: 'passed', by: 'acme/ops' }
  const values = [undefined, null, '', 0, [], {}, 'passed', '2026-11-05', '32/min']
  const drills = Object.keys(whole).flatMap((key) => values.map((value) => ({ ...whole, [key]: value })))
  const records = [...drills, { ...whole, extra: 1 }, { ...whole, 'x-note': 'ours' }, 'held'].map((one) => [one])
  for (const one of [...records, 'none', undefined, [whole, whole]]) {
    const record = JSON.parse(JSON.stringify({ drills: one, title: 'Drills' }))
    const byModel = drillRecord.safeParse(record, { reportInput: true }).success
    if (!JSON.stringify(record).includes('x-note')) expect(validate(record), JSON.stringify(record)).toBe(byModel)
  }
})
