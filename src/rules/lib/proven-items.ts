import { isMetered } from '../../evidence/bill/bill.ts'
import type { Fact } from '../../evidence/reading/kind.ts'
import { present, readable } from '../../model/lists.ts'
import { later, production, reaches, type Stage } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import { dotted, isWithin, type Path, pointer } from '../../yaml/path.ts'
import type { Context, Item } from './rule.ts'

/** One thing that the repository has to show before an item is proven. */
export type ProofPart = {
  readonly path: Path
  /** Read from files that machines run on or people review; from a file that only pilotlint reads; not read. */
  readonly state: 'proven' | 'stated' | 'unproven'
  readonly file?: string
  /** Of what is stated: who states it. */
  readonly by?: string
  /** Why it is unproven: a clause. */
  readonly why?: string
  /** Set where another rule reports why it is unproven. */
  readonly isTold?: true
}

type Grounds = Pick<Context, 'facts' | 'plan' | 'pilot'>

const unproven = (path: Path, why: string): ProofPart => ({ path, state: 'unproven', why })

/** What a file shows by being read. */
const shownBy = (fact: Fact<unknown> | undefined, path: Path): ProofPart => {
  if (fact === undefined) return unproven(path, `\`${dotted(path)}\` names no file`)
  const { file } = fact
  if (fact.state === 'found') return { path, state: 'proven', file }
  if (fact.state === 'unverified') return unproven(path, `${quote(file)} ${fact.why}`)
  return {
    ...unproven(path, `${quote(file)} ${fact.state === 'absent' ? 'is missing' : 'cannot be read'}`),
    isTold: true,
  }
}

/** References below a path that could not be checked. */
const unreadBelow = ({ facts }: Grounds, path: Path): ProofPart[] =>
  facts.references
    .filter((reference) => reference.state === 'unverified' && isWithin(reference.path, path))
    .map(({ path: at, reference, words }) => unproven(at, `${quote(reference)} ${words}`))

/** A drill that passed; drills/stale says why one does not count. */
const drilled = ({ facts }: Grounds, what: 'fallback' | 'rollback'): ProofPart => {
  const fact = facts.drillRecord
  const read = shownBy(fact, ['drills'])
  if (fact?.state !== 'found') return read
  const drill = fact.value.findLast((one) => one.what === what && one.outcome === 'passed')
  return drill
    ? { path: ['drills'], state: 'stated', file: fact.file, by: drill.by }
    : { ...unproven(['drills'], `${quote(fact.file)} has no passed ${what} drill`), isTold: true }
}

const integration = ({ facts, pilot, ...rest }: Grounds): ProofPart[] => [
  ...present(pilot.integration).map(({ at }) => shownBy(facts.contracts[at], ['integration', at, 'contract'])),
  ...unreadBelow({ facts, pilot, ...rest }, ['integration']),
]

/** The kinds of which an alert is required. */
const watched = new Set(['quality', 'latency', 'deadline', 'cost'])

const monitoring = (grounds: Grounds): ProofPart[] => {
  const { facts, plan, pilot } = grounds
  const { alertRules } = facts
  if (alertRules?.state !== 'found') return [shownBy(alertRules, ['monitoring', 'rules'])]
  const { file, value } = alertRules
  const alerts = present(pilot.monitoring?.alerts).flatMap(({ item, at }): ProofPart[] => {
    if (item.kind === undefined ? item.rule !== undefined : !watched.has(item.kind)) return []
    const path = ['monitoring', 'alerts', at]
    const name = quote(item.rule ?? item.metric ?? item.kind)
    if (item.rule === undefined) return [unproven(path, `alert ${name} has no \`rule\``)]
    const found = value.alerts.filter((alert) => alert.name.value === item.rule)
    if (found.length === 0) return [{ ...unproven(path, `${quote(file)} has no alert ${name}`), isTold: true }]
    const shown = (key: string) => [...plan.shown.keys()].some((at) => at.startsWith(`${pointer(path)}/${key}`))
    const declared = plan.declared.monitoring?.alerts?.[at]
    // What is neither shown nor declared, another rule misses.
    const unshown = (key: 'fire' | 'over' | 'notify', what: string): ProofPart[] => [
      { ...unproven(path, `${quote(file)} does not show ${what} ${name}`), ...(!declared?.[key] && { isTold: true }) },
    ]
    // A declared number that the rule agrees with is shown; monitoring/rule-mismatch reports one that it does not.
    const [alert] = found
    const isRead = found.some(({ level }) => level.value.length > 0)
    if (!shown('fire') && !(isRead && declared?.fire !== undefined)) return unshown('fire', 'the threshold of')
    if (!shown('over') && item.over === undefined) return unshown('over', 'the window of')
    if (!shown('notify')) return unshown('notify', 'who receives')
    return [{ path, state: 'proven', file: alert?.file ?? file }]
  })
  return [...alerts, ...unreadBelow(grounds, ['monitoring'])]
}

