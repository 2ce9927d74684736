import type { Arms, StageResults } from '../../evidence/results/stage-results.ts'
import { chanceOfLoss, differencesOf } from '../../exits/comparisons.ts'
import { limitOf } from '../../exits/levels.ts'
import { seen, signed } from '../../exits/printed.ts'
import { armNames, type Metric, metricOf, observedIn, sampleOf } from '../../exits/samples.ts'
import { metricKey, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { z95 } from '../../stats/distributions.ts'
import { exactLowerBound } from '../../stats/intervals.ts'
import { crossing } from '../../stats/numeric.ts'
import { byKey } from '../../values/by-key.ts'
import { moreIsBetter, printQuantity } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { printThreshold } from '../../values/threshold.ts'
import type { Path } from '../../yaml/path.ts'
import { isNothing } from '../lib/absent.ts'
import { type JudgedResults, judged, placeIn } from '../lib/results.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** What one metric shows in one level of a segment. */
type Judged = { readonly p: number; readonly says: string; readonly working: readonly string[] }

type Tested = Judged & { readonly at: Path }

/** The results of one level, phase by phase. */
const levelOf = (value: StageResults, segment: string, level: string): StageResults => ({
  ...value,
  phases: value.phases.flatMap((phase) => {
    const arms: Arms | undefined = phase.segments.get(segment)?.get(level)
    return arms === undefined ? [] : [{ ...phase, ...arms, differences: new Map() }]
  }),
})

/** The chance of so many errors where the rate is the limit: the confidence at which the exact bound reaches it. */
const chanceAbove = (errors: number, total: number, limit: number): number =>
  errors / total <= limit ? 1 : crossing((p) => (exactLowerBound(errors, total, 1 - p) ?? 0) > limit, 1e-12, 0.5)

const ofLimit = (pilot: Pilot, value: StageResults, metric: Metric): Judged | undefined => {
  const limit = metric.guardrail?.item.limit
  const [treatment, control] = armNames.map((arm) => sampleOf(pilot, value, arm, metric))
  if (limit === undefined || 'reference' in limit || treatment === undefined) return undefined
  const [inTreatment, inControl] = [limitOf(treatment, limit, metric), control && limitOf(control, limit, metric)]
  if (inTreatment === undefined || 'says' in inTreatment) return undefined
  // A level in which the process before misses the limit as well says nothing about the system.
  if (inControl && !('says' in inControl) && inControl.errors > inControl.limit * inControl.total) return undefined
  const { errors, total, limit: most } = inTreatment
  return {
    p: chanceAbove(errors / treatment.effect, total / treatment.effect, most),
    says: `${metric.name} is ${seen(treatment, metric.unit)}, not ${printThreshold(limit)}`,
    working: [],
  }
}

const ofMargin = (pilot: Pilot, value: StageResults, metric: Metric): Judged | undefined => {
  const { max_drop: drop, max_rise: rise } = metric.guardrail?.item ?? {}
  const margin = drop ?? rise
  if (margin === undefined) return undefined
  const more = drop !== undefined
  const p = chanceOfLoss(pilot, value, metric, { more, margin })
  const [difference] = differencesOf(pilot, value, metric, 'margin', 2.486)
  if (p === undefined || difference === undefined) return undefined
  const detectable = (difference.upper - difference.lower) / 2
  return {
    p,
    says: `${metric.name} is worse by more than ${printQuantity(margin)}: ${signed(difference.value, more ? 'up' : 'down', difference.unit)} against control`,
    working: [
      `detectable loss with power 0.8: ${signed(detectable, 'up', difference.unit).replace('+', '')} beyond the margin`,
    ],
  }
}

/** The primary metric is promised of all levels together, so that a level in which it is worse is only told. */
const ofPrimary = (pilot: Pilot, value: StageResults, metric: Metric): Judged | undefined => {
  const target = pilot.success?.target
  const [difference] = differencesOf(pilot, value, metric, 'margin', z95.two)
  if (target === undefined || difference === undefined) return undefined
  const more = moreIsBetter(target)
  const p = chanceOfLoss(pilot, value, metric, { more, margin: { unit: 'points', ...difference.unit, value: 0 } })
  const against = signed(difference.value, more ? 'up' : 'down', difference.unit)
  return p === undefined
    ? undefined
    : { p, says: `${metric.name} is worse than without the system: ${against} against control`, working: [] }
}

type Test = (pilot: Pilot, value: StageResults, metric: Metric) => Judged | undefined

/** What the tests say of the metrics in each level, the least likely first. */
const testsOf = (
  one: JudgedResults,
  pilot: Pilot,
  names: readonly (string | undefined)[],
  tests: readonly Test[],
): Tested[] => {
  const levels = new Map<string, { segment: string; level: string }>()
  for (const phase of one.value.phases)
    for (const [segment, inside] of phase.segments)
      for (const level of inside.keys()) levels.set(`${segment}\0${level}`, { segment, level })
  const found = [...levels.values()].flatMap(({ segment, level }) => {
    const value = levelOf(one.value, segment, level)
    return names.flatMap((name = '') => {
      const metric = metricOf(pilot, name)
      const at = observedIn(value.phases[0]?.treatment, metric)?.at
      if (at === undefined) return []
      return tests.flatMap((test) => {
        const judged = test(pilot, value, metric)
        return judged === undefined ? [] : [{ ...judged, at, says: `${segment} ${level}: ${judged.says}` }]
      })
    })
  })
  return found.sort((a, b) => a.p - b.p)
}

/** What is significant by itself; an error only if it is so by Holm's method, and of a guardrail metric. */
function* significant(one: JudgedResults, tests: readonly Tested[], isPromised: boolean): Generator<Finding> {
  let holds = true
  for (const [rank, { p, at, says, working }] of tests.entries()) {
    holds &&= p * (tests.length - rank) < 0.05
    if (isPromised ? p >= 0.05 : !holds) return
    const finding: Finding = {
      ...placeIn(one, at, 'the level'),
      message: says,
      help: 'keep this level out of the rollout until the system serves it, or find out what differs there',
      working: [`p ${p < 1e-4 ? 'below 0.0001' : p.toFixed(4)} of ${tests.length} tests`, ...working],
    }
    yield holds && isPromised ? finding : { ...finding, severity: 'warning' }
  }
}

/** How many levels results report of each group. */
const levelsIn = ({ value: { phases } }: JudgedResults): ReadonlyMap<string, number> => {
  const held = phases.flatMap(({ segments }) => [...segments])
  const levels = byKey(held, ([name]) => metricKey(name))
  return new Map([...levels].map(([key, all]) => [key, new Set(all.flatMap(([, levels]) => [...levels.keys()])).size]))
}

/** Groups that the file names and whose results nobody reports, from when most of the traffic was seen. */
function* unreported({ pilot, gate }: Context, results: readonly JudgedResults[]): Generator<Finding> {
  const seen = results.filter(({ stage }) => stage === 'progressive' || stage === 'full')
  if (gate !== 'full' || seen.length === 0) return
  const [last, ...before] = seen.map(levelsIn).toReversed()
  const levelsOf = (group: string, of = last) => of?.get(metricKey(group)) ?? 0
  const named = readable(pilot.data?.segments?.groups).filter((one) => !isNothing(one))
  // One level is all there is, and says no more than the whole.
  for (const few of [0, 1]) {
    const groups = named.filter((one) => levelsOf(one) === few)
    if (groups.length === 0) continue
    const them = groups.length === 1 ? 'it' : 'them'
    // Who could report them once can report them again.
    const isGone = groups.some((one) => before.some((held) => levelsOf(one, held) > few))
    yield {
      path: ['data', 'segments'],
      message: `\`data.segments\` names ${enumerate(groups.map(quote))}, but results of ${seen.at(-1)?.stage} ${few === 0 ? `do not report ${them}` : `report only one level of ${them}`}`,
      help: 'add the levels to "segments" of each phase, or list only the groups that are analysed',
      ...(!isGone && { severity: 'warning' as const }),
    }
  }
}

export const segments: Rule = {
  id: 'results/segments',
  severity: { progressive: 'warning', full: 'error' },
  from: 'progressive',
  summary: 'No segment is harmed while the average holds',
  why: 'An average hides the customers of one language. They are the first to be harmed and the last to be seen.',
  details: `For each level of each segment in the results, every guardrail metric is compared with the control group of the same level: a margin by Miettinen and Nurminen or Welch, a limit by exact bounds, only where the control group meets it. A loss counts if it is significant by Holm's method at 5% over all levels and guardrail metrics: an error at \`full\`, a warning before. One that is significant at 5% by itself is a warning, and so is a level in which the primary metric is worse than in its control group, by Holm's method over all levels. At \`full\`, so is a group in \`data.segments\` that the latest results do not report, or in one level only, and an error if those of \`progressive\` reported it in more.`,
  principles: ['full-stage', 'real-data'],
  fields: fields`data.segments success.guardrail_metrics rollout.{limited,progressive,full}.results`,
  references: [
    'Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6',
    'ML Test Score (Breck et al. 2017), Model 6; NIST AI 600-1 MEASURE 2.11',
  ],
  examples: {
    files: {
      'rollout/limited.json': `{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,
 "arms": {"treatment": {"fault_rate": {"good": 20, "total": 2000}}},
 "segments": {"language": {
   "de": {"treatment": {"fault_rate": {"good": 2, "total": 1800}}},
   "fr": {"treatment": {"fault_rate": {"good": 18, "total": 200}}}}}}
`,
    },
    ...both`success:
  guardrail_metrics: [{metric: fault_rate, limit: at most «10%|2%»}]
rollout:
  limited: {results: rollout/limited.json}  # expect: results/segments`,
  },

  *check(context) {
    const { pilot } = context
    const results = judged(context)
    yield* unreported(context, results)
    for (const one of results) {
      const guardrails = readable(pilot.success?.guardrail_metrics).map(({ metric }) => metric)
      yield* significant(one, testsOf(one, pilot, guardrails, [ofLimit, ofMargin]), true)
      yield* significant(one, testsOf(one, pilot, [pilot.success?.metric], [ofPrimary]), false)
    }
  },
}
