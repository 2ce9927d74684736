import { incompleteBeta, normalCdf } from './distributions.ts'
import { crossing, isCountOf, isPositive, isProbability } from './numeric.ts'

/** What was counted in one arm. */
export type Proportion = { readonly good: number; readonly total: number }

/** Both arms of one phase of an experiment, in which the shares of the arms did not change. */
export type Stratum = { readonly treatment: Proportion; readonly control: Proportion }

export type Better = 'more' | 'less'

/**
 * The rates that are most likely among those that differ by `difference`, treatment minus control.
 * Source: Miettinen and Nurminen (1985), Comparative analysis of two rates, Statistics in Medicine 4, appendix.
 */
const restricted = ({ treatment, control }: Stratum, difference: number): { treatment: number; control: number } => {
  const all = treatment.total + control.total
  const good = treatment.good + control.good
  const square = (treatment.total + 2 * control.total) * difference - all - good
  const linear = (control.total * difference - all - 2 * control.good) * difference + good
  const constant = control.good * difference * (1 - difference)
  const q = square ** 3 / (27 * all ** 3) - (linear * square) / (6 * all ** 2) + constant / (2 * all)
  const root = Math.sqrt(Math.max(0, square ** 2 / (9 * all ** 2) - linear / (3 * all)))
  const p = q >= 0 ? root : -root
  const angle = p === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, q / p ** 3)))
  const rate = 2 * p * Math.cos((Math.PI + angle) / 3) - square / (3 * all)
  const inside = (value: number) => Math.min(1, Math.max(0, value))
  return { treatment: inside(rate + difference), control: inside(rate) }
}

export const weightOf = ({ treatment, control }: Stratum): number =>
  (treatment.total * control.total) / (treatment.total + control.total)

/** Beyond this, floats lose the counts. */
const maxCount = 1e12

const isCounted = ({ good, total }: Proportion): boolean =>
  isCountOf(good, total) && total >= 1 / maxCount && total <= maxCount

export const areCounted = (strata: readonly Stratum[]): boolean =>
  strata.length > 0 && strata.every(({ treatment, control }) => isCounted(treatment) && isCounted(control))

/** The statistic of the hypothesis that treatment minus control is `difference` in every stratum. */
const statistic = (strata: readonly Stratum[], difference: number): number => {
  let [distance, variance] = [0, 0]
  for (const stratum of strata) {
    const { treatment, control } = stratum
    const weight = weightOf(stratum)
    const rates = restricted(stratum, difference)
    const all = treatment.total + control.total
    const spread =
      (rates.treatment * (1 - rates.treatment)) / treatment.total +
      (rates.control * (1 - rates.control)) / control.total
    distance += weight * (treatment.good / treatment.total - control.good / control.total - difference)
    variance += (weight ** 2 * spread * all) / Math.max(all - 1, 1)
  }
  if (variance > 0) return distance / Math.sqrt(variance)
  return distance === 0 ? 0 : distance * Number.POSITIVE_INFINITY
}

/**
 * The interval of the difference of two rates, treatment minus control: all differences that the score test does not
 * reject. Strata are combined with weights n_t n_c / (n_t + n_c). `critical` is 1.645 for a one-sided bound of 95%.
 * Undefined without strata, or where an arm is empty.
 * Source: Miettinen and Nurminen (1985), Comparative analysis of two rates, Statistics in Medicine 4.
 */
export const scoreInterval = (
  strata: readonly Stratum[],
  critical: number,
): { readonly difference: number; readonly lower: number; readonly upper: number } | undefined => {
  if (!areCounted(strata) || !isPositive(critical)) return undefined
  const weights = strata.reduce((sum, stratum) => sum + weightOf(stratum), 0)
  const difference = strata.reduce(
    (sum, stratum) =>
      sum +
      (weightOf(stratum) / weights) *
        (stratum.treatment.good / stratum.treatment.total - stratum.control.good / stratum.control.total),
    0,
  )
  const lower =
    statistic(strata, -1) < critical ? -1 : -crossing((x) => statistic(strata, -x) >= critical, -difference, 1)
  const upper = statistic(strata, 1) > -critical ? 1 : crossing((x) => statistic(strata, x) <= -critical, difference, 1)
  return { difference, lower, upper }
}

