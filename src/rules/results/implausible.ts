import type { Observed, Phase } from '../../evidence/results/stage-results.ts'
import { differencesOf } from '../../exits/comparisons.ts'
import { inUnit } from '../../exits/printed.ts'
import { armNames, type Metric, metricOf, observedIn, platformOf, valueIn } from '../../exits/samples.ts'
import { inUnitOf } from '../../finance/lift.ts'
import type { Pilot } from '../../model/pilot.ts'
import { countedDays } from '../lib/counted-days.ts'
import { type Judged, judged, placeIn } from '../lib/results.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

/** The standard deviation of one observation, as the file declares it, in the unit of the metric. */
const declaredSd = ({ success }: Pilot, { primary, guardrail, unit }: Metric): number | undefined => {
  const sd = primary ? success?.baseline?.sd : (guardrail?.item.sd ?? guardrail?.item.baseline?.sd)
  return sd === undefined || unit === undefined ? undefined : inUnitOf(sd, unit)?.toNumber()
}

const print = (value: number, { unit }: Metric): string => inUnit(unit)(String(Number(value.toPrecision(4))))

/** A mean is printed with this many steps of its scale, and may lie so much nearer to the middle. */
const steps = 200

/**
 * The largest standard deviation that all of a population can have around a mean.
 * Source: Bhatia and Davis (2000), A better bound on the variance.
 */
const widestSd = (mean: number, { from, to }: { readonly from: number; readonly to: number }): number => {
  const [half, step] = [(to - from) / 2, (to - from) / steps]
  const away = Math.max(0, Math.abs(mean - (from + half)) - step)
  return Math.sqrt((half - away) * (half + away))
}

/** What is wrong with a mean and its standard deviation. */
const meanFault = (
  observed: Extract<Observed, { kind: 'mean' }>,
  metric: Metric,
  pilot: Pilot,
): Pick<Finding, 'message' | 'help' | 'severity'> | undefined => {
  const [mean, sd] = [valueIn(observed.mean, metric.unit), valueIn(observed.sd, metric.unit)]
  if (mean === undefined || sd === undefined) return undefined
  const { total: n } = observed
  const { name } = metric
  const scale = metric.guardrail?.item.scale
  if (scale !== undefined && (mean < scale.from || mean > scale.to))
    return {
      message: `a mean of ${print(mean, metric)} is off the scale of ${scale.from}-${scale.to} of ${name}`,
      help: 'correct the mean, or the scale of the metric',
    }
  const widest = scale && n > 1 ? widestSd(mean, scale) * Math.sqrt(n / (n - 1)) : undefined
  if (widest !== undefined && sd > widest * (1 + 1e-9))
    return {
      message: `an sd of ${print(sd, metric)} is impossible beside a mean of ${print(mean, metric)} on the scale of ${name}: at most ${print(widest, metric)}`,
      help: 'correct the sd: the standard deviation of one observation',
    }
  if (n < 30) return undefined
  if (sd === 0)
    return {
      message: `an sd of 0 over ${n} observations of ${name}`,
      help: 'set the standard deviation of one observation',
    }
  const declared = declaredSd(pilot, metric)
  if (declared === undefined || declared === 0) return undefined
  const scaled = (sd * Math.sqrt(n)) / declared
  if (scaled > 1 / 1.5 && scaled < 1.5)
    return {
      message: `an sd of ${print(sd, metric)} looks like a standard error: ${print(declared, metric)} / sqrt(${n})`,
      help: `set the standard deviation of one observation, about ${print(declared, metric)}`,
    }
  return sd > 3 * declared && n >= 300
    ? {
        message: `an sd of ${print(sd, metric)} is more than three times the ${print(declared, metric)} of ${name}`,
        help: 'correct the sd in the results, or the declared one',
        severity: 'warning',
      }
    : undefined
}

function* means(one: Judged, phase: Phase, pilot: Pilot): Generator<Finding> {
  for (const arm of armNames)
    for (const observed of phase[arm]?.metrics.values() ?? []) {
      const fault = observed.kind === 'mean' ? meanFault(observed, metricOf(pilot, observed.name), pilot) : undefined
      if (fault !== undefined) yield { ...placeIn(one, observed.at, `${observed.name} in ${arm}`), ...fault }
    }
}

/** A metric may not be observed on many more units than the file says. */
function* shares(one: Judged, phase: Phase, pilot: Pilot): Generator<Finding> {
  const name = pilot.success?.metric
  const base = name === undefined ? undefined : metricOf(pilot, name)
  for (const arm of armNames) {
    const primary = base && observedIn(phase[arm], base)
    const days = primary && countedDays(pilot, phase, primary)
    if (base === undefined || !primary || !days || base.observed(one.stage) === 0) continue
    const unitsADay = primary.total / base.observed(one.stage) / days
    for (const observed of phase[arm]?.metrics.values() ?? []) {
      const metric = metricOf(pilot, observed.name)
      if (metric.guardrail === undefined || observed.kind === 'percentile') continue
      const found = observed.total / (unitsADay * Math.max(1, countedDays(pilot, phase, observed)))
      const declared = metric.observed(one.stage)
      if (declared >= 1 || found <= 1.5 * declared) continue
      yield {
        ...placeIn(one, observed.at, `${observed.total} observations`),
        message: `${observed.name} was observed on ${Number((100 * found).toPrecision(3))}% of the units, declared ${Number((100 * declared).toPrecision(3))}%`,
        help: 'correct the counts, or share_of_units, sampled and response_rate of the metric',
      }
    }
  }
}

