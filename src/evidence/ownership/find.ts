import type { Pilot } from '../../model/pilot.ts'
import type { FileReading } from '../../repo/port.ts'
import type { Fact } from '../fact.ts'
import { factOf, isAbsent, type Repository } from '../follow.ts'
import { isUrl, resolveReference } from '../resolve.ts'
import type { Catalog } from './catalog.ts'
import type { Asked, FileOwners } from './read.ts'

/** Who owns the pilot, by what the repository says. */
export type Ownership = FileOwners | Catalog

// The first that is there counts. Sources: GitHub docs, "About code owners", location; GitLab docs, "Code Owners".
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** Files of other systems that say the same in ways that nobody here reads. */
const others = ['.gitea/CODEOWNERS', '.forgejo/CODEOWNERS', '.bitbucket/CODEOWNERS', 'OWNERS']

const catalogs = ['catalog-info.yaml', 'catalog-info.yml']

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1)

/** The files that the owner has to own, where they are there: pilot.yaml, the runbook and the alert rules. */
const askedOf = ({ owner, monitoring }: Pilot, { port, file }: Repository): Asked[] => {
  const named = [
    { path: ['owner', 'runbook'], reference: owner?.runbook },
    { path: ['monitoring', 'rules'], reference: monitoring?.rules },
  ]
  const asked = named.flatMap(({ path, reference }): Asked[] => {
    const found = reference === undefined || isUrl(reference) ? undefined : resolveReference(file, reference)
    const look = found && port.look(found.file)
    return found && look?.ok && look.kind === 'file' ? [{ path, file: found.file }] : []
  })
  return [{ path: [], file }, ...asked]
}

/**
 * What the repository says of the owner: CODEOWNERS for each file that has to be owned, or a Backstage catalog where
 * there is none. Undefined where the pilot names no team.
 */
export const findOwnership = async (
  pilot: Pilot,
  repository: Repository,
  readFile: (file: string) => FileReading,
): Promise<Fact<Ownership> | undefined> => {
  if (pilot.owner?.team === undefined) return undefined
  const { port, file: own } = repository
  const firstOf = (files: readonly string[]) =>
    files
      .map((file) => ({ file, reading: readFile(file) }))
      .find(({ reading }) => reading.ok || !isAbsent(reading))

  const codeowners = firstOf(places)
  if (codeowners)
    return factOf<Ownership>(codeowners.file, codeowners.reading, port, async () => ({
      reader: (await import('./read.ts')).codeownersReader(askedOf(pilot, repository)),
    }))
  const catalog = firstOf(
    [...new Set([folderOf(own), ''])].flatMap((folder) => catalogs.map((name) => folder + name)),
  )
  if (catalog)
    return factOf<Ownership>(catalog.file, catalog.reading, port, async () => ({
      reader: (await import('./catalog.ts')).catalogReader(pilot.id),
    }))
  const other = firstOf(others)
  if (other) return { state: 'unverified', file: other.file, why: 'is in a dialect that is not read' }
  return {
    state: 'absent',
    file: 'CODEOWNERS',
    words: 'is neither in .github, .gitlab or docs nor in the root',
  }
}