/**
 * How likely a difference at least as far below `difference` is by chance, where treatment minus control is `difference`
 * in truth; one-sided. Undefined without strata, or where an arm is empty.
 */
export const chanceBelow = (strata: readonly Stratum[], difference: number): number | undefined =>
  areCounted(strata) ? normalCdf(statistic(strata, difference)) : undefined

/** Whether the treatment is shown not to be worse than the control by `margin`, a share. */
const isNonInferior = (strata: readonly Stratum[], margin: number, better: Better, critical: number): boolean =>
  better === 'more' ? statistic(strata, -margin) > critical : statistic(strata, margin) < -critical

/** With fewer expected events than this, the normal approximation is off by more than a point. */
const fewestEvents = 50

/** More expected events than this in the other arm take too long to enumerate. */
const maxEvents = 20_000

/** The probabilities of each count that matters, at most 1e-12 of them left out. */
const masses = (total: number, rate: number): { readonly count: number; readonly mass: number }[] => {
  const below = (count: number): number => incompleteBeta(total - count, count + 1, 1 - rate) ?? 1
  const sd = Math.sqrt(total * rate * (1 - rate))
  const from = Math.max(0, Math.floor(total * rate - 9 * sd - 9))
  const to = Math.min(total, Math.ceil(total * rate + 9 * sd + 9))
  return Array.from({ length: to - from + 1 }, (_, at) => {
    const count = from + at
    const upTo = count >= total ? 1 : below(count)
    return { count, mass: upTo - (count === 0 ? 0 : below(count - 1)) }
  })
}

/**
 * The probability of showing that a rate is not worse by `margin`, where in truth both arms have the same `rate`. Counts
 * are enumerated where events are rare; elsewhere the distribution is taken as normal.
 * Undefined where an argument has no meaning.
 * Source: Miettinen and Nurminen (1985); Farrington and Manning (1990), Test statistics and sample size formulae for
 * comparative binomial trials, Statistics in Medicine 9.
 */
export const powerOfMargin = (
  rate: number,
  margin: number,
  arms: { readonly treatment: number; readonly control: number },
  { better, critical }: { readonly better: Better; readonly critical: number },
): number | undefined => {
  if (!isProbability(rate) || !isProbability(margin) || !isPositive(critical)) return undefined
  const [treatment, control] = [Math.floor(arms.treatment + 1e-9), Math.floor(arms.control + 1e-9)]
  if (!(treatment >= 1 && treatment <= maxCount) || !(control >= 1 && control <= maxCount)) return undefined
  const rare = Math.min(rate, 1 - rate)
  if (Math.min(treatment, control) * rare >= fewestEvents || Math.max(treatment, control) * rare > maxEvents) {
    const expected = {
      treatment: { good: rate * treatment, total: treatment },
      control: { good: rate * control, total: control },
    }
    const reached = statistic([expected], better === 'more' ? -margin : margin)
    const under = margin / Math.abs(reached)
    const spread = Math.sqrt(rate * (1 - rate) * (1 / treatment + 1 / control))
    return normalCdf((margin - critical * under) / spread)
  }
  const [ofTreatment, ofControl] = [masses(treatment, rate), masses(control, rate)]
  let power = 0
  for (const { count: good, mass } of ofTreatment) {
    const shown = (other: number) =>
      isNonInferior(
        [{ treatment: { good, total: treatment }, control: { good: other, total: control } }],
        margin,
        better,
        critical,
      )
    // More good events in the control group make a fall likelier, so that the counts that pass are at one end.
    for (const other of better === 'more' ? ofControl : [...ofControl].reverse()) {
      if (!shown(other.count)) break
      power += mass * other.mass
    }
  }
  return power
}

/** How often at most `count` of so many independent trials are events. */
export const chanceOfAtMost = (count: number, total: number, rate: number): number | undefined => {
  if (!(total >= 1 && total <= maxCount) || !(rate >= 0 && rate <= 1)) return undefined
  if (count < 0) return 0
  if (count >= total) return 1
  return incompleteBeta(total - count, count + 1, 1 - rate)
}
