import type { Path } from '../document/path.ts'
import type { Pilot } from '../spec/pilot.ts'
import type { Facts, Reference } from './facts.ts'
import { cachedRead, follower, type Repository } from './follow.ts'
import { pastOf, type ReadPilot } from './past-fact.ts'
import { referenceOf } from './references.ts'

export type { Repository } from './follow.ts'
export type { ReadPilot } from './past-fact.ts'

/** Something outside the file that the pilot names, before anyone has looked for it. */
export type Claim = { readonly path: Path; readonly reference: string; readonly isPath: boolean }

const unlooked = ({ path, reference }: Claim): Reference => ({
  path,
  reference,
  state: 'unverified',
  file: undefined,
  words: 'was not looked for: the file is judged without its repository',
})

// What nobody could date is the agreement itself: it is only declared then.
const undated = (pilot: Pilot, why: string): Reference => ({
  path: ['success', 'agreed'],
  reference: pilot.success?.agreed ?? '',
  state: 'unverified',
  file: undefined,
  words: `cannot be compared with when the bar was committed: ${why}`,
})

/**
 * Follows every reference of the pilot once, before the rules run. What was not read is never a pass: without a
 * repository all is unverified. Old versions are read only where `readPilot` is given.
 */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
  readPilot?: ReadPilot,
): Promise<Facts> => {
  if (repository === undefined)
    return { references: claims.map(unlooked), outputSchema: undefined, history: undefined }
  const read = cachedRead(repository.port)
  const follow = follower(repository, read)
  const references: Reference[] = []
  for (const claim of claims) references.push(await referenceOf(claim, repository))
  const history = readPilot && (await pastOf(pilot, repository, readPilot))
  if (history?.state === 'unverified') references.push(undated(pilot, history.why))
  return {
    references,
    outputSchema: await follow(pilot.guardrails?.output?.schema, () => import('./output-schema/read.ts')),
    history,
  }
}
