import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memory } from '../../src/repo/memory.ts'
import type { Version } from '../../src/repo/port.ts'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import type { Item } from '../../src/rules/lib/rule.ts'
import { finding, report, rule } from './fixture.ts'

type Files = { readonly [path: string]: string }

/** Every file of an example. */
const filesOf = (name: string): Files => {
  const folder = join(import.meta.dirname, '../../examples', name)
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => statSync(join(folder, path)).isFile())
  return Object.fromEntries(files.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]))
}

const example = filesOf('support-automation')

/** The example with prices and numbers declared as well, so that its files can contradict them. */
const whole: Files = {
  ...example,
  'pilot.yaml': (example['pilot.yaml'] ?? '')
    .replace('price: {', 'price: {input: 1.00 EUR/Mtok, cached_input: 0.10 EUR/Mtok, output: 5.00 EUR/Mtok, ')
    .replace('evals/parcel-status.jsonl,', 'evals/parcel-status.jsonl, cases: 160,'),
}

/** The history of a file that was agreed before it started, and never changed. */
const settled = (files: Files): Version[] => [
  {
    commit: 'a'.repeat(40),
    at: 0,
    date: '2026-08-24',
    path: 'pilot.yaml',
    bytes: new TextEncoder().encode((files['pilot.yaml'] ?? '').replace('stage: limited', 'stage: pilot')),
  },
]

/** The items that are proven or stated, and what the rules say: `rule:line of pilot.yaml -> file:line`. */
const judged = async (files: Files, options: Parameters<typeof report>[2] = {}) => {
  const { verdict, diagnostics } = await report(files['pilot.yaml'] ?? '', rules, {
    repository: { port: memory(files, settled(files)), file: 'pilot.yaml' },
    ...options,
  })
  return {
    proven: verdict.items
      .filter(({ state, failed }) => !failed && (state === 'proven' || state === 'stated'))
      .map(({ item }) => item),
    wrong: new Map(verdict.items.map(({ item, failed, says }) => [item, failed ? says : ''])),
    lacks: new Map(verdict.items.map(({ item, lacks }) => [item, lacks])),
    says: diagnostics.map(
      ({ rule, range, elsewhere = [] }) =>
        `${rule}:${range.start.line}${elsewhere.map((one) => ` -> ${one.file}:${one.range.start.line}`).join('')}`,
    ),
  }
}

/** The example with one piece of it changed, or taken away. */
const changed = (file: string, from: string, to: string): Files => {
  const text = whole[file] ?? ''
  expect(text).toContain(from)
  return { ...whole, [file]: text.replace(from, to) }
}

const without = (file: string): Files => {
  const { [file]: _, ...rest } = whole
  return rest
}

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length
const pilot = whole['pilot.yaml'] ?? ''
const at = (part: string): number => lineOf(pilot, part)

const bill = (text: string): Files => ({
  ...changed('pilot.yaml', 'one_off: 31000 EUR', 'one_off: 31000 EUR\n  bill: costs/bill.csv'),
  'costs/bill.csv': text,
})

/** Files that are there and read, and in which nobody finds what is claimed. */
const silent: readonly (readonly [string, Files, readonly Item[], string])[] = [
  [
    'a latency whose unit has two meanings',
    changed('contracts/tracking.odcs.yaml', 'value: 3, unit: min', 'value: 3, unit: m'),
    ['integration'],
    'evidence/unproven',
  ],
  ['a price that is no number', changed('costs/prices.json', '0.000005', '"0.000005"'), ['cost'], 'evidence/unproven'],
  ['prices in another currency', changed('costs/prices.json', 'EUR', 'USD'), ['cost'], 'evidence/unproven'],
  ['prices in cents', changed('costs/prices.json', '{', '{"unit": "cents",'), ['cost'], 'evidence/unproven'],
  [
    'a drill record that is the pilot file',
    changed('pilot.yaml', 'drills: docs/drills/2026-10.md', 'drills: pilot.yaml'),
    ['fallback', 'rollback'],
    'evidence/broken',
  ],
  [
    'a schema of another language',
    { ...whole, 'schemas/reply.json': '{"type": "record", "fields": [{"name": "text", "type": "string"}]}' },
    ['guardrails'],
    'evidence/unproven',
  ],
]