const ownership = ({ facts, ...rest }: Grounds): ProofPart[] => [
  shownBy(facts.ownership, ['owner', 'team']),
  ...unreadBelow({ facts, ...rest }, ['owner', 'team']),
  shownBy(facts.runbook, ['owner', 'runbook']),
]

const cost = (grounds: Grounds, gate: Stage): ProofPart[] => {
  const { facts, plan, pilot } = grounds
  const { costSection, prices, bill } = facts
  const include = ['cost', 'include']
  // CI may lack the file of the cost section: it is unproven then, and not missing.
  const included =
    costSection === undefined || costSection.state === 'found'
      ? []
      : costSection.state === 'absent'
        ? [unproven(include, `${quote(costSection.file)} is not in this checkout`)]
        : [shownBy(costSection, include)]
  const table = ['cost', 'price', 'table']
  const price = plan.metered.flatMap(({ prices: known, pricePath: path, usage, name }): ProofPart[] => {
    const origin = known.output?.origin ?? known.input?.origin
    if (origin?.from !== 'list') return [shownBy(prices, table), ...unreadBelow(grounds, table)]
    return usage?.batch?.value
      ? [unproven(path, `the price list has no batch discount for ${quote(name)}`)]
      : [{ path, state: 'proven', file: `list price of ${origin.model} on ${origin.on}` }]
  })
  const atFull = !reaches(gate, 'full')
    ? []
    : isMetered(pilot)
      ? [shownBy(bill, ['cost', 'bill']), ...unreadBelow(grounds, ['cost', 'bill'])]
      : [shownBy(bill, ['cost', 'allocation']), ...unreadBelow(grounds, ['cost', 'allocation'])]
  return pilot.cost === undefined && costSection === undefined ? [] : [...included, ...price, ...atFull]
}

const guardrails = ({ facts, pilot }: Grounds): ProofPart[] => {
  const { actions, output } = pilot.guardrails ?? {}
  const tools = ['guardrails', 'tools']
  const writes = readable(actions).some(({ effect }) => effect === 'write' || effect === 'irreversible')
  return [
    ...(writes ? [shownBy(facts.toolSurface, tools)] : []),
    ...(writes && facts.toolSurface?.state === 'found' && facts.toolSurface.value.length === 0
      ? [unproven(tools, `${quote(facts.toolSurface.file)} has no tools`)]
      : []),
    ...(output?.schema === undefined ? [] : [shownBy(facts.outputSchema, ['guardrails', 'output', 'schema'])]),
  ]
}

const rollback = (grounds: Grounds): ProofPart[] => {
  const { how } = grounds.pilot.rollback ?? {}
  const path = ['rollback', 'how']
  const flag =
    how?.revert === undefined
      ? [shownBy(grounds.facts.flag, [...path, 'file']), ...unreadBelow(grounds, ['rollback'])]
      : []
  return [...flag, drilled(grounds, 'rollback')]
}

const partsByItem: { readonly [item in Item]: (grounds: Grounds, gate: Stage) => ProofPart[] } = {
  integration,
  monitoring,
  fallback: (grounds) => [drilled(grounds, 'fallback')],
  ownership,
  cost,
  guardrails,
  rollback,
}

/** The section of pilot.yaml in which an item is declared. */
export const sectionOf = {
  integration: 'integration',
  monitoring: 'monitoring',
  fallback: 'fallback',
  ownership: 'owner',
  cost: 'cost',
  guardrails: 'guardrails',
  rollback: 'rollback',
} as const satisfies { readonly [item in Item]: string }

/** What the repository has to show of an item, each part once: what is read of a file counts less than what is not. */
export const partsOf = (grounds: Grounds, item: Item, gate: Stage): ProofPart[] => {
  const parts = partsByItem[item](grounds, later(production, gate))
  const isBeaten = (part: ProofPart, at: number): boolean =>
    parts.some(
      (other, index) =>
        pointer(other.path) === pointer(part.path) &&
        (part.state === 'unproven'
          ? other.state === 'unproven' && index < at
          : other.state === 'unproven' || index < at),
    )
  return parts.filter((part, at) => !isBeaten(part, at))
}
