import type { ErrorCode, YAMLParseError } from 'yaml'
import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'
import { tabFault } from './scan.ts'

// Many errors on one long line must not read all of it each time.
const MAX_CONTENT = 2000

/** A line that holds more than blanks and a comment. */
type Row = {
  /** Its number, from 1. */
  readonly line: number
  /** Where its content begins, and where it ends. */
  readonly start: number
  readonly end: number
  /** How many spaces it begins with. */
  readonly indent: number
  /** What it holds, or the beginning of that. */
  readonly content: string
}

type Rows = {
  /** The row of an offset, or the next one where its line holds nothing. */
  at(offset: number): Row | undefined
  before(row: Row): Row | undefined
  after(row: Row): Row | undefined
}

/** The column, from 0, in which the key or text of a row begins: behind the `- ` of a list item. */
const innerIndent = ({ indent, content }: Row): number =>
  indent + (/^(?:- +)*/.exec(content)?.[0].length ?? 0)

/** Whether a text reads `key: value`, or holds a `: ` anyway. */
const isKey = (text: string): boolean => /:(?:\s|$)/.test(text)

const isItem = ({ content }: Row): boolean => /^-(?:\s|$)/.test(content)

/** The lines that matter for how a text is laid out, in order. */
const rowsOf = (text: string): Rows => {
  const rows: Row[] = []
  let start = 0
  for (const [at, line] of text.split('\n').entries()) {
    const indent = line.length - line.replace(/^ +/, '').length
    const content = line.slice(indent).trimEnd()
    const begin = start + indent
    if (content !== '' && !content.startsWith('#'))
      rows.push({
        line: at + 1,
        start: begin,
        end: begin + content.length,
        indent,
        content: content.slice(0, MAX_CONTENT),
      })
    start += line.length + 1
  }
  const indexes = new Map(rows.map((row, index) => [row, index]))
  const beside = (row: Row, by: number) => rows[(indexes.get(row) ?? Number.NaN) + by]

  const at = (offset: number): Row | undefined => {
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.end ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return rows[low]
  }
  return { at, before: (row) => beside(row, -1), after: (row) => beside(row, 1) }
}

const spaces = (count: number): string => (count === 1 ? '1 space' : `${count} spaces`)

const layoutFaultAt = (row: Row, message: string, help: string, start = row.start, end = row.end): Fault => ({
  kind: 'layout',
  message,
  help,
  start,
  end,
})

const code = (text: string): string => `\`${excerpt(text)}\``

const goesOn = 'if it goes on with the line above, indent it deeper'

