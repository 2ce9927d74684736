import type { Scalar } from 'yaml'
import type { Fault } from './fault.ts'
import type { Lines } from './lines.ts'

/**
 * A list item that became part of the text above it: YAML joins unquoted lines. Only where the text is an item itself,
 * or stands in the same column, for prose may hold a dash.
 */
export const swallowedItem = (
  scalar: Scalar.Parsed,
  isItem: boolean,
  text: string,
  lines: Lines,
): Fault | undefined => {
  if (scalar.type !== 'PLAIN') return undefined
  const [start, end] = scalar.range
  const first = text.indexOf('\n', start)
  if (first === -1 || first >= end) return undefined
  const column = lines.position(start).column - 1
  const isOwnLine = text.slice(start - column, start).trim() === ''
  if (!isItem && !isOwnLine) return undefined
  for (let feed = first; feed !== -1 && feed < end; feed = text.indexOf('\n', feed + 1)) {
    const dash = /^( *)-[ \t]/.exec(text.slice(feed + 1, Math.min(end, feed + 1000)))
    const indent = dash?.[1]?.length
    if (indent === undefined || (!isItem && indent !== column)) continue
    const at = feed + 1 + indent
    return {
      message: 'the list item is read as part of the text above it',
      help: isItem
        ? 'indent it as the item above; if it belongs to the text, quote the whole text'
        : 'begin the line above with `- ` as well; if it is one text, quote it',
      start: at,
      end: at + 1,
    }
  }
  return undefined
}
