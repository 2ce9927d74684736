import type { Pilot } from '../model/pilot.ts'
import type { Contract } from './contract/contract.ts'
import type { Fact, Reference } from './fact.ts'
import type { Facts } from './facts.ts'
import { entryOf, uncomparable } from './prices/entry.ts'
import type { PriceTable } from './prices/read.ts'

type Claimed = Pick<Facts, 'contracts' | 'prices'>

const vagueness = (fact: Fact<Contract> | undefined): string | undefined =>
  fact?.state === 'found' ? fact.value.vague : undefined

/** Why the table does not show the prices that the pilot declares; undefined where it shows them all, or none is. */
const unshownPrices = ({ cost, model }: Pilot, fact: Fact<PriceTable> | undefined): string | undefined => {
  const price = cost?.price
  if (price === undefined || fact?.state !== 'found') return undefined
  const entry = entryOf(fact.value, model, price)?.entry
  if (entry === undefined) return undefined
  const words = uncomparable(entry, price)
  if (words !== undefined) return words
  for (const kind of ['input', 'output'] as const) {
    const declared = price[kind]
    if (declared === undefined) continue
    if (entry[kind] === undefined) return `states no price for ${kind} that can be read`
    if (entry.currency !== undefined && entry.currency !== declared.unit) return 'is in another currency'
  }
  return undefined
}

/** Why a file that was read shows nothing of what the pilot claims at this place; undefined where it does. */
const whyUnproven = ({ path }: Reference, pilot: Pilot, facts: Claimed): string | undefined => {
  const [section, at, key] = path
  if (section === 'cost' && at === 'price' && key === 'table') return unshownPrices(pilot, facts.prices)
  if (section !== 'integration' || typeof at !== 'number' || key !== 'contract') return undefined
  return pilot.integration?.[at]?.freshness === undefined ? undefined : vagueness(facts.contracts[at])
}

/** The references, with those unverified whose files were read and say nothing that could be compared. */
export const withUnproven = (
  references: readonly Reference[],
  pilot: Pilot,
  facts: Claimed,
): readonly Reference[] =>
  references.map((reference) => {
    const words = reference.state === 'found' ? whyUnproven(reference, pilot, facts) : undefined
    return words === undefined ? reference : { ...reference, state: 'unverified', words }
  })
