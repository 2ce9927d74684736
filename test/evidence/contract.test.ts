import { expect, test } from 'vitest'
import { contract } from '../../src/evidence/contract/contract.ts'
import { reader } from '../../src/evidence/contract/dialects.ts'
import { promisesFor, type Reads } from '../../src/evidence/contract/promised.ts'
import { threshold } from '../../src/values/index.ts'
import { problemOf, readingOf, readValue } from './reading.ts'

const odcs = (properties: string, version = 'v3.0.0') =>
  `apiVersion: ${version}\nkind: DataContract\nid: x\nslaProperties:${properties}\n`

const promisedIn = async (text: string, reads: Reads = {}, file = 'c.yaml') =>
  promisesFor(await readValue(reader, file, text), reads)

test('ODCS: latency and frequency, at their lines', async () => {
  const text = odcs(`
  - {property: latency, value: 4, unit: d}
  - {property: frequency, value: 1, valueExt: 1, unit: h, element: orders}`)
  expect((await readValue(reader, 'c.odcs.yaml', text)).dialect).toBe('ODCS')
  const { latency, frequency } = await promisedIn(text)
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
  ['a unit behind the number', '\n- {property: latency, value: 60 min}', 60, 'min'],
  ['a unit right behind the number', '\n- {property: latency, value: 500ms}', 500, 'ms'],
  ['the age of data in minutes', '\n- {property: freshness, value: 4, unit: m}', 4, 'min'],
  ['ISO 8601', '\n- {property: latency, value: PT1H30M}', 90, 'min'],
])('ODCS, %s', async (_, properties, value, unit) => {
  for (const version of ['v3.0.2', 'v2.2.2', '3.1.0'])
    expect((await promisedIn(odcs(properties, version))).latency?.value).toEqual({
      value,
      unit,
    })
})

test('a description of more than can be read here is not broken', async () => {
  const paths = Array.from({ length: 20_000 }, (_, at) => `  /a${at}: {get: {}}\n`).join('')
  const reading = await readingOf(reader, 'api.yaml', `openapi: 3.1.0\npaths:\n${paths}`)
  expect(reading).toEqual({ state: 'unknown', why: 'is not read: the file has more than 100000 YAML tokens' })
  expect(await problemOf(reader, 'api.yaml', 'openapi: 3.1.0\npaths: [\ninfo: {}\n')).toContain('cannot be read')
})

test.each([
  ['a unit with two meanings', '\n- {property: latency, value: 4, unit: m}'],
  ['a unit with two meanings behind it', '\n- {property: latency, value: 4m}'],
  ['two units', '\n- {property: latency, value: 4h, unit: d}'],
  ['a month of ISO 8601', '\n- {property: latency, value: P1M}'],
  ['no unit', '\n- {property: latency, value: 4}'],
  ['a unit of the prototype', '\n- {property: latency, value: 4, unit: constructor}'],
  ['a negative time', '\n- {property: latency, value: -4, unit: d}'],
  ['no number', '\n- {property: latency, value: fast, unit: d}'],
  ['something else', '\n- {property: retention, value: 4, unit: y}\n- 7\n- null'],
  ['an empty list', ' []'],
  ['nothing', ''],
])('ODCS with %s promises no latency', async (_, properties) => {
  expect((await promisedIn(odcs(properties))).latency).toBeUndefined()
})

test('ODCS with a time that cannot be read says so, and what can be read is kept', async () => {
  const text = odcs('\n- {property: latency, value: 4, unit: m}\n- {property: frequency, value: 1, unit: d}')
  expect((await promisedIn(text)).frequency?.value).toEqual({ value: 1, unit: 'd' })
  expect(await readValue(reader, 'c.yaml', text)).toMatchObject({
    vague: 'has a latency without a readable number and unit',
  })
  expect(await readValue(reader, 'c.yaml', odcs(' []'))).toMatchObject({
    vague: 'states neither latency nor frequency',
  })
  const short = odcs('\n- {property: ly, value: 30, unit: min}\n- {property: fy, value: 1, unit: d}')
  expect(await promisedIn(short)).toMatchObject({
    latency: { value: { value: 30, unit: 'min' } },
    frequency: { value: { value: 1, unit: 'd' } },
  })
})

