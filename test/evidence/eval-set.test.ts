import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/eval-set/cases.ts'
import { problemOf, readingOf, readValue } from './reading.ts'
import { sharedPages } from './shared-pages.ts'

const rows = [
  '{"source": "real", "tags": ["a", "b"], "collected": "2026-03-01"}',
  '',
  '{"source": "synthetic", "tags": ["a", "a"]}',
  '{"source": "real", "tags": [], "collected": "2026-04-02T10:00:00Z"}',
]

test.each([
  ['JSON Lines', 'a.jsonl', rows.join('\n')],
  ['with CRLF, a byte order mark and an end', 'a.ndjson', `\ufeff${rows.join('\r\n')}\r\n`],
  [
    'CSV',
    'a.csv',
    'id,Source,tags,collected\n1,real,"a;b",2026-03-01\n\n2,synthetic,a,\n3,real,,2026-04-02T10:00:00Z\n',
  ],
  [
    'CSV with semicolons',
    'a.csv',
    'source;tags;collected\nreal;"[""a"", ""b""]";2026-03-01\n\nsynthetic;a;\nreal;;2026-04-02\n',
  ],
  [
    'CSV of Excel that names its sign',
    'b.csv',
    'sep=;\r\nsource;tags;collected\r\nreal;"[""a"", ""b""]";2026-03-01\r\nsynthetic;a;\r\nreal;;2026-04-02\r\n',
  ],
])('%s: rows, tags, real cases, days', async (_, file, text) => {
  const set = await readValue(reader, file, text)
  expect(set.rows.value).toBe(3)
  expect([...(set.tags ?? [])].map(([tag, { value }]) => `${tag} ${value}`)).toEqual(['a 2', 'b 1'])
  expect(set.real?.value).toBe(2)
  expect([set.first?.value, set.last?.value]).toEqual(['2026-03-01', '2026-04-02'])
  expect(set.tags?.get('b')?.range.start.line).toBe({ 'a.csv': 2, 'b.csv': 3 }[file] ?? 1)
  expect(set.real?.range.start.line).toBe(file.endsWith('.csv') ? 4 : 3)
  expect(set.rows.range.start.line).toBe(file.endsWith('.csv') ? 5 : 4)
})

test.each<[string, string, string, [repeats: number, line: number] | undefined]>([
  ['JSON Lines', 'a.jsonl', '{"input": "x"}\n{"input": "y"}\n {"input":"x"} \r\n{"input": "x"}\n', [2, 3]],
  ['another id', 'a.jsonl', '{"id": 1, "input": "x"}\n{"id": 2, "input": "x"}\n', [1, 2]],
  ['other names', 'a.jsonl', '{"UUID": "a", "Row-Number": 1, "input": "x"}\n{"input": "x"}\n', [1, 2]],
  ['an id beside the tags', 'a.jsonl', '{"input": "x", "metadata": {"id": 1}}\n{"input": "x"}\n', [1, 2]],
  [
    'other bookkeeping',
    'a.jsonl',
    '{"input": "x", "date": "2026-01-01", "tags": ["a"]}\n{"tags": [], "input": "x "}\n',
    [1, 2],
  ],
  ['turns in another order', 'a.jsonl', '{"turns": ["x", "y"]}\n{"turns": ["y", "x"]}\n', undefined],
  ['another segment', 'a.jsonl', '{"input": "x", "language": "de"}\n{"input": "x", "language": "fr"}\n', undefined],
  ['another expectation', 'a.jsonl', '{"input": "x", "expect": "y"}\n{"input": "x", "expect": "z"}\n', undefined],
  ['another order', 'a.jsonl', '{"input": "x", "order_id": 1}\n{"input": "x", "order_id": 2}\n', undefined],
  ['another type', 'a.jsonl', '{"input": 1}\n{"input": "1"}\n{"input": [1]}\n{"input": {"a": 1}}\n', undefined],
  ['no input', 'a.jsonl', '{"id": 1, "expect": "x"}\n{"id": 2, "expect": "x"}\n', undefined],
  ['an empty input', 'a.jsonl', '{"input": "", "file": "a"}\n{"input": "", "file": "a"}\n', undefined],
  ['labels alone', 'a.jsonl', '{"source": "real", "tags": ["a"]}\n'.repeat(2), undefined],
  ['texts alone', 'a.jsonl', '"x"\n"y"\n"x"\n', [1, 3]],
  ['CSV', 'a.csv', 'id,question,tags\n1,x,a\n2,"x",a\n3,x,b\n4,y,\n', [2, 3]],
  ['CSV with another cell', 'a.csv', 'id,question,,\n1,x,,a\n2,x,,b\n3,x,b,\n', undefined],
  ['CSV without an input', 'a.csv', 'label,tags\nx,a\nx,a\n', undefined],
  ['CSV with empty inputs', 'a.csv', 'input,tags\n,a\n,a\n', undefined],
])('rows that repeat another: %s', async (_, file, text, expected) => {
  const { repeats } = await readValue(reader, file, text)
  expect(repeats && [repeats.value, repeats.range.start.line]).toEqual(expected)
})

