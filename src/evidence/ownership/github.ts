import { anyDepth, anyName, namePattern, type PathPattern } from '../../repo/glob.ts'
import { lines } from '../../yaml/lines.ts'
import { type Codeowners, isOwner, type OwnerLine, splitLine, trimmedLines } from './codeowners.ts'

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
  if (line.startsWith('\\#')) return 'begins with an escaped #, which GitHub takes for a comment'
  if (pattern.startsWith('!')) return 'begins with !, which GitHub does not know'
  if (pattern.includes('***')) return 'has three asterisks in a row, which GitHub refuses'
  const isKnown = (owner: string) => isOwner(owner) && !owner.startsWith('@@')
  if (!owners.every(isKnown)) return 'names an owner that is neither @user, @org/team nor an address'
  return undefined
}

/** Reads CODEOWNERS as GitHub does. Source: GitHub docs, "About code owners", syntax. */
export const readGitHub = (text: string): Codeowners => {
  const at = lines(text)
  const section = trimmedLines(text).flatMap(({ line, start }): OwnerLine[] => {
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