test.each([
  ['status: retired', 'has the status "retired"'],
  ['status: Draft', 'has the status "Draft"'],
  ['status: in development', 'has the status "in development"'],
  ['status: archived', 'has the status "archived"'],
  ['status: active', undefined],
  ['status: our own word', undefined],
  ['schema: []', 'has no table'],
  ['dataset: {}', 'has no table'],
  ['schema:', 'has no table'],
  ['schema: [{name: orders}]', undefined],
])('ODCS with %s', async (line, nothing) => {
  const text = odcs(`\n- {property: latency, value: 30, unit: min}\n${line}`)
  expect((await readValue(reader, 'c.yaml', text)).nothing).toBe(nothing)
})

test.each([
  ['endOfSupport', '2026-10-01', { end: '2026-10-01' }],
  ['es', '2026-10-01', { end: '2026-10-01' }],
  ['EL', '2026-10-01', { end: '2026-10-01' }],
  ['ga', '2026-10-01', { from: '2026-10-01' }],
  ['re', '2026-10-01', { from: undefined, end: undefined }],
  ['retirement', '"2026-10-01T00:00:00Z"', { end: '2026-10-01' }],
  ['generalAvailability', '2026-10-01', { from: '2026-10-01' }],
])('ODCS with %s on %s', async (property, value, dates) => {
  const text = odcs(`\n- {property: latency, value: 30, unit: min}\n- {property: ${property}, value: ${value}}`)
  expect(await readValue(reader, 'c.yaml', text)).toMatchObject(dates)
})

test.each(['---\n---\n', odcs(' []')])(
  'a contract behind another document is none that anybody can name',
  async (before) => {
    expect(await readingOf(reader, 'c.yaml', `${before}---\n${odcs(' []')}`)).toMatchObject({
      state: 'unknown',
      why: 'has several YAML documents, expected one',
    })
    expect((await readingOf(reader, 'c.yaml', `# of the team\n---\n${odcs(' []')}---\n`)).state).toBe('read')
  },
)

const specified = (levels: string, more = '', version = '1.1.0') =>
  `dataContractSpecification: ${version}\nid: x\ninfo: {title: Orders, version: 1.0.0}\nservicelevels: ${levels}\n${more}`

test.each([
  ['freshness', '{freshness: {threshold: 25h}, availability: {percentage: 99.9%}}', '25h', undefined],
  ['freshness in minutes', '{freshness: {threshold: 3m}}', '3min', undefined],
  ['latency in ISO 8601', '{latency: {threshold: PT15M}}', '15min', undefined],
  ['freshness and latency: the later', '{freshness: {threshold: 1h}, latency: {threshold: 2h}}', '2h', undefined],
  ['how often in a word', '{latency: {threshold: 1h}, frequency: {type: batch, interval: daily}}', '1h', '1d'],
  [
    'how often by a clock beside the age',
    '{freshness: {threshold: 1d}, frequency: {cron: 0 0 * * *}}',
    '1d',
    undefined,
  ],
])('Data Contract Specification: %s', async (_, levels, late, often) => {
  const told = (time: { readonly value: { readonly value: number; readonly unit: string } } | undefined) =>
    time && `${time.value.value}${time.value.unit}`
  for (const version of ['0.9.3', '1.1.0', '1.2.1']) {
    const { latency, frequency } = await promisedIn(specified(levels, '', version))
    expect([told(latency), told(frequency)]).toEqual([late, often])
  }
})

test.each([
  ['{latency: {threshold: 4m}}', '', { vague: 'has a latency without a readable number and unit' }],
  [
    '{latency: {threshold: 1h}, frequency: {cron: 0 0 * * *}}',
    '',
    { vague: 'has a frequency without a readable number and unit' },
  ],
  ['{freshness: {description: fresh}}', '', { vague: 'states neither latency nor frequency' }],
  ['{freshness: {threshold: 1h}}', 'models: {}\n', { nothing: 'has no table' }],
])('Data Contract Specification with %s %s', async (levels, more, expected) => {
  expect(await readValue(reader, 'c.yaml', specified(levels, more))).toMatchObject(expected)
})