test('a tag knows how many of its cases repeat another of its own, and so do real cases', async () => {
  const text = [
    '{"id": 1, "source": "real", "input": "x", "tags": ["a", "b"]}',
    '{"id": 2, "source": "real", "input": "x", "tags": ["a", "b", "c"]}',
    '{"id": 3, "source": "made up", "input": "y", "tags": ["a"]}',
  ].join('\n')
  const { tags, real } = await readValue(reader, 'a.jsonl', text)
  expect([...(tags ?? [])].map(([tag, { value, repeats }]) => [tag, value, repeats])).toEqual([
    ['a', 3, 1],
    ['b', 2, 1],
    ['c', 1, 0],
  ])
  expect(real).toMatchObject({ value: 2, repeats: 1 })
})

test.each([
  ['equal but for the id', ['x', 'x', 'y'], undefined, 1],
  ['apart in another column', ['x', 'x', 'y'], [1, 2, 3], undefined],
  ['equal in another column', ['x', 'x', 'x'], [1, 1, 2], 1],
])('rows of Parquet, %s', async (_, inputs, orders, repeats) => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: [1, 2, 3], type: 'INT32' },
      { name: 'input', data: inputs, type: 'STRING' },
      { name: 'real', data: [true, true, false], type: 'BOOLEAN' },
      ...(orders ? [{ name: 'order', data: orders.map(BigInt), type: 'INT64' } as const] : []),
    ],
  })
  const set = await readValue(reader, 'a.parquet', new Uint8Array(bytes))
  expect(set.repeats?.value).toBe(repeats)
  expect([set.rows.value, set.real?.value]).toEqual([3, 2])
})

test.each([
  ['as a script appends them to a file of Windows', 'input,source\r\na,real\nb,real\n'],
  ['as Windows appends them', 'input,source\na,real\nb,real\r\n'],
  ['below a line for Excel', 'sep=;\r\ninput;source\na;real\nb;real\n'],
  ['of an old Mac', 'input,source\ra,real\rb,real\r'],
  ['within a cell', 'input,source\n"a\r\nand more",real\nb,real\n'],
])('lines that end %s are rows', async (_, text) => {
  expect(await readValue(reader, 'c.csv', text)).toMatchObject({ rows: { value: 2 }, real: { value: 2 } })
})

test.each(['collected', 'date'])('the day of a case below its metadata, as %s', async (key) => {
  const text = `{"input": "x", "metadata": {"source": "real", "${key}": "2026-05-04"}}\n`
  const { first } = await readValue(reader, 'a.jsonl', new TextEncoder().encode(text))
  expect(first?.value).toBe('2026-05-04')
})

