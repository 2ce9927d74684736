import { decode } from '../../yaml/decode.ts'
import { lines } from '../../yaml/lines.ts'
import { mostBytes } from '../reading/follow.ts'
import { malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { outlineOf } from './outline.ts'
import type { Outline } from './runbook.ts'

/** What is larger is no page that a person wrote: reading it would take more than a second, or fill the memory. */
const longest = 1024 * 1024
const mostLines = 50_000

/** Reads the headings and anchors of a Markdown file. */
export const reader: Reader<Outline> = ({ file, bytes }) => {
  if (!/\.(?:md|markdown|mdown|mkdn?)$/i.test(file)) return unknown('is no Markdown')
  const begin = lines('').range(0, 0)
  const decoded = decode(bytes, mostBytes)
  if ('fault' in decoded) return malformed(`cannot be read: ${decoded.fault.message}`, begin)
  if (decoded.text.includes('\0')) return malformed('is no text: it holds a NUL', begin)
  if (bytes.length > longest) return unknown('is larger than 1 MiB, too large to look for its headings')
  if (lines(decoded.text).position(decoded.text.length).line > mostLines)
    return unknown('has more than 50,000 lines, too many to look for its headings')
  return read(outlineOf(decoded.text))
}