test('Data Contract Specification: drafts, other versions, and the models that a timestamp is of', async () => {
  const text = specified(
    '{freshness: {threshold: 1h, timestampField: orders.placed_at}}',
    'models: {orders: {fields: {placed_at: {}}}, customers: {fields: {}}}\n',
  )
  const { tables, nothing } = await readValue(reader, 'c.yaml', text)
  expect(nothing).toBeUndefined()
  expect(tables.map(({ names, latency }) => [...names, latency?.value.value])).toEqual([
    ['orders', 1],
    ['customers', undefined],
  ])
  const draft = text.replace('version: 1.0.0', 'version: 1.0.0, status: draft')
  expect((await readValue(reader, 'c.yaml', draft)).nothing).toBe('has the status "draft"')
  expect(await problemOf(reader, 'c.yaml', text.replace('1.1.0', '2.0.0'))).toContain(
    'has an unsupported version, expected 0.9 to 1.2',
  )
  expect(await problemOf(reader, 'c.yaml', specified('[]'))).toContain('has a `servicelevels` that is not a mapping')
})

test.each([
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {}\n',
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {x-owner: {team: a}, /a: {}}\n',
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {summary: a, parameters: []}}\n',
  'openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {$ref: "nowhere.yaml#/a"}}\n',
  'asyncapi: 3.0.0\ninfo: {title: a}\n',
])('%j has no operation', async (text) => {
  expect(await problemOf(reader, 'c.yaml', text)).toBe('unknown: has no operation')
})

test.each<readonly [string, string]>([
  ['openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {get: {}}}\n', 'OpenAPI'],
  ['openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {$ref: "c.yaml#/b"}}\n', 'OpenAPI'],
  ['openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: {$ref: "https://api.example/a.yaml"}}\n', 'OpenAPI'],
  ['openapi: 3.1.1\ninfo: {title: a}\nwebhooks: {a: {post: {}}}\n', 'OpenAPI'],
  ['openapi: 3.0.3\ninfo: {title: a}\npaths: {/a: {get: {}}}\n', 'OpenAPI'],
  ...['swagger: 2.0', 'openapi: 3.0', 'openapi: 3.1'].map(
    (version) => [`${version}\ninfo: {title: a}\npaths: {/a: {get: {}}}\n`, 'OpenAPI'] as const,
  ),
  ['asyncapi: 2.0\ninfo: {title: a}\nchannels: {a: {publish: {}}}\n', 'AsyncAPI'],
  ["swagger: '2.0'\ninfo: {title: a}\npaths: {/a: {get: {}}}\n", 'OpenAPI'],
  ['asyncapi: 2.6.0\ninfo: {title: a}\nchannels: {a: {publish: {}}}\n', 'AsyncAPI'],
  ['asyncapi: 3.0.0\ninfo: {title: a}\noperations: {a: {action: send}}\n', 'AsyncAPI'],
])('%j is read', async (text, dialect) => {
  expect(await readValue(reader, 'c.yaml', text)).toMatchObject({
    dialect,
    tables: [],
    rateLimit: undefined,
  })
  expect((await readValue(reader, 'c.yaml', text)).nothing).toBeUndefined()
})

test.each([
  ['paths: {/a: {get: {deprecated: true}}}', true],
  ['paths: {/a: {get: {deprecated: true}, post: {deprecated: true}}, x-b: {get: {}}}', true],
  ['paths: {/a: {get: {deprecated: true}, post: {}}}', false],
  ['paths: {/a: {get: {deprecated: "true"}}}', false],
  ['paths: {/a: {get: {deprecated: true}}, /b: {$ref: b.yaml}}', false],
  ['paths: {/a: {get: {deprecated: true}}}\nwebhooks: {b: {post: {}}}', false],
])('OpenAPI with %s', async (line, isOver) => {
  const { nothing } = await readValue(reader, 'c.yaml', `openapi: 3.1.0\ninfo: {title: a}\n${line}\n`)
  expect(nothing).toBe(isOver ? 'has only deprecated operations' : undefined)
})

const twoTables = `schema:
- {name: orders, physicalName: ord_v2, properties: [{name: id}, {name: placed_at, physicalName: placed}]}
- {name: customers, properties: [{name: id}]}
`

