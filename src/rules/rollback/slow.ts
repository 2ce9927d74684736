import { limitOf, trafficOf } from '../../finance/blast-radius.ts'
import { readable } from '../../model/lists.ts'
import type { Rollback } from '../../model/pilot.ts'
import { type Duration, days, printQuantity, seconds } from '../../values/index.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

const longestWindow = ({ when }: Rollback): Duration | undefined =>
  readable(when)
    .flatMap(({ over }) => Object.values(over ?? {}))
    .filter((window) => window !== undefined)
    .reduce<Duration | undefined>((most, one) => (most && seconds(most) >= seconds(one) ? most : one), undefined)

const late = (rollback: Rollback): Finding | undefined => {
  const time = rollback.time?.quantity
  if (time === undefined) return undefined
  const window = longestWindow(rollback)
  const path = ['rollback', 'time']
  const message = `\`rollback.time\` is ${printQuantity(time)}`
  const help = 'set it to the time that a drill has shown, and use a flag or a switch that acts within minutes'
  if (window && seconds(time) > seconds(window))
    return { path, message: `${message}, longer than every window of its triggers (${printQuantity(window)})`, help }
  if (days(time) > 7) return { path, message: `${message}, more than 7d`, help }
  return days(time) > 1 ? { path, message: `${message}, more than 1d`, help, severity: 'warning' } : undefined
}

export const slow: Rule = {
  id: 'rollback/slow',
  severity: 'error',
  from: 'limited',
  summary: 'A rollback takes less than its triggers wait, and affects less than a day of customers',
  why: 'Whoever chooses both the time and the number that may be affected can make every blast radius fit.',
  details: `\`rollback.time\` must not be longer than the longest window of its own triggers, nor than 7 days; more than a day is a warning. \`max_affected\` must not exceed the units of the peak day at full rollout, or of an average day without \`cost.volume.peak_day\`.`,
  principles: ['rollback'],
  fields: [
    'rollback.time',
    'rollback.max_affected',
    'rollback.when.over',
    'cost.volume',
    'cost.volume.full',
    'cost.volume.peak_day',
  ],
  references: ['NIST AI 600-1 MG-2.4-004'],
  examples: both`use_case: {unit: claim}
cost: {volume: {full: 30000/month, peak_day: 2400/day}}
rollback:
  time: at most «30m|9d»  # expect: rollback/slow
  when: [{metric: wrong_claim_rate, is: above 3%, over: 3d}]
  max_affected: «900|90000» claims  # expect: rollback/slow`,

  *check({ pilot }) {
    const { rollback } = pilot
    if (rollback === undefined) return
    const found = late(rollback)
    if (found) yield found
    const [limit, traffic] = [limitOf(pilot), trafficOf(pilot)]
    const day = traffic && (traffic.peakDay ?? traffic.volume.div(30))
    if (rollback.max_affected === undefined || limit === undefined || day === undefined || limit.lte(day)) return
    yield {
      path: ['rollback', 'max_affected'],
      message: `\`rollback.max_affected\` is ${printQuantity(rollback.max_affected)}, more than a whole day at full rollout`,
      help: 'set it to the number that may be affected before the rollback is complete',
      related: [{ path: ['cost', 'volume'], label: 'the volume' }],
      working: [`a day = ${day.round(0, 0).toFixed()}`],
    }
  },
}
