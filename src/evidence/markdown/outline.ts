import { lines, type Range } from '../../yaml/lines.ts'
import type { Located } from '../reading.ts'
import { anchorOf, numbering } from './anchors.ts'
import { type Block, blocks } from './blocks.ts'
import { htmlAnchors, htmlHeadings } from './html-anchors.ts'
import { inlineText } from './inline-text.ts'

export type Heading = {
  /** 1 to 6. */
  readonly level: number
  readonly text: string
  /** As GitHub makes it, numbered where the same comes again. */
  readonly anchor: string
  readonly range: Range
  /** Whether nothing stands between it and the next heading that is no part of it. */
  readonly isEmpty: boolean
}

/** What a Markdown file holds for those who link to it. */
export type Outline = {
  readonly headings: readonly Heading[]
  /** What stands in bold at the beginning of a line: some write their headings that way. */
  readonly labels: readonly Located<string>[]
  /** Every anchor that a link can lead to: those of the headings, and those that HTML sets. */
  readonly anchors: ReadonlySet<string>
}

const label = /^(?:(?:[-+*]|\d{1,9}[.)]) +)?(?:\*\*|__)([^*_]{1,80})(?:\*\*|__)/
const placeholder = /^[([<{*_]{0,3}(?:tbd|tba|todo|fixme|to be (?:done|written|defined))\b[^\p{L}]*$/iu

const isContent = ({ kind, source }: Block): boolean => {
  if (kind === 'comment') return false
  if (kind === 'code') return source !== ''
  const text = source.replaceAll(/<[^<>]*>/g, '').trim()
  return text === '' ? /<(?:img|video|iframe|picture)\b/i.test(source) : !placeholder.test(text)
}

const lineRanges = (text: string): ((first: number, last: number) => Range) => {
  const at = lines(text)
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  const start = (line: number): number => starts[line - 1] ?? text.length
  return (first, last) => at.range(start(first), at.lineEnd(start(last)))
}

/** Blocks of HTML that follow each other as one: a heading may take several lines of it. */
const joined = (found: readonly Block[]): Block[] => {
  const all: Block[] = []
  let html: Block[] = []
  const flush = (): void => {
    const [first] = html
    if (first) all.push({ ...first, source: html.map(({ source }) => source).join('\n') })
    html = []
  }
  for (const block of found) {
    if (block.kind === 'html') html.push(block)
    else {
      flush()
      all.push(block)
    }
  }
  flush()
  return all
}

type Shown = { readonly level: number; readonly text: string }

const shownIn = ({ kind, level, source }: Block): Shown[] => {
  if (kind === 'heading') return [{ level, text: inlineText(source) }]
  return kind === 'html' ? htmlHeadings(source) : []
}

/** The headings of a Markdown file, what they hold, and where a link into it can lead. */
export const outlineOf = (text: string): Outline => {
  const rangeOf = lineRanges(text)
  const number = numbering()
  const headings: { -readonly [key in keyof Heading]: Heading[key] }[] = []
  const labels: Located<string>[] = []
  const anchors = new Set<string>()
  let above: typeof headings = []
  for (const block of joined(blocks(text))) {
    const { kind, source, first, last } = block
    for (const { level, text: shown } of shownIn(block)) {
      const anchor = number(anchorOf(shown))
      const heading = { level, text: shown, anchor, range: rangeOf(first, last), isEmpty: true }
      above = [...above.filter((other) => other.level < level), heading]
      headings.push(heading)
      if (anchor !== '') anchors.add(anchor)
    }
    if (kind !== 'code' && kind !== 'comment') for (const anchor of htmlAnchors(source)) anchors.add(anchor)
    const bold = kind === 'text' ? label.exec(source)?.[1] : undefined
    if (bold !== undefined) labels.push({ value: bold, range: rangeOf(first, last) })
    if (kind !== 'heading' && isContent(block)) for (const heading of above) heading.isEmpty = false
  }
  return { headings, labels, anchors }
}

/** Every anchor of a Markdown file, as GitHub makes them. */
export const anchorsOf = (text: string): ReadonlySet<string> => outlineOf(text).anchors
