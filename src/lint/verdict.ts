import type { Facts } from '../evidence/facts.ts'
import type { Fact, Reference } from '../evidence/reading/kind.ts'
import type { Fault } from '../model/layout.ts'
import type { Pilot } from '../model/pilot.ts'
import { later, production, reaches, type Stage } from '../model/stage.ts'
import { type Item, items, type Rule } from '../rules/lib/rule.ts'
import { plural } from '../values/text.ts'
import { isWithin, type Path } from '../yaml/path.ts'
import { itemsOf } from './judge.ts'
import type { StageJudgement } from './judge-stages.ts'
import type { Diagnostic, ItemState, Target, Verdict, Waived } from './report.ts'

type Proof = {
  readonly item: Item
  /** Evidence was found and read, no error is open, and every rule that compares it passes. */
  readonly proven: boolean
  readonly files: readonly string[]
  /** Why it is not proven: failing rules and files that could not be read. */
  readonly lacks: readonly string[]
}

const gapOf = (fact: Fact<unknown>): string | undefined => {
  if (fact.state === 'found') return undefined
  const words = { absent: 'is missing', malformed: 'cannot be read', unverified: 'is unverified' }
  return `${fact.file} ${words[fact.state]}`
}

const unreadBelow = (references: readonly Reference[], path: Path): Fact<never>[] =>
  references
    .filter((reference) => reference.state === 'unverified' && isWithin(reference.path, path))
    .map(({ reference, file = reference, words }) => ({ state: 'unverified', file, why: words }))

/** A fact that the item requires, even if the pilot does not name it. */
const needed = (fact: Fact<unknown> | undefined, field: string): Fact<unknown> =>
  fact ?? { state: 'absent', file: field, words: 'names nothing' }

type Evidence = (facts: Facts, stage: Stage) => readonly (Fact<unknown> | undefined)[]

/** Entries are undefined if the pilot does not name them. */
const evidenceOf: { readonly [item in Item]: Evidence } = {
  // The contract of one system proves nothing about another.
  integration: ({ contracts, references }) => [
    ...Object.entries(contracts).map(([at, fact]) => needed(fact, `integration[${at}].contract`)),
    ...unreadBelow(references, ['integration']),
  ],
  monitoring: ({ alertRules, references }) => [alertRules, ...unreadBelow(references, ['monitoring'])],
  fallback: ({ drillRecord }) => [drillRecord],
  ownership: ({ ownership, runbook }) => [ownership, runbook],
  // Before full the bill is not compared; an unreadable one is a gap anyway.
  cost: ({ prices, bill, costSection, references }, stage) => [
    // The section itself is not evidence.
    costSection?.state === 'found' ? undefined : costSection,
    prices,
    ...unreadBelow(references, ['cost', 'price']),
    ...(stage === 'full'
      ? [needed(bill, 'cost.bill'), ...unreadBelow(references, ['cost', 'bill'])]
      : [bill?.state === 'found' ? undefined : bill]),
  ],
  guardrails: ({ outputSchema, toolSurface }) => [outputSchema, toolSurface],
  rollback: ({ flag, drillRecord, references }) => [
    flag,
    ...(flag === undefined ? [] : [needed(drillRecord, 'drills')]),
    ...unreadBelow(references, ['rollback']),
  ],
}

const proves = (rule: Rule, item: Item): boolean => rule.proves?.includes(item) === true

const isOf = (path: Path, item: Item): boolean => {
  const [section] = path
  return typeof section === 'string' && Object.hasOwn(itemsOf, section) && itemsOf[section]?.includes(item) === true
}

const unreadOf = (faults: readonly Fault[], item: Item): string[] =>
  faults
    .filter(({ path, meant }) => isOf(path, item) || (meant !== undefined && isOf(meant, item)))
    .map(({ path }) => `${path.join('.').slice(0, 100)} cannot be read`)

/**
 * An item is proven if at least one fact was found, every rule that compares it ran and passed, all its sections
 * could be read, and it has no error.
 */
export const proofOf = (
  facts: Facts,
  rules: readonly Rule[],
  judged: StageJudgement,
  gate: Stage,
  faults: readonly Fault[],
): Proof[] => {
  const reported = new Set([...judged.open, ...judged.waived.map((one) => one.judged)].map(({ id }) => id))
  const stage = later(production, gate)
  return items.map((item) => {
    const claimed = evidenceOf[item](facts, stage).filter((fact) => fact !== undefined)
    const found = claimed.filter(({ state }) => state === 'found')
    const asked = rules.filter((rule) => proves(rule, item) && reaches(stage, rule.from))
    const failing = asked.map(({ id }) => id).filter((id) => reported.has(id) || !judged.ran.includes(id))
    const wrong = judged.open
      .filter(({ severity, finding: { path, fault } }) => severity === 'error' && !fault && isOf(path, item))
      .filter(({ id }) => !id.startsWith('schema/'))
      .map(({ id }) => id)
    const gaps = [...wrong, ...unreadOf(faults, item), ...claimed.map(gapOf).filter((gap) => gap !== undefined)]
    return {
      item,
      proven: found.length > 0 && gaps.length === 0 && asked.length > 0 && failing.length === 0,
      files: [...new Set(found.map(({ file }) => file))],
      lacks: [...new Set([...failing, ...gaps])],
    }
  })
}