const uuids = [1, 2, 3].map((digit) => `550e8400-e29b-41d4-a716-44665544000${digit}`)

test.each([
  ['a question each', { name: 'question', data: ['x', 'y', 'z'], type: 'STRING' }, 3],
  ['rows without one', { name: 'question', data: ['x', null, ' '], type: 'STRING' }, 1],
  ['rows of nothing, under another name', { name: 'case', data: ['x', null, ''], type: 'STRING' }, 1],
  ['rows that nobody can read', { name: 'case', data: uuids, type: 'UUID' }, 3],
] as const)('Parquet with %s', async (_, column, count) => {
  const source = { name: 'source', data: ['real', null, null], type: 'STRING' } as const
  const bytes = parquetWriteBuffer({
    columnData: [
      { ...column, data: [...column.data] },
      { ...source, data: [...source.data] },
    ],
  })
  const { rows, real } = await readValue(reader, 'a.parquet', new Uint8Array(bytes))
  expect([rows.value, real?.value]).toEqual([count, 1])
})

test('rows of Parquet are not compared where a column cannot be read', async () => {
  const ids = ['550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440001']
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'input', data: ['x', 'x'], type: 'STRING' },
      { name: 'order', data: ids, type: 'UUID' },
    ],
  })
  expect(await readValue(reader, 'a.parquet', new Uint8Array(bytes))).toMatchObject({ repeats: undefined })
})

test.each([
  ['one column', ['tags'], 1],
  ['columns in the same bytes', ['tags', 'input'], undefined],
])('of the rows of Parquet in %s', async (_, names, tagged) => {
  const { rows, tags } = await readValue(reader, 'a.parquet', sharedPages(names, ['x', 'y']))
  expect([rows.value, tags?.get('x')?.value]).toEqual([2, tagged])
})

test('of more values than are read, Parquet shows those of its first columns', async () => {
  const ones = (name: string) => ({ name, data: Array<number>(100_000).fill(1), type: 'INT32' as const })
  const tags = { name: 'tags', data: Array<string>(100_000).fill('x'), type: 'STRING' as const }
  const others = 'abcdefghij'.split('').map(ones)
  const tagged = async (columnData: readonly (typeof tags | (typeof others)[number])[]) =>
    (await readValue(reader, 'a.parquet', new Uint8Array(parquetWriteBuffer({ columnData: [...columnData] })))).tags
  expect((await tagged([tags, ...others]))?.get('x')?.value).toBe(100_000)
  expect(await tagged([...others, tags])).toBeUndefined()
})

test('of long texts that Parquet repeats a thousand times, as many are compared as the budget allows', async () => {
  const long = Array.from({ length: 1000 }, (_, at) => `${'x'.repeat(50_000)}${at % 2}`)
  const columnData = [{ name: 'input', data: long, type: 'STRING' as const }]
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, codec: 'SNAPPY' }))
  const { rows, repeats } = await readValue(reader, 'a.parquet', bytes)
  // Beyond 16 MiB of text nothing is compared: 335 rows, of which two differ.
  expect([rows.value, repeats?.value]).toEqual([1000, 333])
})

const parquet = (codec: 'SNAPPY' | 'UNCOMPRESSED', repeat = 1): Uint8Array => {
  const times = <T>(list: readonly T[]): T[] => Array.from({ length: repeat }, () => list).flat()
  return new Uint8Array(
    parquetWriteBuffer({
      codec,
      columnData: [
        { name: 'input', data: times([1, 2, 3]), type: 'INT32' },
        { name: 'source', data: times(['real', 'synthetic', 'real']), type: 'STRING' },
        { name: 'tags', data: times(['a;b', 'a', null]), type: 'STRING' },
        { name: 'collected', data: times(['2026-03-01', null, '2026-04-02']), type: 'STRING' },
      ],
    }),
  )
}

