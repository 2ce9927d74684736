import type { Path } from '../document/path.ts'
import type { Pilot } from '../spec/pilot.ts'
import { unreadAlerts, wantedAlerts } from './alert-rules/references.ts'
import type { Facts, Reference } from './facts.ts'
import { withFlag } from './feature-flag/references.ts'
import { cachedRead, follower, type Repository } from './follow.ts'
import { referenceOf } from './references.ts'
import { withUnread } from './unread.ts'

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

/** What is known without a repository. */
const nothing: Facts = { references: [], outputSchema: undefined, alertRules: undefined, flag: undefined }

/**
 * Follows every reference of the pilot once, before the rules run. What was not read is never a pass: without a
 * repository all is unverified.
 */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
): Promise<Facts> => {
  if (repository === undefined) return { ...nothing, references: claims.map(unlooked) }
  const read = cachedRead(repository.port)
  const follow = follower(repository, read)
  const references: Reference[] = []
  for (const claim of claims) references.push(await referenceOf(claim, repository))
  const { guardrails, monitoring, rollback } = pilot
  const outputSchema = await follow(guardrails?.output?.schema, () => import('./output-schema/read.ts'))
  const alertRules = await follow(monitoring?.rules, async () => {
    const { readerOf } = await import('./alert-rules/read.ts')
    return { reader: readerOf(wantedAlerts(pilot)) }
  })
  const flag = await follow(rollback?.how?.file, async () => {
    const { readerOf } = await import('./feature-flag/read.ts')
    return { reader: readerOf(rollback?.how?.feature_flag ?? '') }
  })
  const unread = withUnread(references, [
    { path: ['guardrails', 'output', 'schema'], fact: outputSchema },
    { path: ['monitoring', 'rules'], fact: alertRules },
    { path: ['rollback', 'how', 'file'], fact: flag },
  ])
  return {
    references: [...withFlag(unread, flag), ...unreadAlerts(pilot, alertRules)],
    outputSchema,
    alertRules,
    flag,
  }
}
