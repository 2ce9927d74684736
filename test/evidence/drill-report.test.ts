import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/drill-report/report-text.ts'
import { problemOf, readValue } from './reading.ts'

const report = `# Drills of October 2026

| drill | date | result |
|---|---|---|
| fallback | 2026-10-29 | every chat got the template reply |
| rollback | 30 October | off after 7 minutes |
| load | 31.10.2026 | p95 3.4 s |
`

test('the days that a report names, each at its line, and where each drill is spoken of', async () => {
  const { dates, place } = await readValue(reader, 'd.md', report)
  expect([...dates].map(([date, { start }]) => `${date} ${start.line}`)).toEqual([
    '2026-10-29 5',
    '2026-10-30 6',
    '2026-10-31 7',
  ])
  expect((['fallback', 'rollback', 'load'] as const).map((drill) => place(drill).start.line)).toEqual([5, 6, 7])
})

test.each([
  '2026-11-04',
  '2026/11/04',
  'am 4. November 2026',
  'on 4th of November 2026',
  'le 4 novembre 2026',
  'el 4 de noviembre de 2026',
  'il 4 novembre 2026',
  'Nov 4, 2026',
  'November 4th 2026',
  '04.11.2026',
  '4/11/2026',
  '11/4/2026',
  '# 2026\n4 Nov',
  '{"fallback": "2026-11-04T10:00:00Z"}',
])('%j is the fourth of November', async (text) => {
  const { dates } = await readValue(reader, text.startsWith('{') ? 'd.json' : 'd.md', text)
  expect([...dates.keys()]).toContain('2026-11-04')
})

test('a report that says nothing of a drill is shown at its beginning', async () => {
  const { place } = await readValue(reader, 'd.txt', 'Übung\n2026-11-04\n')
  expect(place('rollback').start.line).toBe(1)
})

const none = 'unknown: names no day that can be read'

test.each([
  ['d.md', 'All drills went well.', none],
  ['d.md', 'On 2026-02-30, and 31 November 2026', none],
  ['d.md', 'version 2026.1.2, 12026-11-04, 2026-11-041', none],
  ['d.md', '4 men in 2026', none],
  ['d.md', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), '1:1 cannot be read: the file is UTF-16, not UTF-8'],
  ['d.json', '{"date": secret}', '1:10 cannot be read: invalid JSON'],
  ['d.pdf', '%PDF 2026-11-04', 'unknown: is no report in Markdown, text, JSON or YAML'],
  ['d.md', '2026-11-04\n'.repeat(30_000), 'unknown: is larger than 256 KiB'],
])('%s with %j', async (file, content, says) => {
  const problem = await problemOf(reader, file, content)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})

test('long baits end in time', async () => {
  for (const bait of [
    '1 h '.repeat(60_000),
    'rollback was '.repeat(19_000),
    '| '.repeat(120_000),
    '1'.repeat(250_000),
  ]) {
    const report = await readValue(reader, 'd.md', `2026-11-04 rollback ${bait}`)
    expect(report.undone('rollback', '2026-11-04')).toBeUndefined()
    report.fastest('rollback', '2026-11-04')
  }
})