test.each(silent)('%s proves nothing, and somebody has to sign for it', async (_, files, items, rule) => {
  const { proven, says } = await judged(files)
  const all = (await judged(whole)).proven
  expect(proven).toEqual(all.filter((item) => !items.includes(item)))
  expect(says.map((one) => one.split(':')[0])).toEqual([rule])
})

test('a bill that can be read changes nothing before full', async () => {
  const { proven } = await judged(bill('month,eur\n2026-10,100\n'))
  expect(proven).toEqual((await judged(whole)).proven)
})

test('every claim of the example is backed', async () => {
  const { proven, says } = await judged(whole)
  expect(proven).toEqual(expect.arrayContaining(['integration', 'fallback', 'cost', 'guardrails', 'rollback']))
  expect(says).toEqual([])
})

type Piece = readonly [what: string, files: Files, items: readonly Item[], says: readonly string[]]

const pieces: readonly Piece[] = [
  [
    'a latency in the contract',
    changed('contracts/tracking.odcs.yaml', 'value: 3, unit: min', 'value: 6, unit: min'),
    ['integration'],
    [`integration/freshness-conflict:${at('freshness')} -> contracts/tracking.odcs.yaml:15`],
  ],
  [
    'a contract that is broken',
    changed('contracts/chat-desk.openapi.yaml', 'paths:', 'routes:'),
    ['integration'],
    [`evidence/broken:${at('chat-desk, direction')} -> contracts/chat-desk.openapi.yaml:1`],
  ],
  [
    'a contract that is missing',
    without('contracts/chat-desk.openapi.yaml'),
    ['integration'],
    [`spec/path-missing:${at('chat-desk, direction')}`],
  ],
  [
    'a price in the table',
    changed('costs/prices.json', '0.000005', '0.000006'),
    ['cost'],
    [`cost/price-mismatch:${at('price:')} -> costs/prices.json:6`],
  ],
  ['the price table', without('costs/prices.json'), ['cost'], [`spec/path-missing:${at('price:')}`]],
  [
    'a schema that takes everything',
    { ...whole, 'schemas/reply.json': '{}' },
    ['guardrails'],
    [`guardrails/output-open:${at('schema:')}`],
  ],
  [
    'a schema that is broken',
    changed('schemas/reply.json', '"object",', '"object'),
    ['guardrails'],
    [`evidence/broken:${at('schema:')} -> schemas/reply.json:3`],
  ],
  [
    'the outcome of a drill',
    changed('docs/drills/2026-10.md', 'took: 7m, outcome: passed', 'took: 7m, outcome: failed'),
    ['rollback'],
    [`drills/stale:${at('drills:')} -> docs/drills/2026-10.md:4`],
  ],
  [
    'the drill record',
    without('docs/drills/2026-10.md'),
    ['fallback', 'rollback'],
    [`spec/path-missing:${at('drills:')}`],
  ],
  [
    'a case of the eval set',
    changed('evals/parcel-status.jsonl', '"source": "real"', '"source":'),
    [],
    [`evidence/broken:${at('eval_set')} -> evals/parcel-status.jsonl:1`],
  ],
  [
    'a case too few',
    {
      ...whole,
      'evals/parcel-status.jsonl': (whole['evals/parcel-status.jsonl'] ?? '').split('\n').slice(1).join('\n'),
    },
    [],
    [`data/eval-mismatch:${at('eval_set')} -> evals/parcel-status.jsonl:159`],
  ],
  [
    'a count in the results of shadow',
    changed('rollout/shadow.json', '5712', '5612'),
    [],
    [`results/not-proven:${at('window_match_rate')} -> rollout/shadow.json:10`],
  ],
  [
    'the model in the results of shadow',
    changed('rollout/shadow.json', 'small-2', 'small-1'),
    [],
    [`results/stale:${at('shadow: {traffic')} -> rollout/shadow.json:5`],
  ],
  ['the results of shadow', without('rollout/shadow.json'), [], [`spec/path-missing:${at('shadow: {traffic')}`]],
]

