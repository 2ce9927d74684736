import type { Reader, Reading } from '../../src/evidence/reading/kind.ts'
import { memory } from '../../src/repo/memory.ts'

/** What a reader makes of one file that stands in an otherwise empty repository. */
export const readingOf = async <T>(
  reader: Reader<T>,
  file: string,
  content: string | Uint8Array,
): Promise<Reading<T>> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return reader(
    { file, bytes },
    {
      port: memory({ [file]: bytes }),
      file: 'pilot.yaml',
    },
  )
}

/** The value that was read. */
export const readValue = async <T>(reader: Reader<T>, file: string, content: string | Uint8Array): Promise<T> => {
  const reading = await readingOf(reader, file, content)
  if (reading.state !== 'read') throw new Error(`${file} is ${reading.state}`)
  return reading.value
}

/** What is wrong, with the line and column of it: `3:7 has …`; the reason where the dialect is unknown. */
export const problemOf = async (
  reader: Reader<unknown>,
  file: string,
  content: string | Uint8Array,
): Promise<string> => {
  const reading = await readingOf(reader, file, content)
  if (reading.state === 'read') return 'read'
  if (reading.state === 'unknown') return `unknown: ${reading.why}`
  const { line, column } = reading.range.start
  return `${line}:${column} ${reading.problem}`
}
