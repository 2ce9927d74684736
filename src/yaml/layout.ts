import { withoutColon } from './colonless.ts'
import type { Fault } from './fault.ts'
import { code, layoutFaultAt, spaces } from './layout-fault.ts'
import { innerIndent, isItem, isKey, type Row, type Rows } from './rows.ts'

/** Spaces that YAML takes for text: where one stands as indentation or after a `:`, it came along with a copy. */
const noBreak = (row: Row): Fault | undefined => {
  const found = /^(?:- )* *([\u00a0\u2000-\u200b\u202f\u3000])|:([\u00a0\u2000-\u200b\u202f\u3000])/.exec(
    row.content,
  )
  if (!found) return undefined
  const at = row.start + found.index + found[0].length - 1
  const which = row.content
    .charCodeAt(at - row.start)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')
  return layoutFaultAt(
    row,
    `the space here is U+${which}, which YAML reads as a letter`,
    'type an ordinary space in its place',
    at,
    at + 1,
  )
}

const dashWithoutSpace = (row: Row): Fault | undefined => {
  const rest = /^-([^\s-].*)$/.exec(row.content)?.[1]
  return rest === undefined
    ? undefined
    : layoutFaultAt(row, 'no space stands after the `-`', `write ${code(`- ${rest}`)}`)
}

/** The list item above that a row may belong beside: the nearest one that is not deeper inside another. */
const itemAbove = (row: Row, rows: Rows): Row | undefined => {
  let above = rows.before(row)
  let found: Row | undefined
  // One is enough to name, and a long file is not searched for it.
  for (let steps = 0; above !== undefined && steps < 200; steps++) {
    if (isItem(above) && (found === undefined || above.indent < found.indent)) found = above
    if (above.indent <= row.indent) break
    above = rows.before(above)
  }
  return found
}

const misplacedItem = (row: Row, rows: Rows): Fault => {
  const item = itemAbove(row, rows)
  return item === undefined || item.indent === row.indent
    ? layoutFaultAt(row, 'a list item stands among keys', 'indent the list below the key it belongs to')
    : layoutFaultAt(
        row,
        `the list item is indented by ${spaces(row.indent)}, and the one on line ${item.line} by ${item.indent}`,
        'indent both alike',
      )
}

const missingDash = (row: Row, rows: Rows): Fault | undefined => {
  const item = itemAbove(row, rows)
  if (item?.indent !== row.indent) return undefined
  return layoutFaultAt(
    row,
    'the line stands in a list and does not begin with `- `',
    isKey(row.content) && isKey(item.content)
      ? `write ${code(`- ${row.content}`)} where an item begins, or indent it by ${spaces(innerIndent(item))} as the keys of line ${item.line}`
      : `write ${code(`- ${row.content}`)}; if it goes on with the line above, indent it deeper`,
  )
}

/** A line indented below a key that has its value on its own line. */
const belowValue = (row: Row, rows: Rows): Fault | undefined => {
  const below = rows.after(row)
  if (below === undefined || below.indent <= innerIndent(row)) return undefined
  const above = rows.before(row)
  const opens = above?.content.endsWith(':') && above.indent === row.indent
  if (above !== undefined && (opens || innerIndent(above) === below.indent))
    return layoutFaultAt(
      row,
      row.indent === 0
        ? `the line is not indented, and those around it are, by ${spaces(below.indent)}`
        : `the line is indented by ${spaces(row.indent)}, and those around it by ${below.indent}`,
      'indent it as they are',
    )
  const isText = !/^(?:- +)*["']?[\w.-]+["']? *:(?:\s|$)/.test(below.content)
  return layoutFaultAt(
    below,
    `the line is indented as if it belonged to the value on line ${row.line}`,
    isText
      ? `quote the value on line ${row.line} where it goes on here: it holds a \`: \``
      : `indent it as line ${row.line} is, or delete the value there`,
  )
}

/** The row that one may have been meant to stand beside: of the deeper ones above, the least deep. */
const beside = (row: Row, rows: Rows): Row | undefined => {
  let found: Row | undefined
  let above = rows.before(row)
  for (let steps = 0; above !== undefined && steps < 200 && innerIndent(above) > row.indent; steps++) {
    if (found === undefined || innerIndent(above) < innerIndent(found)) found = above
    above = rows.before(above)
  }
  return found
}

const otherColumn = (row: Row, rows: Rows): Fault => {
  const other = beside(row, rows)
  if (other === undefined)
    return layoutFaultAt(
      row,
      'the line begins in another column than the lines it belongs to',
      'indent it as they are',
    )
  return layoutFaultAt(
    row,
    `the line is indented by ${spaces(row.indent)}, and line ${other.line}, which it follows, by ${innerIndent(other)}`,
    'indent both alike',
  )
}

/** What is wrong with how the lines around an offset are laid out; undefined where it is none of the known slips. */
export const layoutFault = (offset: number, rows: Rows): Fault | undefined => {
  const row = rows.at(offset)
  if (row === undefined) return undefined
  const start = Math.max(offset, row.start)
  const text = row.content.slice(start - row.start)
  if (text === '?') return layoutFaultAt(row, 'a `?` alone is a YAML sign', 'quote it', start)
  const below = rows.after(row)
  const slip = noBreak(row) ?? (below && noBreak(below))
  if (slip) return slip
  const dash = dashWithoutSpace(row)
  if (dash) return dash
  if (/^(?:- +)*$/.test(row.content.slice(0, start - row.start))) {
    if (isItem(row) && start === row.start) return misplacedItem(row, rows)
    const item = start === row.start ? missingDash(row, rows) : undefined
    return item ?? (isKey(text) ? otherColumn(row, rows) : withoutColon(row, start, rows))
  }
  return isKey(text) ? undefined : belowValue(row, rows)
}
