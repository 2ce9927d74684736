import { anyDepth, namePattern, type PathPattern } from '../../repo/glob.ts'
import { lines } from '../../yaml/lines.ts'
import { type Codeowners, isOwner, type OwnerLine, splitLine, trimmedLines } from './codeowners.ts'

// `^[Optional name][approvals] @default-owner`
const heading = /^\^?\[([^\]]+)\](?:\[\d*\])?(?:\s+(.*))?$/u

/** Whether a text has what only GitLab reads: sections and roles. */
export const looksLikeGitLab = (text: string): boolean =>
  trimmedLines(text).some(({ line }) => /^\^?\[/u.test(line) && heading.test(line)) ||
  /\s@@[a-z]/iu.test(text)

/** How GitLab reads a pattern: as fnmatch does with FNM_PATHNAME; without a slash at its beginning it fits at any depth. */
export const gitLabPattern = (text: string): PathPattern => {
  const unescaped = text.replace(/^\\#/u, '#')
  const names = (unescaped.startsWith('/') ? unescaped.slice(1) : `**/${unescaped}`).split('/')
  const whole = names.at(-1) === '' ? [...names.slice(0, -1), '**', '*'] : names
  return whole.map((name, at) =>
    name === '**' && at < whole.length - 1 ? anyDepth : namePattern(name, true),
  )
}

const ownersIn = (words: string): string[] => words.split(/\s+/u).filter(isOwner)

/** Reads CODEOWNERS as GitLab does. Source: GitLab docs, "Syntax of CODEOWNERS file" and "Advanced configuration". */
export const readGitLab = (text: string): Codeowners => {
  const at = lines(text)
  const sections = new Map<string, OwnerLine[]>([['', []]])
  let current = ''
  let defaults: readonly string[] = []
  for (const { line, start } of trimmedLines(text)) {
    if (line === '' || line.startsWith('#')) continue
    const section = heading.exec(line)
    if (section) {
      // Sections of one name are one, whatever its case.
      current = (section[1] ?? '').toLowerCase()
      defaults = ownersIn(section[2] ?? '')
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
    })
  }
  return { platform: 'GitLab', sections: [...sections.values()] }
}
