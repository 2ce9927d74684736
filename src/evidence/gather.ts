import type { Pilot } from '../model/pilot.ts'
import { pointer } from '../yaml/path.ts'
import type { Facts } from './facts.ts'
import { promptThen } from './history/history.ts'
import { type Given, kindsOf } from './kinds.ts'
import { cachedRead, once } from './reading/follow.ts'
import type { Claim, Fact, Ground, Kind, Reference, Repository, Said } from './reading/kind.ts'
import { nearIn, referenceOf } from './references.ts'

export type { ReadPilot } from './history/history.ts'
export type { Repository } from './reading/kind.ts'

const unlooked = ({ path, reference }: Claim): Reference => ({
  path,
  reference,
  state: 'unverified',
  file: undefined,
  words: 'was not looked for: the file is judged without its repository',
})

type Facted = Omit<Facts, 'references' | 'promptThen'>

const noFacts = (): Facted =>
  Object.fromEntries(
    Object.entries<Kind<unknown>>(kindsOf()).map(([name, { each }]) => [name, each ? {} : undefined]),
  ) as Facted

/** Every file that the pilot names and somebody here can read, each with the reader of its kind. */
const followAll = async (ground: Ground, given: Given) => {
  const facts: { [name: string]: unknown } = {}
  const said = new Map<string, Said>()
  const unread = new Map<string, string>()
  const kinds = kindsOf(given)
  const reading = <T>(kind: Kind<T>) => {
    const known = once((file: string) => kind.read(file, ground))
    // A section of a file is read as the file is.
    return (reference: string) => known(reference.split('#', 1)[0] ?? '')
  }
  const pageOf = reading(kinds.runbook)
  for (const [name, kind] of Object.entries<Kind<unknown>>(kinds)) {
    const read = kind === kinds.runbook ? pageOf : reading(kind)
    const found: [string, Fact<unknown> | undefined][] = []
    for (const named of kind.follow(ground.pilot)) {
      const fact = await read(named.reference)
      found.push([String(named.path[1]), fact])
      if (fact === undefined) continue
      for (const one of kind.unread(fact, named, ground.pilot)) said.set(pointer(one.path), one)
      // The history of a file is not the file.
      if (fact.state === 'unverified' && kind !== kinds.history) unread.set(fact.file, fact.why)
    }
    facts[name] = kind.each ? Object.fromEntries(found) : found[0]?.[1]
  }
  return { facts: facts as Facted, said, unread, pageOf }
}

/**
 * Follows every reference of the pilot once, before the rules run. What was not read is never a pass: without a
 * repository all is unverified.
 */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
  { asksPrompt = false, ...given }: Given & { readonly asksPrompt?: boolean } = {},
): Promise<Facts> => {
  if (repository === undefined)
    return { ...noFacts(), promptThen: undefined, references: claims.map(unlooked) }
  const ground: Ground = { pilot, repository, read: cachedRead(repository.port) }
  const { facts, said, unread, pageOf } = await followAll(ground, given)
  const near = nearIn(repository.port)
  const stateOf = async (claim: Claim): Promise<Said> => {
    const own = said.get(pointer(claim.path))
    if (own !== undefined) return own
    const looked = await referenceOf(claim, { repository, near, pageOf })
    const why = looked.state === 'found' ? unread.get(looked.file ?? '') : undefined
    return why === undefined ? looked : { ...looked, state: 'unverified', words: why }
  }
  const states: Said[] = []
  for (const claim of claims) states.push(await stateOf(claim))
  const named = new Set(claims.map(({ path }) => pointer(path)))
  const others = [...said].flatMap(([place, one]) => (named.has(place) ? [] : [one]))
  return {
    ...facts,
    promptThen: asksPrompt ? await promptThen(ground, facts.results) : undefined,
    references: [...states, ...others].filter((one): one is Reference => one.state !== 'unsaid'),
  }
}
