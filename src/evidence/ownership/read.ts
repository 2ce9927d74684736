import type { Port } from '../../repo/port.ts'
import { decode } from '../../yaml/decode.ts'
import { lines } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { mostBytes } from '../follow.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'
import { type Codeowners, type Owners, ownersOf } from './codeowners.ts'
import { gitHubLimit, readGitHub } from './github.ts'
import { looksLikeGitLab, readGitLab } from './gitlab.ts'

/** What has more is no list that a person keeps, and would fill the memory. */
const mostLines = 100_000

/** A file whose owner is asked for, relative to the root; `path` is where the pilot names it, empty for itself. */
export type Asked = { readonly path: Path; readonly file: string }

/** What CODEOWNERS says of the files that were asked for. */
export type FileOwners = {
  readonly kind: 'codeowners'
  readonly platform: Codeowners['platform']
  readonly files: readonly (Asked & Owners)[]
}

const platformOf = (file: string, text: string, port: Port): Codeowners['platform'] => {
  if (file.startsWith('.github/')) return 'GitHub'
  if (file.startsWith('.gitlab/') || looksLikeGitLab(text)) return 'GitLab'
  return port.look('.gitlab-ci.yml').ok && !port.look('.github').ok ? 'GitLab' : 'GitHub'
}

/** Reads CODEOWNERS in the dialect of its place, or of what it holds where both platforms look. */
export const codeownersReader =
  (asked: readonly Asked[]): Reader<FileOwners> =>
  ({ file, bytes }, port) => {
    const decoded = decode(bytes, mostBytes)
    const begin = lines('').range(0, 0)
    if ('fault' in decoded) return malformed(`cannot be read: ${decoded.fault.message}`, begin)
    const { text } = decoded
    if (text.includes('\0')) return malformed('is no text: it holds a NUL', begin)
    const platform = platformOf(file, text, port)
    if (platform === 'GitHub' && bytes.length >= gitHubLimit)
      return malformed('is 3 MB or larger, and GitHub does not load it', begin)
    if (lines(text).position(text.length).line > mostLines)
      return unknown('has more than 100,000 lines, too many to read')
    const codeowners = platform === 'GitHub' ? readGitHub(text) : readGitLab(text)
    const all = codeowners.sections.flat()
    const [first] = all
    if (first !== undefined && all.every(({ problem }) => problem !== undefined))
      return malformed(`has no line that ${platform} reads: its first ${first.problem}`, first.range)
    const { steps } = port.budget
    const files = asked.map((one) => ({ ...one, ...ownersOf(codeowners, one.file, steps) }))
    if (steps.left <= 0) return unknown('has patterns that take too long to compare')
    return read({ kind: 'codeowners', platform, files })
  }
