import {
  type ArmName,
  armNames,
  isAssigned,
  type Metric,
  metricOf,
  observationsOf,
  pairsOf,
  placeOf,
} from '../../exits/samples.ts'
import { power as printPower } from '../../finance/plans/print-plan.ts'
import { fewestAssignees, planOf, together } from '../../finance/plans/stage-plan.ts'
import { present } from '../../model/lists.ts'
import type { GuardrailMetric, Pilot } from '../../model/pilot.ts'
import { flawlessTrials } from '../../stats/limits.ts'
import { fraction, isShare, moreIsBetter } from '../../values/index.ts'
import { plural, quote, several, withArticle } from '../../values/text.ts'
import { plannedIn } from '../lib/counted-days.ts'
import { type JudgedResults, judged, placeIn } from '../lib/results.ts'
import { reviewOf } from '../lib/reviews.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/**
 * The units that the bill of full may count, as a multiple of the plan, hold for its results as well. A weak quarter has
 * fewer; with less than a hundredth of the plan, nothing could ever be missed significantly.
 */
const atFull = { fewest: 0.01, most: 2 }

/** As many as come where fewer than one is expected. */
const byChance = 10

/** Observations of a guardrail metric without a limit on its share. */
const leastAtFull = 30

const metricsOf = ({ success }: Pilot): string[] =>
  [success?.metric, ...present(success?.guardrail_metrics).map(({ item }) => item.metric)].filter(
    (name) => name !== undefined,
  )

/** How many observations of a guardrail metric show something: as few as these may be reviewed of all at full. */
const enoughOf = ({ guardrail }: Metric): number => {
  const { limit } = guardrail?.item ?? {}
  const share =
    limit && 'quantity' in limit && !moreIsBetter(limit) && isShare(limit.quantity) && fraction(limit.quantity)
  return (share && flawlessTrials(share)) || leastAtFull
}

