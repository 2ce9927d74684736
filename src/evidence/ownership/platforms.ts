import { isTeamInCatalog } from '../../model/team.ts'
import type { Port } from '../../repo/port.ts'
import { textIn } from '../reading/documents.ts'
import { malformed, type Reader, type Reading, read, type Source, unknown } from '../reading/kind.ts'
import { gitHubLimit, looksLikeBitbucket, looksLikeGitLab, ownersOf, readGitHub, readGitLab } from './codeowners.ts'
import { type Codeowners, type FileOwners, isOwnedBy, type OwnerQuery, type Owners } from './owners.ts'

/** Hand-written lists are shorter, and a longer one would fill the memory. */
const maxLines = 100_000

const platformOf = (file: string, text: string, port: Port): Codeowners['platform'] => {
  if (file.startsWith('.github/')) return 'GitHub'
  if (file.startsWith('.bitbucket/') || looksLikeBitbucket(text)) return 'Bitbucket'
  if (file.startsWith('.gitlab/') || looksLikeGitLab(text)) return 'GitLab'
  const isGitLab = port.look('.gitlab-ci.yml').ok && !port.look('.github').ok
  return isGitLab ? 'GitLab' : 'GitHub'
}

const byPlatform = { GitHub: readGitHub, GitLab: readGitLab }

const maxTeamBytes = 1024 * 1024

const bitbucketIn = async (text: string, port: Port): Promise<Reading<Codeowners>> => {
  const { readBitbucket, teamsFiles, teamsIn } = await import('./bitbucket.ts')
  const found = teamsFiles
    .map((file) => ({ file, reading: port.read(file, maxTeamBytes) }))
    .find(({ reading }) => reading.ok)
  const teams = found?.reading.ok ? teamsIn(found.file, found.reading.bytes) : read(new Map())
  return teams.state === 'read' ? readBitbucket(text, teams.value) : teams
}

/** Why a person may be the team: Bitbucket writes users and groups of a server alike. */
const namesake = ({ owners }: Owners, team: string): string | undefined => {
  if (owners.some((owner) => isOwnedBy({ platform: 'Bitbucket' }, team, owner))) return undefined
  const isAlike = (owner: string) => /^@[^@/:]+$/.test(owner) && isTeamInCatalog(team, owner)
  return owners.some(isAlike) ? 'may mean a user or a group; write @workspace/group, or add its strategy' : undefined
}

/** Why the team may own it although it need not approve: GitLab requires no approval in an optional section. */
const unasked = ({ owners, lines }: Owners, team: string): string | undefined => {
  const isMine = (owner: string) => isOwnedBy({ platform: 'GitLab' }, team, owner)
  return !owners.some(isMine) && lines.some((line) => line.optional && line.owners.some(isMine))
    ? 'assigns the team only in an optional section, which requires no approval'
    : undefined
}

/** Every line of CODEOWNERS, in the dialect of its place, or of what it holds where both platforms look. */
export const linesIn = async ({ file, bytes }: Source, port: Port): Promise<Reading<Codeowners>> => {
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text, at } = decoded.value
  const platform = platformOf(file, text, port)
  if (platform === 'GitHub' && bytes.length >= gitHubLimit)
    return malformed('is 3 MB or larger, and GitHub does not load it', at.range(0, 0))
  if (at.position(text.length).line > maxLines) return unknown('has more than 100,000 lines, too many to read')
  const codeowners = platform === 'Bitbucket' ? await bitbucketIn(text, port) : read(byPlatform[platform](text))
  if (codeowners.state !== 'read') return codeowners
  const all = codeowners.value.sections.flat()
  const [first] = all
  return first !== undefined && all.every(({ problem }) => problem !== undefined)
    ? malformed(`has no line that ${platform} reads: its first ${first.problem}`, first.range)
    : codeowners
}

/** Reads who owns these files. */
export const codeownersReader =
  (asked: readonly OwnerQuery[], team: string): Reader<FileOwners> =>
  async (source, { port }) => {
    const codeowners = await linesIn(source, port)
    if (codeowners.state !== 'read') return codeowners
    const { steps } = port.budget
    const { platform } = codeowners.value
    const files = asked.map((one) => {
      const found = ownersOf(codeowners.value, one.file, steps)
      const unclear = platform === 'Bitbucket' ? namesake(found, team) : unasked(found, team)
      return { ...one, ...found, ...(unclear !== undefined && { unclear }) }
    })
    if (steps.left <= 0) return unknown('has patterns that take too long to match')
    return read({ kind: 'codeowners', platform, files })
  }
