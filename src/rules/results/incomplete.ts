import { unlikeIn } from '../../exits/levels.ts'
import { type ArmName, armNames, metricOf, observedIn } from '../../exits/samples.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { windowOf } from '../../model/window.ts'
import { addDays } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import { missingAtFull, missingDays } from '../lib/counted-days.ts'
import { isLater, type JudgedResults, judged, placeIn } from '../lib/results.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** The metrics that every phase has to have, with the arms that it has to have them in. */
const asked = (
  { success }: Pilot,
  hasControl: boolean,
): { readonly name: string; readonly arms: readonly ArmName[] }[] => {
  const both: readonly ArmName[] = hasControl ? armNames : ['treatment']
  return [
    ...(success?.metric === undefined ? [] : [{ name: success.metric, arms: both }]),
    ...present(success?.guardrail_metrics).flatMap(({ item: { metric, max_drop, max_rise } }) =>
      metric === undefined ? [] : [{ name: metric, arms: (max_drop ?? max_rise) ? both : (['treatment'] as const) }],
    ),
  ]
}

function* absentMetrics(one: JudgedResults, { pilot, facts }: Context): Generator<Finding> {
  const hasControl = (one.planned.control?.value ?? 0) > 0
  const alone = hasControl ? one.value.phases.find(({ control }) => control === undefined) : undefined
  if (alone !== undefined)
    yield {
      ...placeIn(one, alone.at, 'one arm only'),
      message: `\`rollout.${one.stage}.control\` is planned, but ${quote(one.file)} has no control arm`,
      help: 'add the arm control with "assigned" and its metrics to each phase',
    }
  for (const { name, arms } of asked(pilot, hasControl && alone === undefined)) {
    const metric = metricOf(pilot, name)
    for (const arm of arms) {
      const phase = one.value.phases.find((phase) => observedIn(phase[arm], metric) === undefined)
      if (phase === undefined || (name !== pilot.success?.metric && isLater(facts, one, name))) continue
      const at = phase[arm] === undefined ? phase.at : [...phase.at, arm]
      yield {
        ...placeIn(one, at, `no ${name} here`),
        message: `${name} is missing in ${arm} of ${quote(one.file)}`,
        help: `add ${name} to ${arm} of each phase, as {good, total}, {mean, sd, n} or {above, limit, total}`,
      }
      break
    }
  }
}

/** At full only what is missed is an error, so that nothing is said of what cannot be compared. */
function* unlike(one: JudgedResults, { pilot }: Context): Generator<Finding> {
  if (one.stage !== 'full') return
  for (const { name } of asked(pilot, true)) {
    const metric = metricOf(pilot, name)
    const at = observedIn(one.value.phases[0]?.treatment, metric)?.at
    const bar = at && unlikeIn(pilot, one.value, metric)
    if (at === undefined || bar === undefined) continue
    yield {
      ...placeIn(one, at, 'in this form'),
      message: `${name} in ${quote(one.file)} cannot be compared with ${bar}`,
      help: `record ${name} in the form and unit of pilot.yaml in each arm: {good, total}, {mean, sd, n} or {above, limit, total}; a percentile with a margin needs differences`,
    }
  }
}

function* absentDays(one: JudgedResults, { pilot, facts }: Context): Generator<Finding> {
  const { planned, value } = one
  // What was live before it was adopted was not measured.
  const adopted = facts.adoption?.ok ? facts.adoption.on : undefined
  const days =
    one.stage === 'full'
      ? missingAtFull(pilot, planned, value.phases, adopted)
      : missingDays(pilot, planned, value.phases)
  const [first] = days
  if (first === undefined) return
  yield {
    ...placeIn(one, [...(one.value.phases[0]?.base ?? []), 'from'], 'the first day of the results'),
    message: `results leave out ${plural(days.length, 'day')} of ${one.stage}, the first is ${first}`,
    help: 'count every day of arrival of the stage; add days of a planned freeze to rollout.freeze',
  }
}

/** Who counts whole weeks ends up to so many days before the window of a metric asks for it. */
const week = 7