test.each([
  ['orders.placed_at', 0],
  ['Orders', 0],
  ['db.ord_v2.placed', 0],
  ['placed', 0],
  ['placed.at', 0],
  ['tab1.placed', undefined],
  ['payments.placed_at', undefined],
  ['customers.id', 1],
  ['id', undefined],
  ['lookups.refreshed_at', undefined],
])('a promise on %s is of a table that the contract describes', async (element, table) => {
  const text = odcs(`\n- {property: latency, value: 5, unit: min, element: ${element}}\n${twoTables}`)
  const { tables, vague } = await readValue(reader, 'c.yaml', text)
  expect(tables.map(({ latency }) => latency !== undefined)).toEqual([table === 0, table === 1])
  expect(vague).toBe(
    table === undefined ? 'states latency and frequency only for tables that it does not describe' : undefined,
  )
})

test('a promise on several elements, on the default one, and on none', async () => {
  const of = async (properties: string, more = '') =>
    (
      await readValue(
        reader,
        'c.yaml',
        odcs(`\n- {property: ly, value: 5, unit: min${properties}}\n${more}${twoTables}`),
      )
    ).tables.map(({ latency }) => latency?.value.value)
  expect(await of(', element: "orders.id, customers.id"')).toEqual([5, 5])
  expect(await of('', 'slaDefaultElement: customers.id\n')).toEqual([undefined, 5])
  expect(await of('')).toEqual([5, 5])
})

test('the table that the pilot reads decides, and the default of its own promises', async () => {
  const text = odcs(
    `\n- {property: ly, value: 5, unit: min, element: orders.id}\n- {property: ly, value: 2, unit: d, element: customers.id}\n- {property: fy, value: 1, unit: h}\n${twoTables}`,
  )
  expect(await promisedIn(text, { system: 'Customers' })).toMatchObject({
    isNamed: true,
    latency: { value: { value: 2, unit: 'd' } },
    frequency: { value: { value: 1, unit: 'h' } },
  })
  expect(await promisedIn(text, { system: 'customers', contract: 'c.yaml#ord-v2' })).toMatchObject({
    latency: { value: { value: 5, unit: 'min' } },
  })
  expect(await promisedIn(text, { system: 'warehouse' })).toMatchObject({
    isNamed: false,
    latency: { value: { value: 5, unit: 'min' } },
  })
})

const dbt = (source: string, tables: string) => `version: 2\nsources:\n- name: shop\n${source}  tables:\n${tables}`
const fresh = (key: string, count: number) => `${key}: {count: ${count}, period: hour}`

test.each([
  ['its own', '', `freshness: {${fresh('error_after', 6)}}, loaded_at_field: at`, 6],
  ['a column that is called like a clock', '', `freshness: {${fresh('error_after', 6)}}, loaded_at_field: now_at`, 6],
  [
    'the latest of a table',
    '',
    `freshness: {${fresh('error_after', 6)}}, loaded_at_query: select max(at) from t where at > now() - 3`,
    6,
  ],
  ['that of 1.9', '', `config: {freshness: {${fresh('error_after', 6)}}, loaded_at_query: select max(at) from t}`, 6],
  [
    'a time that is never later than now',
    '',
    `freshness: {${fresh('error_after', 6)}}, loaded_at_field: "least(at, now())"`,
    6,
  ],
  ['a cast of its column', '', `freshness: {${fresh('error_after', 6)}}, loaded_at_field: "cast(at as timestamp)"`, 6],
  ['a column in Cyrillic', '', `freshness: {${fresh('error_after', 6)}}, loaded_at_field: "время"`, 6],
  [
    'a table that is switched on',
    '',
    `config: {enabled: "{{ target.name == 'prod' }}", freshness: {${fresh('error_after', 6)}}, loaded_at_field: at}`,
    6,
  ],
  ['that of the source', `  freshness: {${fresh('error_after', 12)}}\n  loaded_at_field: at\n`, '', 12],
  [
    'its own before that of the source',
    `  freshness: {${fresh('error_after', 1)}}\n  loaded_at_field: at\n`,
    `freshness: {${fresh('error_after', 24)}}`,
    24,
  ],
  [
    'what it adds to that of the source',
    `  freshness: {${fresh('error_after', 12)}}\n  loaded_at_field: at\n`,
    `freshness: {${fresh('warn_after', 2)}}`,
    12,
  ],
  [
    'config before the old place',
    '',
    `freshness: {${fresh('error_after', 1)}}, config: {freshness: {${fresh('error_after', 6)}}}, loaded_at_field: at`,
    6,
  ],
])('dbt: a table is as fresh as %s says', async (_, source, table, hours) => {
  const text = dbt(source, `  - {name: orders${table && `, ${table}`}}\n`)
  const { latency, tables } = await promisedIn(text, { system: 'orders' })
  expect(latency?.value).toEqual({ value: hours, unit: 'h' })
  expect(tables).toMatchObject([{ why: undefined }])
})

