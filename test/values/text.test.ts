import { expect, test } from 'vitest'
import { quote } from '../../src/values/text.ts'

test.each([
  ['contracts/orders.odcs.yaml', '"contracts/orders.odcs.yaml"'],
  ['services/search-assist/contracts/signals.odcs.yaml', '"…arch-assist/contracts/signals.odcs.yaml"'],
  ['https://example.com/a/very/long/place/of/contracts.yaml', '"https://example.com/a/very/long/place/o…"'],
  ['a sentence that says something/or other of signals.yaml', '"a sentence that says something/or other…"'],
  [`${'a'.repeat(60)}/${'b'.repeat(60)}.md`, `"${'a'.repeat(39)}…"`],
  [38, '"38"'],
])('%s is quoted as %s', (text, shown) => {
  expect(quote(text)).toBe(shown)
})
