import { type CST, Lexer, Parser } from 'yaml'
import { bracketWatch } from './brackets.ts'
import type { Fault } from './fault.ts'
import { quotedFault } from './quoted.ts'
import { afterEndFault, directiveFault, documentFault, limitFault, tagFault } from './refusals.ts'

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

/** The lexemes of a text for `parser`, up to the first one that is reason to read no further. */
function* lexemesOf(text: string, { see, end, faults }: Watch, parser: Parser): Generator<string> {
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset
    let fault = see(lexeme, at)
    if (!fault) {
      yield lexeme
      // Beside the collections, the stack holds the document and perhaps a scalar.
      if (parser.stack.length > MAX_NESTING + 2) fault = limitFault(`${MAX_NESTING} levels of nesting`, at)
    }
    if (fault) {
      faults.push(fault)
      return
    }
  }
  const fault = end()
  if (fault) faults.push(fault)
}

function* tokensOf(text: string, watching: Watch): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of lexemesOf(text, watching, parser)) yield* parser.next(lexeme)
  yield* parser.end()
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
