import { field } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import type { Document } from './documents.ts'
import type { Located } from './kind.ts'
import { countOf, listOf, numberOf, textOf, truthOf } from './value.ts'

/** A value of a document, with its place; what is missing has the place of what should hold it. */
export type Part = {
  readonly data: unknown
  at(...keys: Path): Part
  /** The items of a list, the first `most` of them. */
  items(most?: number): Part[]
  text(...keys: Path): string | undefined
  number(...keys: Path): number | undefined
  count(...keys: Path): number | undefined
  /** A truth value, also as the text that Terraform and CloudFormation convert. */
  truth(...keys: Path): boolean | undefined
  range(part?: 'key' | 'value'): Range
}

export const partOf = ({ data, locate }: Document, path: Path = []): Part => {
  const below = (keys: Path): unknown =>
    keys.reduce((value, key) => (typeof key === 'number' ? listOf(value)[key] : field(value, key)), data)
  return {
    data,
    at: (...keys) => partOf({ data: below(keys), locate }, [...path, ...keys]),
    items: (most) =>
      listOf(data)
        .slice(0, most)
        .map((item, at) => partOf({ data: item, locate }, [...path, at])),
    text: (...keys) => textOf(below(keys)),
    number: (...keys) => numberOf(below(keys)),
    count: (...keys) => countOf(below(keys)),
    truth: (...keys) => truthOf(below(keys)),
    range: (part) => locate(path, part),
  }
}

/** A value that was made of a part, where one was. */
export const locatedAt = <T>(value: T | undefined, part: Part): Located<T> | undefined =>
  value === undefined ? undefined : { value, range: part.range() }
