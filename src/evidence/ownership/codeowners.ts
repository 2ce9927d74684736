import { type Effort, fitsPath, type PathPattern } from '../../repo/glob.ts'
import type { Range } from '../../yaml/lines.ts'

/** A line of CODEOWNERS. */
export type OwnerLine = {
  readonly pattern: PathPattern
  /** As they stand there, with their `@`; none where the line takes ownership away. */
  readonly owners: readonly string[]
  readonly range: Range
  /** Set where its files have no owner in its section, whatever other lines say. */
  readonly excludes: boolean
  /** Why the platform skips the line, where it does; completes a sentence that begins with the line. */
  readonly problem?: string
}

/** Lines of which the last that fits decides. Without sections, a file is one. */
export type Section = readonly OwnerLine[]

export type Codeowners = { readonly platform: 'GitHub' | 'GitLab'; readonly sections: readonly Section[] }

/** Who owns a file, and which lines say so. */
export type Owners = {
  readonly owners: readonly string[]
  /** The deciding lines, one a section at most; none where no line fits. */
  readonly lines: readonly OwnerLine[]
  /** Lines that would decide, but are skipped. */
  readonly skipped: readonly OwnerLine[]
}

/** The owners of a file; `file` is relative to the root. */
export const ownersOf = ({ sections }: Codeowners, file: string, spent: Effort): Owners => {
  const steps = file.split('/')
  const lines: OwnerLine[] = []
  const skipped: OwnerLine[] = []
  for (const section of sections) {
    const fitting = section.filter(({ pattern }) => fitsPath(pattern, steps, spent))
    const valid = fitting.filter(({ problem }) => problem === undefined)
    const decides = valid.find(({ excludes }) => excludes) ?? valid.at(-1)
    const last = fitting.at(-1)
    if (decides) lines.push(decides)
    if (last?.problem !== undefined) skipped.push(last)
  }
  return { owners: [...new Set(lines.flatMap(({ owners }) => owners))], lines, skipped }
}

/** The pattern of a line and what follows it; a space after a backslash belongs to the pattern. */
export const splitLine = (line: string): { readonly pattern: string; readonly rest: string } => {
  const pattern = /^(?:\\.|[^\\\s])*\\?/u.exec(line)?.[0] ?? ''
  return { pattern, rest: line.slice(pattern.length).trim() }
}

// No path is longer; a bound keeps the patterns that read a line from running out of stack.
const longestLine = 10_000

/** Every line of a text, without the white space around it, and where it begins. */
export const trimmedLines = (text: string): { readonly line: string; readonly start: number }[] => {
  let start = 0
  return text.split('\n').map((whole) => {
    const line = whole.trim().slice(0, longestLine)
    const found = { line, start: start + whole.length - whole.trimStart().length }
    start += whole.length + 1
    return found
  })
}

const name = /^@@?[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u

/** Whether a word names an owner: `@user`, `@org/team`, or an address. */
export const isOwner = (word: string): boolean => name.test(word) || /^[^\s@]+@[^\s@]+$/u.test(word)
