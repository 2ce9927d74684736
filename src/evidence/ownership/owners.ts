import { isTeam, isTeamInCatalog } from '../../model/team.ts'
import type { PathPattern } from '../../repo/glob.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { isAbsent } from '../reading/follow.ts'
import type { EvidenceContext, Fact, Located } from '../reading/kind.ts'

export type OwnerLine = {
  /** Set where it stands in another file than that of the fact. */
  readonly file?: string
  /** As they stand there, with their `@`; none where the line takes ownership away. */
  readonly owners: readonly string[]
  readonly range: Range
  /** Set where its files have no owner in its section, whatever other lines say. */
  readonly excludes: boolean
  /** Set where the platform shows its owners and asks none of them for an approval. */
  readonly optional?: true
  /** Why the platform skips the line, where it does; completes a sentence that begins with the line. */
  readonly problem?: string
}

/** Lines of which the last that fits decides. Without sections, a file is one. */
export type Section = readonly (OwnerLine & { readonly pattern: PathPattern })[]

export type Codeowners = { readonly platform: 'GitHub' | 'GitLab' | 'Bitbucket'; readonly sections: readonly Section[] }

export type Owners = {
  readonly owners: readonly string[]
  /** The deciding lines, one a section at most; none where no line fits. */
  readonly lines: readonly OwnerLine[]
  /** Lines that would decide, but are skipped. */
  readonly skipped: readonly OwnerLine[]
  /** Why the team may own it although it is not named; completes a sentence that begins with the name of the file. */
  readonly unclear?: string
}

/** A file whose owner is asked for, relative to the root; `path` is where the pilot names it, empty for itself. */
export type OwnerQuery = { readonly path: Path; readonly file: string }

export type FileOwners = {
  readonly kind: 'codeowners'
  /** That of Prow names people with an `@`, and its aliases without. */
  readonly platform: Codeowners['platform'] | 'Prow'
  readonly files: readonly (OwnerQuery & Owners)[]
}

/** What a reference such as `group:default/support-platform` names. */
export type OwnerReference = {
  readonly kind: string
  readonly name: string
  readonly written: string
  /** What else the catalog calls the group: a title, a mailbox. */
  readonly also: readonly string[]
}

/** The owners that a catalog of Backstage or Datadog names, and the field in which it does. */
export type Catalog = {
  readonly kind: 'catalog'
  readonly field: 'spec.owner' | 'team' | 'metadata.owner'
  readonly owners: readonly Located<OwnerReference>[]
}

export type Ownership = FileOwners | Catalog

// The first that is there counts. Sources: GitHub docs, "About code owners", location; GitLab docs, "Code Owners".
export const places = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.bitbucket/CODEOWNERS',
]

/** The folder of a file and all above it, the nearest first; that of the root is empty. */
export const aboveOf = (file: string): string[] => {
  const names = file.split('/').slice(0, -1)
  return [...names.map((_, depth) => `${names.slice(0, depth + 1).join('/')}/`).reverse(), '']
}

/** A reference without how reviewers are chosen of a group: `@acme/support:random(2)`. */
export const withoutStrategy = (owner: string): string =>
  owner.replace(/:(?:all|random|least_busy)(?:\(\d{0,9}\))?$/i, '')

/** A group of Bitbucket; what is written as users are may be one. `@@` and `@teams/` have no organisation. */
const isGroupOf = (team: string, owner: string): boolean => {
  const name = withoutStrategy(owner)
  const own = /^@(?:@|teams\/)(.*)$/s.exec(name)?.[1] ?? (name === owner || name.includes('/') ? undefined : name)
  if (own !== undefined) return isTeamInCatalog(team, own)
  return (name.includes('/') || !name.startsWith('@')) && isTeam(team, name)
}

/** Whether an owner that a file names is the team. The aliases of Prow have no organisation. */
export const isOwnedBy = ({ platform }: Pick<FileOwners, 'platform'>, team: string, owner: string): boolean => {
  if (platform === 'Prow') return !owner.startsWith('@') && isTeamInCatalog(team, owner)
  return platform === 'Bitbucket' ? isGroupOf(team, owner) : isTeam(team, owner)
}

/** Whether an owner in a catalog is the team. Catalogs have no organisations. */
export const isOwnerInCatalog = (team: string, { kind, name, also }: OwnerReference): boolean =>
  kind === 'group' && (isTeamInCatalog(team, name) || also.some((other) => isTeam(team, other)))

/** The first file of which it is unknown whether the team owns it; whoever signs exceptions owns those. */
export const unclearIn = (fact: Fact<Ownership>): FileOwners['files'][number] | undefined =>
  fact.state === 'found' && fact.value.kind === 'codeowners'
    ? fact.value.files.find(({ path, unclear }) => path[0] !== 'exceptions' && unclear !== undefined)
    : undefined

/** The first of these files that is there. */
export const firstIn = (files: readonly string[], read: EvidenceContext['read']) =>
  files.map((file) => ({ file, reading: read(file) })).find(({ reading }) => reading.ok || !isAbsent(reading))
