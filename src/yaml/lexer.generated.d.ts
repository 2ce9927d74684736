import type { CST } from 'yaml'

/** What the lexer reads next. */
type State =
  | 'stream'
  | 'line-start'
  | 'block-start'
  | 'doc'
  | 'flow'
  | 'quoted-scalar'
  | 'block-scalar'
  | 'plain-scalar'

/** The lexer of `yaml`, pushing. */
export class Lexer {
  buffer: string
  /** Set where no text follows `buffer`. */
  atEnd: boolean
  out: (lexeme: string) => void
  hasChars(count: number): boolean
  /** Reads on, and says what comes after. */
  parseNext(state: State): State | null | undefined
}

/** The parser of `yaml`, pushing. */
export class Parser {
  offset: number
  stack: CST.Token[]
  out: (token: CST.Token) => void
  next(lexeme: string): void
  end(): void
}