/** A metric may end earlier than its phase, as its window makes it; what is earlier still was left out. */
function* absentEnds(one: JudgedResults, pilot: Pilot): Generator<Finding> {
  for (const { name, arms } of asked(pilot, true)) {
    const window = windowOf(pilot, name)
    for (const phase of one.value.phases)
      for (const arm of arms) {
        const observed = observedIn(phase[arm], metricOf(pilot, name))
        if (observed === undefined || addDays(observed.to, window + week) >= phase.to) continue
        yield {
          ...placeIn(one, observed.at, `counted until ${observed.to}`),
          message: `${name} counts no day after ${observed.to}, but ${arm} continues until ${phase.to}, and its window is ${window}d`,
          help: `count ${name} until ${addDays(phase.to, -window)}`,
        }
        return
      }
  }
}

/** A metric that counts other days in one arm compares two times, not two arms. */
function* unlikeEnds(one: JudgedResults, pilot: Pilot): Generator<Finding> {
  for (const { name } of asked(pilot, true))
    for (const phase of one.value.phases) {
      const [treatment, control] = armNames.map((arm) => observedIn(phase[arm], metricOf(pilot, name)))
      if (treatment === undefined || control === undefined || treatment.to === control.to) continue
      yield {
        ...placeIn(one, control.at, `counted until ${control.to}`),
        message: `${name} counts until ${treatment.to} in treatment and until ${control.to} in control`,
        help: `count both arms until ${treatment.to < control.to ? treatment.to : control.to}`,
      }
      return
    }
}

/** Levels that hold less than this of the arm leave out somebody. */
const whole = 0.98

/** So few observations of a level show nothing, and may be left out where the control group is a small one. */
const few = 29

function* absentLevels(one: JudgedResults, pilot: Pilot): Generator<Finding> {
  for (const phase of one.value.phases)
    for (const [segment, levels] of phase.segments)
      for (const { name, arms } of asked(pilot, phase.control !== undefined))
        for (const arm of arms) {
          const metric = metricOf(pilot, name)
          const totals = [...levels.values()].map((level) => observedIn(level[arm], metric)?.total)
          const all = observedIn(phase[arm], metric)?.total ?? 0
          const sum = totals.reduce<number>((sum, total = 0) => sum + total, 0)
          const small = arm === 'control' ? few * totals.filter((total) => total === undefined).length : 0
          if (sum >= whole * all || all - sum <= small) continue
          yield {
            ...placeIn(one, [...phase.base, 'segments', segment], `${sum} of ${all}`),
            message: `levels of ${segment} have ${sum} of ${all} observations of ${name} in ${arm}`,
            help: 'add the missing levels, with both arms; levels of fewer than 30 observations may be one level "other"',
          }
          return
        }
}

export const incomplete: Rule = {
  id: 'results/incomplete',
  severity: 'error',
  from: 'progressive',
  waivable: false,
  summary: 'Results have every metric, arm and day of the plan, and every level of a segment',
  why: 'What a results file leaves out is often where the harm was: a metric that got worse, a bad week, the customers of one language.',
  details: `From \`limited\` on, every phase needs the primary metric and each guardrail metric in \`treatment\`, and in \`control\` if a control group is planned and the metric has a margin or is the primary; a guardrail metric that was added after the results were committed is not asked of them. At \`full\`, the form and unit of each must be those of its target, limit or margin, and the same in both arms. The phases must cover every planned day of the stage, except days in \`rollout.freeze\`; at \`full\`, every day of the last 90 since its start, or since two weeks after it was adopted. A metric with its own \`to\` counts until its \`window\` before the end of the phase, or up to a week less, and in both arms alike. The levels of a segment must cover at least 98% of each arm; a level may be without a control group of fewer than 30 observations.`,
  needs: ['history'],
  principles: ['progressive-stage', 'unlocked-by-evidence'],
  fields: fields`success.guardrail_metrics rollout.freeze rollout.{limited,progressive,full}.{results,control,start}`,
  references: ['ML Test Score (Breck et al. 2017), Model 6', 'Kohavi, Tang and Xu (2020), chapter 3'],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}\n',
    },
    ...both`success:
  metric: deflection_rate
rollout:
  limited: {start: 2026-10-05, duration: «21d|28d», results: rollout/limited.json}  # expect: results/incomplete`,
  },

  *check(context) {
    const { pilot } = context
    for (const one of judged(context)) {
      if (one.stage === 'shadow') continue
      yield* absentMetrics(one, context)
      yield* unlike(one, context)
      yield* absentDays(one, context)
      yield* absentEnds(one, pilot)
      yield* unlikeEnds(one, pilot)
      yield* absentLevels(one, pilot)
    }
  },
}
