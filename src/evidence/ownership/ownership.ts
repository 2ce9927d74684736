import type { Pilot } from '../../model/pilot.ts'
import type { PathPattern } from '../../repo/glob.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import type { Exceptions } from '../exceptions/exceptions.ts'
import { factOf, isAbsent, isUrl, leftBy, named, resolveReference } from '../reading/follow.ts'
import type { Kind, Located, Repository } from '../reading/kind.ts'

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

export type Owners = {
  readonly owners: readonly string[]
  /** The deciding lines, one a section at most; none where no line fits. */
  readonly lines: readonly OwnerLine[]
  /** Lines that would decide, but are skipped. */
  readonly skipped: readonly OwnerLine[]
}

/** A file whose owner is asked for, relative to the root; `path` is where the pilot names it, empty for itself. */
export type Asked = { readonly path: Path; readonly file: string }

export type FileOwners = {
  readonly kind: 'codeowners'
  readonly platform: Codeowners['platform']
  readonly files: readonly (Asked & Owners)[]
}

/** What a reference such as `group:default/support-platform` names. */
export type OwnerReference = { readonly kind: string; readonly name: string; readonly written: string }

/** The owners of the components that a Backstage catalog describes. */
export type Catalog = { readonly kind: 'catalog'; readonly owners: readonly Located<OwnerReference>[] }

export type Ownership = FileOwners | Catalog

// The first that is there counts. Sources: GitHub docs, "About code owners", location; GitLab docs, "Code Owners".
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** Files of other systems that say the same in ways that nobody here reads. */
const others = ['.gitea/CODEOWNERS', '.forgejo/CODEOWNERS', '.bitbucket/CODEOWNERS', 'OWNERS']

const catalogs = ['catalog-info.yaml', 'catalog-info.yml']

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1)

/** A CODEOWNERS in the pilot's folder or one above it, which no platform reads. */
const misplaced = ({ file, port }: Repository): string | undefined => {
  const names = file.split('/').slice(0, -1)
  const folders = names.map((_, depth) => `${names.slice(0, depth + 1).join('/')}/`).reverse()
  return folders
    .flatMap((folder) => places.map((place) => folder + place))
    .find((place) => {
      const look = port.look(place)
      return look.ok && look.kind === 'file'
    })
}

/** The files whose owner is asked for, where they are there: pilot.yaml, the runbook, the alert rules, the exceptions. */
const askedOf = ({ owner, monitoring }: Pilot, { port, file }: Repository, held?: Exceptions): Asked[] => {
  const named = [
    { path: ['owner', 'runbook', 'path'], reference: owner?.runbook?.path },
    { path: ['monitoring', 'rules'], reference: monitoring?.rules },
  ]
  const asked = named.flatMap(({ path, reference }): Asked[] => {
    const found = reference === undefined || isUrl(reference) ? undefined : resolveReference(file, reference)
    const look = found && port.look(found.file)
    return found && look?.ok && look.kind === 'file' ? [{ path, file: found.file }] : []
  })
  const own = held?.state === 'found' ? [{ path: ['exceptions'], file: held.file }] : []
  return [{ path: [], file }, ...asked, ...own]
}

/** CODEOWNERS for each file that has to be owned, or a Backstage catalog where there is none. */
export const ownership = (held?: Exceptions): Kind<Ownership> => ({
  fields: ['owner.team'],
  formats: [
    {
      name: 'CODEOWNERS of GitHub',
      files: '`.github/CODEOWNERS`, `CODEOWNERS`, `docs/CODEOWNERS`: the first that is there',
    },
    {
      name: 'CODEOWNERS of GitLab',
      files: 'the same, then `.gitlab/CODEOWNERS`; told by its sections, `.gitlab-ci.yml` or its place',
    },
    {
      name: 'Backstage',
      files: '`catalog-info.yaml`, `.yml`, beside pilot.yaml or in the root, where there is no CODEOWNERS',
    },
  ],
  follow: ({ owner }) => named(['owner', 'team'], owner?.team),
  read: async (_, { pilot, repository, read }) => {
    const firstOf = (files: readonly string[]) =>
      files.map((file) => ({ file, reading: read(file) })).find(({ reading }) => reading.ok || !isAbsent(reading))
    const codeowners = firstOf(places)
    if (codeowners)
      return factOf<Ownership>(codeowners.file, codeowners.reading, repository, async () => ({
        reader: (await import('./codeowners.ts')).codeownersReader(askedOf(pilot, repository, held)),
      }))
    const folders = [...new Set([folderOf(repository.file), ''])]
    const catalog = firstOf(folders.flatMap((folder) => catalogs.map((name) => folder + name)))
    if (catalog)
      return factOf<Ownership>(catalog.file, catalog.reading, repository, async () => ({
        reader: (await import('./codeowners.ts')).catalogReader(pilot.id),
      }))
    const other = firstOf(others)
    if (other) return { state: 'unverified', file: other.file, why: 'is in a dialect that is not read' }
    const stray = misplaced(repository)
    if (stray !== undefined) return { state: 'absent', file: stray, words: 'is not where GitHub or GitLab looks' }
    const words = 'is neither in .github, .gitlab or docs nor in the root'
    return { state: 'absent', file: 'CODEOWNERS', words }
  },
  // Nobody names CODEOWNERS: the team is what stays unshown where it cannot be read.
  unread: (fact, named) =>
    fact.state === 'unverified' ? leftBy(`is not shown to own it: ${fact.file} ${fact.why}`, named, fact.file) : [],
})
