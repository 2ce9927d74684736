import type { Pilot } from '../model/pilot.ts'
import type { Stage } from '../model/stage.ts'
import { type Item, items } from '../rules/rule.ts'
import { plural } from '../values/text.ts'
import type { Proof } from './proof.ts'
import type { Diagnostic, ItemState, Target, Verdict, Waived } from './report.ts'

type Grounds = {
  readonly pilot: Pilot
  readonly target: Target
  readonly gate: Stage
  readonly partial: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly waived: readonly Waived[]
  readonly missing: readonly { readonly item: Item; readonly rules: readonly string[] }[]
  readonly proof: readonly Proof[]
  readonly readyFor: Stage | undefined
  readonly next: Verdict['next']
  readonly sponsor: Pick<Verdict, 'money' | 'proof'>
}

/** Sections named in the verdict line; a longer list names nothing. */
const named = 8

const blockers = (diagnostics: readonly Diagnostic[]): string => {
  const sections = [
    ...new Set(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule.split('/', 1)[0] ?? ''),
    ),
  ]
  const shown = sections.slice(0, named).join(', ')
  return sections.length > named ? `${shown} and ${sections.length - named} more` : shown
}

const target = (asked: Target, gate: Stage): string => (asked === 'production' ? 'production' : gate)

/** How far customers are exposed at the gate, in the author's own numbers. */
const exposure = ({ rollout }: Pilot, gate: Stage): string => {
  if (gate === 'pilot' || rollout === undefined) return ''
  const stage = rollout[gate]
  const last =
    gate === 'progressive' ? rollout.progressive?.steps?.findLast((step) => step?.share)?.share : undefined
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
  const found = errors === 0 ? 'no error' : `${plural(errors, 'error')} (${blockers(grounds.diagnostics)})`
  const rest = [tally(states), ...exceptions(grounds.waived)]
  if (partial)
    return [
      `PARTIAL for ${goal}: ${found}; some rules did not run, so nobody can call it ready`,
      ...exceptions(grounds.waived),
    ].join(' · ')
  if (errors > 0) {
    const reached = readyFor === undefined ? 'ready for no stage yet' : `ready for ${readyFor}`
    return [`NOT READY for ${goal}: ${found}`, reached, ...rest].join(' · ')
  }
  const then = next === undefined ? [] : [`next: ${next.stage} asks ${plural(next.asks, 'thing')}`]
  return [`READY for ${goal}${exposure(pilot, gate)}`, ...rest, ...then].join(' · ')
}

/** The verdict: the minimum over the seven items and every error, never a mean. */
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
    ready: error === 0 && !grounds.partial,
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

/** The verdict on a file that nobody could judge. */
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
  sentence: 'NOT JUDGED: the file cannot be read as a pilot.yaml',
})
