import type { Pilot } from '../model/pilot.ts'
import type { Stage } from '../model/stage.ts'
import { plural } from '../values/text.ts'
import type { Diagnostic, Target, Verdict, Waived } from './report.ts'

type Grounds = {
  readonly pilot: Pilot
  readonly target: Target
  readonly gate: Stage
  readonly partial: boolean
  /** The configuration from outside, if there is one. */
  readonly policy?: string | undefined
  /** Set where the flag holds the pilot back, as it is said. */
  readonly paused: string | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly waived: readonly Waived[]
  readonly lines: Pick<Verdict, 'items' | 'results' | 'history'>
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

const counted = ['proven', 'stated', 'signed for'] as const

/** Items without an open error; what is only declared counts in no sum. */
const tally = (states: Verdict['items']): string => {
  const sums = counted.flatMap((wanted) => {
    const count = states.filter(({ state, failed }) => state === wanted && !failed).length
    return count === 0 ? [] : [`${count} ${wanted}`]
  })
  return sums.length === 0 ? 'nothing proven' : sums.join(', ')
}

const fixable = (diagnostics: readonly Diagnostic[]): number => diagnostics.filter(({ edit }) => edit).length

const fixableWords = (diagnostics: readonly Diagnostic[]): string[] => {
  const count = fixable(diagnostics)
  return count === 0 ? [] : [`${count} fixable with --fix`]
}

const sentence = (grounds: Grounds, errors: number): string => {
  const { pilot, gate, partial, readyFor, next } = grounds
  const goal = target(grounds.target, gate)
  const open = grounds.diagnostics.filter(({ severity }) => errors === 0 || severity === 'error')
  const edits = fixableWords(open)
  const count = errors === 0 ? 'no errors' : `${plural(errors, 'error')} (${blockers(grounds.diagnostics)})`
  const found = [count, ...edits].join(', ')
  const rest = [tally(grounds.lines.items), ...exceptions(grounds.waived)]
  if (partial)
    return [`PARTIAL for ${goal}: ${found}; not everything was judged`, ...exceptions(grounds.waived)].join(' · ')
  if (errors > 0) {
    const reached = readyFor === undefined ? 'not ready for any stage' : `ready for ${readyFor}`
    return [`NOT READY for ${goal}: ${found}`, reached, ...rest].join(' · ')
  }
  if (grounds.paused !== undefined) return [grounds.paused, ...exceptions(grounds.waived)].join(' · ')
  const then = next === undefined ? [] : [`next: ${next.stage} requires ${plural(next.asks, 'thing')}`]
  return [`READY for ${goal}${exposure(pilot, gate)}`, ...rest, ...edits, ...then].join(' · ')
}

/** The minimum over the seven items and all errors, never an average. */
export const verdictOf = (grounds: Grounds): Verdict => {
  const count = (wanted: Diagnostic['severity']) =>
    grounds.diagnostics.filter(({ severity }) => severity === wanted).length
  const error = count('error')
  return {
    judged: true,
    ready: error === 0 && !grounds.partial && grounds.paused === undefined,
    partial: grounds.partial,
    for: grounds.target,
    gate: grounds.gate,
    readyFor: grounds.readyFor,
    ...grounds.lines,
    next: grounds.next,
    counts: {
      error,
      warning: count('warning'),
      info: count('info'),
      waived: grounds.waived.length,
      fixable: fixable(grounds.diagnostics),
    },
    ...grounds.sponsor,
    sentence: [
      sentence(grounds, error),
      ...(grounds.policy === undefined ? [] : [`configured by ${grounds.policy}`]),
    ].join(' · '),
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
  results: undefined,
  history: undefined,
  next: undefined,
  counts: {
    error: diagnostics.length,
    warning: 0,
    info: 0,
    waived: 0,
    fixable: fixable(diagnostics),
  },
  money: undefined,
  proof: undefined,
  sentence: ['NOT JUDGED: this is not a readable pilot.yaml', ...fixableWords(diagnostics)].join(' · '),
})
