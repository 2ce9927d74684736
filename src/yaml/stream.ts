import { decode, unreadable } from './decode.ts'
import { type Fault, type SyntaxProblem, toProblems } from './fault.ts'
import { type Located, parseJson } from './json.ts'
import { lines } from './lines.ts'
import { locator } from './locate.ts'
import { composeAll, readData } from './nodes.ts'
import { scan } from './scan.ts'
import { mistakes } from './syntax.ts'

type Stream =
  | { readonly ok: true; readonly documents: readonly Located[] }
  | { readonly ok: false; readonly problem: SyntaxProblem }

/**
 * Reads a YAML file of another tool, with the same limits as `parse`: any number of documents, tags passed over,
 * `<<` merged. Empty documents are left out. Never throws; only the first problem is told.
 */
export const parseStream = (input: Uint8Array | string): Stream => {
  const decoded = decode(input)
  const text = 'text' in decoded ? decoded.text : ''
  const at = lines(text)
  const refused = (faults: readonly Fault[]): Stream => {
    const [problem] = toProblems(faults, at)
    if (problem === undefined) throw new Error('a stream is refused for no fault')
    return { ok: false, problem }
  }
  const first = 'fault' in decoded ? decoded.fault : unreadable(text)
  if (first) return refused([first])
  const { tokens, faults } = scan(text, true)
  if (faults.length > 0) return refused(faults)
  const documents: Located[] = []
  for (const { root, errors } of composeAll(tokens, text.length)) {
    if (errors.length > 0) return refused(mistakes(errors, text, at))
    const reading = readData(root, text, at, true)
    if (reading.faults.length > 0) return refused(reading.faults)
    if (reading.data === null || reading.data === '') continue
    const { locate } = locator(root, reading.targets, text, at)
    documents.push({ data: reading.data, locate })
  }
  return { ok: true, documents }
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
  const located: Located = { data: json.data, locate: json.locate }
  return { ok: true, documents: [located] }
}
