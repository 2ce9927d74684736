import { perDay, perMonth, printQuantity } from '../../values/index.ts'
import type { Rate } from '../../values/quantity.ts'
import { RATE_SECONDS } from '../../values/unit.ts'
import { filledCost } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

/** The longest month has the lowest average. */
const maxMonthDays = 31

const day = RATE_SECONDS.day

type Base = { readonly rate: Rate; readonly key: string; readonly label: string; readonly days: number }

/** Rounded down, as authors write whole units. */
const averageOver = (base: Base, peak: Rate): number => {
  const perDayOnAverage = base.days === 1 ? perDay(base.rate) : perMonth(base.rate) / base.days
  return Math.floor((perDayOnAverage * RATE_SECONDS[peak.per]) / day + 1e-9)
}

const tooLow = (key: string, peak: Rate, base: Base): Finding | undefined => {
  const average = averageOver(base, peak)
  if (peak.value >= average) return undefined
  const least = printQuantity({ ...peak, value: average })
  return {
    path: ['cost', 'volume', key],
    message: `\`cost.volume.${key}\` is ${printQuantity(peak)}, but \`${base.key}\` averages ${least}`,
    help: `set \`${key}\` to ${least} or more, or lower \`${base.key}\``,
    related: [{ path: ['cost', 'volume', base.key], label: base.label }],
    working: [
      base.days === 1
        ? `average = ${printQuantity(base.rate)} = ${least}`
        : `average = ${printQuantity(base.rate)} / ${base.days} days = ${least}`,
    ],
  }
}

export const peakBelowAverage: Rule = {
  id: 'cost/peak-below-average',
  severity: 'error',
  from: 'shadow',
  summary: 'The peak day and the peak rate are at least the average',
  why: 'Load test, review hours, spend limit and blast radius are sized by the peak, and a peak below the average makes all of them too small.',
  details: `\`cost.volume.peak_day\` is compared with \`full\` divided by 31 days; \`peak_rate\` with \`peak_day\`, or with \`full\` if \`peak_day\` is not set. Averages are rounded down to whole units, so constant traffic is not reported. If \`cost.include\` names a file that cannot be read, nothing is reported.`,
  principles: ['edge-cases', 'cost-model'],
  fields: ['cost.volume.full', 'cost.volume.peak_day', 'cost.volume.peak_rate'],
  references: ['Google, Site Reliability Engineering, chapter 18, intent-based capacity planning'],
  examples: {
    ready: `cost:
  volume: {demo: 400/month, full: 22000/month, peak_day: 1900/day, peak_rate: 6/min}`,
    notReady: `cost:
  volume:
    demo: 400/month
    full: 22000/month
    peak_day: 190/day  # expect: cost/peak-below-average
    peak_rate: 6/min`,
  },

  *check(context) {
    const { full, peak_day, peak_rate } = filledCost(context)?.volume ?? {}
    const month = full && { rate: full, key: 'full', label: 'the full volume', days: maxMonthDays }
    const low = peak_day && month && tooLow('peak_day', peak_day, month)
    if (low) yield low
    const busiest = peak_day && !low && { rate: peak_day, key: 'peak_day', label: 'the peak day', days: 1 }
    const base = busiest || month
    const slow = peak_rate && base && tooLow('peak_rate', peak_rate, base)
    if (slow) yield slow
  },
}
