import { type CST, Lexer, Parser } from 'yaml'
import { excerpt, type Fault, tabFault, withoutHash } from './fault.ts'

const MAX_TOKENS = 100_000
const MAX_NESTING = 64
// The parser looks again at all blank tokens before a comment for each comment that follows.
const MAX_BLANKS = 2000
const MAX_SIGNS = 1000
const LIMITS: { readonly [sign: string]: string } = { '&': 'anchors', '*': 'aliases', '?': 'keys after `?`' }

// The lexer's own marks; they stand for no text.
const DOCUMENT = '\x02'
const FLOW_END = '\x18'
const SCALAR = '\x1f'

const faultAt = (start: number, length: number, message: string, help: string): Fault => ({
  message,
  help,
  start,
  end: start + length,
})

const limitFault = (limit: string, start: number): Fault => ({
  ...faultAt(start, 1, `the file has more than ${limit}`, 'simplify the file'),
  mayBeRight: true,
})

// The library looks at the last character only, which an escape can fake.
const isClosed = (quoted: string): boolean => {
  const escaping = quoted.startsWith('"') ? '\\' : "'"
  const last = quoted.length - 1
  if (last < 1 || quoted[last] !== quoted[0]) return false
  let before = last
  while (before > 1 && quoted[before - 1] === escaping) before -= 1
  return (last - before) % 2 === 0
}

// Source: c-ns-esc-char of YAML 1.2.2, section 5.7.
const ESCAPE =
  /\\(?:[0abtnvfre "/\\N_LP\t\n]|\r\n|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U(?:000[\dA-Fa-f]|0010)[\dA-Fa-f]{4}|([\s\S]?))/g

const CLOSED_LATER = {
  '"': /"(?:[^"\\]|\\[\s\S])*"[ \t]*(?:#.*)?(?:\r?\n|$)/y,
  "'": /'(?:[^']|'')*'[ \t]*(?:#.*)?(?:\r?\n|$)/y,
}

/**
 * A quoted string that goes on in the column of its key or left of it, against YAML 1.2.2, section 7.3: some tools write
 * long strings so, and libyaml and the parsers of Go and Python read them. Source: libyaml, yaml_parser_scan_flow_scalar.
 */
const outdentedQuote = (quoted: string, text: string, start: number): Fault | undefined => {
  if (isClosed(quoted)) return undefined
  const closed = CLOSED_LATER[quoted.startsWith('"') ? '"' : "'"]
  closed.lastIndex = start
  const whole = closed.exec(text)?.[0]
  if (whole === undefined || /^(?:---|\.\.\.)/m.test(whole)) return undefined
  const message = 'the quoted string that starts here goes on in the column of its key, or left of it'
  return { ...faultAt(start, 1, message, 'indent its further lines'), mayBeRight: true }
}

/** What is wrong with a scalar in quotation marks, given from its first mark to where the lexer ended it. */
const quotedFault = (quoted: string, start: number): Fault | undefined => {
  if (!isClosed(quoted)) {
    const help = 'close it with the same mark; in single quotes, write an apostrophe twice'
    return faultAt(start, 1, 'the quoted string that starts here is not closed', help)
  }
  if (quoted.startsWith("'") || !quoted.includes('\\')) return undefined
  for (const { 0: found, 1: unknown, index } of quoted.matchAll(ESCAPE))
    if (unknown !== undefined) {
      const help = 'write a backslash twice, or use single quotes'
      return faultAt(start + index, found.length, `unknown escape \`${excerpt(found)}\``, help)
    }
  return undefined
}

/** A name that looks like a channel, and not like a remark. */
const channel = () => /^#(?!(?:todo|fixme|tb[acd]|xxx)\b)[\p{L}\p{N}._-]+(?=[ \t]*[,\]}])/iu

const CLOSING = { '[': ']', '{': '}' } as const

type Opening = {
  readonly sign: '[' | '{'
  readonly at: number
  hidden?: { readonly text: string; readonly at: number }
}