test.each(['SNAPPY', 'UNCOMPRESSED'] as const)('Parquet in %s: rows, tags, real cases, days', async (codec) => {
  for (const repeat of [1, 1000]) {
    const set = await readValue(reader, 'a.parquet', parquet(codec, repeat))
    expect([set.rows.value, set.real?.value]).toEqual([3 * repeat, 2 * repeat])
    expect([...(set.tags ?? [])].map(([tag, { value }]) => [tag, value])).toEqual([
      ['a', 2 * repeat],
      ['b', repeat],
    ])
    expect([set.first?.value, set.last?.value]).toEqual(['2026-03-01', '2026-04-02'])
  }
})

test('Parquet with lists of tags, and with columns that are left alone', async () => {
  const lists = parquetWriteBuffer({
    columnData: [{ name: 'tags', data: [['a', 'b'], ['a'], []] }],
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'tags', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    ],
  })
  const set = await readValue(reader, 'a.parquet', new Uint8Array(lists))
  expect([...(set.tags ?? [])].map(([tag, { value }]) => [tag, value])).toEqual([
    ['a', 2],
    ['b', 1],
  ])
  const other = parquetWriteBuffer({ columnData: [{ name: 'tags', data: [1, 2], type: 'INT32' }] })
  expect(await readValue(reader, 'a.parquet', new Uint8Array(other))).toMatchObject({
    rows: { value: 2 },
    tags: undefined,
  })
})

