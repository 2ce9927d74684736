import type { Facts } from '../evidence/facts.ts'
import type { Fact, Reference } from '../evidence/reading/kind.ts'
import type { Fault } from '../model/fault.ts'
import { later, production, reaches, type Stage } from '../model/stage.ts'
import { type Item, items, type Rule } from '../rules/rule.ts'
import { isWithin, type Path } from '../yaml/path.ts'
import { itemsOf } from './judge.ts'
import type { StageJudgement } from './judge-stages.ts'

/** What the repository shows of an item. */
export type Proof = {
  readonly item: Item
  /** Whether something was found for it, nothing of it is unread, no error is open and every rule that compares is silent. */
  readonly proven: boolean
  /** The files that were found for it. */
  readonly files: readonly string[]
  /** What keeps it from being proven: rules that speak, and files that could not be read as evidence. */
  readonly lacks: readonly string[]
}

/** What keeps a fact from proving anything; undefined where it was found. */
const gapOf = (fact: Fact<unknown>): string | undefined => {
  if (fact.state === 'found') return undefined
  const words = { absent: 'is absent', malformed: 'cannot be read', unverified: 'is unverified' }
  return `${fact.file} ${words[fact.state]}`
}

/** What nobody here could read of the part of the pilot below `path`, as facts. */
const unreadBelow = (references: readonly Reference[], path: Path): Fact<never>[] =>
  references
    .filter((reference) => reference.state === 'unverified' && isWithin(reference.path, path))
    .map(({ reference, file = reference, words }) => ({ state: 'unverified', file, why: words }))

/** A fact that an item cannot do without, whether the pilot claims it or not. */
const needed = (fact: Fact<unknown> | undefined, field: string): Fact<unknown> =>
  fact ?? { state: 'absent', file: field, words: 'names nothing' }

type Evidence = (facts: Facts, stage: Stage) => readonly (Fact<unknown> | undefined)[]

/** The evidence that an item rests on; undefined entries are not claimed. */
const evidenceOf: { readonly [item in Item]: Evidence } = {
  // A system without a contract is not proven by those of the others.
  integration: ({ contracts, references }) => [
    ...Object.entries(contracts).map(([at, fact]) => needed(fact, `integration[${at}].contract`)),
    ...unreadBelow(references, ['integration']),
  ],
  monitoring: ({ alertRules, references }) => [alertRules, ...unreadBelow(references, ['monitoring'])],
  fallback: ({ drillReport }) => [drillReport],
  ownership: ({ ownership, runbook }) => [ownership, runbook],
  // Before full a bill is not compared: it proves nothing, and one that cannot be read is a gap all the same.
  cost: ({ prices, bill, costSection, references }, stage) => [
    // The section proves nothing of itself.
    costSection?.state === 'found' ? undefined : costSection,
    prices,
    ...unreadBelow(references, ['cost', 'price']),
    ...(stage === 'full'
      ? [needed(bill, 'cost.bill'), ...unreadBelow(references, ['cost', 'bill'])]
      : [bill?.state === 'found' ? undefined : bill]),
  ],
  guardrails: ({ outputSchema }) => [outputSchema],
  rollback: ({ flag, drillReport, references }) => [
    flag,
    ...(flag === undefined ? [] : [needed(drillReport, 'drills.report')]),
    ...unreadBelow(references, ['rollback']),
  ],
}

const proves = (rule: Rule, item: Item): boolean => rule.proves?.includes(item) === true

const isOf = (path: Path, item: Item): boolean => {
  const [section] = path
  return (
    typeof section === 'string' &&
    Object.hasOwn(itemsOf, section) &&
    itemsOf[section]?.includes(item) === true
  )
}

/** What of the item nobody could read, under the name that the author wrote. */
const unreadOf = (faults: readonly Fault[], item: Item): string[] =>
  faults
    .filter(({ path, meant }) => isOf(path, item) || (meant !== undefined && isOf(meant, item)))
    .map(({ path }) => `${path.join('.').slice(0, 100)} cannot be read`)

/**
 * What is proven: at least one fact was found for an item, every rule that compares ran and is silent, all of its
 * sections could be read, and no error stands against them.
 */
export const proofOf = (
  facts: Facts,
  rules: readonly Rule[],
  judged: StageJudgement,
  gate: Stage,
  faults: readonly Fault[],
): Proof[] => {
  const spoken = new Set([...judged.open, ...judged.waived.map((one) => one.judged)].map(({ id }) => id))
  const stage = later(production, gate)
  return items.map((item) => {
    const claimed = evidenceOf[item](facts, stage).filter((fact) => fact !== undefined)
    const found = claimed.filter(({ state }) => state === 'found')
    const asked = rules.filter((rule) => proves(rule, item) && reaches(stage, rule.from))
    const speaking = asked.map(({ id }) => id).filter((id) => spoken.has(id) || !judged.ran.includes(id))
    const wrong = judged.open
      .filter(({ severity, finding: { path, fault } }) => severity === 'error' && !fault && isOf(path, item))
      .filter(({ id }) => !id.startsWith('schema/'))
      .map(({ id }) => id)
    const gaps = [
      ...wrong,
      ...unreadOf(faults, item),
      ...claimed.map(gapOf).filter((gap) => gap !== undefined),
    ]
    return {
      item,
      proven: found.length > 0 && gaps.length === 0 && asked.length > 0 && speaking.length === 0,
      files: [...new Set(found.map(({ file }) => file))],
      lacks: [...new Set([...speaking, ...gaps])],
    }
  })
}
