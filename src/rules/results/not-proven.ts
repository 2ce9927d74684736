import { carriedBy } from '../../finance/plans/advice.ts'
import { planOf } from '../../finance/plans/stage-plan.ts'
import { shape } from '../../finance/plans/words.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { condition } from '../../values/condition.ts'
import { plural, quote } from '../../values/text.ts'
import { impossible, tooShort, unmet } from '../lib/conditions.ts'
import { brokenFile } from '../lib/evidence.ts'
import { measureOf, mismatchLevel, mismatchOf, type Past, past, reviewer } from '../lib/results.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'
import { isReadable, reviewIsNeedless } from '../lib/stages.ts'

type Found = Past & { readonly fact: Extract<Past['fact'], { state: 'found' }> }

const isFound = (one: Past): one is Found => one.fact?.state === 'found'

/** An expert review makes it a warning if no reachable plan has enough power. */
const reviewed = (finding: Finding, { stage, planned }: Past, pilot: Pilot, open: boolean): Finding => {
  const approver = reviewer(planned)
  if (approver === undefined || !open) return finding
  const plan = planOf(pilot, stage)
  const carried = plan.ok ? carriedBy(pilot, plan.plan) : undefined
  if (carried)
    return {
      ...finding,
      message: `${finding.message}; ${reviewIsNeedless}`,
      help: `${finding.help}; ${stage} at ${shape(carried.shape)} has enough power`,
    }
  return {
    ...finding,
    message: `${finding.message}; ${quote(approver)} accepted an expert review`,
    severity: 'warning',
  }
}

function* early({ stage, planned, fact }: Found, { pilot }: Context): Generator<Finding> {
  const short = tooShort(planned, fact.value, pilot)
  if (short === undefined) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `results cover ${plural(short.covered, 'day')}, but ${stage} was planned for ${short.planned}`,
    help: 'run the stage for its full planned duration',
    elsewhere: [{ file: fact.file, range: fact.value.locate(['to']), label: `ends on ${fact.value.to}` }],
  }
}

function* exits({ stage, planned, fact }: Found, context: Context): Generator<Finding> {
  const { pilot, setting } = context
  const { file, value: results } = fact
  const measure = measureOf(pilot, results.looks, setting('significance'), setting('least_observations'))
  if (measure === undefined) return
  for (const { item, at } of present(planned.exit))
    for (const { metric, guardrail, at: place, seen, says, help, working, open } of unmet(item, {
      pilot,
      results,
      measure,
      whole: isReadable(context, [['success', 'guardrail_metrics']]),
    })) {
      const finding: Finding = {
        path: ['rollout', stage, 'exit', at],
        message: `${condition.print(item)} is not shown: ${guardrail === undefined ? '' : `${metric}: `}${says}`,
        help,
        ...(working.length > 0 && { working }),
        ...(guardrail !== undefined && {
          related: [{ path: ['success', 'guardrail_metrics', guardrail], label: 'its margin' }],
        }),
        elsewhere: [
          {
            file,
            range: results.locate(place),
            label: seen ? `results of ${metric}` : `no ${metric} here`,
          },
        ],
      }
      yield reviewed(finding, { stage, planned, fact }, pilot, open)
    }
}

