import { describe, expect, test } from 'vitest'
import { phrases } from '../../src/values/index.ts'
import { refused } from './refusals.ts'

// A path has no grammar; it is tested where it is read.
const kinds = Object.values(phrases).filter(({ name }) => name !== 'path')

describe.each(Object.entries(refused))('%s', (name, rows) => {
  test.each(rows)('refuses "%s"', (text, word, message, help) => {
    const parsed = phrases[name]?.parse(text)
    expect(parsed).toMatchObject({ ok: false, problem: { word, message, help } })
    if (parsed?.ok === false) expect(text.startsWith(word, parsed.problem.at)).toBe(true)
  })
})

/** What the author did not write, or may have meant otherwise: a unit, a currency, a day, decimals, a side. */
const guesses = [
  'share 35',
  'share 22.33333333333333%',
  'duration 3mo',
  'duration 3 mo',
  'duration 3 months',
  'duration 1 year',
  'duration 1,000d',
  'money $5',
  'money 5',
  'money 60,000 EUR',
  'money_rate 900/month',
  'money_rate €60,000 / mo',
  'wage 24',
  'wage 24 EUR',
  'token_price 1',
  'token_price 1 EUR',
  'money_per_unit 0.40 EUR',
  'money_per_unit 0.4',
  'volume 60000 conversations/month',
  'volume 60 support tickets per minute',
  'effort_rate 24/month',
  'per_unit_count 2.4',
  'per_unit_count 2.4 calls per conversation',
  'tokens 3200',
  'count 750',
  'count 750.5 conversations',
  'measure 22 pp',
  'scale 5-1',
  'scale 5',
  'threshold not below control',
  'condition deflection_rate not below control',
  'condition latency min 4s',
  'exposure 5 for 7d',
  'time_limit at least 5m',
  'period 2026-08-31..2026-06-01',
  'date 2026-02-31',
  'date 2026-09-14T10:00:00Z',
  'money_range 0.30 EUR..0.20 EUR',
  'money_range 2 EUR..2 EUR',
  'money_range 1..2',
]

test('a fix is the one form that the help names, and there is none where it would be a guess', () => {
  const left: string[] = []
  for (const [kind, rows] of Object.entries(refused))
    for (const [text, , , help] of rows) {
      const parsed = phrases[kind]?.parse(text)
      if (parsed === undefined || parsed.ok) expect.unreachable()
      const { fix } = parsed.problem
      const named = help.replace(/^write /u, '')
      if (fix !== undefined) expect([named, phrases[kind]?.parse(fix).ok]).toEqual([fix, true])
      else if (phrases[kind]?.parse(named).ok) left.push(`${kind} ${text}`)
    }
  expect(left).toEqual(guesses)
})

test.each([
  ['1.5 mins..2 min', '1.5 min..2m'],
  ['1 min..2 mins', '1m..2m'],
  ['1..2 min', '1m..2m'],
  ['1–2 min', '1m..2m'],
  ['1..2', undefined],
  ['5 mins..2 min', undefined],
  ['1 month..2 min', undefined],
])('both ends of the range %s are repaired or none', (text, fix) => {
  expect(phrases.duration_range?.parse(text)).toMatchObject({ ok: false })
  const parsed = phrases.duration_range?.parse(text)
  expect(parsed?.ok === false ? parsed.problem.fix : '').toBe(fix)
})

test('a hyphen in a unit does not part a range', () => {
  expect(phrases.per_unit_count_range?.parse('2 per order-line..3 per order-line').ok).toBe(true)
})

test('the offset is that of the word which is wrong, not of its twin', () => {
  expect(phrases.condition?.parse('m at most 5 M')).toMatchObject({ problem: { word: 'M', at: 12 } })
  expect(phrases.condition?.parse('kpi at least 5 KPI')).toMatchObject({ problem: { word: 'KPI', at: 15 } })
  expect(phrases.duration?.parse('5m5')).toMatchObject({ problem: { word: '5', at: 2 } })
  expect(phrases.period?.parse('2026-06-01 - 2026-08-31')).toMatchObject({ problem: { word: '-', at: 11 } })
  expect(phrases.period?.parse('2026-01-01..2026-02-30')).toMatchObject({
    problem: { word: '2026-02-30', at: 12 },
  })
})

describe('hostile texts', () => {
  const bait = [
    '9'.repeat(100_000),
    ' '.repeat(100_000),
    'at least '.repeat(20_000),
    `${'1,'.repeat(50_000)}%`,
    '\u001b[31m'.repeat(20_000),
    `20% for ${'7d for '.repeat(15_000)}`,
    '\ud800'.repeat(100_000),
  ]

  test.each(kinds)('$name: a long text is refused by its length', (phrase) => {
    for (const text of bait) {
      const parsed = phrase.parse(text)
      if (parsed.ok) expect.unreachable()
      expect(parsed.problem.message).toContain(`is ${text.length} characters long`)
      expect(parsed.problem.message.length).toBeLessThan(80)
      expect(parsed.problem.help).toBe(`write ${phrase.expects}`)
    }
  })

  test.each(kinds)(
    '$name: the pattern is anchored and every repetition in it is bounded, so it is linear',
    ({ pattern }) => {
      expect(pattern).toMatch(/^\^\(\?:.*\)\$$/u)
      expect(pattern).not.toMatch(/[*+]|\{[0-9]+,\}|\(\?[^:]|\\[1-9]/u)
      expect(new RegExp(pattern).test('')).toBe(false)
    },
  )

  test('names of object members are ordinary words', () => {
    for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      for (const phrase of kinds)
        for (const text of [word, `5 ${word}`, `at least 5 ${word}`, `5/${word}`]) {
          const parsed = phrase.parse(text)
          if (parsed.ok) expect(phrase.parse(phrase.print(parsed.value))).toEqual(parsed)
          else expect(parsed.problem.message).not.toMatch(/undefined|function|object/u)
        }
  })
})
