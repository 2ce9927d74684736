import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reader as bill } from '../../src/evidence/bill/bill-rows.ts'
import { reader as contract } from '../../src/evidence/contract/dialects.ts'
import { readerOf as costSectionOf } from '../../src/evidence/cost-section/section-file.ts'
import { reader as drillReport } from '../../src/evidence/drill-report/report-text.ts'
import { reader as evalResults } from '../../src/evidence/eval-results/dialects.ts'
import { reader as evalSet } from '../../src/evidence/eval-set/cases.ts'
import { reader as prices } from '../../src/evidence/prices/price-table.ts'
import type { Reader } from '../../src/evidence/reading/kind.ts'
import { reader as results } from '../../src/evidence/results/results-file.ts'
import { readingOf } from './reading.ts'

type Kind = readonly [name: string, reader: Reader<unknown>, files: { readonly [file: string]: string }]

/** Each kind of evidence with a good file a dialect. */
const kinds: readonly Kind[] = [
  [
    'eval set',
    evalSet,
    {
      'e.jsonl': '{"source": "real", "tags": ["a"], "collected": "2026-03-01"}\n{"source": "synthetic"}\n',
      'e.csv': 'source,tags\nreal,"a;b"\nsynthetic,\n',
      'e.parquet': `PAR1${'\x15\x04\x19'.repeat(9)}\x1b\0\0\0PAR1`,
    },
  ],
  [
    'results',
    results,
    {
      'r.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-25", "model": "m", "looks": 1, "arms": {"treatment": {"assigned": 9, "a": {"good": 1, "total": 2}, "b": {"value": "3.1s", "n": 4}}}}',
    },
  ],
  [
    'contract',
    contract,
    {
      'c.yaml':
        'apiVersion: v3.0.0\nkind: DataContract\nslaProperties:\n  - {property: latency, value: 4, unit: d}\n',
      'c.json': '{"openapi": "3.1.0", "info": {"x-rate-limit": "60/s"}, "paths": {}}',
    },
  ],
  ['prices', prices, { 'p.json': '{"m": {"input_cost_per_token": 1e-06, "output": "5.00 EUR/Mtok"}}' }],
  [
    'bill',
    bill,
    { 'b.csv': 'month,claims,eur\n2026-07,1,2.50\n', 'b.json': '[{"month": "2026-07", "eur": 2.5}]' },
  ],
  [
    'cost section',
    costSectionOf(['bill']),
    {
      'c.yaml': 'volume: {full: 60000/month}\nfixed: {rent: 900 EUR/month}\n',
      'c.json': '{"cost": {"volume": {"full": "60000/month"}}}',
    },
  ],
  [
    'drill report',
    drillReport,
    {
      'd.md': '| fallback | 4 November 2026 |\n| rollback | 04.11.2026 |\n',
      'd.yaml': 'fallback: 2026-11-04\n',
    },
  ],
  [
    'eval results',
    evalResults,
    {
      'r.json':
        '{"evalId": "e", "results": {"version": 3, "prompts": [{"provider": "m"}], "stats": {"successes": 1, "failures": 0}}}',
      's.json': '{"cases": 160, "errors": 1, "ran": "2026-10-20"}',
    },
  ],
]

const states = ['read', 'malformed', 'unknown']
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out of a file
const unsafe = /[\u0000-\u001f\u007f-\u009f]|secret/

const check = async (reader: Reader<unknown>, file: string, content: string | Uint8Array): Promise<void> => {
  const reading = await readingOf(reader, file, content)
  expect(states).toContain(reading.state)
  const words =
    reading.state === 'malformed' ? reading.problem : reading.state === 'unknown' ? reading.why : ''
  expect(words).not.toMatch(unsafe)
  expect(words.length).toBeLessThan(200)
}

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))

const long = 100_000
const baits: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['a line feed', '\n'],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0xc3, 0x28])],
  ['UTF-16', utf16('{"secret": 1}')],
  ['NUL and escape sequences', 'a\0b\u001b[31msecret'],
  ['open brackets', '['.repeat(long)],
  ['open braces', '{"a":'.repeat(long)],
  ['commas', ','.repeat(long)],
  ['quotes', '"'.repeat(long + 1)],
  ['blanks', ' '.repeat(long)],
  ['digits', '1'.repeat(long)],
  ['digits and dots', '1.'.repeat(long / 2)],
  ['dates', '2026-11-04 '.repeat(20_000)],
  ['days without a year', '4 Nov '.repeat(40_000)],
  ['letters', 'a'.repeat(long)],
  [
    'an alias bomb',
    `a: &a [x,x]\n${'bcdefghi'
      .split('')
      .map((at) => `${at}: &${at} [${'*a,'.repeat(30)}*a]`)
      .join('\n')}\n`,
  ],
  ['many tags', `{"tags": [${Array.from({ length: 30_000 }, (_, at) => `"t${at}"`).join()}]}`],
  [
    'many metrics',
    `{"arms": {"treatment": {${Array.from({ length: 20_000 }, (_, at) => `"m${at}": {"good": 1}`).join()}}}}`,
  ],
  [
    'many models',
    `{${Array.from({ length: 20_000 }, (_, at) => `"m${at}": {"input_cost_per_token": 1}`).join()}}`,
  ],
  ['prototypes', '{"__proto__": {"stage": "full"}, "constructor": {"prototype": 1}, "toString": "secret"}'],
  ['numbers out of range', '{"cases": 1e400, "errors": -1e400, "m": {"input_cost_per_token": 1e999}}'],
  // Every byte goes on with the number before it, which takes the square of their count.
  [
    'a Parquet footer that is one number',
    new Uint8Array([
      0x50,
      0x41,
      0x52,
      0x31,
      0x16,
      ...Array(29_999).fill(0x86),
      0x30,
      0x75,
      0,
      0,
      0x50,
      0x41,
      0x52,
      0x31,
    ]),
  ],
]

describe.each(kinds)('%s', (_, reader, files) => {
  const names = Object.keys(files)

  test.each(names)('the good file %s is read', async (file) => {
    const { state } = await readingOf(reader, file, files[file] ?? '')
    expect(file.endsWith('.parquet') ? 'read' : state).toBe('read')
  })

  test.each(baits)('%s ends in a clear result', async (_name, content) => {
    for (const file of names) await check(reader, file, content)
  })

  test('no change of a good file makes a reader throw', async () => {
    const change = fc.record({
      file: fc.constantFrom(...names),
      at: fc.nat(300),
      cut: fc.nat(20),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ',',
          ':',
          '\n',
          '\0',
          '-1',
          '1e999',
          'null',
          'true',
          '- ',
          '"a": ',
        ),
      ),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ file, at, cut, put }) => {
        const text = files[file] ?? ''
        await check(reader, file, text.slice(0, at) + put + text.slice(at + cut))
      }),
      { numRuns: 150 },
    )
  })

  test('no value of JSON and no bytes make a reader throw', async () => {
    const content = fc.oneof(fc.json({ maxDepth: 4 }), fc.uint8Array({ maxLength: 200 }))
    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom(...names), (one, file) => check(reader, file, one)),
      { numRuns: 100 },
    )
  })
})
