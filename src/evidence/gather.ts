import type { Path } from '../document/path.ts'
import type { Pilot } from '../spec/pilot.ts'
import type { Facts, Reference } from './facts.ts'
import { cachedRead, follower, type Repository } from './follow.ts'
import { findOwnership } from './ownership/find.ts'
import { referenceOf } from './references.ts'

export type { Repository } from './follow.ts'

/** Something outside the file that the pilot names, before anyone has looked for it. */
export type Claim = { readonly path: Path; readonly reference: string; readonly isPath: boolean }

const unlooked = ({ path, reference }: Claim): Reference => ({
  path,
  reference,
  state: 'unverified',
  file: undefined,
  words: 'was not looked for: the file is judged without its repository',
})

/**
 * Follows every reference of the pilot once, before the rules run. What was not read is never a pass: without a
 * repository all is unverified.
 */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
): Promise<Facts> => {
  if (repository === undefined)
    return {
      references: claims.map(unlooked),
      outputSchema: undefined,
      ownership: undefined,
      runbook: undefined,
    }
  const read = cachedRead(repository.port)
  const follow = follower(repository, read)
  const references: Reference[] = []
  for (const claim of claims) references.push(await referenceOf(claim, repository, read))
  return {
    references,
    outputSchema: await follow(pilot.guardrails?.output?.schema, () => import('./output-schema/read.ts')),
    ownership: await findOwnership(pilot, repository, read),
    runbook: await follow(pilot.owner?.runbook, () => import('./markdown/read.ts')),
  }
}