function* traffic(one: JudgedResults, context: Context): Generator<Finding> {
  const { pilot, setting } = context
  const isFull = one.stage === 'full'
  const [fewest, most] = isFull ? [atFull.fewest, atFull.most] : [setting('fewest'), setting('most')]
  for (const name of metricsOf(pilot))
    for (const arm of armNames) {
      const metric = metricOf(pilot, name)
      const found = observationsOf(one.value.phases, arm, metric)
      const [first] = found
      const planned = found
        .map(({ phase }) => plannedIn(pilot, phase, one, arm, metric))
        .reduce<number | undefined>(
          (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
          0,
        )
      const obtained = found.reduce((sum, { total }) => sum + total, 0)
      // Of less than one, a few may come by chance.
      if (first === undefined || planned === undefined || (planned < 1 && obtained <= byChance)) continue
      const share = obtained / planned
      if (share >= fewest && share <= most) continue
      if (isFull && !metric.primary && (share > most || obtained >= enoughOf(metric))) continue
      const few = share < fewest
      yield {
        ...placeIn(one, first.at, `${obtained} observations`),
        message: `${name} has ${obtained} observations in ${arm}, but ${planned < 1 ? 'fewer than one was' : `${Math.round(planned)} were`} planned`,
        help: few
          ? 'find out which units were not counted, or correct the volume and the shares of the stage'
          : 'correct the counts, which are of units and not of their parts, or cost.volume.full, share_of_units, sampled and the shares of the stage',
        working: ['planned = full volume a day x share x days of arrival x share_of_units x sampled x response_rate'],
        ...(few && share >= setting('enough') && { severity: 'warning' as const }),
      }
    }
}

/** Where units are assigned in groups, whatever correlation is declared. */
function* assignees(one: JudgedResults, context: Context): Generator<Finding> {
  const { pilot } = context
  const { assign_by: group } = pilot.rollout ?? {}
  const planned = planOf(pilot, one.stage)
  if (group === undefined || isAssigned(pilot) || !planned.ok || reviewOf(context, one.stage)) return
  const { lift, guardrails } = planned.plan.asks
  const isCompared = ({ item }: { item: GuardrailMetric }) => (item.max_drop ?? item.max_rise) !== undefined
  if (!lift && !(guardrails && present(pilot.success?.guardrail_metrics).some(isCompared))) return
  for (const arm of armNames) {
    // Assignment is sticky: the largest phase has them all.
    const counts = one.value.phases.flatMap((phase) => phase[arm]?.assigned ?? [])
    const count = Math.max(...counts)
    if (counts.length === 0 || count >= fewestAssignees) continue
    const phase = one.value.phases.find((phase) => phase[arm]?.assigned === count)
    yield {
      ...placeIn(one, [...(phase?.at ?? []), arm, 'assigned'], `${count} assigned`),
      message: `${plural(count, group)} in ${arm}; a comparison of ${several(group)} needs at least ${fewestAssignees} in each arm`,
      help: `assign more ${several(group)}, or smaller units than ${withArticle(group)}`,
    }
    return
  }
}

function* power(one: JudgedResults, { pilot, setting }: Context): Generator<Finding> {
  const planned = planOf(pilot, one.stage)
  if (!planned.ok) return
  const { plan } = planned
  const questions = [
    ...(plan.asks.lift && plan.lift ? [plan.lift] : []),
    ...(plan.asks.guardrails ? plan.guardrails : []),
  ]
  for (const question of questions) {
    if (question.kind === 'limit') continue
    const metric = metricOf(pilot, question.metric)
    const pairs = pairsOf(pilot, one.value, metric)
    if (pairs.length === 0) continue
    const strata = pairs.map(({ treatment, control }) => ({
      treatment: treatment.total / treatment.effect,
      control: control.total / control.effect,
    }))
    const { power: reached } = question.ask(together(strata), plan.test)
    if (reached === undefined || reached >= setting('power')) continue
    const total = (arm: ArmName) => pairs.reduce((sum, pair) => sum + pair[arm].total, 0)
    yield {
      ...placeIn(one, placeOf(one.value, metric), `${total('treatment')} observations`),
      message: `${one.stage} has power ${printPower(reached, setting('power'))} for ${question.metric}, but ${setting('power')} is required: ${total('treatment')} and ${total('control')} observations`,
      help: 'run the stage until its results reach the required power',
    }
  }
}

/** The counts of each phase of an arm that has any. */
const countsOf = ({ value }: JudgedResults, arm: ArmName): string[] =>
  value.phases.flatMap((phase) => {
    const metrics = [...(phase[arm]?.metrics ?? [])]
    const counts = metrics.map(([key, { at, name, to, ...own }]) => JSON.stringify([key, own])).sort()
    return counts.length === 0 ? [] : [counts.join()]
  })

function* copied(all: readonly JudgedResults[]): Generator<Finding> {
  for (const [at, one] of all.entries())
    for (const earlier of all.slice(0, at))
      for (const arm of armNames) {
        const before = new Set(countsOf(earlier, arm))
        if (!countsOf(one, arm).some((counts) => before.has(counts))) continue
        yield {
          ...placeIn(one, one.value.phases[0]?.at ?? [], `the same counts as in ${earlier.stage}`),
          message: `${quote(one.file)} has the same counts in ${arm} as ${quote(earlier.file)}`,
          help: `count ${one.stage} by itself`,
        }
        return
      }
}

export const tooFew: Rule = {
  id: 'results/too-few',
  severity: 'error',
  from: 'progressive',
  waivable: false,
  summary: 'Results have about as many observations as the traffic allows',
  why: 'Half of the planned observations means that some units were not counted, and it is unknown which. Ten times as many means that something else was counted.',
  details: `Planned observations of a metric are the full volume a day, times the share of the arm, the days of arrival without \`rollout.freeze\`, \`share_of_units\`, \`sampled\` and \`response_rate\`. Below half of them, and above three times, is an error; below 80% a warning. The power at the number obtained must be at least 0.8 for each comparison that the exit requires. If \`assign_by\` is not the unit of the use case, each arm of such a comparison needs 4 that were \`assigned\`: of three against three, one split in ten is as extreme as any. An expert review of the stage takes its place.

Two stages with the same counts in an arm are one stage, copied. At \`full\`, the primary metric has at least a hundredth of the planned and at most twice as many, as on the bill; a guardrail metric, of which few units may be reviewed, has a hundredth or as many as show that its limit is met without an error (30 without a limit).`,
  principles: ['progressive-stage', 'unlocked-by-evidence'],
  fields: fields`cost.volume.full rollout.assign_by success.{share_of_units,response_rate,sampled} rollout.{limited,progressive,full}.{results,traffic,control}`,
  references: [
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 21',
    'Hayes and Moulton (2017), Cluster Randomised Trials, 2nd edition',
  ],
  settings: {
    enough: {
      value: 0.5,
      weaker: 'less',
      meaning: 'Smallest share of the planned observations',
      source: 'volumes vary by tens of percent between months; half of them is a broken count',
    },
    fewest: {
      value: 0.8,
      weaker: 'less',
      meaning: 'Share of the planned observations below which there is a warning',
      source: 'the power of a plan with 0.8 falls to about 0.7',
    },
    most: {
      value: 3,
      weaker: 'more',
      meaning: 'Largest multiple of the planned observations',
      source: 'a mean that is off by a factor of three is a mistake; smaller differences occur between months',
    },
    power: {
      value: 0.8,
      weaker: 'less',
      meaning: 'Smallest power at the number of observations',
      source: 'Cohen (1988), Statistical Power Analysis, 2.4',
    },
  },
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-18", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}\n',
    },
    ...both`success: {metric: deflection_rate}
cost: {volume: {full: «33000|90000»/month}}
rollout:
  limited: {traffic: 5%, results: rollout/limited.json}  # expect: results/too-few`,
  },

  *check(context) {
    const found = judged(context)
    const all = found.filter(({ stage }) => stage === 'limited' || stage === 'progressive')
    for (const one of found) if (one.stage === 'full') yield* traffic(one, context)
    for (const one of all) {
      yield* traffic(one, context)
      yield* assignees(one, context)
      yield* power(one, context)
    }
    yield* copied(all)
  },
}
