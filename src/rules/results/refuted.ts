import { roundedBound } from '../../exits/printed.ts'
import { type Refutation, refutations, repeated, usual } from '../../exits/refutations.ts'
import { isOpen, limitOf } from '../../model/eval-limit.ts'
import { reaches } from '../../model/stage.ts'
import { exactLowerBound } from '../../stats/intervals.ts'
import type { IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { type JudgedResults, judgedSoFar, placeIn } from '../lib/results.ts'
import { reviewedStages } from '../lib/reviews.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** Where nothing says how many cases may fail, a review of which most failed still shows nothing. */
const mostFailed = { level: 0.5, text: 'at most 50%', path: ['data', 'eval_set', 'limit'] }

/** An expert review has no control group: its cases may fail as often as those of an eval run. */
function* ofReviews({ pilot, facts, gate }: Context): Generator<Finding> {
  const isKnown = pilot.data?.eval_set?.limit !== undefined || !isOpen(pilot)
  const limit = (isKnown ? limitOf(pilot) : undefined) ?? mostFailed
  for (const stage of reviewedStages(pilot)) {
    const fact = facts.reviews[stage]
    if (fact?.state !== 'found' || !reaches(gate, stage)) continue
    const { cases, passed, range } = fact.value
    const lower = exactLowerBound(cases - passed, cases) ?? 0
    if (lower <= limit.level) continue
    yield {
      path: ['rollout', stage, 'prove', 'review'],
      message: `the review of ${stage} refutes it: ${cases - passed} of ${cases} cases failed, not ${limit.text}`,
      help: 'set `stage` back and improve the system; new cases must pass',
      working: [`exact one-sided 95% lower bound ${roundedBound(100 * lower, 2, 'down')}%`],
      elsewhere: [{ file: fact.file, range: range('passed'), label: `${passed} of ${cases} passed` }],
      related: [{ path: limit.path, label: 'the limit' }],
    }
  }
}

/** What all phases refute together, and what the last one refutes alone: a good beginning does not outweigh what customers meet now. */
const refutedBy = (
  { pilot }: Context,
  { stage, value }: JudgedResults,
): (Refutation & { readonly since?: IsoDate })[] => {
  const whole = [...refutations(pilot, value, stage === 'full' ? repeated : usual)]
  const last = value.phases.at(-1)
  if (last === undefined || value.phases.length === 1) return whole
  const now = [...refutations(pilot, { ...value, phases: [last] }, repeated)]
  return [
    ...whole,
    ...now
      .filter(({ metric }) => !whole.some((one) => one.metric === metric))
      .map((one) => ({ ...one, since: last.from })),
  ]
}

export const refuted: Rule = {
  id: 'results/refuted',
  severity: 'error',
  from: 'limited',
  waivable: false,
  summary: 'No results refute what the pilot promises',
  why: 'A pilot whose own numbers show harm must not grow, whatever its exit conditions require.',
  details: `Judges every results file from \`limited\` on, and at \`full\` those of full, only where the numbers are significant:

- the two-sided 95% interval of the primary metric's difference from its concurrent control is on the wrong side of 0;
- the one-sided 95% bound nearest to 0 of a difference is beyond \`max_drop\` or \`max_rise\`;
- the one-sided 95% bound of a value misses its \`limit\`: the exact one of a rate or a percentile, Student's of a mean. A limit that names the baseline is its level, and one that names the control group is judged like the primary metric;
- at \`full\`, if no phase has a control group, the one-sided bound of a value is worse than the baseline by more than twice \`max_drop\` or \`max_rise\`.

Phases are judged together, and where there are several the last one also alone, with 99% and 99.5%: what was better in the first weeks does not outweigh what customers meet now.

Results that end before \`stage\` was set back do not count, once each stage from there on has results of later days, and of as many as were planned before or are now. Results of \`full\` are required each quarter, so they are judged with 99% and 99.5%. A metric that is worse by its value alone is left to \`results/not-proven\`. If an experiment platform reports a difference beside the counts, both are judged.

Of an expert review (\`prove.review\`), the exact one-sided 95% lower bound of the share of failed cases is compared with the limit that \`data/eval-failed\` uses, or with half if there is none.`,
  needs: ['history'],
  principles: ['progressive-stage', 'full-stage'],
  fields: fields`success.{target,guardrail_metrics} rollout.{limited,progressive,full}.{results,prove}`,
  references: [
    'Newcombe (1998), Interval estimation for the difference between independent proportions',
    'Miettinen and Nurminen (1985), Comparative analysis of two rates',
    'Clopper and Pearson (1934), The use of confidence or fiducial limits',
  ],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"fault_rate": {"good": 60, "total": 2000}}}}\n',
    },
    ...both`success:
  guardrail_metrics:
    - {metric: fault_rate, limit: at most «5%|2%»}  # expect: results/refuted
rollout:
  limited: {results: rollout/limited.json}`,
  },

  *check(context) {
    yield* ofReviews(context)
    for (const one of judgedSoFar(context)) {
      if (one.stage === 'shadow') continue
      for (const { path, at, says, working, metric, since } of refutedBy(context, one))
        yield {
          path,
          message: `${one.stage} refutes it${since === undefined ? '' : ` since ${since}`}: ${says}`,
          help: `set \`stage\` back and improve the system; ${quote(metric)} must hold in new results`,
          working,
          elsewhere: placeIn(one, at, `results of ${one.stage}`).elsewhere,
          related: [{ path: ['rollout', one.stage, 'results'], label: 'the results' }],
        }
    }
  },
}