/** The population that the plan counts may have grown, but not by half. */
function* population(one: Judged, { at, treatment, control }: Phase, { rollout }: Pilot): Generator<Finding> {
  const assigned = (treatment.assigned ?? 0) + (control?.assigned ?? 0)
  const { assignees } = rollout ?? {}
  if (assignees === undefined || assigned <= 1.5 * assignees) return
  yield {
    ...placeIn(one, [...at, 'treatment', 'assigned'], `${assigned} with those of control`),
    message: `${assigned} units were assigned, and \`rollout.assignees\` counts ${assignees}`,
    help: 'count each unit of assign_by once, or correct assignees',
  }
}

function* platforms(one: Judged, pilot: Pilot): Generator<Finding> {
  const named = new Set(one.value.phases.flatMap(({ differences }) => [...differences.keys()]))
  for (const name of named) {
    const metric = metricOf(pilot, name)
    const place = one.value.phases.flatMap(({ differences }) => differences.get(name) ?? [])[0]?.at ?? []
    const platform = platformOf(one.value, metric)
    if (platform === undefined) {
      yield {
        ...placeIn(one, place, 'beside no counts'),
        message: `the difference of ${name} stands beside no counts in both arms`,
        help: 'add the counts or means of the metric to treatment and control, in its unit',
      }
      continue
    }
    // One standard error on each side, without any adjustment.
    const plain = differencesOf(pilot, one.value, metric, 'lift', 1)[0]
    const percentile = observedIn(one.value.phases[0]?.treatment, metric)?.kind === 'percentile'
    if (plain === undefined || percentile) continue
    const se = (plain.upper - plain.lower) / 2
    const far = Math.abs(platform.difference - plain.value) > 3 * se
    const ratio = platform.se / se
    if (!far && ratio >= 0.3 && ratio <= 5) continue
    yield {
      ...placeIn(one, place, 'the reported difference'),
      message: far
        ? `the difference of ${name} is ${Number(platform.difference.toPrecision(4))}, its counts say ${Number(plain.value.toPrecision(4))}`
        : `the standard error of ${name} is ${Number(ratio.toPrecision(2))} times that of its counts`,
      help: 'report the difference of the same units, in the unit of the metric (points for a proportion)',
      working: [`unadjusted standard error ${Number(se.toPrecision(4))}`],
    }
  }
}

export const implausible: Rule = {
  id: 'results/implausible',
  severity: 'error',
  from: 'limited',
  waivable: false,
  summary: 'Results are possible numbers',
  why: 'A standard error typed as a standard deviation makes noise significant. A mean of 9 on a scale of 1 to 5 was never measured.',
  details: `An error: a mean off its \`scale\`; an \`sd\` above sqrt((highest - mean) x (mean - lowest) x n / (n - 1)) of the scale; an \`sd\` of 0, or one that times sqrt(n) is within a factor of 1.5 of the declared \`sd\`, from 30 observations on; a guardrail metric observed on more than 1.5 times its declared share of the units; more than 1.5 times \`rollout.assignees\` assigned in both arms of a phase. An \`sd\` of more than three times the declared is a warning.

\`differences\` stand only beside counts in both arms. One that is more than 3 unadjusted standard errors from the difference of the counts, or has a standard error below 0.3 or above 5 times the unadjusted, is an error.`,
  principles: ['unlocked-by-evidence'],
  fields: fields`success.guardrail_metrics rollout.assignees rollout.{shadow,limited,progressive,full}.results`,
  references: [
    'Popoviciu (1935), on the largest variance of a bounded variable',
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 3, on Twyman’s law',
  ],
  examples: {
    files: {
      'rollout/shadow.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"csat": {"mean": "4.6 points", "sd": "0.6 points", "n": 200}}}}\n',
    },
    ...both`success:
  guardrail_metrics: [{metric: csat, scale: 1-«5|4», baseline: 3.9 points, max_drop: 0.10 points}]
rollout:
  shadow: {results: rollout/shadow.json}  # expect: results/implausible`,
  },

  *check(context) {
    const { pilot } = context
    for (const one of judged(context)) {
      for (const phase of one.value.phases) {
        yield* means(one, phase, pilot)
        yield* shares(one, phase, pilot)
        yield* population(one, phase, pilot)
      }
      yield* platforms(one, pilot)
    }
  },
}
