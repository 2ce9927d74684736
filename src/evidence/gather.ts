import type { Path } from '../document/path.ts'
import type { Pilot } from '../spec/pilot.ts'
import { type ExposedStage, exposedStages } from '../spec/stage.ts'
import type { Contract } from './contract/contract.ts'
import type { Fact, Facts, Reference } from './facts.ts'
import { cachedRead, follower, type Repository } from './follow.ts'
import { referenceOf } from './references.ts'
import type { StageResults } from './results/results.ts'
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
const nothing: Facts = {
  references: [],
  outputSchema: undefined,
  contracts: [],
  evalSet: undefined,
  results: {},
}

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
  const { guardrails, data, integration, rollout } = pilot
  const outputSchema = await follow(guardrails?.output?.schema, () => import('./output-schema/read.ts'))
  const contracts: (Fact<Contract> | undefined)[] = []
  for (const system of integration ?? [])
    contracts.push(await follow(system?.contract, () => import('./contract/read.ts')))
  const evalSet = await follow(data?.eval_set?.path, () => import('./eval-set/read.ts'))
  const results: { [stage in ExposedStage]?: Fact<StageResults> } = {}
  for (const stage of exposedStages) {
    const fact = await follow(rollout?.[stage]?.results, () => import('./results/read.ts'))
    if (fact !== undefined) results[stage] = fact
  }
  return {
    references: withUnread(references, [
      { path: ['guardrails', 'output', 'schema'], fact: outputSchema },
      ...contracts.map((fact, at) => ({ path: ['integration', at, 'contract'], fact })),
      { path: ['data', 'eval_set', 'path'], fact: evalSet },
      ...exposedStages.map((stage) => ({ path: ['rollout', stage, 'results'], fact: results[stage] })),
    ]),
    outputSchema,
    contracts,
    evalSet,
    results,
  }
}