/** A line in a map that is no `key: value`; `start` is where its text begins, behind the `- ` of a list item. */
const withoutColon = (row: Row, start: number, rows: Rows): Fault => {
  const text = row.content.slice(start - row.start)
  // The lines below are none the worse for it.
  const say = (message: string, help: string): Fault => ({ message, help, start, end: row.end })
  const above = rows.before(row)
  const sign = /(?:^|: +|- +)([|>])[-+0-9]*(?: +#.*)?$/.exec(above?.content ?? '')?.[1]
  if (sign !== undefined)
    return say(
      `the text below \`${sign}\` is not indented`,
      'indent each of its lines alike, deeper than the key',
    )
  const [, glued, value] = /^([\w-]+):(\S.*)$/.exec(text) ?? []
  if (value !== undefined) return say('no space stands after the `:`', `write ${code(`${glued}: ${value}`)}`)
  const [, name, assigned] = /^([\w-]+) *[=：] *(\S.*)$/.exec(text) ?? []
  if (assigned !== undefined)
    return say(`${code(text)} is no \`key: value\``, `write ${code(`${name}: ${assigned}`)}`)
  const below = rows.after(row)
  const opens = below !== undefined && below.indent > innerIndent(row)
  if (opens && /^[\w-]+$/.test(text))
    return layoutFaultAt(row, `${code(text)} has no \`:\``, `write ${code(`${text}:`)}`, start)
  const [, first, second] = /^([\w-]+) +(\S+)$/.exec(text) ?? []
  if (second !== undefined)
    return say(`${code(text)} has no \`:\``, `write ${code(`${first}: ${second}`)}; ${goesOn}`)
  return say(`${code(text)} has no \`:\``, `write it as \`key: value\`; ${goesOn}`)
}

/** Spaces that YAML takes for text: where one stands as indentation or after a `:`, it came along with a copy. */
const noBreak = (row: Row): Fault | undefined => {
  const found = /^(?:- )* *([\u00a0\u2000-\u200b\u202f\u3000])|:([\u00a0\u2000-\u200b\u202f\u3000])/.exec(
    row.content,
  )
  if (!found) return undefined
  const at = row.start + found.index + found[0].length - 1
  const which = row.content
    .charCodeAt(at - row.start)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')
  return layoutFaultAt(
    row,
    `the space here is U+${which}, which YAML reads as a letter`,
    'type an ordinary space in its place',
    at,
    at + 1,
  )
}

const dashWithoutSpace = (row: Row): Fault | undefined => {
  const rest = /^-([^\s-].*)$/.exec(row.content)?.[1]
  return rest === undefined
    ? undefined
    : layoutFaultAt(row, 'no space stands after the `-`', `write ${code(`- ${rest}`)}`)
}

/** The list item above that a row may belong beside: the nearest one that is not deeper inside another. */
const itemAbove = (row: Row, rows: Rows): Row | undefined => {
  let above = rows.before(row)
  let found: Row | undefined
  // One is enough to name, and a long file is not searched for it.
  for (let steps = 0; above !== undefined && steps < 200; steps++) {
    if (isItem(above) && (found === undefined || above.indent < found.indent)) found = above
    if (above.indent <= row.indent) break
    above = rows.before(above)
  }
  return found
}

const misplacedItem = (row: Row, rows: Rows): Fault => {
  const item = itemAbove(row, rows)
  return item === undefined || item.indent === row.indent
    ? layoutFaultAt(row, 'a list item stands among keys', 'indent the list below the key it belongs to')
    : layoutFaultAt(
        row,
        `the list item is indented by ${spaces(row.indent)}, and the one on line ${item.line} by ${item.indent}`,
        'indent both alike',
      )
}

const missingDash = (row: Row, rows: Rows): Fault | undefined => {
  const item = itemAbove(row, rows)
  if (item?.indent !== row.indent) return undefined
  return layoutFaultAt(
    row,
    'the line stands in a list and does not begin with `- `',
    isKey(row.content) && isKey(item.content)
      ? `write ${code(`- ${row.content}`)} where an item begins, or indent it by ${spaces(innerIndent(item))} as the keys of line ${item.line}`
      : `write ${code(`- ${row.content}`)}; if it goes on with the line above, indent it deeper`,
  )
}

/** A line indented below a key that has its value on its own line. */
const belowValue = (row: Row, rows: Rows): Fault | undefined => {
  const below = rows.after(row)
  if (below === undefined || below.indent <= innerIndent(row)) return undefined
  const above = rows.before(row)
  const opens = above?.content.endsWith(':') && above.indent === row.indent
  if (above !== undefined && (opens || innerIndent(above) === below.indent))
    return layoutFaultAt(
      row,
      row.indent === 0
        ? `the line is not indented, and those around it are, by ${spaces(below.indent)}`
        : `the line is indented by ${spaces(row.indent)}, and those around it by ${below.indent}`,
      'indent it as they are',
    )
  const isText = !/^(?:- +)*["']?[\w.-]+["']? *:(?:\s|$)/.test(below.content)
  return layoutFaultAt(
    below,
    `the line is indented as if it belonged to the value on line ${row.line}`,
    isText
      ? `quote the value on line ${row.line} where it goes on here: it holds a \`: \``
      : `indent it as line ${row.line} is, or delete the value there`,
  )
}

/** The row that one may have been meant to stand beside: of the deeper ones above, the least deep. */
const besideRow = (row: Row, rows: Rows): Row | undefined => {
  let found: Row | undefined
  let above = rows.before(row)
  for (let steps = 0; above !== undefined && steps < 200 && innerIndent(above) > row.indent; steps++) {
    if (found === undefined || innerIndent(above) < innerIndent(found)) found = above
    above = rows.before(above)
  }
  return found
}

const otherColumn = (row: Row, rows: Rows): Fault => {
  const other = besideRow(row, rows)
  if (other === undefined)
    return layoutFaultAt(
      row,
      'the line begins in another column than the lines it belongs to',
      'indent it as they are',
    )
  return layoutFaultAt(
    row,
    `the line is indented by ${spaces(row.indent)}, and line ${other.line}, which it follows, by ${innerIndent(other)}`,
    'indent both alike',
  )
}

/** What is wrong with how the lines around an offset are laid out; undefined where it is none of the known slips. */
const layoutFault = (offset: number, rows: Rows): Fault | undefined => {
  const row = rows.at(offset)
  if (row === undefined) return undefined
  const start = Math.max(offset, row.start)
  const text = row.content.slice(start - row.start)
  if (text === '?') return layoutFaultAt(row, 'a `?` alone is a YAML sign', 'quote it', start)
  const below = rows.after(row)
  const slip = noBreak(row) ?? (below && noBreak(below))
  if (slip) return slip
  const dash = dashWithoutSpace(row)
  if (dash) return dash
  if (/^(?:- +)*$/.test(row.content.slice(0, start - row.start))) {
    if (isItem(row) && start === row.start) return misplacedItem(row, rows)
    const item = start === row.start ? missingDash(row, rows) : undefined
    return item ?? (isKey(text) ? otherColumn(row, rows) : withoutColon(row, start, rows))
  }
  return isKey(text) ? undefined : belowValue(row, rows)
}

const untilSeparator = (text: string, from: number, lines: Lines): string => {
  const rest = text.slice(from, Math.min(lines.lineEnd(from), from + 200))
  return (/^ *["']?([^,[\]{}#"']*)/.exec(rest)?.[1] ?? '').trim()
}

/**
 * An unquoted threshold: the parser takes the `>` for the beginning of a block and stumbles at it or just after it.
 */
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
  const words = sign === '>=' ? 'at least' : 'above'
  return {
    message: `\`${excerpt(`${sign} ${value}`.trim())}\` cannot be read: an unquoted \`>\` begins a block of text`,
    help: `write \`${excerpt(`${words} ${value || '35%'}`)}\``,
    start,
    end: Math.max(start + sign.length, text.indexOf(value, start) + value.length),
  }
}

/** A value that begins with a sign YAML reserves, such as `@`. */
const reserved = (at: number, text: string, lines: Lines): Fault => {
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

const listBesideKey = (start: number, lines: Lines): Fault => ({
  kind: 'line',
  message: 'a list item stands on the line of a key',
  help: 'begin the list on a line of its own, indented',
  start,
  end: lines.lineEnd(start),
})

/** Between brackets, a second `: ` before the next comma. */
const unparted = (start: number, end: number): Fault => ({
  message: 'the value holds a second `: `: a comma is missing before the next key',
  help: 'part the entries with commas, or quote the whole value',
  start,
  end,
})

/** What stands where nothing can: most often behind the quotation mark that ends a value too early. */
const stray = (from: number, to: number, text: string, lines: Lines): Pick<Fault, 'message' | 'help'> => {
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

type Words = { readonly message: string; readonly help: string }

type Case = Words & {
  /** The cases of one library code differ only in the library's own text. */
  readonly when?: RegExp
}

const CASES: { readonly [code in ErrorCode]?: readonly Case[] } = {
  ALIAS_PROPS: [
    {
      message: 'an alias cannot carry an anchor of its own',
      help: 'write the alias alone, as in `over: *over`',
    },
  ],
  BAD_ALIAS: [
    {
      message: '`*` and `&` are YAML signs and need a name',
      help: 'quote the value if the sign belongs to the text',
    },
  ],
  BAD_INDENT: [
    {
      when: /^(?:All|Flow)/,
      message: 'the line begins in another column than the lines it belongs to',
      help: 'indent it as they are',
    },
    {
      when: /^Block scalar/,
      message: 'the text below `|` or `>` is not indented',
      help: 'indent each of its lines alike, deeper than the key',
    },
  ],
  BAD_PROP_ORDER: [
    { message: 'an anchor stands before the sign it must follow', help: 'write `key: &anchor value`' },
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    {
      when: /^Nested/,
      message: 'the value holds a second `: `, which YAML reads as another key',
      help: 'quote the whole value; if it is another key, begin a line with it',
    },
    { message: 'a list cannot be a key', help: 'write `key:` and the list on the lines below, indented' },
  ],
  BLOCK_IN_FLOW: [
    {
      message: 'a list or map written in lines stands inside brackets',
      help: 'write it in brackets as well',
    },
  ],
  KEY_OVER_1024_CHARS: [
    {
      message: 'a key is longer than 1024 characters',
      help: 'write the text as a value, after a key of its own',
    },
  ],
  MISSING_CHAR: [
    {
      when: /quote$/,
      message: 'the quotation is not closed',
      help: 'close it with the quotation mark it begins with',
    },
    {
      when: /^Comments/,
      message: '`#` follows without a space: YAML reads neither a comment nor text',
      help: 'put a space before the comment, or quote the value that holds the `#`',
    },
    {
      when: /^Missing space after :/,
      message: 'no space stands after the `:`',
      help: 'write `key: value`, with a space after the `:`',
    },
    {
      when: /^Missing , /,
      message: 'a comma is missing before this',
      help: 'part the entries with commas, and quote a value that holds brackets or quotation marks',
    },
    {
      when: /^Tags and anchors/,
      message: 'no space stands after the anchor',
      help: 'write `key: &anchor value`',
    },
    {
      when: /^Block/,
      message: 'an empty line below `|` or `>` is indented deeper than the text',
      help: 'delete the spaces on the empty line',
    },
  ],
  MULTILINE_IMPLICIT_KEY: [
    {
      message: 'a line without `key: value` stands before this `:`',
      help: 'write each line as `key: value`, and quote text that runs over several lines',
    },
  ],
  MULTIPLE_ANCHORS: [{ message: 'the value has two anchors', help: 'keep one `&name`' }],
  NON_STRING_KEY: [
    {
      message: 'a key must be plain text',
      help: 'write `key: value`; quote a value that begins with a bracket, such as a placeholder in `{{ }}`',
    },
  ],
}

/** The errors that come of a line in the wrong column, or of one that is no `key: value`. */
const isLayout = ({ code, message }: YAMLParseError): boolean =>
  code === 'BLOCK_AS_IMPLICIT_KEY' ||
  code === 'MULTILINE_IMPLICIT_KEY' ||
  (code === 'BAD_INDENT' && message.startsWith('All')) ||
  (code === 'MISSING_CHAR' && /^(?:Implicit|Sequence)/.test(message))

/** A list item that stands where a key should: it is in the wrong column, and no key in another form. */
const isItemAsKey = ({ code, pos: [start] }: YAMLParseError, text: string): boolean =>
  code === 'NON_STRING_KEY' && /^-\s/.test(text.slice(start, start + 2))

/** A second `: ` in a value, outside of brackets, is a mistake of its own on every line that has one. */
const holdsColon = (start: number, text: string, lines: Lines): boolean => {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 1)
  return (
    isKey(text.slice(start, Math.min(lines.lineEnd(start), start + 2000))) && !/[[{]|^\s*- *-$/.test(before)
  )
}

/** The library's error in our own words: what it reports, not how it says it. */
const inWords = (error: YAMLParseError, text: string, lines: Lines, rows: () => Rows): Fault => {
  const { code, message } = error
  const [start, end] = error.pos
  if (code === 'BAD_SCALAR_START' || code === 'UNEXPECTED_TOKEN' || message.startsWith('Implicit map')) {
    const found = comparison(start, text, lines)
    if (found) return found
  }
  if (code === 'BAD_SCALAR_START') return reserved(start, text, lines)
  if (code === 'TAB_AS_INDENT') return tabFault(text, start, end)
  if (code === 'BLOCK_IN_FLOW' && !/^[-?](?:\s|$)/.test(text.slice(start, start + 2)))
    return unparted(start, end)
  // What stands outside of any document: the parser has left it.
  if (message.includes(' in YAML stream: '))
    return { kind: 'after', ...stray(start, end, text, lines), start, end }
  if (code === 'UNEXPECTED_TOKEN' && /^-\s/.test(text.slice(start, start + 2)))
    return listBesideKey(start, lines)
  const layout = isLayout(error) || isItemAsKey(error, text)
  const found = layout ? layoutFault(start, rows()) : undefined
  if (found) return found
  const own = CASES[code]?.find(({ when }) => when?.test(message) ?? true)
  const { message: told, help } = own ?? stray(start, end, text, lines)
  const isLine = code === 'BLOCK_AS_IMPLICIT_KEY' && holdsColon(start, text, lines)
  return { message: told, help, start, end, ...(layout && { kind: isLine ? 'line' : 'layout' }) }
}

const marker = (sign: string) => new RegExp(`^\\${sign}{7}(?: .*)?$`, 'm')

/** What git leaves where two changes meet; it makes the parser stumble all over. */
export const conflictFault = (text: string): Fault | undefined => {
  const [start, middle, end] = ['<', '=', '>'].map((sign) => marker(sign).exec(text))
  if (!start || !middle || !end || start.index > middle.index || middle.index > end.index) return undefined
  return {
    message: 'a merge conflict stands here',
    help: 'keep one of the two versions, and delete the three lines that mark them',
    start: start.index,
    end: start.index + start[0].length,
  }
}

/** How many keys of the outermost map begin at or before an offset. */
const sectionCounter = (text: string): ((offset: number) => number) => {
  const starts = [...text.matchAll(/^[^\s#\-\]}][^\n]*?:(?=\s|$)/gm)].map(({ index }) => index)
  let count = 0
  return (offset) => {
    while ((starts[count] ?? Number.POSITIVE_INFINITY) <= offset) count += 1
    return count
  }
}

const withCount = (tab: Fault, tabs: number): Fault =>
  tabs === 1
    ? tab
    : { ...tab, message: `${tab.message}, here and on ${tabs - 1} more ${tabs === 2 ? 'line' : 'lines'}` }

/**
 * One line in the wrong column makes the parser stumble over all that follow in the section. Of those faults the first
 * in a section is told, tabs once for the whole file, and nothing of the columns in a section whose tabs are to go.
 */
const oneOfEachMistake = (faults: readonly Fault[], text: string): Fault[] => {
  const sectionOf = sectionCounter(text)
  const placed = [...faults]
    .sort((a, b) => a.start - b.start)
    .map((fault) => ({ fault, section: sectionOf(fault.start) }))
  const tabs = placed.filter(({ fault }) => fault.kind === 'tab')
  const told = new Set(tabs.map(({ section }) => section))
  const others: Fault[] = []
  for (const { fault, section } of placed) {
    if (fault.kind === 'after' && others.length + tabs.length > 0) continue
    if (fault.kind === 'tab' || (fault.kind === 'layout' && told.has(section))) continue
    if (fault.kind !== undefined) told.add(section)
    others.push(fault)
  }
  const [first] = tabs
  return first === undefined ? others : [withCount(first.fault, tabs.length), ...others]
}

/** The library's errors as the mistakes that made them. */
export const mistakes = (errors: readonly YAMLParseError[], text: string, lines: Lines): Fault[] => {
  let known: Rows | undefined
  const rows = () => {
    known ??= rowsOf(text)
    return known
  }
  return oneOfEachMistake(
    errors.map((error) => inWords(error, text, lines, rows)),
    text,
  )
}
