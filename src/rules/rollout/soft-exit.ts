import { type Metric, metricOf } from '../../exits/samples.ts'
import { metricKey, present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Condition } from '../../values/condition.ts'
import {
  compare,
  condition,
  isAbove,
  isShare,
  moreIsBetter,
  printQuantity,
  type Quantity,
  type Threshold,
} from '../../values/index.ts'
import { printThreshold } from '../../values/threshold.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

type Bar = { readonly more: boolean; readonly quantity: Quantity; readonly words: string; readonly help?: string }

/** The baseline, moved by the margin; undefined if their units differ. */
const atMargin = ({ baseline, guardrail }: Metric): Bar | undefined => {
  const { max_drop: drop, max_rise: rise } = guardrail?.item ?? {}
  const margin = drop ?? rise
  if (margin === undefined || baseline === undefined) return undefined
  const points = isShare(baseline) && (margin.unit === 'points' || margin.unit === '%')
  if (!points && compare({ ...margin, value: 1 }, { ...baseline, value: 1 }) !== 0) return undefined
  const value = Number((baseline.value + (drop ? -margin.value : margin.value)).toPrecision(12))
  const quantity = { ...baseline, value }
  return {
    more: drop !== undefined,
    quantity,
    words: `its margin of ${printQuantity(margin)}: ${printQuantity(quantity)}`,
  }
}

/** What the pilot promises of a metric; undefined if it is no number. */
const promised = ({ success }: Pilot, metric: Metric): Bar | undefined => {
  const limit = metric.primary ? success?.target : metric.guardrail?.item.limit
  if (limit === undefined) return metric.primary ? undefined : atMargin(metric)
  if ('reference' in limit) return undefined
  const words = `the ${metric.primary ? 'target' : 'limit'} ${printThreshold(limit)}`
  return { more: moreIsBetter(limit), quantity: limit.quantity, words }
}

/** Of a metric of which nothing is promised, the level at which the system is rolled back. */
const stopped = ({ rollback }: Pilot, { key }: Metric): Bar | undefined => {
  const [trigger, ...others] = readable(rollback?.when).filter((one) => metricKey(one.metric ?? '') === key)
  // Of several, one may be for a sudden failure.
  if (trigger?.is === undefined || 'reference' in trigger.is || others.length > 0) return undefined
  const words = `the rollback trigger ${printThreshold(trigger.is)}`
  const help = 'set it to a level at which the system is not rolled back'
  return { more: !isAbove(trigger.is), quantity: trigger.is.quantity, words, help }
}

/** What a number in an exit asks less than: what the pilot promises, which shadow does not show, or what stops it. */
const softer = (exit: Condition, pilot: Pilot, isShadow: boolean): Bar | undefined => {
  if (!('metric' in exit) || 'reference' in exit.threshold) return undefined
  const metric = metricOf(pilot, exit.metric)
  const isPromised = metric.primary || metric.guardrail !== undefined
  if (isPromised && isShadow) return undefined
  const bar = isPromised ? promised(pilot, metric) : stopped(pilot, metric)
  if (bar === undefined || bar.more !== moreIsBetter(exit.threshold)) return undefined
  const order = compare(exit.threshold.quantity, bar.quantity)
  return order !== undefined && (bar.more ? order < 0 : order > 0) ? bar : undefined
}

/** What the exits ask of the primary metric; that it is not too good to be true is no promise. */
const onPrimary = (exits: readonly Condition[], { success }: Pilot): Threshold[] => {
  const { metric, target } = success ?? {}
  return exits.flatMap((exit) => {
    if (!('metric' in exit) || metricKey(exit.metric) !== metricKey(metric ?? '')) return []
    return target === undefined || moreIsBetter(exit.threshold) === moreIsBetter(target) ? [exit.threshold] : []
  })
}