export const notProven: Rule = {
  id: 'results/not-proven',
  severity: 'error',
  from: 'limited',
  summary: 'The results of every completed stage meet its exit conditions with statistical confidence',
  why: 'A value above the target is not evidence by itself: with 700 cases, an observed 37% may be 34%. Promotion after a lucky week ships pilots without effect.',
  details: `Each stage before the checked one has to meet its own \`exit\`, by its results file:

- **Shadow**: \`at least\` and \`at most\` on a proportion are met if the one-sided 95% Wilson bound is on the right side; means and percentiles are compared directly.
- **Limited**: \`not below baseline\` and \`not above baseline\` are met if the one-sided 95% bound meets them; \`at least\` and \`at most\` compare the observed value, from 30 observations on.
- **Progressive**: \`above control\` and \`below control\` are met if the whole 95% confidence interval of the difference is on the right side, by Newcombe for proportions and by Welch for means. \`guardrail_metrics hold\` is met if every guardrail metric is within its \`limit\`, and the one-sided 95% bound of the difference within \`max_drop\` or \`max_rise\`.

The form of a condition decides, not its stage. Counts are divided by the design effect of \`units_per_assignee\` and \`intra_class_correlation\` (1 by default), and each look at the results raises z by Pocock's method. A comparison with the baseline of a secondary metric needs that baseline.

A results file is also reported if it is malformed, is of another stage, ends in the future, covers fewer days than planned (the \`window\` of the primary metric may be missing at one end), or has more than three times the observations that \`assigned\` and \`units_per_assignee\` allow. After a sample ratio mismatch only \`results/srm\` reports. With \`prove: {by: expert_review, why, approver}\`, an inconclusive result is a warning that names the approver, unless a reachable plan has enough power; a refuted condition stays an error.`,
  principles: ['progressive-stage', 'unlocked-by-evidence', 'full-stage'],
  fields: fields`success.baseline.value success.guardrail_metrics.{max_drop,max_rise,limit} rollout.units_per_assignee rollout.{shadow,limited,progressive,full}.results rollout.{shadow,limited,progressive}.{exit,prove}`,
  references: [
    'Wilson (1927), Probable inference, the law of succession, and statistical inference',
    'Newcombe (1998), Interval estimation for the difference between independent proportions',
    'Schultzberg, Ankargren and Frånberg (2024), Risk-aware product decisions in A/B tests with multiple metrics',
  ],
  settings: {
    significance: {
      value: 0.05,
      meaning: 'The share of pilots without an effect that may pass by chance',
      source: 'the convention of controlled experiments: Kohavi, Tang and Xu (2020), chapter 17',
    },
    most_observations: {
      value: 3,
      meaning: 'Largest number of observations in an arm, in multiples of `assigned` x `units_per_assignee`',
      source: 'a mean that is off by a factor of three is a mistake; smaller differences occur between months',
    },
    least_observations: {
      value: 30,
      meaning: 'The fewest observations that are judged',
      source: 'the rule of thumb for the normal approximation: Kohavi, Tang and Xu (2020), chapter 17',
    },
  },
  examples: {
    files: {
      'rollout/shadow.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"match_rate": {"good": 262, "total": 700}}}}\n',
    },
    ready: `rollout:
  shadow: {duration: 21d, exit: [match_rate at least 34%], results: rollout/shadow.json}`,
    notReady: `rollout:
  shadow:
    duration: 21d
    exit: [match_rate at least 35%]  # expect: results/not-proven
    results: rollout/shadow.json`,
  },

  *check(context) {
    const { gate } = context
    const { full } = context.facts.results
    if (gate === 'full' && full?.state === 'found' && full.value.stage === 'full')
      yield* impossible({ stage: 'full', file: full.file, value: full.value }, context)
    for (const one of past(context)) {
      const path = ['rollout', one.stage, 'results']
      yield* brokenFile(one.fact, path, 'correct the file by schemas/results.schema.json')
      if (!isFound(one)) continue
      const { file, value } = one.fact
      if (value.stage !== one.stage) {
        yield {
          path,
          message: `${quote(file)} has the results of ${value.stage}, not of ${one.stage}`,
          help: `set it to the results file of ${one.stage}`,
          elsewhere: [{ file, range: value.locate(['stage']), label: 'its stage' }],
        }
        continue
      }
      yield* impossible({ stage: one.stage, file, value }, context)
      yield* early(one, context)
      // With a sample ratio mismatch, no comparison is valid; results/srm reports it from progressive on.
      const mismatch = reaches(gate, 'progressive') && mismatchOf(one.planned, value, mismatchLevel)
      if (!mismatch) yield* exits(one, context)
    }
  },
}