test.each(pieces)('%s turns what it proves, at its line', async (_, files, items, says) => {
  const before = await judged(whole)
  const { proven, says: found } = await judged(files)
  expect(proven).toEqual(before.proven.filter((item) => !items.includes(item)))
  expect(found).toEqual(says)
})

test('what is named and not proven, or not named at all, is told', async () => {
  const of = async (from: string | RegExp, to: string) =>
    (await judged({ ...whole, 'pilot.yaml': pilot.replace(from, to) })).lacks
  expect((await of('contract: contracts/tracking.odcs.yaml, ', '')).get('integration')).toEqual([
    '`integration[0].contract` names no file',
  ])
  expect((await of('drills: docs/drills/2026-10.md', '')).get('rollback')).toEqual(['`drills` names no file'])
  expect((await of('tracking.odcs.yaml', 'tracking.md')).get('integration')).toEqual([
    '"contracts/tracking.md" is missing',
  ])
})

test('at full, cost is proven by the bill alone', async () => {
  const full = async (files: Files) => (await judged(files, { for: 'full' })).lacks.get('cost')
  expect(await full(whole)).toEqual(['`cost.bill` names no file'])
  const named = {
    ...whole,
    'pilot.yaml': pilot.replace('  spend_limit:', '  bill: bill.csv\n  spend_limit:'),
  }
  expect(await full({ ...named, 'bill.csv': 'month,chats,eur\n2026-10,1000,5.30\n' })).toEqual([])
  const wrong = await judged({ ...named, 'bill.csv': 'month,chats,eur\n2026-10,1000,19.00\n' }, { for: 'full' })
  expect(wrong.proven).not.toContain('cost')
  for (const uncompared of ['month,mails,eur\n2026-10,1000,53.00\n', 'month,chats,usd\n2026-10,1000,53.00\n'])
    expect(await full({ ...named, 'bill.csv': uncompared })).toEqual([expect.stringMatching(/^"bill.csv" /)])
  expect(await full({ ...named, 'bill.csv': 'what it cost' })).toEqual([expect.stringMatching(/^"bill.csv" /)])
})

test('an item whose sections nobody could read, or an error stands against, is not proven', async () => {
  const of = async (from: string | RegExp, to: string) => {
    const text = pilot.replace(from, to)
    expect(text).not.toBe(pilot)
    return (await judged({ ...whole, 'pilot.yaml': text })).wrong
  }
  expect((await of(/^fallback:/m, 'fallbacks:')).get('fallback')).toBe('fallbacks cannot be read')
  const wage = await of(/wage: [\d.]+ EUR\/h/, 'wage: a lot')
  expect(wage.get('cost')).toContain('cost.maintenance.wage')
  expect(wage.get('rollback')).toBe('')
  expect((await of(/^use_case:/m, 'use_cases:')).get('fallback')).toBe('')
  const late = await of(/(^rollback:\n {2}how: .*\n {2}time: at most) \w+/m, '$1 1s')
  expect(late.get('rollback')).toContain('took 7m')
})

test('an error of a section is none of another', async () => {
  const wrong = rule('guardrails/wrong', function* () {
    yield finding(['guardrails', 'output'])
  })
  const { verdict } = await report(pilot, [...rules, wrong], {
    repository: { port: memory(whole, settled(whole)), file: 'pilot.yaml' },
  })
  expect(verdict.items.filter(({ failed }) => failed).map(({ item }) => item)).toEqual(['guardrails'])
  expect(verdict.results).toMatchObject({ state: 'stated', failed: false })
  expect(verdict.history).toMatchObject({ state: 'read', failed: false })
})

test('at full a bill in cents is a gap: nobody can say by it what a unit cost', async () => {
  const lacks = async (unit: string) => {
    const text = `month,chats,amount,currency,unit\n2026-10,100,90,EUR,${unit}\n`
    return (await judged(bill(text), { for: 'full' })).lacks.get('cost')
  }
  expect(await lacks('cents')).toEqual([expect.stringMatching(/^"costs\/bill.csv" /)])
  expect(await lacks('euros')).toEqual([])
})
