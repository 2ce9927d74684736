import { type Decimal, decimal, printNumber, printShare } from '../../finance/amounts.ts'
import { type Blast, blastRadii, type Traffic, trafficOf } from '../../finance/blast-radius.ts'
import { type CountedUnit, unitOf } from '../../model/lists.ts'
import type { Rollback } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import { called, unread } from '../lib/absent.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'
import { sharesShown } from '../lib/shown-shares.ts'

const readableTraffic = ({ pilot, faults }: Context): Traffic | undefined =>
  ['full', 'peak_day', 'peak_rate'].some((key) => unread(faults, ['cost', 'volume', key]))
    ? undefined
    : trafficOf(pilot)

/** Rounded down to whole minutes, hours or days. */
const written = (minutes: Decimal): string => {
  const whole = (unit: number) => printNumber(minutes.div(unit).round(0, 0), 0)
  if (minutes.gte(2880)) return `${whole(1440)}d`
  return minutes.gte(180) ? `${whole(60)}h` : `${whole(1)}m`
}

/** Units per thing that the limit counts, such as conversations per customer. */
const unitsEach = (blast: Blast, { max_affected: limit }: Rollback): Decimal =>
  limit && blast.limit && limit.value > 0 ? blast.limit.div(limit.value) : decimal(1)

const fix = (blast: Blast, rollback: Rollback): Pick<Finding, 'write' | 'help'> => {
  const { at, stage, longest } = blast
  const { time, max_affected: limit } = rollback
  const affected = blast.affected.div(unitsEach(blast, rollback))
  if (longest?.gte(1))
    return {
      write: [{ path: ['rollback', 'when', at, 'over', stage], yaml: written(longest) }],
      help: 'or less; or make the rollback faster or the step smaller',
    }
  const faster = time ? `set \`time\` below ${printQuantity(time.quantity)}` : 'add a shorter `time`'
  const most = `${printNumber(affected.round(0, 3), 0)} ${limit?.unit}`
  return { help: `${faster}, make the step smaller, or set \`max_affected\` to ${most}` }
}

const tooMany = (blast: Blast, rollback: Rollback, unit: CountedUnit | undefined): Finding => {
  const { at, stage, exposure, over, come, harmed, affected, metric } = blast
  const { time, max_affected: limit } = rollback
  const each = unitsEach(blast, rollback)
  const counted = each.eq(1) || unit === undefined ? limit?.unit : unit.many
  const units = `${printNumber(affected.round(1, 3), 1)} ${counted}`
  const share = printShare(decimal(exposure.percent).div(100))
  const waits = [over, ...(time ? [time.quantity] : [])].map(printQuantity).join(' + ')
  const part = harmed.eq(1) ? '' : ` x ${printShare(harmed)} harmed`
  return {
    path: ['rollback', 'when', at, 'over', stage],
    message: `\`rollback.max_affected\` is ${limit && printQuantity(limit)}, but ${called(metric, 'the trigger')} at ${stage} affects ${units}`,
    ...fix(blast, rollback),
    working: [
      `units in ${waits} at peak = ${printNumber(come, 1)}`,
      `affected = ${printNumber(come, 1)} x ${share} of the traffic${part} = ${units}`,
      ...(limit && blast.limit && !each.eq(1)
        ? [`${printQuantity(limit)} x ${printNumber(each)} each = ${printNumber(blast.limit, 1)} ${counted}`]
        : []),
    ],
    related: [
      { path: ['rollback', 'max_affected'], label: 'the limit' },
      { path: ['rollback', 'time'], label: 'the rollback time' },
      { path: exposure.path, label: `the traffic of ${stage}` },
      { path: ['cost', 'volume'], label: 'the volume' },
    ],
  }
}

export const blastRadius: Rule = {
  id: 'rollback/blast-radius',
  severity: 'error',
  from: 'limited',
  summary: 'A rollback is complete before it exceeds `max_affected`',
  why: 'A trigger with a window of an hour at full traffic affects every customer of that hour before the rollback starts.',
  details: `Affected = units during the window of the trigger and the rollback \`time\` x share of the traffic x share that is harmed. Units come at the peak rate until the peak day is used up, or at the average rate if that is more. The harmed share is how far a trigger on a harm rate (\`above 3%\`) lies above the baseline of the metric, times the part of the units that the metric counts: 100% until results show it, whatever \`share_of_units\` declares. It is 100% for a latency, or what is beyond the percentile where a fallback answers \`after\` that time.

Judges every planned stage from \`limited\` on; for progressive, its last step. One finding per trigger names the first stage above the limit. Triggers on a mean, or on a rate that falls, are not judged, because the number of affected units is unknown. \`max_affected\` must count \`use_case.unit\` or the assigned unit, which is multiplied by \`units_per_assignee\`; otherwise it is not judged.`,
  principles: ['rollback', 'never-everyone'],
  fields: fields`rollback.{max_affected,time,when.over} fallback.after success.guardrail_metrics.baseline cost.volume{,.full,.peak_day,.peak_rate} rollout.{limited,progressive,full}.{traffic,results}`,
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
    const large = blastRadii(context.pilot, traffic, sharesShown(context)).filter(
      ({ affected, limit }) => limit && affected.gt(limit),
    )
    const first = large.filter((one, at) => large.findIndex((other) => other.at === one.at) === at)
    for (const blast of first) yield tooMany(blast, rollback, unitOf(context.pilot))
  },
}
