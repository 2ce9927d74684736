import { parseStructured } from '../../document/structured.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'

/** The JSON Schema of what the system may answer. */
export type OutputSchema = {
  /** Whether anything is refused by it: an empty schema takes every answer. */
  readonly constrains: boolean
}

const annotations = new Set(['$schema', '$id', '$comment', 'title', 'description', 'examples', 'default'])

/** Reads a JSON Schema. Source: JSON Schema draft-07 to 2020-12, section 4.3: a schema is an object or a boolean. */
export const reader: Reader<OutputSchema> = ({ file, bytes }) => {
  if (!/\.(?:json|ya?ml)$/i.test(file)) return unknown('is no JSON Schema in a .json or .yaml file')
  const parsed = parseStructured(file, bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  const [document] = parsed.documents
  if (document === undefined || typeof document.data !== 'object' || Array.isArray(document.data))
    return unknown('holds no JSON Schema')
  const keywords = Object.keys(document.data ?? {}).filter((key) => !annotations.has(key))
  return read({ constrains: keywords.length > 0 })
}
