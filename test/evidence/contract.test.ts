import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/contract/dialects.ts'
import { problemOf, readingOf, readValue } from './reading.ts'

const odcs = (properties: string, version = 'v3.0.0') =>
  `apiVersion: ${version}\nkind: DataContract\nid: x\nslaProperties:${properties}\n`

test('ODCS: latency and frequency, at their lines', async () => {
  const text = odcs(`
  - {property: latency, value: 4, unit: d}
  - {property: frequency, value: 1, valueExt: 1, unit: h, element: orders}`)
  const { dialect, latency, frequency } = await readValue(reader, 'c.odcs.yaml', text)
  expect(dialect).toBe('ODCS')
  expect(latency).toMatchObject({ value: { value: 4, unit: 'd' }, range: { start: { line: 5 } } })
  expect(frequency).toMatchObject({ value: { value: 1, unit: 'h' }, range: { start: { line: 6 } } })
})

test.each([
  [
    'several tables: the shortest',
    '\n- {property: latency, value: 4, unit: days, element: a}\n- {property: latency, value: 90, unit: min, element: b}',
    90,
    'min',
  ],
  [
    'one table twice: the longer',
    '\n- {property: latency, value: 90, unit: min}\n- {property: latency, value: 4, unit: d}\n- {property: latency, value: 3, unit: min}',
    4,
    'd',
  ],
  ['digits as text, version 2', "\n- {property: Latency, value: '2', unit: hours, column: a}", 2, 'h'],
  ['months', '\n- {property: latency, value: 1, unit: month}', 30, 'd'],
])('ODCS, %s', async (_, properties, value, unit) => {
  for (const version of ['v3.0.2', 'v2.2.2', '3.1.0'])
    expect((await readValue(reader, 'c.yaml', odcs(properties, version))).latency?.value).toEqual({
      value,
      unit,
    })
})

test.each([
  ['a unit with two meanings', '\n- {property: latency, value: 4, unit: m}'],
  ['no unit', '\n- {property: latency, value: 4}'],
  ['a unit of the prototype', '\n- {property: latency, value: 4, unit: constructor}'],
  ['a negative time', '\n- {property: latency, value: -4, unit: d}'],
  ['no number', '\n- {property: latency, value: fast, unit: d}'],
  ['something else', '\n- {property: retention, value: 4, unit: y}\n- 7\n- null'],
  ['an empty list', ' []'],
  ['nothing', ''],
])('ODCS with %s promises no latency', async (_, properties) => {
  expect((await readValue(reader, 'c.yaml', odcs(properties))).latency).toBeUndefined()
})

test('ODCS with a time that cannot be read says so, and what can be read is kept', async () => {
  const text = odcs('\n- {property: latency, value: 4, unit: m}\n- {property: frequency, value: 1, unit: d}')
  expect(await readValue(reader, 'c.yaml', text)).toMatchObject({
    frequency: { value: { value: 1, unit: 'd' } },
    vague: 'states a latency without a number and a unit that can be read',
  })
  expect(await readValue(reader, 'c.yaml', odcs(' []'))).toMatchObject({
    vague: 'promises no latency and no frequency',
  })
  const short = odcs('\n- {property: ly, value: 30, unit: min}\n- {property: fy, value: 1, unit: d}')
  expect(await readValue(reader, 'c.yaml', short)).toMatchObject({
    latency: { value: { value: 30, unit: 'min' } },
    frequency: { value: { value: 1, unit: 'd' } },
  })
})

test.each([
  ['status: retired', 'is retired'],
  ['status: Draft', 'is a draft'],
  ['status: proposed', 'is only proposed'],
  ['status: active', undefined],
  ['status: our own word', undefined],
  ['schema: []', 'describes no table'],
  ['dataset: {}', 'describes no table'],
  ['schema:', 'describes no table'],
  ['schema: [{name: orders}]', undefined],
])('ODCS with %s', async (line, nothing) => {
  const text = odcs(`\n- {property: latency, value: 30, unit: min}\n${line}`)
  expect((await readValue(reader, 'c.yaml', text)).nothing).toBe(nothing)
})

test('a contract of several documents is none that anybody can name', async () => {
  expect(await readingOf(reader, 'c.yaml', `${odcs(' []')}---\n${odcs(' []')}`)).toMatchObject({
    state: 'unknown',
    why: 'holds several documents, of which nobody can say which counts',
  })
})

test.each([
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {}\n',
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {x-owner: {team: a}, /a: {}}\n',
  'asyncapi: 3.0.0\ninfo: {title: a}\n',
])('%j describes no operation', async (text) => {
  expect(await problemOf(reader, 'c.yaml', text)).toBe('unknown: describes no operation')
})

test.each([
  ['openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {get: {}}}\n', 'OpenAPI'],
  ['openapi: 3.1.1\ninfo: {title: a}\nwebhooks: {a: {post: {}}}\n', 'OpenAPI'],
  ['openapi: 3.0.3\ninfo: {title: a}\npaths: {/a: {get: {}}}\n', 'OpenAPI'],
  ["swagger: '2.0'\ninfo: {title: a}\npaths: {/a: {get: {}}}\n", 'OpenAPI'],
  ['asyncapi: 2.6.0\ninfo: {title: a}\nchannels: {a: {publish: {}}}\n', 'AsyncAPI'],
  ['asyncapi: 3.0.0\ninfo: {title: a}\noperations: {a: {action: send}}\n', 'AsyncAPI'],
])('%j is read', async (text, dialect) => {
  expect(await readValue(reader, 'c.yaml', text)).toMatchObject({
    dialect,
    latency: undefined,
    rateLimit: undefined,
  })
})

test.each([
  ['x-rate-limit: 10/s\n', { value: 10, unit: '', per: 's' }],
  ['x-ratelimit-limit: 600/min\n', { value: 600, unit: '', per: 'min' }],
  ['x-rate-limit: 600\n', undefined],
  ['x-rate-limit: {limit: 600}\n', undefined],
  ['x-rate-limit: quite a lot\n', undefined],
])('a limit %j', async (line, value) => {
  const text = `openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {get: {}}}\n${line}`
  expect((await readValue(reader, 'c.yaml', text)).rateLimit?.value).toEqual(value)
})

test.each([
  ['c.yaml', 'openapi: 3.1.0\ninfo: {title: a}\n', '1:1 has no `paths`'],
  ['c.json', '{"swagger": "2.0", "paths": {}}', '1:2 has no `info`'],
  ['c.yaml', 'asyncapi: 2.0.0\ninfo: {a: b}\nchannels: []\n', '1:1 has no `channels`'],
  ['c.yaml', odcs('\n  latency: 4'), '4:1 has `slaProperties` that are no list'],
  ['c.yaml', 'a: [1\nb: 2\n', '1:4 cannot be read: '],
  ['c.json', '{"openapi": secret}', '1:13 cannot be read: invalid JSON: expected a value, found `s`'],
  ['c.yaml', 'openapi: 4.0.0\n', 'unknown: is of a version of openapi that is not read'],
  ['c.yaml', odcs('', 'v4.0.0'), 'unknown: is a data contract of a version that is not read: v2 and v3 are'],
  ['c.yaml', 'syntax: proto3\n', 'unknown: is no ODCS, OpenAPI or AsyncAPI file'],
  ['c.yaml', '', 'unknown: is empty'],
  ['c.md', '# Contract', 'unknown: is no ODCS, OpenAPI or AsyncAPI file'],
])('%s with %j', async (file, text, says) => {
  const problem = await problemOf(reader, file, text)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})
