import type { Allowance } from '../../repo/budget.ts'
import { anyDepth, anyName, fitsPath, namePattern, type PathPattern } from '../../repo/glob.ts'
import { lines } from '../../yaml/lines.ts'
import type { Codeowners, OwnerLine, Owners, Section } from './owners.ts'

/** The owners of a file; `file` is relative to the root. */
export const ownersOf = ({ sections }: Codeowners, file: string, steps: Allowance): Owners => {
  const path = file.split('/')
  const lines: OwnerLine[] = []
  const skipped: OwnerLine[] = []
  for (const section of sections) {
    const fitting = section.filter(({ pattern }) => fitsPath(pattern, path, steps))
    const valid = fitting.filter(({ problem }) => problem === undefined)
    const decides = valid.find(({ excludes }) => excludes) ?? valid.at(-1)
    const last = fitting.at(-1)
    if (decides) lines.push(decides)
    if (last?.problem !== undefined) skipped.push(last)
  }
  const deciding = lines.filter(({ optional }) => optional === undefined)
  return { owners: [...new Set(deciding.flatMap(({ owners }) => owners))], lines, skipped }
}

/** The pattern of a line and what follows it; a space after a backslash belongs to the pattern. */
export const splitLine = (line: string): { readonly pattern: string; readonly rest: string } => {
  const pattern = /^(?:\\.|[^\\\s])*\\?/u.exec(line)?.[0] ?? ''
  return { pattern, rest: line.slice(pattern.length).trim() }
}

// No path is longer; a bound keeps the patterns that read a line from running out of stack.
const maxLineLength = 10_000

/** Every line of a text, without the white space around it, and where it begins. */
export const trimmedLines = (text: string): { readonly line: string; readonly start: number }[] => {
  let start = 0
  return text.split('\n').map((whole) => {
    const line = whole.trim().slice(0, maxLineLength)
    const found = { line, start: start + whole.length - whole.trimStart().length }
    start += whole.length + 1
    return found
  })
}

const name = /^@@?[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u

/** Whether a word names an owner: `@user`, `@org/team`, or an address. */
export const isOwner = (word: string): boolean => name.test(word) || /^[^\s@]+@[^\s@]+$/u.test(word)

/** Files of this size and more are not loaded. Source: GitHub docs, "About code owners", file size. */
export const gitHubLimit = 3 * 1024 * 1024

/** How GitHub reads a pattern: as gitignore does, but `folder/*` stays in the folder, and there are no classes. */
export const gitHubPattern = (text: string): PathPattern => {
  const names = text.split('/')
  const isFolder = names.at(-1) === ''
  const isAnchored = names[0] === ''
  if (isAnchored) names.shift()
  if (isFolder) names.pop()
  // Nothing is called by the empty name, so that `/` fits no file.
  if (names.length === 0) return [[]]
  if (!isAnchored && names.length === 1 && names[0] !== '**') names.unshift('**')
  const last = names.at(-1) ?? ''
  const steps = names.map((name) => (name === '**' ? anyDepth : namePattern(name, false)))
  if (isFolder) return [...steps, anyName, anyDepth]
  if (last === '**') return names.length === 1 ? steps : [...steps.slice(0, -1), anyName, anyDepth]
  return last === '*' ? steps : [...steps, anyDepth]
}

const problemOf = (line: string, pattern: string, owners: readonly string[]): string | undefined => {
  if (line.startsWith('\\#')) return 'begins with an escaped #, which GitHub reads as a comment'
  if (pattern.startsWith('!')) return 'begins with !, which GitHub does not support'
  if (pattern.includes('***')) return 'has three asterisks in a row, which GitHub rejects'
  const isKnown = (owner: string) => isOwner(owner) && !owner.startsWith('@@')
  if (!owners.every(isKnown)) return 'names an owner that is neither @user, @org/team nor an email address'
  return undefined
}

/** Reads CODEOWNERS as GitHub does. Source: GitHub docs, "About code owners", syntax. */
export const readGitHub = (text: string): Codeowners => {
  const at = lines(text)
  const section = trimmedLines(text).flatMap(({ line, start }): Section[number][] => {
    const content = line.startsWith('\\#') ? line : (line.split('#', 1)[0] ?? '').trim()
    if (content === '') return []
    const { pattern, rest } = splitLine(content)
    const owners = rest.split(/\s+/u).filter((word) => word !== '')
    const problem = problemOf(line, pattern, owners)
    return [
      {
        pattern: gitHubPattern(pattern),
        owners,
        range: at.range(start, start + content.length),
        excludes: false,
        ...(problem !== undefined && { problem }),
      },
    ]
  })
  return { platform: 'GitHub', sections: [section] }
}

// `^[Optional name][approvals] @default-owner`
const heading = /^\^?\[([^\]]+)\](?:\[\d*\])?(?:\s+(\S.*)?)?$/su

/** Whether a text has what only GitLab reads: sections and roles. */
export const looksLikeGitLab = (text: string): boolean =>
  trimmedLines(text).some(({ line }) => /^\^?\[/u.test(line) && heading.test(line)) || /\s@@[a-z]/iu.test(text)

/** How GitLab reads a pattern: as fnmatch does with FNM_PATHNAME; without a slash at its beginning it fits at any depth. */
export const gitLabPattern = (text: string): PathPattern => {
  const unescaped = text.replace(/^\\#/u, '#')
  const names = (unescaped.startsWith('/') ? unescaped.slice(1) : `**/${unescaped}`).split('/')
  const whole = names.at(-1) === '' ? [...names.slice(0, -1), '**', '*'] : names
  return whole.map((name, at) => (name === '**' && at < whole.length - 1 ? anyDepth : namePattern(name, true)))
}

const ownersIn = (words: string): string[] => words.split(/\s+/u).filter(isOwner)

/** Reads CODEOWNERS as GitLab does. Source: GitLab docs, "Syntax of CODEOWNERS file" and "Advanced configuration". */
export const readGitLab = (text: string): Codeowners => {
  const at = lines(text)
  const sections = new Map<string, Section[number][]>([['', []]])
  let current = ''
  let defaults: readonly string[] = []
  let isOptional = false
  for (const { line, start } of trimmedLines(text)) {
    if (line === '' || line.startsWith('#')) continue
    const section = heading.exec(line)
    if (section) {
      // Sections of one name are one, whatever its case.
      current = (section[1] ?? '').toLowerCase()
      defaults = ownersIn(section[2] ?? '')
      isOptional = line.startsWith('^')
      if (!sections.has(current)) sections.set(current, [])
      continue
    }
    const { pattern, rest } = splitLine(line)
    const excludes = pattern.startsWith('!')
    sections.get(current)?.push({
      pattern: gitLabPattern(excludes ? pattern.slice(1) : pattern),
      owners: excludes ? [] : rest === '' ? defaults : ownersIn(rest),
      range: at.range(start, start + line.length),
      excludes,
      ...(isOptional && { optional: true }),
    })
  }
  return { platform: 'GitLab', sections: [...sections.values()] }
}

/** What only the app Code Owners reads: groups of its own, checks before a merge, and settings. */
export const ofApp = /^(?:@@@\S|CODEOWNERS\.[a-z]|(?:Overall)?Check\()/

/** Whether a text has what only Bitbucket reads. */
export const looksLikeBitbucket = (text: string): boolean => trimmedLines(text).some(({ line }) => ofApp.test(line))
