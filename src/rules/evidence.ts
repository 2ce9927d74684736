import type { Fact } from '../evidence/reading/kind.ts'
import { quote } from '../values/words.ts'
import type { Path } from '../yaml/path.ts'
import type { Finding } from './rule.ts'

/** What a rule says of a file that is there and broken; nothing in every other case. */
export const brokenFile = (fact: Fact<unknown> | undefined, path: Path, help: string): Finding[] =>
  fact?.state === 'malformed'
    ? [
        {
          path,
          message: `${quote(fact.file)} ${fact.problem}`,
          help,
          elsewhere: [{ file: fact.file, range: fact.range, label: 'it stops being readable here' }],
        },
      ]
    : []

/** A percentage as a person reads it: one decimal, none where it is whole. */
export const percent = (fraction: number): string => `${Number((100 * fraction).toFixed(1))}%`
