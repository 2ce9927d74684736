import fc from 'fast-check'
import type { Reader } from '../../src/evidence/reading/kind.ts'
import { memory } from '../../src/repo/memory.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What the reader makes of a text, as the file of a repository that holds nothing else. */
export const readText = async <T>(reader: Reader<T>, file: string, text: string | Uint8Array) =>
  reader(
    { file, bytes: typeof text === 'string' ? bytesOf(text) : text },
    {
      port: memory({}),
      file: 'pilot.yaml',
    },
  )

/** The bytes of one of the texts, some of them changed, dropped or doubled. */
export const mutatedBytes = (texts: readonly string[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'drop', 'double', 'cut')), {
        minLength: 1,
        maxLength: 6,
      }),
    )
    .map(([text, changes]) => {
      const bytes = [...bytesOf(text)]
      for (const [place, value, change] of changes) {
        const at = place % Math.max(1, bytes.length)
        if (change === 'set') bytes[at] = value
        if (change === 'drop') bytes.splice(at, 1 + (value % 8))
        if (change === 'double') bytes.splice(at, 0, ...bytes.slice(at, at + (value % 40)))
        if (change === 'cut') bytes.length = at
      }
      return Uint8Array.from(bytes)
    })
