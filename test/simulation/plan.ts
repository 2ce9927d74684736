import { daysBetween } from '../../src/values/index.ts'
import { binomial, normal, poisson, seeded } from './random.ts'

export const [baseline, target, expected] = [0.22, 0.35, 0.36]

/** The plan of the complete file, with a bar that the expected value does not clear by much. */
export const pilot = `version: 1
id: order-status
stage: full
started: 2026-09-14
use_case: {unit: conversation}
success:
  metric: deflection_rate
  window: 7d
  baseline: ${100 * baseline}%
  target: at least ${100 * target}%
  expected: ${100 * expected}%
  guardrail_metrics:
    - {metric: csat, scale: 1-5, baseline: 4.21 points, sd: 1.05 points, max_drop: 0.10 points, response_rate: 12%, window: 2d}
    - {metric: wrong_answer_rate, limit: at most 2%, window: 1d}
model: {id: small-2-20260801}
cost:
  volume: {full: 60000/month}
  errors: {rate: 1%, cost: 3.50 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  value: {per_success: 2.20 EUR}
rollout:
  assign_by: customer
  units_per_assignee: 1.3
  intra_class_correlation: 0.2
  limited: {traffic: 5%, control: 5%, start: 2026-11-09, duration: 14d, exit: [deflection_rate not below baseline, wrong_answer_rate at most 2%], results: limited.json}
  progressive: {steps: [20% for 7d, 50% for 28d], control: 30%, start: 2027-01-11, looks: 1, exit: [deflection_rate above control, deflection_rate at least 35%, guardrail_metrics hold], results: progressive.json}
  full: {traffic: 95%, control: 5%, start: 2027-03-01}
`

const [perDay, perCustomer, correlation] = [60000 / 30, 1.3, 0.2]
const effect = 1 + (perCustomer - 1) * correlation

/** The true rates of the primary metric. */
export type World = { readonly treatment: number; readonly control: number }

type Phase = {
  readonly from: string
  readonly to: string
  /** The last days of arrival whose outcomes are final. */
  readonly final: { readonly deflection: string; readonly csat: string }
}

/** What one arm counts in a phase. */
export type Draw = (share: number, phase: Phase, rate: number) => object

const daysIn = (from: string, to: string): number => daysBetween(from, to) + 1

/** Traffic exactly as planned: only the outcomes are left to chance, of customers that are as alike as declared. */
export const exact = (random: () => number): Draw => {
  const known = new Map<string, () => number>()
  const successes = (n: number, p: number) => {
    const key = `${n} ${p}`
    const draw = known.get(key) ?? binomial(Math.floor(n / effect), p, random)
    known.set(key, draw)
    return Math.min(n, Math.round(draw() * effect))
  }
  return (share, { from, to, final }, rate) => {
    const units = (until: string) => Math.round(perDay * share * daysIn(from, until))
    const [total, rated] = [units(final.deflection), Math.round(0.12 * units(final.csat))]
    return {
      assigned: Math.round(units(to) / perCustomer),
      deflection_rate: {
        good: successes(total, rate),
        total,
        observed: Math.round(total / perCustomer),
        to: final.deflection,
      },
      wrong_answer_rate: { good: successes(units(to), 0.01), total: units(to) },
      csat: { mean: 4.21 + normal(random) * 1.05 * Math.sqrt(effect / rated), sd: 1.05, n: rated, to: final.csat },
    }
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)

/** How many customers give each rating, 1 to 5: most a 5, with the declared mean and standard deviation. */
const ratings = [0.05, 0.04, 0.09, 0.29, 0.53]

/**
 * Healthy, and not as tidy as the plan: traffic that varies by a quarter from day to day, outcomes that get lost,
 * customers who come back, a few that write thirty times, and skewed ratings.
 */
export const noisy = (seed: number): Draw => {
  const random = seeded(seed)
  let drawn = 0
  const around = (mean: number, variance: number) =>
    Math.max(0, Math.round(mean + Math.sqrt(variance) * normal(random)))
  return (share, { from, to, final }, rate) => {
    // Both arms of a phase have the same days, good and bad ones.
    const weather = seeded(seed + 7919 * (1 + Math.floor(drawn++ / 2)))
    const customers = Array.from({ length: daysIn(from, to) }, () =>
      poisson((perDay * share * Math.exp(0.25 * normal(weather) - 0.03)) / perCustomer, random),
    )
    const until = (day: string) => sum(customers.slice(0, daysIn(from, day)))
    const outcomes = (assigned: number, p: number) => {
      const observed = Math.min(assigned, around(0.985 * assigned, 0.015 * assigned))
      const [again, busy] = [poisson(assigned * (perCustomer - 1), random), 30 * poisson(0.0002 * assigned, random)]
      const total = observed + again + busy
      return { good: around((observed + again) * p, total * effect * p * (1 - p)), total, observed }
    }
    const asked = 0.12 * perCustomer * until(final.csat)
    const given = ratings.map((part) => around(asked * part, asked * part))
    const n = sum(given)
    const mean = sum(given.map((count, at) => count * (at + 1))) / n
    const sd = Math.sqrt(sum(given.map((count, at) => count * (at + 1 - mean) ** 2)) / (n - 1))
    const assigned = sum(customers)
    return {
      assigned,
      deflection_rate: { ...outcomes(until(final.deflection), rate), to: final.deflection },
      wrong_answer_rate: outcomes(assigned, 0.01),
      csat: { mean, sd, n, to: final.csat },
    }
  }
}

const limited: Phase = {
  from: '2026-11-09',
  to: '2026-11-22',
  final: { deflection: '2026-11-15', csat: '2026-11-20' },
}
const first: Phase = { from: '2027-01-11', to: '2027-01-17', final: { deflection: '2027-01-17', csat: '2027-01-17' } }
const second: Phase = { from: '2027-01-18', to: '2027-02-14', final: { deflection: '2027-02-07', csat: '2027-02-12' } }

/** The results files of both stages. */
export const resultsIn = (draw: Draw, { treatment, control }: World) => {
  const counted = (phase: Phase, traffic: number, other: number) => ({
    from: phase.from,
    to: phase.to,
    traffic: `${100 * traffic}%`,
    arms: { treatment: draw(traffic, phase, treatment), control: draw(other, phase, control) },
  })
  const head = { model: 'small-2-20260801', looks: 1 }
  return {
    'limited.json': JSON.stringify({ ...head, stage: 'limited', ...counted(limited, 0.05, 0.05) }),
    'progressive.json': JSON.stringify({
      ...head,
      stage: 'progressive',
      phases: [counted(first, 0.2, 0.3), counted(second, 0.5, 0.3)],
    }),
  }
}
