import { type Decimal, decimal, printNumber, printShare } from '../../finance/amounts.ts'
import { type Blast, blastRadii, type Traffic, trafficOf } from '../../finance/blast-radius.ts'
import type { Pilot } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import { quote, several } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** The traffic of the plan; undefined where a part of it is missing or cannot be read. */
const readableTraffic = ({ pilot, faults }: Context): Traffic | undefined =>
  ['full', 'peak_day', 'peak_rate'].some((key) => unread(faults, ['cost', 'volume', key]))
    ? undefined
    : trafficOf(pilot)

type Rollback = NonNullable<Pilot['rollback']>

/** Minutes as the file would write them, rounded down to whole minutes, hours or days. */
const written = (minutes: Decimal): string => {
  const whole = (unit: number) => printNumber(minutes.div(unit).round(0, 0), 0)
  if (minutes.gte(2880)) return `${whole(1440)}d`
  return minutes.gte(180) ? `${whole(60)}h` : `${whole(1)}m`
}

/** How many units stand for one of what the limit counts, such as the conversations of a customer. */
const unitsEach = (blast: Blast, { max_affected: limit }: Rollback): Decimal =>
  limit && blast.limit && limit.value > 0 ? blast.limit.div(limit.value) : decimal(1)

const fix = (blast: Blast, rollback: Rollback): Pick<Finding, 'write' | 'help'> => {
  const { at, stage, longest } = blast
  const { time, max_affected: limit } = rollback
  const affected = blast.affected.div(unitsEach(blast, rollback))
  if (longest?.gte(1))
    return {
      // The windows of the other stages stay as they are.
      write: [{ path: ['rollback', 'when', at, 'over', stage], yaml: written(longest) }],
      help: 'or less, a faster rollback, or a smaller step',
    }
  const faster = time ? `a rollback faster than ${printQuantity(time.quantity)}` : 'a faster rollback'
  return {
    help: `${faster}, a smaller step, or max_affected: ${printNumber(affected.round(0, 3), 0)} ${limit?.unit}`,
  }
}

const tooMany = (blast: Blast, rollback: Rollback, unit: string | undefined): Finding => {
  const { at, stage, exposure, over, come, harmed, affected, metric } = blast
  const { time, max_affected: limit } = rollback
  const each = unitsEach(blast, rollback)
  const counted = each.eq(1) || unit === undefined ? limit?.unit : several(unit)
  const units = `${printNumber(affected.round(1, 3), 1)} ${counted}`
  const share = printShare(decimal(exposure.percent).div(100))
  const waits = [over, ...(time ? [time.quantity] : [])].map(printQuantity).join(' + ')
  const part = harmed.eq(1) ? '' : ` x ${printShare(harmed)} harmed`
  return {
    path: ['rollback', 'when', at, 'over', stage],
    message: `at ${stage}, ${units} are affected by ${quote(metric ?? 'the trigger')} before the rollback is done: more than ${limit && printQuantity(limit)}`,
    ...fix(blast, rollback),
    working: [
      `units in ${waits}, at the busiest = ${printNumber(come, 1)}`,
      `affected = ${printNumber(come, 1)} x ${share} of the traffic${part} = ${units}`,
      ...(limit && blast.limit && !each.eq(1)
        ? [`${printQuantity(limit)} x ${printNumber(each)} each = ${printNumber(blast.limit, 1)} ${counted}`]
        : []),
    ],
    related: [
      { path: ['rollback', 'max_affected'], label: 'the most that may be affected' },
      { path: ['rollback', 'time'], label: 'how long the rollback runs' },
      { path: exposure.path, label: `the traffic of ${stage}` },
      { path: ['cost', 'volume'], label: 'how many come' },
    ],
  }
}

export const blastRadius: Rule = {
  id: 'rollback/blast-radius',
  severity: 'error',
  from: 'limited',
  summary: 'A rollback is done before more customers are affected than the file allows',
  why: 'A trigger that waits for an hour at full traffic has hurt everybody of that hour before anybody turns the switch.',
  details: `Affected = what comes while the trigger waits and the rollback runs, times the share of the traffic at the stage, times the share that is harmed. What comes is the peak rate as far as the peak day reaches, or the average rate where that is more. Harmed is the level of the trigger for a rate of harm (\`above 3%\`), and everybody for a latency.

A trigger on a mean, or on a rate whose fall is the harm, does not say how many are hurt: it is not judged, and neither is a \`max_affected\` that counts neither the \`unit\` of the use case nor what is assigned: a limit in customers is taken times \`units_per_assignee\`. Every planned stage is, from \`limited\` on; a progressive stage stands for its last step. One finding a trigger, on the first stage that is too large.`,
  principles: ['rollback', 'never-everyone'],
  fields: fields`rollback.{max_affected,time,when.over} cost.volume{,.full,.peak_day,.peak_rate} rollout.{limited,progressive,full}.traffic`,
  references: [
    'Google SRE, Canarying Releases: detection plus rollback time, times exposure',
    'NIST AI 600-1 MG-2.4-004',
  ],
  examples: {
    ready: `rollout: {limited: 5% for 14d, full: 95%}
cost: {volume: {full: 60000/month, peak_day: 6000/day, peak_rate: 25/min}}
rollback:
  time: at most 10m
  when: [{metric: latency_p95, is: above 6s, over: {limited: 6h, full: 20m}}]
  max_affected: 750 conversations`,
    notReady: `rollout: {limited: 5% for 14d, full: 95%}
cost: {volume: {full: 60000/month, peak_day: 6000/day, peak_rate: 25/min}}
rollback:
  time: at most 10m
  when:
    - {metric: latency_p95, is: above 6s, over: 20m}   # expect: rollback/blast-radius
  max_affected: 200 conversations`,
  },

  *check(context) {
    const { rollback } = context.pilot
    const traffic = readableTraffic(context)
    if (traffic === undefined || rollback === undefined) return
    const large = blastRadii(context.pilot, traffic).filter(
      ({ affected, limit }) => limit && affected.gt(limit),
    )
    const first = large.filter((one, at) => large.findIndex((other) => other.at === one.at) === at)
    for (const blast of first) yield tooMany(blast, rollback, context.pilot.use_case?.unit)
  },
}
