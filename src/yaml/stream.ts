import { readDocuments } from './document.ts'
import { type SyntaxProblem, toProblems } from './fault.ts'
import { type LocatedData, parseJson } from './json.ts'

type Stream =
  | { readonly ok: true; readonly documents: readonly LocatedData[] }
  | { readonly ok: false; readonly problem: SyntaxProblem }

/**
 * Reads a YAML file of another tool, with the same limits as `parse`: any number of documents, tags passed over,
 * `<<` merged. Empty documents are left out. Never throws; only the first problem is told.
 */
export const parseStream = (input: Uint8Array | string): Stream => {
  const { text, at, documents, faults } = readDocuments(input, true)
  const [problem] = toProblems(faults, text, at)
  if (problem !== undefined) return { ok: false, problem }
  const all = documents.map(({ data, locator: { locate } }, at) => ({ data, locate, isLater: at > 0 }))
  return { ok: true, documents: all.filter(({ data }) => data !== null && data !== '') }
}

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
  const located: LocatedData = { data: json.data, locate: json.locate }
  return { ok: true, documents: [located] }
}
