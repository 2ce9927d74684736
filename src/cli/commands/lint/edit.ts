import { fix } from '../../../lint/fix.ts'
import type { Report } from '../../../lint/report.ts'
import type { RunProblem } from '../../../report/format.ts'
import { shown } from '../../../report/sanitize.ts'
import { unified } from '../../../report/unified.ts'
import { plural } from '../../../values/text.ts'
import { isMarked } from '../../../yaml/decode.ts'
import type { Input } from '../../io/inputs.ts'
import type { Io } from '../../io/io.ts'
import { rewrite } from './rewrite.ts'

type Editing = {
  readonly input: Input
  readonly bytes: Uint8Array
  readonly first: Report
  readonly judge: (text: string) => Promise<Report>
  /** False for --diff. */
  readonly write: boolean
}

type Edited = {
  /** About the file as it is now. */
  readonly report: Report
  readonly problem?: RunProblem
  /** Whether there is an edit that was only shown. */
  readonly isUndone?: boolean
}

/** Makes the edits of a file, or shows them; the text of standard input comes back on standard output. */
export const edit = async ({ input, bytes, first, judge, write }: Editing, io: Io): Promise<Edited> => {
  const { names, path, root } = input
  const mark = isMarked(bytes) ? '\uFEFF' : ''
  const { text, report, fixed } = await fix(first, (after) => judge(`${mark}${after}`))
  if (!write) {
    io.stdout(unified(names.person, first.text, text))
    return { report: first, isUndone: fixed > 0 }
  }
  if (root === undefined) io.stdout(`${mark}${text}`)
  if (fixed === 0) return { report: first }
  const after = new TextEncoder().encode(`${mark}${text}`)
  const problem = root === undefined ? undefined : rewrite({ root, path, name: names.person, before: bytes, after })
  if (problem !== undefined) return { report: first, problem }
  io.stderr(`pilotlint: fixed ${plural(fixed, 'finding')} in ${shown(names.person)}\n`)
  return { report }
}
