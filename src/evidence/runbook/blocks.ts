import { type Container, enter, stay } from './containers.ts'
import { type HtmlBlock, htmlBlock } from './html-block.ts'
import { type LineCursor, lineCursor } from './line-cursor.ts'

/** Part of a Markdown file: a heading, or a line of anything else; `first` and `last` count lines from 1. */
export type Block = {
  readonly kind: 'heading' | 'text' | 'code' | 'html' | 'comment'
  /** The line without what marks the block; of a heading, its lines joined by line feeds. */
  readonly source: string
  /** 1 to 6 for a heading, else 0. */
  readonly level: number
  readonly first: number
  readonly last: number
}

type Paragraph = { readonly kind: 'paragraph'; readonly lines: string[]; readonly first: number }
type Leaf =
  | Paragraph
  | { readonly kind: 'fence'; readonly end: RegExp }
  | { readonly kind: 'html'; readonly block: HtmlBlock }

const atx = /(#{1,6})(?: |$)/y
const fence = /(`{3,})[^`]*$|(~{3,})/y
const underline = /(?:=+|-+) *$/y
const thematicBreak = /(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/y

const atxText = (line: LineCursor, marks: number): string =>
  line
    .rest()
    .slice(marks)
    .trim()
    .replace(/(?:^| )#+$/, '')
    .trimEnd()

const fenceEnd = (mark: string): RegExp => new RegExp(`${mark.charAt(0)}{${mark.length},} *$`, 'y')

/** Takes the lines of a file one after the other. */
const scanner = (found: Block[]) => {
  let open: Container[] = []
  let leaf: Leaf | undefined

  const emit = (kind: Block['kind'], source: string, first: number, last = first, level = 0): void => {
    found.push({ kind, source, level, first, last })
  }

  const close = (): void => {
    if (leaf?.kind === 'paragraph')
      for (const [at, line] of leaf.lines.entries()) emit('text', line, leaf.first + at)
    leaf = undefined
  }

  const html = (block: HtmlBlock, line: LineCursor, at: number): void => {
    emit(block.comment ? 'comment' : 'html', line.rest(), at)
    leaf = block.end !== 'blank line' && block.end.test(line.rest()) ? undefined : { kind: 'html', block }
  }

  /** Whether the line belongs to code or HTML that began before. */
  const goesOn = (line: LineCursor, at: number): boolean => {
    if (leaf?.kind === 'fence') {
      if (line.indent() < 4 && line.match(leaf.end)) leaf = undefined
      else emit('code', line.rest(), at)
      return true
    }
    if (leaf?.kind !== 'html') return false
    if (leaf.block.end === 'blank line' && line.blank()) leaf = undefined
    else html(leaf.block, line, at)
    return true
  }

  /** Whether the line is a heading, a break, or the beginning of code or HTML; `interrupt` ends what it breaks into. */
  const begins = (line: LineCursor, at: number, interrupt: () => void): boolean => {
    const marks = line.match(atx)?.[1]?.length
    const fenced = line.match(fence)
    const block = htmlBlock(line, leaf?.kind === 'paragraph')
    const isBreak = line.match(thematicBreak) !== null
    if (marks === undefined && !fenced && !block && !isBreak) return false
    interrupt()
    if (marks !== undefined) emit('heading', atxText(line, marks), at, at, marks)
    else if (fenced) leaf = { kind: 'fence', end: fenceEnd(fenced[1] ?? fenced[2] ?? '') }
    else if (block) html(block, line, at)
    return true
  }

  const see = (line: LineCursor, at: number): void => {
    const kept = stay(line, open)
    const isWhole = kept === open.length
    if (isWhole && goesOn(line, at)) return
    // A paragraph alone goes on where the marks of its quote or its item are left out.
    const isLazy = leaf?.kind === 'paragraph' && !isWhole && !line.blank()
    const interrupt = (): void => {
      close()
      if (open.length > kept && isLazy) open = open.slice(0, kept)
    }
    if (!isWhole && !isLazy) {
      close()
      open = open.slice(0, kept)
    }
    if (isWhole && leaf?.kind === 'paragraph' && line.indent() < 4 && line.match(underline)) {
      const { lines, first } = leaf
      emit('heading', lines.join('\n'), first, at, line.rest().startsWith('=') ? 1 : 2)
      leaf = undefined
      return
    }
    let entered = false
    while (!line.blank() && line.indent() < 4) {
      if (begins(line, at, entered ? close : interrupt)) return
      const container = enter(line, entered ? open.length : kept, isWhole && leaf?.kind === 'paragraph')
      if (!container) break
      if (!entered) interrupt()
      entered = true
      open.push(container)
    }
    if (line.blank()) close()
    else if (leaf?.kind === 'paragraph') leaf.lines.push(line.rest())
    else if (line.indent() > 3) emit('code', line.rest(), at)
    else leaf = { kind: 'paragraph', lines: [line.rest()], first: at }
  }

  return { see, close }
}

const mark = /^---[ \t]*$/

/** How many lines the front matter takes, which GitHub shows as a table and site generators do not show. */
const frontMatter = (lines: readonly string[]): number =>
  mark.test(lines[0] ?? '') ? lines.findIndex((line, at) => at > 0 && mark.test(line)) + 1 : 0

/**
 * The blocks of a Markdown file by CommonMark 0.31.2: what is a heading, and what only looks like one inside
 * quotes, lists, code and HTML. One pass over the lines; what is nested deeper than 100 levels is read as text.
 */
export const blocks = (text: string): Block[] => {
  const found: Block[] = []
  const lines = text.split(/\r?\n/)
  const begin = frontMatter(lines)
  const { see, close } = scanner(found)
  for (const [at, line] of lines.entries()) if (at >= begin) see(lineCursor(line), at + 1)
  close()
  return found
}
