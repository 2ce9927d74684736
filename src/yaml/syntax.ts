import type { ErrorCode, YAMLParseError } from 'yaml'
import { excerpt, type Fault, tabFault } from './fault.ts'
import type { Lines } from './lines.ts'

const marker = (sign: string) => new RegExp(`^\\${sign}{7}(?: .*)?$`, 'm')

/** What git leaves where two changes meet; it makes the parser stumble all over. */
export const conflictFault = (text: string): Fault | undefined => {
  const [start, middle, end] = ['<', '=', '>'].map((sign) => marker(sign).exec(text))
  if (!start || !middle || !end || start.index > middle.index || middle.index > end.index) return undefined
  return {
    message: 'unresolved merge conflict',
    help: 'keep one of the two versions, and delete the three marker lines',
    start: start.index,
    end: start.index + start[0].length,
  }
}

const untilSeparator = (text: string, from: number, lines: Lines): string => {
  const rest = text.slice(from, Math.min(lines.lineEnd(from), from + 200))
  return (/^ *["']?([^,[\]{}#"']*)/.exec(rest)?.[1] ?? '').trim()
}

/** The edit that quotes a stretch of text; should it be a part of a value only, the edit is refused when it is proven. */
const quoted = (start: number, end: number, text: string): Pick<Fault, 'edit'> => {
  const value = text.slice(start, end)
  return /["'\\]/.test(value) ? {} : { edit: { start, end, text: `"${value}"` } }
}

/** An unquoted threshold: the parser takes the `>` for the start of a block and stumbles at it or just after it. */
const comparison = (at: number, text: string, lines: Lines): Fault | undefined => {
  let start = at
  if (text[start] !== '>') {
    start -= 1
    while (text[start] === ' ') start -= 1
    if (text[start] === '=') start -= 1
  }
  if (text[start] !== '>') return undefined
  const sign = text[start + 1] === '=' ? '>=' : '>'
  const value = untilSeparator(text, start + sign.length, lines)
  const end = Math.max(start + sign.length, text.indexOf(value, start) + value.length)
  return {
    message: `\`${excerpt(`${sign} ${value}`.trim())}\` is not quoted: an unquoted \`>\` starts a block of text`,
    help: `write \`${excerpt(`${sign === '>=' ? 'at least' : 'above'} ${value || '35%'}`)}\``,
    start,
    end,
    ...(/^-?[0-9]/.test(value) && quoted(start, end, text)),
  }
}

/** A value that begins with a sign YAML reserves, such as `@`. */
const reserved = (at: number, text: string, lines: Lines): Fault => {
  const value = untilSeparator(text, at, lines)
  const sign = text.charAt(at)
  const name = /^@([\w./-]+)$/.exec(value)?.[1]
  return {
    message: `an unquoted value cannot start with ${sign === '`' ? 'a backtick' : `\`${excerpt(sign)}\``}`,
    help: name ? `write \`${excerpt(name)}\`` : 'quote the value',
    start: at,
    end: at + Math.max(value.length, 1),
    // What stands between backticks may be meant without them.
    ...(sign === '@' && value.length > 1 && quoted(at, at + value.length, text)),
  }
}

type Words = Pick<Fault, 'message' | 'help'>

const misaligned: Words = {
  message: 'the indentation does not match the lines around it',
  help: 'align the line with the others of its level',
}

const WORDS: { readonly [code in ErrorCode]?: Words } = {
  BAD_ALIAS: { message: '`*` or `&` without a name', help: 'quote the value' },
  BAD_INDENT: misaligned,
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'unexpected second `: ` in the value',
    help: 'quote the whole value; start another key on a line of its own',
  },
  BLOCK_IN_FLOW: {
    message: 'unexpected second `: ` in the value; a comma is missing before the next key',
    help: 'separate the entries with commas, or quote the whole value',
  },
  KEY_OVER_1024_CHARS: { message: 'the key is longer than 1024 characters', help: 'use a shorter key' },
  NON_STRING_KEY: {
    message: 'expected a string as key',
    help: 'write `key: value`; quote a value that starts with a bracket, such as "{{ name }}"',
  },
}

/** What is not expected where it is: most often behind the quotation mark that ends a value too early. */
const unexpected = (from: number, to: number, text: string, lines: Lines): Words => {
  const end = Math.min(Math.max(to, from + 1), lines.lineEnd(from), from + 200)
  const found = text.slice(from, end).trim()
  const help = 'quote the whole value, or check the quotes, brackets and commas before it'
  if (found === '') return { message: 'the file is not valid YAML here', help }
  const message = `unexpected \`${excerpt(found)}\``
  if (found.startsWith(',')) return { message: 'unexpected `,`', help: 'delete it, or add the missing entry' }
  if (/^-(?:\s|$)/.test(found)) return { message, help: 'start the sequence on a line of its own, indented' }
  const before = text
    .slice(Math.max(from - 200, 0), from)
    .trimEnd()
    .at(-1)
  if (before !== '"' && before !== "'") return { message, help }
  const mark = before === "'" ? "an apostrophe as ''" : 'a quotation mark as \\"'
  return { message: `${message} after the closing quote`, help: `quote the whole value, and write ${mark}` }
}

const isEntry = (line: string): boolean => /:(?:[ \t]|$)|^-(?:[ \t]|$)/.test(line)

/** What is wrong with the layout of the line at an offset, or of the line below where a value starts there. */
const lineFault = (offset: number, text: string, lines: Lines): Fault => {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const end = lines.lineEnd(offset)
  if (/[^ \t-]/.test(text.slice(lineStart, Math.min(offset, lineStart + 2000)))) {
    const below = text.slice(end, end + 2000).search(/\S/)
    if (below === -1) return { ...unexpected(offset, end, text, lines), start: offset, end }
    return {
      message: 'the line is indented below a value that is already complete',
      help: 'align it with the key above, or quote the value above if it continues here',
      start: end + below,
      end: lines.lineEnd(end + below),
    }
  }
  const line = text.slice(offset, Math.min(end, offset + 2000)).trimStart()
  const start = Math.min(end, offset + 2000) - line.length
  if (isEntry(line)) return { ...misaligned, start, end }
  return {
    message: `expected \`key: value\` or \`- item\`, found \`${excerpt(line.trim())}\``,
    help: 'write a colon and a space after the key; indent a line that continues the value above',
    start,
    end,
  }
}

/** The errors that come from the layout of lines. */
const isLayout = (code: ErrorCode, message: string, text: string): boolean =>
  code === 'MULTILINE_IMPLICIT_KEY' ||
  (code === 'BLOCK_AS_IMPLICIT_KEY' && !isEntry(text)) ||
  (code === 'NON_STRING_KEY' && /^-\s/.test(text)) ||
  (code === 'BAD_INDENT' && message.startsWith('All')) ||
  (code === 'MISSING_CHAR' && /^(?:Implicit|Sequence)/.test(message))

const inWords = ({ code, message, pos: [start, end] }: YAMLParseError, text: string, lines: Lines): Fault => {
  const isImplicit = message.startsWith('Implicit map')
  const threshold =
    code === 'BAD_SCALAR_START' || code === 'UNEXPECTED_TOKEN' || isImplicit
      ? comparison(start, text, lines)
      : undefined
  if (threshold) return threshold
  if (code === 'BAD_SCALAR_START') return reserved(start, text, lines)
  if (code === 'TAB_AS_INDENT') return tabFault(start, end)
  if (isLayout(code, message, text.slice(start, Math.min(lines.lineEnd(start), start + 2000))))
    return lineFault(start, text, lines)
  if (message.startsWith('Comments'))
    return { message: 'expected a space before `#`', help: 'add it, or quote the whole value', start, end }
  if (message.startsWith('Missing , '))
    return { message: 'expected `,` before the next entry', help: 'add it, or quote the value', start, end }
  return { ...(WORDS[code] ?? unexpected(start, end, text, lines)), start, end }
}

/** The library's errors in our own words: what it reports, not how it says it. */
export const syntaxFaults = (errors: readonly YAMLParseError[], text: string, lines: Lines): Fault[] => {
  // What is outside of any document is right, and the parser lost track before.
  const inside = errors.filter(({ message }) => !message.includes(' in YAML stream: '))
  const told = inside.length > 0 ? inside : errors.slice(0, 1)
  return told.map((error) => inWords(error, text, lines))
}
