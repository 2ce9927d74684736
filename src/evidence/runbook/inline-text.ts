import { tagPattern } from './html-block.ts'
import { underscores } from './underscores.ts'

// Nobody links to a heading longer than this; it bounds what the patterns below can cost.
const maxLength = 1000

const plain = /[^\\`<&![\]_]+/y
const escaped = /\\[!-/:-@[-`{-~]/y
const ticks = /`+/y
const run = /_+/y
const autolink = /<([a-z][a-z0-9+.-]{1,31}:[^ <>]*|[^ <>@]+@[^ <>@]+)>/iy
const comment = /<!--(?:-?>|.*?-->)/sy
const tag = tagPattern('iy')
const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|nbsp));/iy
const destination =
  /\( {0,3}(?:<[^<>\n]*>|[^ <>()]*(?:\([^ ()]*\)[^ ()]*)*)(?: {1,3}(?:"[^"]*"|'[^']*'|\([^()]*\)))? {0,3}\)/y
const reference = /\[[^[\]]*\]/y

const named: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

const character = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code)

const decoded = ([, decimal, hexadecimal, name = '']: RegExpExecArray): string => {
  if (decimal !== undefined) return character(Number(decimal))
  return hexadecimal === undefined
    ? (named[name.toLowerCase()] ?? '')
    : character(Number.parseInt(hexadecimal, 16))
}

/** What a reader sees of a heading: without the marks of links, images, code, emphasis and HTML. */
export const inlineText = (markdown: string): string => {
  const source = markdown.slice(0, maxLength)
  const parts: string[] = []
  const brackets: { readonly part: number; readonly isImage: boolean }[] = []
  const emphasis = underscores(parts)
  let at = 0

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) at += match[0].length
    return match
  }

  const code = (): void => {
    const mark = take(ticks)?.[0] ?? ''
    for (let end = source.indexOf('`', at); end !== -1; end = source.indexOf('`', ticks.lastIndex)) {
      ticks.lastIndex = end
      if (ticks.exec(source)?.[0] !== mark) continue
      parts.push(source.slice(at, end))
      at = ticks.lastIndex
      return
    }
    parts.push(mark)
  }

  const open = (isImage: boolean): void => {
    at += isImage ? 2 : 1
    brackets.push({ part: parts.length, isImage })
  }

  const close = (): void => {
    at += 1
    const bracket = brackets.pop()
    const isLink = bracket && (take(destination) || take(reference))
    if (isLink && bracket.isImage) parts.fill('', bracket.part)
  }

  const underscore = (): void => {
    const before = source.charAt(at - 1)
    const length = take(run)?.[0].length ?? 0
    emphasis.see(length, before, source.charAt(at))
  }

  /** What the mark at this place stands for; nothing if it stands for itself. */
  const marked = (): string | undefined => {
    const found = take(escaped)?.[0].slice(1) ?? take(autolink)?.[1]
    if (found !== undefined) return found
    const meant = take(entity)
    if (meant) return decoded(meant)
    return take(tag) || take(comment) ? '' : undefined
  }

  while (at < source.length) {
    const text = take(plain)?.[0]
    if (text !== undefined) parts.push(text)
    else if (source.startsWith('![', at)) open(true)
    else if (source.startsWith('[', at)) open(false)
    else if (source.startsWith(']', at)) close()
    else if (source.startsWith('`', at)) code()
    else if (source.startsWith('_', at)) underscore()
    else {
      const meant = marked()
      parts.push(meant ?? source.charAt(at))
      if (meant === undefined) at += 1
    }
  }
  return parts.join('')
}
