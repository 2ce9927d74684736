import { withoutHash } from './channel.ts'
import { excerpt, type Fault } from './fault.ts'
import { tabFault } from './refusals.ts'

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
export const bracketWatch = (text: string): BracketWatch => {
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
