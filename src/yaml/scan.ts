import { type CST, Lexer, Parser } from 'yaml'
import { excerpt, type Fault, withoutHash } from './fault.ts'

const tagFault = (tag: string, start: number): Fault => ({
  message: `\`${excerpt(tag)}\` is a YAML tag, and tags are not read`,
  help: 'delete it; if the `!` belongs to the text, quote the value',
  start,
  end: start + tag.length,
})

const directiveFault = (line: string, start: number): Fault => ({
  message: `\`${excerpt(line)}\` is a YAML directive, which changes how values are read`,
  help: 'delete the line: the file is always read as YAML 1.2',
  start,
  end: start + line.length,
})

const documentFault = (start: number): Fault => ({
  message: 'a second document starts here',
  help: 'keep one document in a file, and delete this `---`',
  start,
  end: start + 3,
})

const afterEndFault = (start: number): Fault => ({
  message: 'text follows the end mark `...`',
  help: 'delete the `...`, or what follows it',
  start,
  end: start + 1,
})

const quoteFault = (start: number): Fault => ({
  message: 'the quotation that begins here is not closed',
  help: 'close it with the same mark; in single quotes, write two of them for an apostrophe',
  start,
  end: start + 1,
})

const limitFault = (message: string, start: number): Fault => ({
  message: `the file has more than ${message}`,
  help: 'write it plainly: no declaration needs as many',
  start,
  end: start + 1,
})

const escapeFault = (found: string, start: number): Fault => ({
  message: `\`${excerpt(found)}\` is an escape that YAML does not know`,
  help: 'write two backslashes for one, or use single quotes',
  start,
  end: start + found.length,
})

