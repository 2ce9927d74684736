import { perDay, perMonth, printQuantity } from '../../values/index.ts'
import type { Rate } from '../../values/quantity.ts'
import { RATE_SECONDS } from '../../values/unit.ts'
import { filledCost } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

/** The month with the most days: an average of it is the smallest. */
const longestMonth = 31

const day = RATE_SECONDS.day

type Base = { readonly rate: Rate; readonly key: string; readonly label: string; readonly days: number }

/** What comes on average while the peak is counted; rounded down, as who writes whole units may round. */
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
    message: `the ${key === 'peak_day' ? 'busiest day' : 'busiest moment'} has ${printQuantity(peak)}, and ${base.label} of ${printQuantity(base.rate)} is ${least} on average`,
    help: `${key}: ${least} or more, or a lower ${base.key}: no peak is below the average`,
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
  summary: 'The busiest day and the busiest minute have at least what comes on average',
  why: 'A peak below the average is no peak. Load test, review hours, spend limit and blast radius are all sized by it, and every one of them is then too small.',
  details: `\`cost.volume.peak_day\` is compared with \`full\`, spread over the 31 days of a long month; \`peak_rate\` with \`peak_day\`, or with \`full\` where there is none. Averages are rounded down to whole units, so traffic that is the same every day is never reported.

A \`full\` below a single peak day is for \`cost/demo-volume-only\`. Nothing is judged where \`cost.include\` keeps the section in a file that cannot be read.`,
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
    const month = full && { rate: full, key: 'full', label: 'the full volume', days: longestMonth }
    const low = peak_day && month && tooLow('peak_day', peak_day, month)
    if (low) yield low
    const busiest = peak_day && !low && { rate: peak_day, key: 'peak_day', label: 'the peak day', days: 1 }
    const base = busiest || month
    const slow = peak_rate && base && tooLow('peak_rate', peak_rate, base)
    if (slow) yield slow
  },
}
