import type { YAMLParseError } from 'yaml'
import type { Fault } from './fault.ts'
import type { Lines } from './lines.ts'
import { type Rows, rowsOf } from './rows.ts'
import { inWords } from './words.ts'

const marker = (sign: string) => new RegExp(`^\\${sign}{7}(?: .*)?$`, 'm')

/** What git leaves where two changes meet; it makes the parser stumble all over. */
export const conflictFault = (text: string): Fault | undefined => {
  const [start, middle, end] = ['<', '=', '>'].map((sign) => marker(sign).exec(text))
  if (!start || !middle || !end || start.index > middle.index || middle.index > end.index) return undefined
  return {
    message: 'a merge conflict stands here',
    help: 'keep one of the two versions, and delete the three lines that mark them',
    start: start.index,
    end: start.index + start[0].length,
  }
}

/** How many keys of the outermost map begin at or before an offset. */
const sectionCounter = (text: string): ((offset: number) => number) => {
  const starts = [...text.matchAll(/^[^\s#\-\]}][^\n]*?:(?=\s|$)/gm)].map(({ index }) => index)
  let count = 0
  return (offset) => {
    while ((starts[count] ?? Number.POSITIVE_INFINITY) <= offset) count += 1
    return count
  }
}

const withCount = (tab: Fault, tabs: number): Fault =>
  tabs === 1
    ? tab
    : { ...tab, message: `${tab.message}, here and on ${tabs - 1} more ${tabs === 2 ? 'line' : 'lines'}` }

/**
 * One line in the wrong column makes the parser stumble over all that follow in the section. Of those faults the first
 * in a section is told, tabs once for the whole file, and nothing of the columns in a section whose tabs are to go.
 */
const oneOfEachMistake = (faults: readonly Fault[], text: string): Fault[] => {
  const sectionOf = sectionCounter(text)
  const placed = [...faults]
    .sort((a, b) => a.start - b.start)
    .map((fault) => ({ fault, section: sectionOf(fault.start) }))
  const tabs = placed.filter(({ fault }) => fault.kind === 'tab')
  const told = new Set(tabs.map(({ section }) => section))
  const others: Fault[] = []
  for (const { fault, section } of placed) {
    if (fault.kind === 'after' && others.length + tabs.length > 0) continue
    if (fault.kind === 'tab' || (fault.kind === 'layout' && told.has(section))) continue
    if (fault.kind !== undefined) told.add(section)
    others.push(fault)
  }
  const [first] = tabs
  return first === undefined ? others : [withCount(first.fault, tabs.length), ...others]
}

/** The library's errors as the mistakes that made them. */
export const mistakes = (errors: readonly YAMLParseError[], text: string, lines: Lines): Fault[] => {
  let known: Rows | undefined
  const rows = () => {
    known ??= rowsOf(text)
    return known
  }
  return oneOfEachMistake(
    errors.map((error) => inWords(error, text, lines, rows)),
    text,
  )
}