/** Holds each bracket against the one that closes it, so that a fault names the bracket and not the place it surfaced. */
const bracketWatch = (text: string) => {
  const open: Opening[] = []

  const end = (): Fault | undefined => {
    const opening = open.at(-1)
    if (opening === undefined) return undefined
    const { sign, at, hidden } = opening
    const help = hidden
      ? `write \`${excerpt(withoutHash(hidden.text) ?? '"#…"')}\`: an unquoted \`#\` starts a comment`
      : `add \`${CLOSING[sign]}\`, indented deeper than the key`
    const word = hidden && channel().exec(hidden.text)?.[0]
    const edit = word && { start: hidden.at, end: hidden.at + word.length, text: `"${word}"` }
    return { ...faultAt(at, 1, `\`${sign}\` is not closed`, help), ...(edit && { edit }) }
  }

  const close = (sign: string, at: number): Fault | undefined => {
    const opening = open.pop()
    if (opening && CLOSING[opening.sign] === sign) return undefined
    const expected = opening ? `expected \`${CLOSING[opening.sign]}\`, found` : 'unexpected'
    return faultAt(at, 1, `${expected} \`${sign}\``, 'fix the brackets, or quote a value that contains brackets')
  }

  const see = (lexeme: string, at: number): Fault | undefined => {
    if (lexeme === '[' || lexeme === '{') open.push({ sign: lexeme, at })
    else if (lexeme === ']' || lexeme === '}') return close(lexeme, at)
    else if (lexeme === FLOW_END) {
      const line = text.lastIndexOf('\n', at) + 1
      const tab = text.slice(line, at).indexOf('\t')
      return tab === -1 ? end() : tabFault(line + tab, line + tab + 1)
    }
    return undefined
  }

  // A comment that follows its `#` without a space is likely a value, as in `[#channel]`.
  const seeComment = (text: string, at: number): void => {
    const opening = open.at(-1)
    if (opening && /^#[^\s#]/.test(text) && text.includes(CLOSING[opening.sign])) opening.hidden ??= { text, at }
  }

  return { see, seeComment, end }
}

/** Offsets of a comment, `#` included. */
type CommentSpan = { readonly start: number; readonly end: number }

type Scan = {
  readonly tokens: readonly CST.Token[]
  readonly comments: readonly CommentSpan[]
  readonly faults: readonly Fault[]
}

type Watch = {
  readonly comments: CommentSpan[]
  readonly faults: Fault[]
  /** Sees the next token; a fault it returns is reason to read no further. */
  see(lexeme: string, at: number): Fault | undefined
  /** Sees the end of the text. */
  end(): Fault | undefined
}

const watch = (text: string, many: boolean): Watch => {
  const comments: CommentSpan[] = []
  const faults: Fault[] = []
  const brackets = bracketWatch(text)
  const counts = new Map<string, number>()
  let tokens = 0
  let blanks = 0
  let documents = 0
  let begun = false
  let scalarNext = false

  const secondDocument = (at: number) =>
    faultAt(at, 3, 'a second document starts here', 'keep one document in a file: delete this `---`')

  const countSign = (sign: string, at: number): Fault | undefined => {
    const limit = LIMITS[sign]
    if (limit === undefined) return undefined
    const count = (counts.get(sign) ?? 0) + 1
    counts.set(sign, count)
    return count > MAX_SIGNS ? limitFault(`${MAX_SIGNS} ${limit}`, at) : undefined
  }

  const seeContent = (lexeme: string, at: number): Fault | undefined => {
    const again = begun
    begun = true
    blanks = 0
    switch (lexeme[0]) {
      case '-':
        return lexeme === '---' && again && !many ? secondDocument(at) : undefined
      case '!': {
        const help = 'delete it; if the `!` belongs to the text, quote the value'
        const message = `YAML tags are not supported: \`${excerpt(lexeme)}\``
        if (!many) faults.push(faultAt(at, lexeme.length, message, help))
        return undefined
      }
      case '"':
      case "'":
        return (many ? outdentedQuote(lexeme, text, at) : undefined) ?? quotedFault(lexeme, at)
      default:
        return countSign(lexeme.charAt(0), at) ?? brackets.see(lexeme, at)
    }
  }

  const see = (lexeme: string, at: number): Fault | undefined => {
    tokens += 1
    if (tokens > MAX_TOKENS) return limitFault(`${MAX_TOKENS} YAML tokens`, at)
    if (scalarNext) {
      scalarNext = false
      begun = true
      blanks = 0
      return undefined
    }
    switch (lexeme[0]) {
      case undefined:
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        blanks += 1
        return blanks > MAX_BLANKS ? limitFault(`${MAX_BLANKS / 2} blank lines in a row`, at) : undefined
      case '#':
        blanks = 0
        brackets.seeComment(lexeme, at)
        comments.push({ start: at, end: at + lexeme.length })
        return undefined
      case '%': {
        const message = `YAML directives are not supported: \`${excerpt(lexeme)}\``
        if (!many) faults.push(faultAt(at, lexeme.length, message, 'delete the line'))
        return undefined
      }
      case SCALAR:
        scalarNext = true
        return undefined
      case DOCUMENT:
        documents += 1
        if (documents === 1 || many) return undefined
        return text.startsWith('---', at)
          ? secondDocument(at)
          : faultAt(at, 1, 'text after the end mark `...`', 'delete the `...`, or the text after it')
      default:
        return seeContent(lexeme, at)
    }
  }

  return { comments, faults, see, end: brackets.end }
}

/**
 * Reads the text once, token by token, and stops at what would make composing slow or deep. Also refuses what changes
 * the meaning of a file silently, unless it holds `many` documents, as the files of other tools do: directives, tags and
 * further documents.
 */
export const scan = (text: string, many: boolean): Scan => {
  const { see, end, faults, comments } = watch(text, many)
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let fault: Fault | undefined
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset
    fault = see(lexeme, at)
    if (fault) break
    for (const token of parser.next(lexeme)) tokens.push(token)
    // Beside the collections, the stack holds the document and perhaps a scalar.
    if (parser.stack.length > MAX_NESTING + 2) fault = limitFault(`${MAX_NESTING} levels of nesting`, at)
    if (fault) break
  }
  fault ??= end()
  if (fault) faults.push(fault)
  for (const token of parser.end()) tokens.push(token)
  return { tokens, comments, faults }
}
