import { isMetered } from '../evidence/bill/bill.ts'
import type { Adoption } from '../evidence/history/committed.ts'
import type { ShapeFault } from '../model/layout.ts'
import type { Pilot } from '../model/pilot.ts'
import { later, production, type Stage } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import { measuredLift } from '../rules/lib/measured.ts'
import { type ProofPart, partsOf, sectionOf } from '../rules/lib/proven-items.ts'
import { judged as judgedStages, past } from '../rules/lib/results.ts'
import { reviewOf } from '../rules/lib/reviews.ts'
import { type Context, type Finding, type Item, items } from '../rules/lib/rule.ts'
import { enumerate, plural } from '../values/text.ts'
import type { Path } from '../yaml/path.ts'
import { itemsOf, type JudgedFinding } from './judge.ts'
import type { StageJudgement } from './judge-stages.ts'
import type { HistoryState, ItemState, Line, ResultsState, Verdict } from './report.ts'

/** What the lines are made of: the judgement of the checked stage, at least that of production. */
export type VerdictContext = Pick<Context, 'facts' | 'plan' | 'pilot'> & {
  readonly judged: StageJudgement
  readonly gate: Stage
  readonly faults: readonly ShapeFault[]
  /** Whether the caller left the history out. */
  readonly withoutHistory: boolean
  /** Whether some rules did not run. */
  readonly partial: boolean
}

const isOf = (path: Path, item: Item, of: Partial<Finding> = {}): boolean => itemsOf(of, path[0]).includes(item)

/** A rule about an item whose findings stand in another section. */
const alsoOf: { readonly [rule: string]: Item } = { 'rollout/flag-mismatch': 'rollback' }

const unique = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text) => text !== undefined)),
]

const isError = ({ severity }: JudgedFinding): boolean => severity === 'error'

/** The first error of an item: a contradiction says more than a gap. */
const wrongIn = ({ judged }: VerdictContext, item: Item): JudgedFinding | undefined => {
  const errors = judged.open.filter(
    (one) => isError(one) && (isOf(one.finding.path, item, one.finding) || alsoOf[one.id] === item),
  )
  return errors.find(({ finding }) => !finding.absent) ?? errors[0]
}

const unreadIn = ({ faults }: VerdictContext, item: Item): ShapeFault | undefined =>
  faults.find(({ path, meant }) => isOf(path, item) || (meant !== undefined && isOf(meant, item)))

const stateOf = (parts: readonly ProofPart[]): ItemState =>
  parts.some(({ state }) => state === 'stated') ? 'stated' : 'proven'

const signedBy = ({ by, until, checked }: Waiver): string => `${checked ? '' : '(unchecked) '}by ${by} until ${until}`

const unmetered = (pilot: Pilot): string => (isMetered(pilot) ? 'no model is metered by tokens' : 'nothing is metered')

const itemLine = (grounds: VerdictContext, item: Item): Verdict['items'][number] => {
  const { judged, gate } = grounds
  const parts = partsOf(grounds, item, gate)
  const lacks = unique(parts.map(({ why }) => why))
  const evidence = unique(parts.map(({ file }) => file))
  const gap = judged.missing.find((one) => one.item === item)
  const base = { item, rules: [...(gap?.rules ?? [])], evidence, lacks }
  const [wrong, unread] = [wrongIn(grounds, item), unreadIn(grounds, item)]
  if (gap !== undefined) return { ...base, state: 'missing', failed: true, says: gap.rules.join(', ') }
  if (wrong !== undefined) return { ...base, state: 'declared', failed: true, says: wrong.finding.message }
  if (unread !== undefined)
    return { ...base, state: 'declared', failed: true, says: `${unread.path.join('.').slice(0, 100)} cannot be read` }
  if (grounds.partial) return { ...base, state: 'declared', failed: false, says: 'some rules did not run' }
  if (grounds.pilot[sectionOf[item]] === undefined)
    return { ...base, state: 'declared', failed: false, says: 'not declared' }
  if (lacks.length > 0) {
    // Somebody signed for the part itself, or for what another rule says of it.
    const all = judged.waived.filter(({ judged: { finding } }) => isOf(finding.path, item, finding))
    const signed = (all.find((one) => one.judged.id === 'evidence/unproven') ?? all[0])?.waiver
    if (signed === undefined) return { ...base, state: 'declared', failed: false, says: lacks.join('; ') }
    const unshown = lacks.length > 1 ? ` (${lacks.length} parts are not proven)` : ''
    return { ...base, state: 'signed for', failed: false, says: `${signedBy(signed)}: ${signed.why}${unshown}` }
  }
  const by = unique(parts.map((part) => part.by))
  const files =
    evidence.length > 0 ? evidence.join(', ') : item === 'cost' ? unmetered(grounds.pilot) : 'nothing to prove'
  const says = by.length === 0 ? files : `${files}, stated by ${enumerate(by)}`
  return { ...base, state: stateOf(parts), failed: false, says }
}

