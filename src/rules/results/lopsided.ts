import type { Phase } from '../../evidence/results/stage-results.ts'
import { type ArmName, armNames, metricOf, observedIn } from '../../exits/samples.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { normalCdf } from '../../stats/distributions.ts'
import { zTwoProportions } from '../../stats/power.ts'
import type { Share } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { percent } from '../lib/evidence.ts'
import { type JudgedResults, judged, placeIn } from '../lib/results.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const twoSided = (z: number): number => 2 * normalCdf(-Math.abs(z))

type Pair = readonly [number, number]

/** p of the same share in both arms; 1 where there is nothing to compare. */
const pOf = ([good, other]: Pair, [total, rest]: Pair): number => {
  const z = zTwoProportions({ treatment: good / total, control: other / rest }, { treatment: total, control: rest })
  return z === undefined ? 1 : twoSided(z)
}

const pairOf = (value: (arm: ArmName) => number | undefined): Pair | undefined => {
  const [treatment, control] = [value('treatment'), value('control')]
  return treatment === undefined || control === undefined || !(treatment > 0) || !(control > 0)
    ? undefined
    : [treatment, control]
}

/** The larger of two ratios by the smaller. */
const factor = ([one, other]: Pair): number => Math.max(one / other, other / one)

function* observed(one: JudgedResults, phase: Phase, pilot: Pilot, level: number): Generator<Finding> {
  const name = pilot.success?.metric
  if (name === undefined || phase.control === undefined) return
  const metric = metricOf(pilot, name)
  const [treatment, control] = armNames.map((arm) => observedIn(phase[arm], metric))
  if (treatment === undefined || control === undefined) return
  const silent = [treatment, control].find((arm) => arm.observed === undefined)
  if (silent !== undefined) {
    yield {
      ...placeIn(one, silent.at, '"observed" is missing here'),
      message: `\`observed\` of ${name} is missing in ${quote(one.file)}`,
      help: 'add "observed", the number of distinct assigned units with an outcome, in both arms',
    }
    return
  }
  const assigned = pairOf((arm) => phase[arm]?.assigned)
  const seen = pairOf((arm) => observedIn(phase[arm], metric)?.observed)
  if (assigned === undefined || seen === undefined) return
  const shares: Pair = [seen[0] / assigned[0], seen[1] / assigned[1]]
  if (Math.max(...shares) <= 1 && factor(shares) > 1.02 && pOf(seen, assigned) < level)
    yield {
      ...placeIn(one, treatment.at, `${seen[0]} of ${assigned[0]} observed`),
      message: `${percent(shares[0])} of the assigned were observed in treatment, ${percent(shares[1])} in control`,
      help: 'find the units that are missing in one arm; the remaining outcomes are not comparable',
    }
  const each: Pair = [treatment.total / seen[0], control.total / seen[1]]
  const ratio = factor(each)
  // The spread of the number of units of one assignee says whether a ratio is chance; without it only the ratio counts.
  const spread = armNames.map((_, at) => {
    const sd = [treatment, control][at]?.clusterSd
    return sd === undefined ? 0 : (sd / (each[at] ?? 1)) ** 2 / (seen[at] ?? 1)
  })
  const error = Math.sqrt((spread[0] ?? 0) + (spread[1] ?? 0))
  const isChance = error > 0 && twoSided(Math.log(ratio) / error) >= level
  if (ratio > 1.1 && !isChance)
    yield {
      ...placeIn(one, treatment.at, `${treatment.total} of ${seen[0]} units`),
      message: `${name} has ${each[0].toFixed(2)} outcomes for each observed unit in treatment, ${each[1].toFixed(2)} in control`,
      help: 'find out why one arm has more outcomes per unit; repeat contacts are also an outcome',
      ...(ratio <= 1.5 && { severity: 'warning' as const }),
    }
}

/** A share that says more than its absence. */
const partly = (share: Share | undefined): Share | undefined => (share?.value === 100 ? undefined : share)

function* responses(one: JudgedResults, phase: Phase, pilot: Pilot, level: number): Generator<Finding> {
  const name = pilot.success?.metric
  const base = name === undefined ? undefined : metricOf(pilot, name)
  for (const { item } of present(pilot.success?.guardrail_metrics)) {
    const { max_drop, max_rise } = item
    const [share_of_units, response_rate] = [item.share_of_units, item.response_rate].map(partly)
    // Of a part of the units the treatment may make more or fewer.
    const isOfAll = share_of_units === undefined && (max_drop ?? max_rise) !== undefined
    if (item.metric === undefined || (response_rate === undefined && !isOfAll) || base === undefined) continue
    const metric = metricOf(pilot, item.metric)
    const units = pairOf((arm) => observedIn(phase[arm], base)?.total)
    const answers = pairOf((arm) => observedIn(phase[arm], metric)?.total)
    if (units === undefined || answers === undefined) continue
    const shares: Pair = [answers[0] / units[0], answers[1] / units[1]]
    if (Math.max(...shares) > 1 || pOf(answers, units) >= level || factor(shares) <= 1.1) continue
    yield {
      ...placeIn(one, observedIn(phase.treatment, metric)?.at ?? [], `answers of ${percent(shares[0])}`),
      message: `${percent(shares[0])} ${response_rate === undefined ? 'count for' : 'answered'} ${item.metric} in treatment, ${percent(shares[1])} in control`,
      help:
        response_rate === undefined
          ? 'count the units of both arms in the same way, or set share_of_units to the part that is counted'
          : 'ask both arms in the same way; the mean depends on who answers',
      ...(factor(shares) <= 1.5 && { severity: 'warning' as const }),
    }
  }
}

export const lopsided: Rule = {
  id: 'results/lopsided',
  severity: 'error',
  from: 'progressive',
  summary: 'Both arms were observed in the same way',
  why: 'If the customers whom the system annoyed leave before they are counted, those who stay look content.',
  details: `\`observed\`, the number of distinct assigned units with an outcome, is required for the primary metric in both arms. An error if the share of the assigned that was observed differs with p < 0.001 and by more than 2% (relative).

Outcomes for each observed unit, answers by a metric with a \`response_rate\`, and observations of a metric with a margin that counts all units, are an error if the arms differ with p < 0.001 and by a factor of more than 1.5, and a warning from 1.1 on. The p of outcomes needs \`cluster_sd\`; without it only the factor counts.`,
  principles: ['progressive-stage'],
  fields: fields`success.{metric,guardrail_metrics} rollout.{limited,progressive,full}.results`,
  references: [
    'Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, KDD',
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 21',
  ],
  settings: {
    level: {
      value: 0.001,
      weaker: 'less',
      meaning: 'The p-value below which a difference is not chance',
      source: 'Fabijan et al. (2019): 0.001, because the test is frequent and a failure invalidates the results',
    },
  },
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1, "arms": {\n  "treatment": {"assigned": 600, "m_rate": {"good": 262, "total": 700, "observed": 500}},\n  "control": {"assigned": 600, "m_rate": {"good": 154, "total": 700}}}}\n',
    },
    ...both`success: {metric: «other_rate|m_rate»}
rollout:
  limited: {results: rollout/limited.json}  # expect: results/lopsided`,
  },

  *check(context) {
    for (const one of judged(context))
      for (const phase of one.value.phases) {
        yield* observed(one, phase, context.pilot, context.setting('level'))
        yield* responses(one, phase, context.pilot, context.setting('level'))
      }
  },
}
