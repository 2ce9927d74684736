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