export const itemLines = (grounds: VerdictContext): Verdict['items'] => items.map((item) => itemLine(grounds, item))

const adoptedWords = ({ since, bill }: Extract<Adoption, { ok: true }>): string => `live since ${since}, by ${bill}`

const ofResults = ({ id, finding: { path } }: JudgedFinding): boolean =>
  id.startsWith('results/') || id === 'spec/stage-skipped' || (path[0] === 'rollout' && path[2] === 'results')

export const resultsLine = (grounds: VerdictContext): Line<ResultsState> => {
  const { judged, pilot } = grounds
  const stages = judgedStages(grounds)
  const wrong = judged.open.find((one) => isError(one) && ofResults(one))
  if (wrong !== undefined) return { state: 'failed', failed: true, says: wrong.finding.message }
  const reviews = past(grounds).flatMap(({ stage }) => {
    const review = reviewOf(grounds, stage)?.value
    return review === undefined ? [] : [{ stage, ...review }]
  })
  const { adoption } = grounds.facts
  if (stages.length === 0 && reviews.length === 0)
    return adoption?.ok
      ? { state: 'adopted', failed: false, says: adoptedWords(adoption) }
      : { state: 'none asked', failed: false, says: '' }
  const by = unique([
    ...stages.map(({ value }) => (value.origin === 'shown' ? undefined : (value.by ?? 'nobody'))),
    ...reviews.map((review) => review.by),
  ])
  const lift = measuredLift(grounds)
  const words = lift
    ? `${lift.one.stage}: ${pilot.success?.metric} ${lift.interval} against control`
    : enumerate(stages.map(({ stage }) => stage))
  const reviewed = reviews.map(({ stage, passed, cases }) => `${stage}: ${passed} of ${cases} cases passed a review`)
  const uncounted = stages.flatMap(({ stage, value }) =>
    value.uncounted === undefined ? [] : [`${stage} not counted again: ${value.uncounted}`],
  )
  const reported = stages.flatMap(({ stage, value: { phases } }) => {
    const all = phases.flatMap(({ differences }) => [...differences.values()])
    const isTyped = all.some(({ origin }) => origin !== 'shown')
    return all.length === 0 ? [] : [`${stage}: differences ${isTyped ? 'typed' : 'from an export'}`]
  })
  const says = [words, ...reported, ...reviewed, ...uncounted].filter((one) => one !== '').join('; ')
  return by.length === 0
    ? { state: 'shown', failed: false, says }
    : { state: 'stated', failed: false, says: `${says}; stated by ${enumerate(by)}` }
}

const ofHistory = ({ id }: JudgedFinding): boolean => id === 'success/bar-moved' || id.startsWith('evidence/history')

const unreadWords = (history: VerdictContext['facts']['history']): string => {
  if (history === undefined) return 'no history'
  if (history.state !== 'unverified') return `${history.file} is unreadable`
  return history.help === undefined ? history.why : `${history.why} (${history.help})`
}

export const historyLine = ({ judged, facts, gate, withoutHistory, partial }: VerdictContext): Line<HistoryState> => {
  const { history } = facts
  const signed = judged.waived.filter((one) => ofHistory(one.judged))
  if (withoutHistory) return { state: 'PARTIAL', failed: false, says: 'left out by --no-history' }
  if (partial && history === undefined) return { state: 'PARTIAL', failed: false, says: 'some rules did not run' }
  const wrong = judged.open.find((one) => isError(one) && ofHistory(one))
  if (history?.state !== 'found') {
    return { state: 'unread', failed: later(production, gate) === gate, says: unreadWords(history) }
  }
  const { versions } = history.value
  const since = versions.at(-1)?.date
  const count = `${plural(versions.length, 'version')}${since === undefined ? '' : ` since ${since}`}`
  if (wrong !== undefined) return { state: 'read', failed: true, says: wrong.finding.message }
  const { adoption } = facts
  if (signed.length === 0) {
    const isCompared = judged.ran.includes('success/bar-moved')
    const says = `${count}; the bar ${isCompared ? 'is unchanged' : 'was not compared'}`
    if (!adoption?.ok) return { state: 'read', failed: false, says }
    return { state: 'adopted', failed: false, says: `${adoptedWords(adoption)}; ${says}` }
  }
  const says = signed.map(({ judged: { finding }, waiver: { by, checked } }) => {
    const moved = finding.brief ?? finding.message
    return `${checked ? '' : '(unchecked) '}by ${by}: ${moved}`
  })
  return { state: 'signed for', failed: false, says: says.join('; ') }
}
