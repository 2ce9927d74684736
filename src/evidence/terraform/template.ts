import type { Cursor } from './cursor.ts'
import type { Term } from './term.ts'

/** Reads the expression between `${` and `}`. */
type Inner = (depth: number) => Term

const quotedPiece = /[^"\\$%\n]+/y
const rawPiece = /[^$%\n]+|\n/y
const opening = /<<(-?)([A-Za-z_][\w-]{0,99})[ \t\r]*\n/y
const code = /u[0-9A-Fa-f]{4}|U000[0-9A-Fa-f]{5}|U0010[0-9A-Fa-f]{4}/y

const escapes: { readonly [sign: string]: string } = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** `${…}`, which becomes a text, or `%{…}`, which only decides. */
const interpolation = (here: Cursor, depth: number, inner: Inner): Term => {
  const from = here.at()
  const decides = here.sees('%')
  here.goTo(from + 2)
  here.take('~')
  if (decides) {
    const end = here.text.indexOf('}', from)
    if (end === -1) here.fail('has an unclosed template', from)
    else here.goTo(end + 1)
    return here.opaque(from)
  }
  const term = inner(depth)
  here.skip(true)
  here.take('~')
  if (!here.take('}')) here.fail('has an unclosed template', from)
  return term
}

const escaped = (here: Cursor): string => {
  const from = here.at()
  const known = escapes[here.sign(1)]
  here.goTo(from + (known === undefined ? 1 : 2))
  if (known !== undefined) return known
  const digits = here.match(code)?.[0].slice(1)
  if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16))
  here.fail('has an invalid escape', from)
  return ''
}

/** Up to `end`, or to the quote; where it is not quoted, a backslash is one. */
const pieces = (here: Cursor, depth: number, inner: Inner, isQuoted: boolean, end: number): (string | Term)[] => {
  const parts: (string | Term)[] = []
  while (here.at() < end && !(isQuoted && here.sees('"'))) {
    const from = here.at()
    const piece = here.match(isQuoted ? quotedPiece : rawPiece)?.[0]
    if (piece !== undefined) parts.push(piece)
    else if (isQuoted && here.sees('\\')) parts.push(escaped(here))
    else if (isQuoted && here.sees('\n')) here.fail('has an unclosed string')
    else if (here.sees('$${') || here.sees('%%{')) {
      parts.push(here.text.slice(from + 1, from + 3))
      here.goTo(from + 3)
    } else if (here.sees('{', 1)) parts.push(interpolation(here, depth, inner))
    else {
      parts.push(here.sign())
      here.goTo(from + 1)
    }
  }
  return parts
}

const template = (here: Cursor, parts: readonly (string | Term)[], from: number): Term =>
  parts.every((part) => typeof part === 'string')
    ? { kind: 'value', value: parts.join(''), from, to: here.at() }
    : { kind: 'template', parts, from, to: here.at() }

export const quoted = (here: Cursor, depth: number, inner: Inner): Term => {
  const from = here.at()
  here.goTo(from + 1)
  const parts = pieces(here, depth, inner, true, here.text.length)
  if (!here.take('"')) here.fail('has an unclosed string', from)
  return template(here, parts, from)
}

/** Where the line begins that closes a heredoc; undefined where none does. */
const closingLine = ({ text }: Cursor, from: number, word: string): number | undefined => {
  for (let line = from; line < text.length; ) {
    const feed = text.indexOf('\n', line)
    const end = feed === -1 ? text.length : feed
    if (text.slice(line, end).trim() === word) return line
    line = end + 1
  }
  return undefined
}

/** The lines of a heredoc without the blanks that all of them begin with. */
const outdented = (text: string): string => {
  const lines = text.split('\n')
  const widths = lines.flatMap((line) => (line.trim() === '' ? [] : [line.length - line.trimStart().length]))
  const least = widths.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  return lines.map((line) => line.slice(least)).join('\n')
}

export const heredoc = (here: Cursor, depth: number, inner: Inner): Term => {
  const from = here.at()
  const [, dash, word = ''] = here.match(opening) ?? []
  const end = word === '' ? undefined : closingLine(here, here.at(), word)
  if (end === undefined) {
    here.fail('has an unclosed heredoc', from)
    return here.opaque(from)
  }
  const parts = pieces(here, depth, inner, false, end)
  here.goTo(here.text.indexOf(word, end) + word.length)
  const isPlain = dash === '-' && parts.every((part) => typeof part === 'string')
  return template(here, isPlain ? [outdented(parts.join(''))] : parts, from)
}
