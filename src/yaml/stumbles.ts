import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'

const untilSeparator = (text: string, from: number, lines: Lines): string => {
  const rest = text.slice(from, Math.min(lines.lineEnd(from), from + 200))
  return (/^ *["']?([^,[\]{}#"']*)/.exec(rest)?.[1] ?? '').trim()
}

/**
 * An unquoted threshold: the parser takes the `>` for the beginning of a block and stumbles at it or just after it.
 */
export const comparison = (at: number, text: string, lines: Lines): Fault | undefined => {
  let start = at
  if (text[start] !== '>') {
    start -= 1
    while (text[start] === ' ') start -= 1
    if (text[start] === '=') start -= 1
  }
  if (text[start] !== '>') return undefined
  const sign = text[start + 1] === '=' ? '>=' : '>'
  const value = untilSeparator(text, start + sign.length, lines)
  const words = sign === '>=' ? 'at least' : 'above'
  return {
    message: `\`${excerpt(`${sign} ${value}`.trim())}\` cannot be read: an unquoted \`>\` begins a block of text`,
    help: `write \`${excerpt(`${words} ${value || '35%'}`)}\``,
    start,
    end: Math.max(start + sign.length, text.indexOf(value, start) + value.length),
  }
}

/** A value that begins with a sign YAML reserves, such as `@`. */
export const reserved = (at: number, text: string, lines: Lines): Fault => {
  const value = untilSeparator(text, at, lines)
  const sign = text.charAt(at)
  const name = /^@([\w./-]+)$/.exec(value)?.[1]
  return {
    message: `the value cannot be read: unquoted, none may begin with ${sign === '`' ? 'a backtick' : `\`${excerpt(sign)}\``}`,
    help: name ? `write \`${excerpt(name)}\`` : 'quote the value',
    start: at,
    end: at + Math.max(value.length, 1),
  }
}

export const listBesideKey = (start: number, lines: Lines): Fault => ({
  kind: 'line',
  message: 'a list item stands on the line of a key',
  help: 'begin the list on a line of its own, indented',
  start,
  end: lines.lineEnd(start),
})

/** Between brackets, a second `: ` before the next comma. */
export const unparted = (start: number, end: number): Fault => ({
  message: 'the value holds a second `: `: a comma is missing before the next key',
  help: 'part the entries with commas, or quote the whole value',
  start,
  end,
})

/** What stands where nothing can: most often behind the quotation mark that ends a value too early. */
export const stray = (
  from: number,
  to: number,
  text: string,
  lines: Lines,
): Pick<Fault, 'message' | 'help'> => {
  const lineEnd = lines.lineEnd(from)
  const found = text.slice(from, Math.min(Math.max(to, from + 1), lineEnd)).trim()
  if (found === '') return { message: 'the text ends too early', help: 'complete the last line' }
  if (found.startsWith(',')) {
    const isLast = text.slice(from + 1, lineEnd).trim() === ''
    const help = isLast
      ? 'delete it: a line ends without a comma'
      : 'delete it, or write what is missing before it'
    return { message: '`,` does not belong here', help }
  }
  const before = text.slice(0, from).trimEnd().at(-1)
  if (before !== '"' && before !== "'")
    return {
      message: `\`${excerpt(found)}\` does not belong here`,
      help: 'quote the whole value, or check the quotation marks, brackets and commas before it',
    }
  return {
    message: `the quotation ends before \`${excerpt(found)}\``,
    help:
      before === "'"
        ? 'quote the whole value; in single quotes, write two of them for an apostrophe'
        : 'quote the whole value; in double quotes, write \\" for a quotation mark',
  }
}
