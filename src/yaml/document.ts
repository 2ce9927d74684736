import { decode, unreadable } from './decode.ts'
import { type Fault, type SyntaxProblem, toProblems } from './fault.ts'
import { lines, type Range } from './lines.ts'
import { type Locator, locator } from './locate.ts'
import { compose, readData } from './nodes.ts'
import { scan } from './scan.ts'
import { conflictFault, mistakes } from './syntax.ts'

/** A YAML comment, without its `#`; the range begins at the `#`. */
export type Comment = { readonly text: string; readonly range: Range }

/** A file that could be read. All ranges lie in `text`, which is the file without its byte order mark. */
export type ReadableDocument = Locator & {
  readonly ok: true
  readonly data: unknown
  readonly comments: readonly Comment[]
  readonly text: string
}

/** A file that could not be read; `text` is empty where it could not even be decoded. */
type UnreadableDocument = {
  readonly ok: false
  readonly problems: readonly SyntaxProblem[]
  readonly text: string
}

export type Document = ReadableDocument | UnreadableDocument

const EMPTY: Fault = {
  message: 'the file is empty',
  help: 'write a declaration, as in `version: 1`',
  start: 0,
  end: 0,
}

/** Reads YAML 1.2 with string keys, in one document. Never throws: what cannot be read is a list of problems. */
export const parse = (input: Uint8Array | string): Document => {
  const decoded = decode(input)
  const text = 'text' in decoded ? decoded.text : ''
  const at = lines(text)
  const refused = (faults: readonly Fault[]): Document => ({
    ok: false,
    problems: toProblems(faults, at),
    text,
  })
  // The marks of a conflict are no YAML, so that they are only looked for where something is wrong.
  const stumbled = (faults: readonly Fault[]): Document => {
    const conflict = conflictFault(text)
    return refused(conflict ? [conflict] : faults)
  }

  const first = 'fault' in decoded ? decoded.fault : unreadable(text)
  if (first) return refused([first])
  const { tokens, comments, faults } = scan(text)
  if (faults.length > 0) return stumbled(faults)
  const { root, errors } = compose(tokens, text.length)
  if (errors.length > 0) return stumbled(mistakes(errors, text, at))
  if (root === null || (root.range[0] === root.range[1] && !('items' in root))) return refused([EMPTY])
  const reading = readData(root, text, at)
  if (reading.faults.length > 0) return stumbled(reading.faults)
  return {
    ok: true,
    data: reading.data,
    comments: comments.map(({ start, end }) => ({
      text: text.slice(start + 1, end),
      range: at.range(start, end),
    })),
    text,
    ...locator(root, reading.targets, text, at),
  }
}
