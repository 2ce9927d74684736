import { type Located, parseJson } from './json.ts'
import type { Stream } from './stream.ts'
import { parseStream } from './stream.ts'

const startsLikeJson = (bytes: Uint8Array): boolean => {
  const first = bytes.find((byte) => ![0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf].includes(byte))
  return first === 0x7b || first === 0x5b
}

/** Reads a file of another tool that may be JSON, up to 10 MiB, or YAML, up to 1 MiB. Never throws. */
export const parseStructured = (file: string, bytes: Uint8Array): Stream => {
  const isJson = /\.json$/i.test(file)
  if (!isJson && !startsLikeJson(bytes)) return parseStream(bytes)
  const json = parseJson(bytes)
  if (!json.ok) return isJson ? json : parseStream(bytes)
  const located: Located = { data: json.data, locate: json.locate }
  return { ok: true, documents: [located] }
}