export const tabFault = (text: string, start: number, end = start + 1): Fault => ({
  kind: 'tab',
  ...(text[start - 1] === '-'
    ? { message: 'a tab stands after the `-`', help: 'write a space in its place' }
    : { message: 'a tab is used as indentation', help: 'indent with spaces' }),
  start,
  end,
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

/** What is wrong with a scalar in quotation marks, given from its first mark to where the lexer ended it. */
const quotedFault = (quoted: string, start: number): Fault | undefined => {
  if (!isClosed(quoted)) return quoteFault(start)
  if (quoted.startsWith("'") || !quoted.includes('\\')) return undefined
  for (const { 0: found, 1: unknown, index } of quoted.matchAll(ESCAPE)) {
    if (unknown !== undefined) return escapeFault(found, start + index)
  }
  return undefined
}

// The lexer's own mark where brackets end too early.
const FLOW_END = '\x18'

const CLOSING = { '[': ']', '{': '}' } as const

type Opening = { readonly sign: '[' | '{'; readonly at: number; hidden?: string }

type BracketWatch = {
  see(lexeme: string, at: number): Fault | undefined
  seeComment(comment: string): void
  end(): Fault | undefined
}

const unclosed = ({ sign, at, hidden }: Opening): Fault => ({
  message: `\`${sign}\` is not closed`,
  help: hidden
    ? `write \`${excerpt(withoutHash(hidden) ?? '"#…"')}\`: an unquoted \`#\` begins a comment`
    : `close it with \`${CLOSING[sign]}\`, and indent its lines deeper than the key`,
  start: at,
  end: at + 1,
})

/** Lines that go on inside brackets and are indented no deeper than the key: what stands in the first of them says why. */
const underIndented = (text: string, at: number, opening: Opening): Fault => {
  const lineStart = text.lastIndexOf('\n', at) + 1
  const tab = text.slice(lineStart, at).indexOf('\t')
  if (tab !== -1) return tabFault(text, lineStart + tab)
  const closing = CLOSING[opening.sign]
  if (text[at] !== closing) return unclosed(opening)
  return {
    message: `\`${closing}\` stands too far left to close the \`${opening.sign}\` above`,
    help: 'indent it as the key before the brackets is, or put it at the end of the line above',
    start: at,
    end: at + 1,
  }
}

/** Holds each bracket against the one that closes it, so that a fault names the bracket and not the place it surfaced. */
const bracketWatch = (text: string): BracketWatch => {
  const open: Opening[] = []

  const close = (sign: string, at: number): Fault | undefined => {
    const opening = open.pop()
    if (opening && CLOSING[opening.sign] === sign) return undefined
    if (!opening) {
      const help = 'delete it, or quote the value that holds it'
      return { message: `\`${sign}\` closes no bracket`, help, start: at, end: at + 1 }
    }
    return {
      message: `\`${sign}\` stands where \`${CLOSING[opening.sign]}\` should close \`${opening.sign}\``,
      help: 'close the brackets in the order they were opened; quote a value that holds brackets',
      start: at,
      end: at + 1,
    }
  }

  const end = (): Fault | undefined => {
    const opening = open.at(-1)
    return opening && unclosed(opening)
  }

  return {
    see: (lexeme, at) => {
      if (lexeme === '[' || lexeme === '{') open.push({ sign: lexeme, at })
      else if (lexeme === ']' || lexeme === '}') return close(lexeme, at)
      else if (lexeme === FLOW_END) {
        const opening = open.at(-1)
        return opening && underIndented(text, at, opening)
      }
      return undefined
    },
    // A comment that follows its `#` without a space is likely a value, as in `[#channel]`.
    seeComment: (comment) => {
      const opening = open.at(-1)
      if (opening && /^#[^\s#]/.test(comment) && comment.includes(CLOSING[opening.sign]))
        opening.hidden ??= comment
    },
    end,
  }
}

const MAX_TOKENS = 100_000
const MAX_NESTING = 64
// The parser looks again at all blank tokens before a comment for each comment that follows.
const MAX_BLANKS = 2000
const LIMITS = [
  { sign: '&', max: 1000, what: 'anchors' },
  { sign: '*', max: 100, what: 'aliases' },
  { sign: '?', max: 1000, what: 'keys after `?`' },
]

// The lexer's own marks; they stand for no text.
const DOCUMENT = '\x02'
const SCALAR = '\x1f'

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
  let tokens = 0
  let blanks = 0
  const counts = new Map<string, number>()
  let documents = 0
  let begun = false
  let scalarNext = false

  const countSign = (sign: string, at: number): Fault | undefined => {
    const limit = LIMITS.find((known) => known.sign === sign)
    if (!limit) return undefined
    const count = (counts.get(sign) ?? 0) + 1
    counts.set(sign, count)
    return count > limit.max ? limitFault(`${limit.max} ${limit.what}`, at) : undefined
  }

  const seeContent = (lexeme: string, at: number): Fault | undefined => {
    const again = begun
    begun = true
    blanks = 0
    switch (lexeme[0]) {
      case '-':
        return lexeme === '---' && again && !many ? documentFault(at) : undefined
      case '!':
        if (!many) faults.push(tagFault(lexeme, at))
        return undefined
      case '"':
      case "'":
        return quotedFault(lexeme, at)
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
        brackets.seeComment(lexeme)
        comments.push({ start: at, end: at + lexeme.length })
        return undefined
      case '%':
        if (!many) faults.push(directiveFault(lexeme, at))
        return undefined
      case SCALAR:
        scalarNext = true
        return undefined
      case DOCUMENT:
        documents += 1
        if (documents === 1 || many) return undefined
        return text.startsWith('---', at) ? documentFault(at) : afterEndFault(at)
      default:
        return seeContent(lexeme, at)
    }
  }

  return { comments, faults, see, end: brackets.end }
}

/** The tokens of a text, up to the first one that is reason to read no further. */
function* tokensOf(text: string, { see, end, faults }: Watch): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset
    const fault = see(lexeme, at)
    if (fault) {
      faults.push(fault)
      return
    }
    yield* parser.next(lexeme)
    // Beside the collections, the stack holds the document and perhaps a scalar.
    if (parser.stack.length > MAX_NESTING + 2) {
      faults.push(limitFault(`${MAX_NESTING} levels of nesting`, at))
      return
    }
  }
  const fault = end()
  if (fault) faults.push(fault)
  else yield* parser.end()
}

/**
 * Reads the text once, token by token, and stops at what would make composing slow or deep.
 * Also refuses what changes the meaning of a file silently, unless it holds `many` documents, as the files of other
 * tools do: directives, tags and further documents.
 */
export const scan = (text: string, many = false): Scan => {
  const watching = watch(text, many)
  const tokens = Array.from(tokensOf(text, watching))
  return { tokens, comments: watching.comments, faults: watching.faults }
}
