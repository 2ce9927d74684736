import { isPlain, wordsOf } from '../../values/text.ts'

/** The words of an identifier in lower case: `read`, `order` of `readOrder`, `read_order` and `read-order`. */
export const words = (identifier: string): readonly string[] =>
  wordsOf(
    identifier.replaceAll(isPlain(identifier) ? /([a-z0-9])([A-Z])/g : /([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2'),
  )