/** The conditions that a progressive exit needs and does not have. */
const lacking = (exits: readonly Condition[], pilot: Pilot): string[] => {
  const { metric, target, guardrail_metrics: guardrails } = pilot.success ?? {}
  if (metric === undefined || target === undefined) return []
  const own = onPrimary(exits, pilot)
  const onControl = own.some((bar) => 'reference' in bar && bar.reference === 'control')
  const onTarget = own.some((bar) => 'quantity' in bar)
  return [
    ...(onControl ? [] : [`${metric} ${moreIsBetter(target) ? 'above' : 'below'} control`]),
    ...(onTarget || 'reference' in target ? [] : [`${metric} ${printThreshold(target)}`]),
    ...(present(guardrails).length === 0 || exits.some((exit) => 'guardrail_metrics' in exit)
      ? []
      : ['guardrail_metrics hold']),
  ]
}

function* ofStage(stage: 'shadow' | 'limited' | 'progressive', pilot: Pilot): Generator<Finding> {
  const planned = pilot.rollout?.[stage]
  const exits = present(planned?.exit)
  const path = ['rollout', stage, 'exit']
  for (const { item, at } of exits) {
    const bar = softer(item, pilot, stage === 'shadow')
    if (bar !== undefined)
      yield {
        path: [...path, at],
        message: `${condition.print(item)} requires less than ${bar.words}`,
        help: bar.help ?? 'set it to the number that was promised, or leave it to guardrail_metrics hold',
      }
  }
  // An exit that is missing is reported by rollout/no-exit.
  if (exits.length === 0 || planned?.prove?.by !== undefined || stage === 'shadow') return
  const conditions = exits.map(({ item }) => item)
  const { metric, target } = pilot.success ?? {}
  const missing =
    stage === 'progressive'
      ? lacking(conditions, pilot)
      : metric === undefined || onPrimary(conditions, pilot).length > 0
        ? []
        : [`${metric} not ${target === undefined || moreIsBetter(target) ? 'below' : 'above'} baseline`]
  if (missing.length > 0)
    yield {
      path,
      message: `the exit of ${stage} does not require ${missing.join(', ')}`,
      help: `add ${missing.join(', ')}`,
    }
}

export const softExit: Rule = {
  id: 'rollout/soft-exit',
  severity: 'error',
  from: 'shadow',
  waivable: false,
  summary: 'No exit requires less than the pilot promises',
  why: 'A target of 45% with an exit of 10% is a target of 10%: the exit decides what ships.',
  details: `In \`limited\` and \`progressive\`, a number on the primary metric may not be looser than \`success.target\`, and one on a guardrail metric not looser than its \`limit\`, or its baseline moved by \`max_drop\` or \`max_rise\`.

The exit of \`progressive\` needs the primary metric above (or below) control, the target, and \`guardrail_metrics hold\`. That of \`limited\` needs a condition on the primary metric; \`not below baseline\` is enough. A condition in the direction that is worse, such as \`at most 90%\` where more is better, counts as none of them. Exits of shadow are not compared with them. On a metric of which nothing is promised, no exit may be met at a level at which the rollback trigger fires, shadow included. A stage with \`prove\` needs no comparison.`,
  principles: ['progressive-stage', 'held-bar'],
  fields: fields`success.{target,guardrail_metrics} rollout.{shadow,limited,progressive}.exit rollback.when`,
  references: [
    'Schultzberg, Ankargren and Frånberg (2024), Risk-aware product decisions in A/B tests with multiple metrics',
  ],
  examples: {
    ...both`success: {metric: deflection_rate, target: at least 35%, guardrail_metrics: [{metric: wrong_rate, limit: at most 2%}]}
rollout:
  progressive:
    steps: [50% for 28d]
    exit:
      - deflection_rate above control
      - deflection_rate at least «35%|10%»  # expect: rollout/soft-exit
      - guardrail_metrics hold`,
  },

  *check({ pilot }) {
    for (const stage of ['shadow', 'limited', 'progressive'] as const) yield* ofStage(stage, pilot)
  },
}
