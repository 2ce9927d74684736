import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutIntoWords, withoutAccents, wordsOf } from '../../src/values/text.ts'

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('K9', 'Ärzte-2', 'ſ', '٣ a'))

test('plain text is cut as Unicode cuts it', () => {
  fc.assert(
    fc.property(text, (any) => {
      const cut = any.toLowerCase().split(/[^\p{L}\p{N}]+/u)
      expect(cutIntoWords(any)).toEqual(cut)
      expect(wordsOf(any)).toEqual(cut.filter((word) => word !== ''))
    }),
  )
})

test('plain text has no accents', () => {
  fc.assert(
    fc.property(text, (any) => {
      expect(withoutAccents(any)).toBe(any.normalize('NFKD').replaceAll(/\p{M}/gu, ''))
    }),
  )
})