const onSource = `  freshness: {${fresh('error_after', 1)}}\n  loaded_at_field: at\n`

test.each([
  ['freshness: null', 'has no freshness check'],
  ['config: {freshness: null}', 'has no freshness check'],
  [`freshness: null, config: {freshness: {${fresh('error_after', 1)}}}`, 'has no freshness check'],
  [
    `freshness: {${fresh('warn_after', 1)}, error_after: null}`,
    'has `warn_after` but no `error_after`, so late data does not fail a check',
  ],
  ['freshness: {error_after: {count: 1}}', 'has an `error_after` without a readable count and period'],
  ['freshness: {error_after: {count: 1, period: month}}', 'has an `error_after` without a readable count and period'],
  [
    'freshness: {error_after: {count: "{{ x }}", period: day}}',
    'has an `error_after` without a readable count and period',
  ],
  ['freshness: {error_after: {count: 0, period: day}}', 'has an `error_after` without a readable count and period'],
  ['loaded_at_field: null', 'has no `loaded_at_field` that is a time of the data'],
  ['loaded_at_field: current_timestamp', 'has no `loaded_at_field` that is a time of the data'],
  ['loaded_at_field: "Now ()::timestamp"', 'has no `loaded_at_field` that is a time of the data'],
  ...[
    'cast(current_timestamp as timestamp)',
    'greatest(at, now())',
    "'2099-01-01'",
    'sysutcdatetime()',
    "'2099-01-01'::timestamp",
  ].map((field): [string, string] => [
    `loaded_at_field: "${field}"`,
    'has no `loaded_at_field` that is a time of the data',
  ]),
  [`loaded_at_query: "select timestamp '2099-01-01' from t"`, 'has no `loaded_at_field` that is a time of the data'],
  ['loaded_at_query: select current_timestamp from t', 'has no `loaded_at_field` that is a time of the data'],
  ['loaded_at_query: select getdate();', 'has no `loaded_at_field` that is a time of the data'],
])('dbt: {%s} promises nothing of the table', async (table, why) => {
  const text = dbt(onSource, `  - {name: orders, ${table}}\n`)
  expect(await promisedIn(text, { system: 'orders' })).toMatchObject({ latency: undefined, tables: [{ why }] })
})

test.each([
  [`"{{ var('orders_on') }}"`, true],
  [`"{{ target.name == 'prod' and var('x') }}"`, true],
  [`"{{ target.name != 'warehouse' }}"`, true],
  [`"{{ target.name == 'prod' }}"`, false],
  [`"{{ target.name != 'dev' }}"`, false],
  ['true', false],
  ['"True"', false],
])('dbt: switched on by %s is open: %s', async (enabled, isOpen) => {
  const fresh = `freshness: {error_after: {count: 6, period: hour}}, loaded_at_field: at`
  const text = dbt('', `  - {name: orders, ${fresh}, config: {enabled: ${enabled}}}\n`)
  const why = 'has an `enabled` that is a template, so nobody can tell whether its freshness is checked'
  expect((await promisedIn(text, { system: 'orders' })).tables[0]?.why).toBe(isOpen ? why : undefined)
})

test('dbt: a source that is switched off, and one whose tables are', async () => {
  const off = `  config: {freshness: null}\n  loaded_at_field: at\n`
  expect((await promisedIn(dbt(off, '  - {name: orders}\n'))).tables).toMatchObject([{ why: 'has no freshness check' }])
  const text = dbt(onSource, '  - {name: orders, config: {enabled: false}}\n  - {name: customers}\n')
  expect((await readValue(reader, 'c.yaml', text)).tables.map(({ names }) => names[0])).toEqual(['customers'])
  for (const enabled of ['false', '"False"', `"{{ target.name == 'dev' }}"`, `"{{ target.name != 'prod' }}"`])
    expect(await problemOf(reader, 'c.yaml', dbt(onSource, `  - {name: a, config: {enabled: ${enabled}}}\n`))).toBe(
      'unknown: has no source table',
    )
})

