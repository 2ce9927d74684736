import Slugger, { slug } from 'github-slugger'
import type { Env, Token } from 'markdown-it'
import MarkdownIt from 'markdown-it'
import { near } from '../../values/near.ts'
import { lines, type Range } from '../../yaml/lines.ts'
import { textIn } from '../reading/documents.ts'
import { forSlips } from '../reading/follow.ts'
import { type Reader, read, unknown } from '../reading/kind.ts'
import { anchorsOn, type Forge, forgeOf, prefixes } from './forge.ts'

export type Heading = {
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
  /** Every anchor that a link can lead to, with its heading; undefined where HTML sets it. */
  readonly anchors: ReadonlyMap<string, Heading | undefined>
  /** The anchor as it stands there: also where it is written in another case, or as the heading itself. */
  readonly find: (written: string) => string | undefined
  readonly near: (anchor: string) => string | undefined
}

/** Hand-written pages are smaller; a larger one would take more than a second to read, or fill the memory. */
const maxBytes = 1024 * 1024

const maxLines = 20_000

/** Links lead to shorter headings. */
const maxHeadingLength = 1000

// Of the inline text only that of headings is asked for. What is nested deeper than 20 levels is passed over.
const markdown = new MarkdownIt('commonmark').enable('table')

markdown.core.ruler.disable('inline')

/** What a reader sees of a heading: without the marks of links, images, code, emphasis and HTML. */
const shownOf = (source: string, references: Env): string => {
  const tokens: Token[] = []
  markdown.inline.parse(source.slice(0, maxHeadingLength), markdown, references, tokens)
  return tokens
    .map(({ type, content }) => {
      if (type === 'softbreak' || type === 'hardbreak') return '\n'
      return type === 'html_inline' || type === 'image' ? '' : content
    })
    .join('')
}

