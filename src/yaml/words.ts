import type { ErrorCode, YAMLParseError } from 'yaml'
import type { Fault } from './fault.ts'
import { layoutFault } from './layout.ts'
import type { Lines } from './lines.ts'
import { tabFault } from './refusals.ts'
import { isKey, type Rows } from './rows.ts'
import { comparison, listBesideKey, reserved, stray, unparted } from './stumbles.ts'

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
export const inWords = (error: YAMLParseError, text: string, lines: Lines, rows: () => Rows): Fault => {
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
