import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'

const untilSeparator = (text: string, from: number, lines: Lines): string => {
  const rest = text.slice(from, Math.min(lines.lineEnd(from), from + 200))
  return (/^ *["']?([^,[\]{}#"']*)/.exec(rest)?.[1] ?? '').trim()
}

/**
 * An unquoted threshold: the parser takes the `>` for the beginning of a block and stumbles at it or just after it.
 */
export const comparison = (at: number, text: string, lines: Lines): Fault | undefined => {
  let start = at
  if (text[start] !== '>') {
    start -= 1
    while (text[start] === ' ') start -= 1
    if (text[start] === '=') start -= 1
  }
  if (text[start] !== '>') return undefined
  const sign = text[start + 1] === '=' ? '>=' : '>'
  const value = untilSeparator(text, start + sign.length, lines)
  const words = sign === '>=' ? 'at least' : 'above'
  return {
    message: `\`${excerpt(`${sign} ${value}`.trim())}\` cannot be read: an unquoted \`>\` begins a block of text`,
    help: `write \`${excerpt(`${words} ${value || '35%'}`)}\``,
    start,
    end: Math.max(start + sign.length, text.indexOf(value, start) + value.length),
  }
}

/** A value that begins with a sign YAML reserves, such as `@`. */
export const reserved = (at: number, text: string, lines: Lines): Fault => {
  const value = untilSeparator(text, at, lines)
  const sign = text.charAt(at)
  const name = /^@([\w./-]+)$/.exec(value)?.[1]
  return {
    message: `the value cannot be read: unquoted, none may begin with ${sign === '`' ? 'a backtick' : `\`${excerpt(sign)}\``}`,
    help: name ? `write \`${excerpt(name)}\`` : 'quote the value',
    start: at,
    end: at + Math.max(value.length, 1),
  }
}

/** A line taken for part of the value above it, or a list item among keys. */
export const indentedBelow = (at: number, text: string, lines: Lines): Fault | undefined => {
  const line = text.slice(at, Math.min(lines.lineEnd(at), at + 2000))
  const fault = (message: string, help: string): Fault => ({
    message,
    help,
    start: at,
    end: at + line.length,
  })
  if (/^\?\s*$/.test(line)) return fault('a `?` alone is a YAML sign', 'quote it')
  if (/^-\s/.test(line))
    return fault('a list item stands among keys', 'indent the list below the key it belongs to')
  const below = text.slice(lines.lineEnd(at), lines.lineEnd(at) + 200)
  if (/:(?:\s|$)/.test(line) || !/^\r?\n *\S/.test(below)) return undefined
  return fault('the next line is indented as if it belonged to this value', 'indent it as the key it follows')
}
