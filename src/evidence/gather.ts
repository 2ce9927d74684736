import type { Pilot } from '../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../model/stage.ts'
import type { FileReading } from '../repo/port.ts'
import { unreadAlerts, wantedAlerts } from './alert-rules/references.ts'
import { withBill } from './bill/references.ts'
import type { Contract } from './contract/contract.ts'
import { withSection } from './cost-section/references.ts'
import type { Claim, Fact, Reference } from './fact.ts'
import type { Facts } from './facts.ts'
import { withFlag } from './feature-flag/references.ts'
import { cachedRead, follower, once, type Repository } from './follow.ts'
import { pastOf, type ReadPilot } from './history/past-fact.ts'
import { findOwnership } from './ownership/find.ts'
import { referencesIn } from './references.ts'
import type { StageResults } from './results/results.ts'
import { withUnproven } from './unproven.ts'
import { withUnread } from './unread.ts'

export type { Repository } from './follow.ts'
export type { ReadPilot } from './history/past-fact.ts'

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

/** What is known without a repository. */
const nothing: Omit<Facts, 'references'> = {
  ownership: undefined,
  runbook: undefined,
  contracts: [],
  alertRules: undefined,
  flag: undefined,
  outputSchema: undefined,
  evalSet: undefined,
  evalResults: undefined,
  results: {},
  prices: undefined,
  bill: undefined,
  drillReport: undefined,
  history: undefined,
  promptThen: undefined,
  costSection: undefined,
}

/** Every file that the pilot names and somebody here can read, each with the reader of its kind. */
const followAll = async (
  pilot: Pilot,
  repository: Repository,
  read: (file: string) => FileReading,
): Promise<Omit<Facts, 'references' | 'history' | 'promptThen' | 'costSection'>> => {
  const follow = follower(repository, read)
  const { owner, guardrails, data, integration, monitoring, rollback, rollout, cost, drills } = pilot
  const contracts: (Fact<Contract> | undefined)[] = []
  const contractOf = once((reference: string) => follow(reference, () => import('./contract/read.ts')))
  for (const system of integration ?? [])
    contracts.push(system?.contract === undefined ? undefined : await contractOf(system.contract))
  const results: { [stage in ExposedStage]?: Fact<StageResults> } = {}
  for (const stage of exposedStages) {
    const fact = await follow(rollout?.[stage]?.results, () => import('./results/read.ts'))
    if (fact !== undefined) results[stage] = fact
  }
  return {
    ownership: await findOwnership(pilot, repository, read),
    runbook: await follow(owner?.runbook, () => import('./markdown/read.ts')),
    contracts,
    evalSet: await follow(data?.eval_set?.path, () => import('./eval-set/read.ts')),
    evalResults: await follow(data?.eval_set?.results, () => import('./eval-results/read.ts')),
    results,
    prices: await follow(cost?.price?.table, () => import('./prices/read.ts')),
    bill: await follow(cost?.bill, () => import('./bill/read.ts')),
    drillReport: await follow(drills?.report, () => import('./drill-report/read.ts')),
    alertRules: await follow(monitoring?.rules, async () => {
      const { readerOf } = await import('./alert-rules/read.ts')
      return { reader: readerOf(wantedAlerts(pilot)) }
    }),
    flag: await follow(rollback?.how?.file, async () => {
      const { readerOf } = await import('./feature-flag/read.ts')
      return { reader: readerOf(rollback?.how?.feature_flag ?? '') }
    }),
    outputSchema: await follow(guardrails?.output?.schema, () => import('./output-schema/read.ts')),
  }
}

type Known = {
  /** Reads old versions, where a rule asks for them. */
  readonly readPilot?: ReadPilot | undefined
  /** Whether a rule asks for the prompt that the results were committed with. */
  readonly asksPrompt?: boolean
  /** What became of the cost section that the pilot includes. */
  readonly costSection?: Facts['costSection']
}

/**
 * Follows every reference of the pilot once, before the rules run. What was not read is never a pass: without a
 * repository all is unverified. Old versions are read only where `readPilot` is given.
 */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
  { readPilot, asksPrompt = false, costSection }: Known = {},
): Promise<Facts> => {
  if (repository === undefined) return { ...nothing, references: claims.map(unlooked) }
  const read = cachedRead(repository.port)
  const references: Reference[] = []
  const referenceOf = referencesIn(repository, read)
  for (const claim of claims) references.push(await referenceOf(claim))
  const history = readPilot && (await pastOf(pilot, repository, readPilot))
  if (history?.state === 'unverified') references.push(undated(pilot, history.why))
  const named = await followAll(pilot, repository, read)
  const { results, ...others } = named
  const facts = [costSection, ...Object.values(others).flat(), ...Object.values(results)]
  const unread = withUnread(withSection(references, costSection), facts)
  const hasResults = Object.values(results).some(({ state }) => state === 'found')
  const asked = asksPrompt && hasResults ? await import('./prompt/then.ts') : undefined
  const promptThen = await asked?.promptThen(pilot, repository, read, results)
  return {
    ...named,
    history,
    promptThen,
    costSection,
    references: [
      ...withFlag(withBill(withUnproven(unread, pilot, named), pilot, named.bill), named.flag),
      ...unreadAlerts(pilot, named.alertRules),
    ],
  }
}