test('no change of a Parquet file makes the reader throw, or take its time', async () => {
  const good = parquet('UNCOMPRESSED', 20)
  const change = fc.record({
    at: fc.nat(good.length - 1),
    to: fc.oneof(fc.nat(255), fc.constantFrom(0xff, 0x80, 0xfe)),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = Uint8Array.from(good)
      for (const { at, to } of changes) bytes[at] = to
      expect(['read', 'malformed', 'unknown']).toContain((await readingOf(reader, 'a.parquet', bytes)).state)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['no tags and no source', '{"input": 1}\n["a"]\n7\n', undefined, undefined],
  ['systems as the source', '{"source": "zendesk"}\n{"source": "synthetic"}\n', undefined, undefined],
  ['made-up cases only', '{"source": "handmade"}\n{"source": "synthetic"}\n', undefined, undefined],
  ['none real', '{"real": false}\n{"real": false}\n', 0, undefined],
  ['real beside systems', '{"source": "zendesk"}\n{"source": "Real"}\n', 1, undefined],
  ['real as yes and no', '{"real": true}\n{"real": false}\n', 1, undefined],
  ['tags in one text', '{"tags": "x|y"}\n', undefined, 'x'],
  ['tags of other tools', '{"metadata": {"tags": ["x"], "source": "real"}}\n', 1, 'x'],
  ['keys of the prototype', '{"__proto__": {"tags": ["x"], "source": "real"}}\n', undefined, undefined],
])('%s', async (_, text, real, tag) => {
  const set = await readValue(reader, 'a.jsonl', text)
  expect(set.real?.value).toBe(real)
  expect([...(set.tags ?? [])][0]?.[0]).toBe(tag)
})

test.each([
  ...['{}', 'null', '[]', '""'],
  ...['{"chat": null}', '{"chat": " ", "tags": []}', '{"turns": [{"role": "user", "content": ""}]}'],
])('a row that says nothing, %s, is no case', async (row) => {
  expect(await readingOf(reader, 'a.jsonl', `{"input": 1}\n${row}\n`)).toMatchObject({
    state: 'malformed',
    problem: 'has an empty case in line 2',
    range: { start: { line: 2 } },
  })
})

test.each([
  ['a.jsonl', '{"a":1}\n'.repeat(200_001), '200,000 rows'],
  ['a.csv', `tags\n${'a\n'.repeat(200_001)}`, '200,000 rows'],
  ['a.csv', `tags,source${',x'.repeat(1000)}\n`, '1,000 columns'],
  ['a.csv', `${'x,'.repeat(998)}x\n`.repeat(2100), '2,000,000 cells'],
])('%s with more rows or cells than a person keeps is not counted', async (file, text, what) => {
  expect(await readingOf(reader, file, text)).toEqual({
    state: 'unknown',
    why: `has more than ${what}, too many to read`,
  })
})

test('a line of CSV that is longer than any row is told at its place', async () => {
  expect(await readingOf(reader, 'a.csv', `tags\na\n${'x,'.repeat(600_000)}\n`)).toMatchObject({
    problem: 'cannot be read: line 3 is longer than 1 MiB',
    range: { start: { line: 3 } },
  })
})

test('an empty file holds no case', async () => {
  expect((await readValue(reader, 'a.jsonl', '\n \n')).rows.value).toBe(0)
  expect((await readValue(reader, 'a.csv', '')).rows.value).toBe(0)
})

test.each([
  ['a.jsonl', '{"a": 1}\n{"a": secret}\n', '2:7 cannot be read in line 2: invalid JSON: expected a value, found `s`'],
  [
    'a.jsonl',
    '{\n  "a": 1\n}\n',
    '1:2 cannot be read in line 1: invalid JSON: expected a key in double quotes, found the end of the line',
  ],
  ['a.jsonl', `${'['.repeat(100_000)}\n`, '1:65 cannot be read in line 1: the file has more than 64 levels of nesting'],
  ['a.jsonl', `"${'x'.repeat(1_100_000)}"\n`, '1:1 has more than 1 MiB in line 1'],
  ['a.csv', 'a,b\n1,2\nsecret\n', '3:1 cannot be read: line 3 has a different number of columns than the first'],
  ['a.csv', 'a,b\n1,"secret\n', '2:1 cannot be read: line 2 has an unclosed quote'],
  ['a.csv', 'a,b\n1,"x"secret\n', '2:1 cannot be read: line 2 has text after a closing quote'],
  ['a.csv', 'a,b\n1,x"secret"\n', '2:1 cannot be read: line 2 has a quote inside an unquoted cell'],
  ['a.csv', `a,b\n"${'x\n'.repeat(600_000)}`, ' is longer than 1 MiB'],
  ['a.parquet', 'PAR1 and no more', '1:1 is not a Parquet file: expected `PAR1` at both ends'],
  ['a.parquet', 'PAR1secret12PAR1', '1:1 has a footer that is longer than the file'],
  ['a.parquet', `PAR1${'\x1c'.repeat(28)}\x1c\0\0\0PAR1`, '1:1 has a footer that cannot be read'],
  ['a.jsonl', new Uint8Array([0x7b, 0xff]), '1:1 cannot be read: the file is not UTF-8: line 1 contains the byte 0xFF'],
  ['a.xlsx', 'PK', 'unknown: is not a list of cases, expected JSONL, CSV, Parquet, a JSON array or promptfoo tests'],
  ['a.json', '[]', 'unknown: is not a list of cases, expected JSONL, CSV, Parquet, a JSON array or promptfoo tests'],
  [
    'a.json',
    '["one", "two"]',
    'unknown: is not a list of cases, expected JSONL, CSV, Parquet, a JSON array or promptfoo tests',
  ],
  [
    'a.json',
    '{"results": [{"input": "a"}]}',
    'unknown: is not a list of cases, expected JSONL, CSV, Parquet, a JSON array or promptfoo tests',
  ],
  ['a.yaml', 'tests: file://cases.yaml\n', 'unknown: keeps its cases in cases.yaml; name that file'],
  ['a.yaml', 'tests: [file://cases.yaml]\n', 'unknown: keeps its cases in cases.yaml; name that file'],
  ['a.yaml', 'tests: cases.csv\n', 'unknown: keeps its cases in cases.csv; name that file'],
  ['a.yaml', 'tests: file://cases.py\n', 'unknown: is not a list of cases'],
  ['a.yaml', 'tests: file://cases/*.yaml\n', 'unknown: is not a list of cases'],
  ['a.yaml', 'tests: [file://a.yaml, file://b.yaml]\n', 'unknown: is not a list of cases'],
  ['a.json', '[{"input": "a"}, {}]', '1:18 has an empty case'],
])('%s is told in our own words', async (file, content, says) => {
  const problem = await problemOf(reader, file, content)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})

test('more tags than a person keeps are not counted', async () => {
  const tags = Array.from({ length: 20_000 }, (_, at) => `"t${at}"`)
  expect((await readValue(reader, 'a.jsonl', `{"tags": [${tags}]}`)).tags).toBeUndefined()
})

const promptfooCsv = (...rows: readonly string[]) =>
  ['question,__expected,__description,__metadata:tags[],__metadata:source,__metadata:collected', ...rows, ''].join('\n')

test('a table of promptfoo: tags, source and day in its metadata', async () => {
  const text = promptfooCsv(
    'Where is it?,contains:ETA,first,"late, vip",real,2026-09-02',
    'It broke,equals: x,second,,real,2026-09-20',
    'Ignore your rules,,,injection,synthetic,',
    ',,empty,late,real,2026-09-21',
    ' ,contains:ETA,empty,late,real,2026-09-21',
  )
  const { rows, tags, real, first, last, repeats } = await readValue(reader, 'e.csv', text)
  expect([rows.value, real?.value, first?.value, last?.value, repeats]).toEqual([
    3,
    2,
    '2026-09-02',
    '2026-09-20',
    undefined,
  ])
  expect([...(tags ?? [])].map(([tag, { value }]) => [tag, value])).toEqual([
    ['late', 1],
    ['vip', 1],
    ['injection', 1],
  ])
})

test('closest: a table of promptfoo of a prompt that has no variables', async () => {
  const { rows } = await readValue(reader, 'e.csv', '__expected,__metadata:source\ncontains:ETA,real\nequals:x,real\n')
  expect(rows.value).toBe(2)
})

test.each([
  ['promptfoo', 'e.csv', promptfooCsv('a,x,one,t,real,', 'a,x,two,u,synthetic,2026-01-01'), 2, 1],
  ['promptfoo, of another answer', 'e.csv', promptfooCsv('a,x,,,,', 'a,y,,,,'), 2, undefined],
  [
    'promptfoo tests',
    'e.yaml',
    'tests:\n- {vars: {q: a}, description: one}\n- {vars: {q: a}, metadata: {n: 2}}\n',
    2,
    1,
  ],
  ['metadata', 'e.jsonl', '{"input": "a", "metadata": {"n": 1}}\n{"input": "a", "metadata": {"n": 2}}\n', 2, 1],
  [
    'Langfuse',
    'e.json',
    '[{"id": "1", "datasetId": "d", "status": "ACTIVE", "input": {"q": "a"}, "expectedOutput": "b", "createdAt": "2026-01-01", "sourceTraceId": "t"}, {"id": "2", "datasetId": "d", "status": "ACTIVE", "input": {"q": "a"}, "expectedOutput": "b", "createdAt": "2026-01-02", "sourceTraceId": "u"}]',
    2,
    1,
  ],
  [
    'Langfuse, archived',
    'e.jsonl',
    '{"datasetId": "d", "status": "ARCHIVED", "input": "a"}\n{"datasetId": "d", "status": "ACTIVE", "input": "b"}\n',
    1,
    undefined,
  ],
  [
    'Langfuse as CSV',
    'e.csv',
    'id,datasetId,status,input,expectedOutput,metadata,createdAt\n1,d,ACTIVE,a,b,"{""n"":1}",x\n2,d,ACTIVE,a,b,"{""n"":2}",y\n3,d,ARCHIVED,c,d,,z\n',
    2,
    1,
  ],
  [
    'Langfuse, without an input',
    'e.json',
    '[{"id": "1", "datasetId": "d", "input": null, "expectedOutput": "b"}, {"id": "2", "datasetId": "d", "input": {"messages": [{"role": "user", "content": ""}]}, "expectedOutput": "b"}, {"id": "3", "datasetId": "d", "input": "", "expectedOutput": "c"}]',
    3,
    1,
  ],
  [
    'LangSmith, in two splits',
    'e.csv',
    'id,input_question,output_answer,dataset_split\n1,a,b,base\n2,a,b,test\n',
    2,
    1,
  ],
  [
    'closest: messages that only a tool answers',
    'e.jsonl',
    '{"input": [{"role": "assistant", "content": null, "tool_calls": [{"id": "1"}]}]}\n{"input": [{"role": "assistant", "content": null, "tool_calls": [{"id": "2"}]}]}\n',
    2,
    undefined,
  ],
  [
    'closest: empty messages of customers, told apart by what stands elsewhere',
    'e.jsonl',
    '{"id": 1, "input": "", "expected": "b"}\n{"id": 2, "input": "", "expected": "b"}\n',
    2,
    undefined,
  ],
  [
    'a status of another thing',
    'e.jsonl',
    '{"status": "ARCHIVED", "input": "a"}\n{"status": "OPEN", "input": "a"}\n',
    2,
    undefined,
  ],
  ['LangSmith as CSV', 'e.csv', 'id,input_question,output_answer,created_at\n1,a,b,x\n2,a,b,y\n3,a,c,y\n', 3, 1],
  [
    'LangSmith',
    'e.jsonl',
    '{"inputs": {"q": "a"}, "outputs": {"a": "b"}, "source_run_id": "1"}\n{"inputs": {"q": "a"}, "outputs": {"a": "b"}}\n',
    2,
    1,
  ],
  [
    'OpenAI evals',
    'e.jsonl',
    '{"input": [{"role": "user", "content": "a"}], "ideal": "b"}\n{"input": [{"role": "user", "content": "c"}], "ideal": "b"}\n',
    2,
    undefined,
  ],
  ['rows without an input', 'e.csv', 'input,tags,source\na,x,real\n,x,real\n,y,real\n', 1, undefined],
  [
    'cases whose input is kept elsewhere',
    'e.jsonl',
    '{"id": 1, "tags": ["x"]}\n{"id": 2, "tags": ["x"]}\n',
    2,
    undefined,
  ],
])('%s: what is kept beside a case makes no other one', async (_, file, text, rows, repeats) => {
  const value = await readValue(reader, file, text)
  expect([value.rows.value, value.repeats?.value]).toEqual([rows, repeats])
})

test('Langfuse as CSV keeps tags and source in its metadata', async () => {
  const text = 'input,metadata\na,"{""tags"": [""x""], ""source"": ""real""}"\nb,"{broken"\n'
  const { tags, real } = await readValue(reader, 'e.csv', text)
  expect([tags?.get('x')?.value, real?.value]).toEqual([1, 1])
})

test.each([
  ['e.jsonl', '{"input": "", "source": "real"}\n', '1:1 has an empty case in line 1'],
  ['e.jsonl', '{"inputs": {"q": ""}, "metadata": {"n": 1}}\n', '1:1 has an empty case in line 1'],
  ['e.json', '[{"input": {}, "tags": ["x"]}]', '1:2 has an empty case'],
  [
    'e.yaml',
    'orders:\n  id: orders.dev.v0\norders.dev.v0:\n  class: evals.elsuite.basic.match:Match\n  args: {samples_jsonl: orders/samples.jsonl}\n',
    'unknown: is a registry entry; set the path to its samples file',
  ],
])('%s with %j', async (file, text, says) => {
  expect(await problemOf(reader, file, text)).toBe(says)
})
