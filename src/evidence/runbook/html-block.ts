import type { LineCursor } from './line-cursor.ts'

/** What ends a block of HTML: a text on one of its lines, or the next blank line. */
export type HtmlBlock = { readonly end: RegExp | 'blank line'; readonly comment: boolean }

const blockNames = `address article aside base basefont blockquote body caption center col colgroup dd details
  dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html
  iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table
  tbody td tfoot th thead title tr track ul`.split(/\s+/)

const attribute = String.raw` +[a-z_:][\w.:-]*(?: *= *(?:[^ "'=<>\x60]+|'[^']*'|"[^"]*"))?`
const wholeTag = String.raw`<(?:[a-z][a-z0-9-]*(?:${attribute})* *\/?|\/[a-z][a-z0-9-]* *)>`

/** A tag of HTML as CommonMark defines it, but on one line. */
export const tagPattern = (flags: string): RegExp => new RegExp(wholeTag, flags)

// CommonMark 0.31.2, section 4.6: the seven kinds, each with what begins and what ends it.
const kinds: readonly (readonly [start: RegExp, end: HtmlBlock['end'], comment?: true])[] = [
  [/<(?:script|pre|style|textarea)(?=[ >]|$)/iy, /<\/(?:script|pre|style|textarea)>/i],
  [/<!--/y, /-->/, true],
  [/<\?/y, /\?>/],
  [/<![a-z]/iy, />/],
  [/<!\[CDATA\[/y, /\]\]>/],
  [new RegExp(String.raw`<\/?(?:${blockNames.join('|')})(?=[ >]|\/>|$)`, 'iy'), 'blank line'],
]
const anyTag = new RegExp(`${wholeTag} *$`, 'iy')

/** The block of HTML that begins at the next character; a tag of no known block cannot break into a paragraph. */
export const htmlBlock = (line: LineCursor, inParagraph: boolean): HtmlBlock | undefined => {
  if (line.match(/</y) === null) return undefined
  for (const [start, end, comment = false] of kinds) if (line.match(start)) return { end, comment }
  return !inParagraph && line.match(anyTag) ? { end: 'blank line', comment: false } : undefined
}
