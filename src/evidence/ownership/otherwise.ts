import { factOf } from '../reading/follow.ts'
import type { EvidenceContext, Fact, Repository } from '../reading/kind.ts'
import { terraformBeside } from '../terraform/beside.ts'
import { aboveOf, firstIn, type OwnerQuery, type Ownership, places, unclearIn } from './owners.ts'

const catalogs = ['catalog-info.yaml', 'catalog-info.yml']

// Sources: Datadog docs, "Set up Software Catalog" and "Entity model".
const services = ['service', 'entity'].flatMap((name) => [`${name}.datadog.yaml`, `${name}.datadog.yml`])

const besideOf = (file: string, names: readonly string[]): string[] =>
  [...new Set([aboveOf(file)[0] ?? '', ''])].flatMap((folder) => names.map((name) => folder + name))

/** Every file that may say who owns a file. */
export const ownershipFiles = (file: string): string[] => [
  ...places,
  '.bitbucket/teams.yaml',
  '.bitbucket/teams.yml',
  ...aboveOf(file).map((folder) => `${folder}OWNERS`),
  'OWNERS_ALIASES',
  ...besideOf(file, [...catalogs, ...services]),
]

/** A CODEOWNERS in the pilot's folder or one above it, which no platform reads. */
const misplaced = ({ file, port }: Repository): string | undefined => {
  return aboveOf(file)
    .slice(0, -1)
    .flatMap((folder) => places.map((place) => folder + place))
    .find((place) => {
      const look = port.look(place)
      return look.ok && look.kind === 'file'
    })
}

/** Files of other systems that say the same in ways that pilotlint does not read. */
const others = ['.gitea/CODEOWNERS', '.forgejo/CODEOWNERS']

const isOpen = (fact: Fact<Ownership>): boolean => fact.state === 'unverified' || unclearIn(fact) !== undefined

/** Who owns the pilot where there is no CODEOWNERS: by Prow, or by a catalog of Backstage or Datadog. */
export const ownedOtherwise = async (
  ground: EvidenceContext,
  asked: readonly OwnerQuery[],
): Promise<Fact<Ownership>> => {
  const { pilot, repository, read } = ground
  const firstOf = (files: readonly string[]) => firstIn(files, read)
  const isProw = aboveOf(repository.file).some((folder) => repository.port.look(`${folder}OWNERS`).ok)
  const inCatalog = async (names: readonly string[], reader: 'backstageReader' | 'datadogReader') => {
    const found = firstOf(besideOf(repository.file, names))
    return (
      found &&
      factOf<Ownership>(found.file, found.reading, repository, async () => ({
        reader: (await import('./catalog.ts'))[reader](pilot.id, pilot.owner?.team ?? ''),
      }))
    )
  }
  const inTerraform = async () => {
    const beside = terraformBeside(pilot, repository, ['datadog_service_definition_yaml', 'datadog_software_catalog'])
    const isNone = beside.folders.length + beside.unread.length === 0
    return isNone ? undefined : (await import('./terraform.ts')).catalogInTerraform(beside, pilot, repository)
  }
  const sources: (() => Promise<Fact<Ownership> | undefined>)[] = [
    async () => (isProw ? (await import('./prow.ts')).prowOwners(ground, asked) : undefined),
    () => inCatalog(catalogs, 'backstageReader'),
    () => inCatalog(services, 'datadogReader'),
    inTerraform,
  ]
  let open: Fact<Ownership> | undefined
  // What leaves the owner open does not keep another file from naming it.
  for (const source of sources) {
    const fact = await source()
    if (fact && !isOpen(fact)) return fact
    open ??= fact
  }
  if (open) return open
  const other = firstOf(others)
  if (other) return { state: 'unverified', file: other.file, why: 'is in a dialect that pilotlint does not support' }
  const stray = misplaced(repository)
  if (stray !== undefined) return { state: 'absent', file: stray, words: 'is not where GitHub or GitLab looks for it' }
  const words = 'was not found in .github, .gitlab, docs or the root'
  return { state: 'absent', file: 'CODEOWNERS', words }
}