const placeholder = /^[([<{*_]{0,3}(?:tbd|tba|todo|fixme|to be (?:done|written|defined))\b[^\p{L}]*$/iu

/** A heading of HTML, or, at level 0, the text before and behind one; `row` is its line in the source, from 0. */
type Part = { readonly level: number; readonly text: string; readonly row: number }

/** What a reader sees in place of a picture. */
const picture = '\ufffc'

const setAnchor = /(?<=[\s"'])(?:id|name) ?= ?(?:"([^"]+)"|'([^']+)'|([^\s"']+))/gi

/** The headings and the text of HTML, in their order, and the anchors that its tags set, as in `<a name="rollback">`. */
const htmlIn = (source: string): { readonly parts: readonly Part[]; readonly anchors: readonly string[] } => {
  const parts: Part[] = []
  const anchors: string[] = []
  let [level, text, row, from] = [0, '', 0, 0]
  const flush = (next: number): void => {
    if (text.trim() !== '') parts.push({ level, text: text.trim(), row: from })
    ;[level, text, from] = [next, '', row]
  }
  for (const [at, piece] of source.split('<').entries()) {
    const end = at === 0 ? -1 : piece.indexOf('>')
    const tag = piece.slice(0, Math.min(Math.max(end, 0), 1000))
    const [known, closing, name = ''] = /^(?:[!?]|(\/?)([a-z][a-z\d-]*)(?=[\s/]|$))/i.exec(tag) ?? []
    if (/^h[1-6]$/i.test(name)) flush(closing === '' ? Number(name.charAt(1)) : 0)
    else if (/^(?:img|video|iframe|picture)$/i.test(name) && level === 0) text += picture
    if (closing === '')
      for (const [, double, single, bare] of tag.matchAll(setAnchor)) anchors.push(double ?? single ?? bare ?? '')
    // An address between angle brackets is text.
    text += at === 0 || known !== undefined ? piece.slice(end + 1) : `<${piece}`
    row += piece.split('\n').length - 1
  }
  flush(0)
  return { parts, anchors }
}

const withoutComments = (html: string): string =>
  html
    .split('<!--')
    .map((part, at) => (at === 0 ? part : part.split('-->').slice(1).join('-->')))
    .join('')

const isContent = (text: string): boolean => text.trim() !== '' && !placeholder.test(text.trim())

/** A line ends as Markdown says. */
const rowsOf = (text: string): string[] => text.split(/\r\n?|\n/)

/** How many lines the front matter takes, which GitHub shows as a table and site generators do not show. */
const frontMatter = (rows: readonly string[]): number =>
  rows[0]?.trimEnd() === '---' ? rows.findIndex((row, at) => at > 0 && row.trimEnd() === '---') + 1 : 0

/** The place of lines by their numbers from 0, the second exclusive. */
const rangesIn = (text: string): ((first: number, end: number) => Range) => {
  const at = lines(text)
  const breaks = [...text.matchAll(/\r\n?|\n/g)].map(({ index, 0: { length } }) => ({ index, length }))
  const start = (row: number) => {
    const before = breaks[row - 1]
    return before === undefined ? (row === 0 ? 0 : text.length) : before.index + before.length
  }
  return (first, end) => at.range(start(first), breaks[end - 1]?.index ?? text.length)
}

/** The headings of a Markdown file, what they hold, and where a link into it can lead, on the forge at hand. */
export const outlineOf = (text: string, forge: Forge = 'GitHub'): Outline => {
  const rows = rowsOf(text)
  const begin = frontMatter(rows)
  const rangeOf = rangesIn(text)
  const [gitHub, others] = [new Slugger(), anchorsOn(forge)]
  const headings: { -readonly [key in keyof Heading]: Heading[key] }[] = []
  const anchors = new Map<string, Heading | undefined>()
  let above: typeof headings = []

  const addAnchor = (anchor: string, heading?: Heading): void => {
    if (anchor !== '' && !anchors.has(anchor)) anchors.set(anchor, heading)
  }
  const addHeading = (level: number, shown: string, range: Range): void => {
    const heading = { level, text: shown, anchor: gitHub.slug(shown), range, isEmpty: true }
    above = [...above.filter((other) => other.level < level), heading]
    headings.push(heading)
    addAnchor(heading.anchor, heading)
    for (const anchor of others(shown)) addAnchor(anchor, heading)
    // The anchor that Hugo, Docusaurus and MkDocs take from the heading: `## Slow answers {#slow}`.
    addAnchor(/\{:? ?#([\w-]{1,100})[^{}]{0,100}\}$/.exec(shown)?.[1] ?? '', heading)
  }
  const fill = (): void => {
    for (const heading of above) heading.isEmpty = false
  }

  const references: Env = {}
  let level = 0
  for (const { type, tag, content, map } of markdown.parse(rows.slice(begin).join('\n'), references)) {
    const [first, end] = map === null ? [begin, begin + 1] : [map[0] + begin, map[1] + begin]
    if (type === 'heading_open') level = Number(tag.slice(1))
    else if (type === 'heading_close') level = 0
    else if (type === 'fence' || type === 'code_block') {
      if (content.trim() !== '') fill()
    } else if (type === 'html_block') {
      const { parts, anchors: found } = htmlIn(withoutComments(content))
      for (const { level: own, text: shown, row } of parts)
        if (own > 0) addHeading(own, shown, rangeOf(first + row, first + row + 1))
        else if (isContent(shown)) fill()
      for (const anchor of found) addAnchor(anchor)
    } else if (type === 'inline') {
      if (level > 0) addHeading(level, shownOf(content, references), rangeOf(first, end))
      for (const line of content.split('\n')) {
        const { parts, anchors: found } = htmlIn(line)
        for (const anchor of found) addAnchor(anchor)
        if (level > 0) continue
        if (parts.some(({ text: shown }) => isContent(shown))) fill()
      }
    }
  }
  const find = (named: string): string | undefined => {
    const anchor = named.replace(prefixes[forge], '')
    return [anchor, anchor.toLowerCase(), slug(anchor)].find((one) => anchors.has(one))
  }
  const nearAnchor = forSlips((anchor) => near(anchor, anchors.keys(), Math.max(2, Math.floor(anchor.length / 4))))
  return { headings, anchors, find, near: nearAnchor }
}

export const reader: Reader<Outline> = ({ file, bytes }, { port }) => {
  if (!/\.(?:md|markdown|mdown|mkdn?)$/i.test(file)) return unknown('is not Markdown')
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text } = decoded.value
  if (bytes.length > maxBytes) return unknown('is larger than 1 MiB, too large to look for its headings')
  if (rowsOf(text).length > maxLines) return unknown('has more than 20,000 lines, too many to look for its headings')
  return read(outlineOf(text, forgeOf(port)))
}
