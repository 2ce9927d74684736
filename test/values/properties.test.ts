import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCurrency, phrases } from '../../src/values/index.ts'

const kinds = Object.values(phrases).filter(({ name }) => name !== 'path')
const examples = kinds.flatMap((phrase) => phrase.examples)
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void, numRuns = 500) =>
  fc.assert(fc.property(arbitrary, holds), { seed: 20261109, numRuns })

const piece = fc.constantFrom(
  ...'0 1 5 9 00 . , .. - + % / € $ ≥ > < >= <= = EUR XCG HRK USD ms s m M min mins h d day month mo w'.split(' '),
  ...'points tokens conversations Mtok per for at least most above below not baseline control hold'.split(' '),
  ...' |  |\t|\u00a0|\n|e3|k|percent|during|2026|02|31|_|ß|中|😀|\ud800|\u0000|constructor'.split('|'),
)

/** A valid phrase of any kind with one to four pieces put in, taken out or put in the place of others. */
const mutated = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(fc.tuple(fc.nat(40), fc.nat(4), fc.option(piece, { nil: '' })), { minLength: 1, maxLength: 4 }),
  )
  .map(([example, edits]) =>
    edits.reduce(
      (text, [at, out, put]) =>
        text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + out),
      example,
    ),
  )

/** Words in any order, each of which some phrase knows. */
const shuffled = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .chain((pieces) => fc.constantFrom('', ' ').map((glue) => pieces.join(glue)))

const existing = (date: string) => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0)
}
const inRange = (text: string) => !/%|percent/u.test(text) || Number(/[0-9.]+/u.exec(text)?.[0]) <= 100
const inForce = (text: string) => isCurrency(/[A-Z]{3}/u.exec(text)?.[0] ?? '')

/** What a text of the right pattern must also be: all that the published schema leaves to the parser. */
const meaning: { readonly [kind: string]: (text: string) => boolean } = {
  share: inRange,
  exposure: inRange,
  money: inForce,
  money_rate: inForce,
  wage: inForce,
  token_price: inForce,
  date: existing,
  period: (text) => text.split('..').every(existing) && text.slice(0, 10) <= text.slice(12),
  scale: (text) => {
    const [, from, to] = /^(-?[0-9]+)-([0-9]+)$/u.exec(text) ?? []
    return Number(from) < Number(to)
  },
  duration: () => true,
  time_limit: () => true,
  volume: () => true,
  effort_rate: () => true,
  tokens: () => true,
}

describe.each(kinds)('$name', (phrase) => {
  const shape = new RegExp(phrase.pattern, 'u')
  const right = fc.stringMatching(shape)
  const any = fc.oneof(mutated, shuffled, right, fc.string({ unit: 'binary', maxLength: 30 }))

  test('what is printed is read back as the same value', () => {
    let readable = 0
    check(right, (text) => {
      const parsed = phrase.parse(text)
      if (!parsed.ok) return
      readable += 1
      const printed = phrase.print(parsed.value)
      expect(phrase.parse(printed)).toEqual(parsed)
      expect(shape.test(printed)).toBe(true)
    })
    expect(readable).toBeGreaterThan(0)
  })

  test('the pattern and the parser agree', () => {
    const holds = meaning[phrase.name]
    check(any, (text) => {
      const { ok } = phrase.parse(text)
      const matches = shape.test(text)
      if (holds) expect(ok, JSON.stringify(text)).toBe(matches && holds(text))
      else expect(matches || !ok, JSON.stringify(text)).toBe(true)
    })
  })

  test('a refusal names a word of the text, what is wrong and what to write', () => {
    check(any, (text) => {
      const parsed = phrase.parse(text)
      if (parsed.ok) return
      const { word, at, message, help } = parsed.problem
      expect(text.startsWith(word, at)).toBe(true)
      expect(word === '').toBe(text === '')
      expect(message).not.toBe('')
      expect(message.length).toBeLessThan(140)
      expect(help).toMatch(/^write /u)
    })
  })

  test('one cure that is offered is a phrase', () => {
    check(any, (text) => {
      const parsed = phrase.parse(text)
      if (parsed.ok) return
      const cure = parsed.problem.help.slice('write '.length)
      const plain = !/ or |such as|what it|the amount|a code|a share|the lowest|the last/u.test(cure)
      if (plain && phrase.name !== 'period') expect(phrase.parse(cure).ok, cure).toBe(true)
    })
  })
})

const words = ['%', 'points', 'min', 'EUR', 'at', 'least', 'most', 'above', 'below', 'not', 'baseline', 'control']
const plain = fc
  .array(fc.constantFrom(...words, '0', '35', '3.9', '>=', '<', '-', 'csat', 'clicks', '/', 'order'), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((pieces) => fc.constantFrom('', ' ').map((glue) => pieces.join(glue)))

test.each(['measure', 'threshold'])('%s: the pattern and the parser agree on words that are units', (name) => {
  const phrase = phrases[name]
  const shape = new RegExp(phrase?.pattern ?? '', 'u')
  const reserved = /(?:[0-9] ?|\/ ?)(?:[A-Za-z]+ ){0,2}(?:at|least|most|above|below|not|control)(?![a-z])/u
  // A unit of more words holds none that is a unit by itself, which only the parser knows.
  const mixed =
    /[0-9/] ?(?:(?:[A-Za-z]+ ){1,2}(?:points|min|EUR)(?![A-Za-z])|(?:[A-Za-z]+ )?(?:points|min|EUR) [A-Za-z])/u
  check(
    plain.filter((text) => !reserved.test(text) && !mixed.test(text)),
    (text) => {
      expect(phrase?.parse(text).ok, text).toBe(shape.test(text))
    },
    3000,
  )
})