type Grounds = {
  readonly pilot: Pilot
  readonly target: Target
  readonly gate: Stage
  readonly partial: boolean
  /** Set where the flag holds the pilot back, as it is said. */
  readonly paused: string | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly waived: readonly Waived[]
  readonly missing: readonly { readonly item: Item; readonly rules: readonly string[] }[]
  readonly proof: readonly Proof[]
  readonly readyFor: Stage | undefined
  readonly next: Verdict['next']
  readonly sponsor: Pick<Verdict, 'money' | 'proof'>
}

/** A longer list is not helpful. */
const named = 8

const blockers = (diagnostics: readonly Diagnostic[]): string => {
  const sections = [
    ...new Set(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.split('/', 1)[0] ?? ''),
    ),
  ]
  const shown = sections.slice(0, named).join(', ')
  return sections.length > named ? `${shown} and ${sections.length - named} more` : shown
}

const target = (asked: Target, gate: Stage): string => (asked === 'production' ? 'production' : gate)

const exposure = ({ rollout }: Pilot, gate: Stage): string => {
  if (gate === 'pilot' || rollout === undefined) return ''
  const stage = rollout[gate]
  const last = gate === 'progressive' ? rollout.progressive?.steps?.findLast((step) => step?.share)?.share : undefined
  const share = last ?? stage?.segment?.share ?? stage?.traffic
  if (share === undefined || gate === 'shadow') return ''
  const group = stage?.segment?.name
  return `, ${gate === 'limited' ? 'limited to' : `${gate} up to`} ${share.value}% of traffic${group ? ` (${group})` : ''}`
}

const exceptions = (waived: readonly Waived[]): string[] => {
  const waivers = [...new Set(waived.map(({ waiver }) => waiver))]
  const first = waivers.map(({ until }) => until ?? '').sort()[0]
  return waivers.length === 0 ? [] : [`${plural(waivers.length, 'exception')} until ${first}`]
}

const tally = (states: readonly { readonly state: ItemState }[]): string => {
  const count = (wanted: ItemState) => states.filter(({ state }) => state === wanted).length
  const proven = count('proven')
  if (proven === states.length) return `${proven} of ${states.length} proven`
  const declared = `${count('declared') + proven} of ${states.length} declared`
  return proven === 0 ? declared : `${declared}, ${proven} proven`
}

const sentence = (grounds: Grounds, states: Verdict['items'], errors: number): string => {
  const { pilot, gate, partial, readyFor, next } = grounds
  const goal = target(grounds.target, gate)
  const found = errors === 0 ? 'no errors' : `${plural(errors, 'error')} (${blockers(grounds.diagnostics)})`
  const rest = [tally(states), ...exceptions(grounds.waived)]
  if (partial)
    return [`PARTIAL for ${goal}: ${found}; some rules did not run`, ...exceptions(grounds.waived)].join(' · ')
  if (errors > 0) {
    const reached = readyFor === undefined ? 'not ready for any stage' : `ready for ${readyFor}`
    return [`NOT READY for ${goal}: ${found}`, reached, ...rest].join(' · ')
  }
  if (grounds.paused !== undefined) return [grounds.paused, ...exceptions(grounds.waived)].join(' · ')
  const then = next === undefined ? [] : [`next: ${next.stage} requires ${plural(next.asks, 'thing')}`]
  return [`READY for ${goal}${exposure(pilot, gate)}`, ...rest, ...then].join(' · ')
}

/** The minimum over the seven items and all errors, never an average. */
export const verdictOf = (grounds: Grounds): Verdict => {
  const count = (wanted: Diagnostic['severity']) =>
    grounds.diagnostics.filter(({ severity }) => severity === wanted).length
  const states = items.map((item) => {
    const gap = grounds.missing.find((one) => one.item === item)
    const proof = grounds.proof.find((one) => one.item === item)
    const state: ItemState = gap !== undefined ? 'missing' : proof?.proven ? 'proven' : 'declared'
    return { item, state, rules: gap?.rules ?? [], evidence: proof?.files ?? [], lacks: proof?.lacks ?? [] }
  })
  const error = count('error')
  return {
    judged: true,
    ready: error === 0 && !grounds.partial && grounds.paused === undefined,
    partial: grounds.partial,
    for: grounds.target,
    gate: grounds.gate,
    readyFor: grounds.readyFor,
    items: states,
    next: grounds.next,
    counts: { error, warning: count('warning'), info: count('info'), waived: grounds.waived.length },
    ...grounds.sponsor,
    sentence: sentence(grounds, states, error),
  }
}

export const unjudged = (asked: Target, gate: Stage, diagnostics: readonly Diagnostic[]): Verdict => ({
  judged: false,
  ready: false,
  partial: false,
  for: asked,
  gate,
  readyFor: undefined,
  items: [],
  next: undefined,
  counts: { error: diagnostics.length, warning: 0, info: 0, waived: 0 },
  money: undefined,
  proof: undefined,
  sentence: 'NOT JUDGED: this is not a readable pilot.yaml',
})
