import { shown } from './sanitize.ts'

/** Lines of context around a change, as `diff -u` has it. */
const context = 3

type Step = { readonly sign: ' ' | '-' | '+'; readonly line: string }

const linesOf = (text: string): string[] => {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** What is common at both ends is not compared; of the rest, the longest common subsequence is kept. */
const steps = (before: readonly string[], after: readonly string[]): Step[] => {
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  let end = 0
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1
  const same = (line: string): Step => ({ sign: ' ', line })
  const [old, fresh] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  return [...before.slice(0, start).map(same), ...middle(old, fresh), ...before.slice(before.length - end).map(same)]
}

/** Beyond so many comparisons, all of the middle is shown as replaced. */
const maxComparisons = 4_000_000

const middle = (before: readonly string[], after: readonly string[]): Step[] => {
  const [rows, columns] = [before.length, after.length]
  const gone = (line: string): Step => ({ sign: '-', line })
  const added = (line: string): Step => ({ sign: '+', line })
  if (rows * columns > maxComparisons) return [...before.map(gone), ...after.map(added)]
  const width = columns + 1
  const common = new Uint32Array((rows + 1) * width)
  const at = (row: number, column: number): number => common[row * width + column] ?? 0
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      common[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
  const found: Step[] = []
  let [row, column] = [0, 0]
  while (row < rows || column < columns) {
    const [old, fresh] = [before[row], after[column]]
    if (old !== undefined && old === fresh) {
      found.push({ sign: ' ', line: old })
      row += 1
      column += 1
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      found.push(gone(old))
      row += 1
    } else {
      found.push(added(fresh ?? ''))
      column += 1
    }
  }
  return found
}

const range = (start: number, count: number): string =>
  count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`

/** From the first to the last step of each group of changes, with context. */
const groups = (all: readonly Step[]): (readonly [from: number, to: number])[] => {
  const found: [number, number][] = []
  for (const [at, { sign }] of all.entries()) {
    if (sign === ' ') continue
    const last = found.at(-1)
    const from = Math.max(0, at - context)
    const to = Math.min(all.length, at + context + 1)
    if (last !== undefined && from <= last[1]) last[1] = to
    else found.push([from, to])
  }
  return found
}

/** A unified diff of two texts, to be read by people: line ends and invisible characters are shown, never emitted. */
export const unified = (name: string, before: string, after: string): string => {
  const all = steps(linesOf(before), linesOf(after))
  const printed: string[] = []
  for (const [from, to] of groups(all)) {
    const [passed, part] = [all.slice(0, from), all.slice(from, to)]
    const count = (some: readonly Step[], other: Step['sign']) => some.filter(({ sign }) => sign !== other).length
    const old = range(count(passed, '+') + 1, count(part, '+'))
    const fresh = range(count(passed, '-') + 1, count(part, '-'))
    printed.push(`@@ -${old} +${fresh} @@`, ...part.map(({ sign, line }) => `${sign}${shown(line.replace(/\r$/, ''))}`))
  }
  if (printed.length === 0) return ''
  return [`--- ${shown(name)}`, `+++ ${shown(name)}`, ...printed].map((line) => `${line}\n`).join('')
}