test.each([
  [{ system: 'orders' }, 1],
  [{ system: 'shop.orders' }, 1],
  [{ system: 'x', contract: 'c.yml#raw_orders' }, 1],
  [{ system: 'shop' }, 2],
  [{ system: 'x' }, 2],
])('dbt: %j reads %i tables', async (reads, count) => {
  const text = dbt(onSource, '  - {name: orders, identifier: raw_orders}\n  - {name: customers}\n')
  expect((await promisedIn(text, reads)).tables).toHaveLength(count)
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
  ['c.yaml', odcs('\n  latency: 4'), '4:1 has an `slaProperties` that is not a sequence'],
  ['c.yaml', 'a: [1\nb: 2\n', '1:4 cannot be read: '],
  ['c.json', '{"openapi": secret}', '1:13 cannot be read: invalid JSON: expected a value, found `s`'],
  ['c.yaml', 'openapi: 4.0.0\n', 'unknown: has an unsupported openapi version'],
  ['c.yaml', 'swagger: 1.2\n', 'unknown: has an unsupported swagger version'],
  ['c.yaml', odcs('', 'v4.0.0'), 'unknown: has an unsupported version, expected v2 or v3'],
  [
    'c.yaml',
    'syntax: proto3\n',
    'unknown: is not a supported contract, expected ODCS, Data Contract Specification, OpenAPI, AsyncAPI or dbt sources',
  ],
  ['c.yaml', 'sources: [{tables: []}, 7]\n', '1:25 has an invalid source, expected a mapping with a sequence `tables`'],
  [
    'c.yaml',
    'sources: [{name: a, tables: {b: c}}, {tables: []}]\n',
    '1:12 has an invalid source, expected a mapping with a sequence `tables`',
  ],
  ['c.yaml', 'sources: [{name: a, tables: [{description: c}]}]\n', '1:31 has a table without a name'],
  ['c.yaml', 'sources: [{tables: []}]\n', 'unknown: has no source table'],
  [
    'c.yaml',
    'sources: [a.sql, b.sql]\n',
    'unknown: is not a supported contract, expected ODCS, Data Contract Specification, OpenAPI, AsyncAPI or dbt sources',
  ],
  [
    'c.yaml',
    'sources: {shop: {+freshness: null}}\n',
    'unknown: is not a supported contract, expected ODCS, Data Contract Specification, OpenAPI, AsyncAPI or dbt sources',
  ],
  ['c.yaml', '', 'unknown: is empty'],
  [
    'c.md',
    '# Contract',
    'unknown: is not a supported contract, expected ODCS, Data Contract Specification, OpenAPI, AsyncAPI or dbt sources',
  ],
])('%s with %j', async (file, text, says) => {
  const problem = await problemOf(reader, file, text)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})

test.each([
  ['orders', '', undefined],
  ['customers', '', 'has no freshness check'],
  ['warehouse', '', 'meets the freshness for some tables only; append `#<table>` to the path'],
  ['warehouse', '#shop.orders', 'found'],
  ['warehouse', '#customers', 'has no freshness check'],
  ['warehouse', '#lookups', 'has no table of that name'],
  ['warehouse', '#/models/orders', undefined],
  ['warehouse', '#/models/customers', 'has no freshness check'],
  ['orders', '#/sources/0', undefined],
  ['warehouse', '#/sources/0', 'meets the freshness for some tables only; append `#<table>` to the path'],
  ['orders', '#/info', 'meets the freshness for some tables only; append `#<table>` to the path'],
])('of a system %s, sources%s leave unread: %s', async (system, anchor, words) => {
  const text = dbt(onSource, '  - {name: orders}\n  - {name: customers, freshness: null}\n')
  const value = await readValue(reader, 'c.yml', text)
  const named = { path: ['integration', 0, 'contract'], reference: `c.yml${anchor}` }
  const parsed = threshold.parse('at most 1h')
  const freshness = parsed.ok ? parsed.value : undefined
  const pilot = { version: 1, id: 'a', integration: [{ system, contract: named.reference, freshness }] } as const
  const [first] = contract.unread({ state: 'found', file: 'c.yml', value }, named, pilot as never)
  expect(first && (first.state === 'found' ? 'found' : 'words' in first && first.words)).toBe(words)
})
