import type { Lines, Range } from './lines.ts'

/** Something wrong in the text, by offsets; `end` is exclusive. */
export type Fault = {
  readonly message: string
  readonly help: string
  readonly start: number
  readonly end: number
  /**
   * Faults of how lines are indented: one mistake makes many of them. A `line` is wrong by itself, and makes the lines
   * below it look as if they were indented wrongly. What comes `after` a mistake is a line that is right, and that the
   * parser had lost track before.
   */
  readonly kind?: 'tab' | 'layout' | 'line' | 'after'
}

/** What keeps a text from being read: what is wrong, what to write instead, and where. */
export type SyntaxProblem = { readonly message: string; readonly help: string; readonly range: Range }

const MAX_PROBLEMS = 100
const MAX_EXCERPT = 40

/** A stretch of input fit for a message: one line, at most 40 characters, nothing invisible. */
export const excerpt = (input: string): string => {
  const visible = input
    .slice(0, 2 * MAX_EXCERPT)
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`)
  const characters = [...visible]
  return characters.length > MAX_EXCERPT ? `${characters.slice(0, MAX_EXCERPT - 1).join('')}…` : visible
}

// One mistake makes the parser stumble several times on a line; only the first of them tells the author anything.
const firstOfEachLine = (faults: readonly Fault[], at: Lines): readonly Fault[] => {
  const firsts = new Map<number, Fault>()
  for (const fault of faults) {
    const { line } = at.position(fault.start)
    const known = firsts.get(line)
    if (!known || fault.start < known.start) firsts.set(line, fault)
  }
  return [...firsts.values()].sort((a, b) => a.start - b.start)
}

/** The faults in the order of the text, at most one a line and at most 100; beyond that the last says how many more. */
export const toProblems = (faults: readonly Fault[], at: Lines): readonly SyntaxProblem[] => {
  const firsts = firstOfEachLine(faults, at)
  const problems = firsts.slice(0, MAX_PROBLEMS).map(({ message, help, start, end }) => ({
    message,
    help,
    range: at.range(start, Math.min(end, at.lineEnd(start))),
  }))
  const last = problems.at(-1)
  if (!last || firsts.length <= MAX_PROBLEMS) return problems
  const rest = firsts.length - MAX_PROBLEMS + 1
  return [
    ...problems.slice(0, -1),
    { message: `and ${rest} more`, help: 'mend these first', range: last.range },
  ]
}

/** What to write for a value that its `#` turned into a comment: `slack:orders` for `#orders`, `"#12"` for `#12`. */
export const withoutHash = (comment: string): string | undefined => {
  const word = /^#([\p{L}\p{N}._-]+)/u.exec(comment.slice(0, 100))?.[1]
  if (word === undefined) return undefined
  return /^\d+$/.test(word) ? `"#${word}"` : `slack:${word}`
}
