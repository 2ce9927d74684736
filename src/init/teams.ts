import { ownersOf } from '../evidence/ownership/codeowners.ts'
import { withoutStrategy } from '../evidence/ownership/owners.ts'
import { ownership } from '../evidence/ownership/ownership.ts'
import { linesIn } from '../evidence/ownership/platforms.ts'
import { cachedRead } from '../evidence/reading/follow.ts'
import type { Repository } from '../evidence/reading/kind.ts'
import { isPlain } from './plain.ts'

/** A team as pilot.yaml names it, and the place that names it. */
export type Team = { readonly name: string; readonly file: string; readonly line: number }

type Teams = {
  readonly owners: readonly Team[]
  readonly others: readonly Team[]
  readonly contractOwners: ReadonlyMap<string, string>
}

const none: Teams = { owners: [], others: [], contractOwners: new Map() }

/** `@acme/support`, but neither a person nor a role, which may or may not stand for a team. */
const teamIn = (owner: string): string | undefined =>
  /^@(?:teams\/)?([^@/]+(?:\/[^/]+)*)$/.exec(owner.includes('/') ? withoutStrategy(owner) : '')?.[1]

const onlyTeam = (owners: readonly string[]): string | undefined => {
  const [first, ...more] = owners.flatMap((owner) => teamIn(owner) ?? [])
  return more.length === 0 ? first : undefined
}

/** Who owns the pilot and the contracts, as CODEOWNERS or a Backstage catalog says. */
export const teamsOf = async (repository: Repository, contracts: readonly string[]): Promise<Teams> => {
  const read = cachedRead(repository.port)
  const fact = await ownership().read('', { pilot: { version: 1, id: '' }, repository, read })
  if (fact?.state !== 'found') return none
  const { file } = fact
  if (fact.value.kind === 'catalog') {
    const groups = fact.value.owners.filter(({ value }) => value.kind === 'group' && isPlain(value.name))
    return { ...none, owners: groups.map(({ value, range }) => ({ name: value.name, file, line: range.start.line })) }
  }
  const team = (owner: string, line: number): Team[] => {
    const name = teamIn(owner)
    return name === undefined ? [] : [{ name, file, line }]
  }
  const { platform, files } = fact.value
  const lines = files[0]?.lines ?? []
  if (platform === 'Prow') {
    const aliases = lines.flatMap((line) => line.owners.map((name) => ({ ...line, name })))
    const groups = aliases.filter(({ name }) => !name.startsWith('@') && isPlain(name))
    return {
      ...none,
      owners: groups.map(({ name, range, ...line }) => ({ name, file: line.file ?? file, line: range.start.line })),
    }
  }
  const owners = lines.flatMap((line) => line.owners.flatMap((owner) => team(owner, line.range.start.line)))
  const source = read(file)
  const codeowners = source.ok ? await linesIn({ file, bytes: source.bytes }, repository.port) : undefined
  if (codeowners?.state !== 'read') return { ...none, owners }
  const everybody = codeowners.value.sections
    .flat()
    .flatMap((line) => line.owners.flatMap((owner) => team(owner, line.range.start.line)))
  const others = new Map<string, Team>()
  for (const one of everybody)
    if (!others.has(one.name) && owners.every(({ name }) => name !== one.name)) others.set(one.name, one)
  return {
    owners,
    others: [...others.values()],
    contractOwners: new Map(
      contracts.flatMap((contract): [string, string][] => {
        const owner = onlyTeam(ownersOf(codeowners.value, contract, repository.port.budget.steps).owners)
        return owner === undefined ? [] : [[contract, owner]]
      }),
    ),
  }
}
