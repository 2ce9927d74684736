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

/** Where an expert review stands in for statistics that traffic can never carry: a warning that names who accepted it. */
const reviewed = (finding: Finding, { stage, planned }: Past, pilot: Pilot, open: boolean): Finding => {
  const approver = reviewer(planned)
  if (approver === undefined || !open) return finding
  const plan = planOf(pilot, stage)
  const carried = plan.ok ? carriedBy(pilot, plan.plan) : undefined
  if (carried)
    return {
      ...finding,
      message: `${finding.message}; ${reviewIsNeedless}`,
      help: `${finding.help}; ${stage} at ${shape(carried.shape)}, can show it`,
    }
  return {
    ...finding,
    message: `${finding.message}; ${quote(approver)} accepted an expert review instead`,
    severity: 'warning',
  }
}

function* early({ stage, planned, fact }: Found, { pilot }: Context): Generator<Finding> {
  const short = tooShort(planned, fact.value, pilot)
  if (short === undefined) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `the results cover ${plural(short.covered, 'day')} of the ${short.planned} that were planned for ${stage}`,
    help: 'keep the stage running as long as it was planned: the day on which the numbers look best is no day to stop',
    elsewhere: [{ file: fact.file, range: fact.value.locate(['to']), label: `up to ${fact.value.to}` }],
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
        message: `${condition.print(item)} is not proven: ${guardrail === undefined ? '' : `${metric}: `}${says}`,
        help,
        ...(working.length > 0 && { working }),
        ...(guardrail !== undefined && {
          related: [{ path: ['success', 'guardrail_metrics', guardrail], label: 'its margin' }],
        }),
        elsewhere: [
          {
            file,
            range: results.locate(place),
            label: seen ? `what was seen of ${metric}` : `nothing of ${metric} here`,
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
  summary: 'The results of every stage that is over show what its exit asks for',
  why: 'A number above the bar is not yet a proof: with 700 cases, 37% may well be 34%. Promotion on a lucky week is how pilots that do nothing reach everyone.',
  details: `Each stage behind the one judged for is judged by its own \`exit\`, on the results file that it names:

- **Shadow**: \`at least\` and \`at most\` on a proportion hold where the one-sided 95% Wilson bound is on the right side; means and percentiles are compared as they are.
- **Limited**: \`not below baseline\` and \`not above baseline\` hold where the one-sided 95% bound does; \`at least\` and \`at most\` compare the value that was seen, from 30 observations on.
- **Progressive**: \`above control\` and \`below control\` hold where the whole 95% interval of the difference does, by Newcombe for proportions and by Welch for means. \`guardrail_metrics hold\` where every guardrail metric is within its \`limit\`, and the one-sided 95% bound of the difference within \`max_drop\` or \`max_rise\`.

A metric other than the primary one that is compared with a baseline which the file does not give proves nothing.

Good enough, not perfect: where the value decides, the bound need not clear the bar as well. The words of a condition decide, not its stage: \`above control\` in limited is judged as in progressive. Counts are divided by the design effect of \`units_per_assignee\` and \`intra_class_correlation\` (1 where it is not stated), and each look at the results raises z as Pocock says.

A file that is broken, is of another stage, or covers fewer days than planned proves nothing either, and neither does one whose last day is still to come, or which holds more observations of the primary metric than three times what its \`assigned\` can have made by \`units_per_assignee\`, where both are stated; the \`window\` of the primary metric may be missing at one end. Where the arms were not split as planned, \`results/srm\` speaks and this rule waits. With \`prove: {by: expert_review, why, approver}\` on the stage, what the numbers leave open is a warning that names the approver, where no plan in reach would show it; what they refute stays an error.`,
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
      meaning: 'The share of pilots without any effect that may pass by luck',
      source: 'the convention of controlled experiments: Kohavi, Tang and Xu (2020), chapter 17',
    },
    most_observations: {
      value: 3,
      meaning:
        'Times `units_per_assignee` up to which an arm may hold more observations than were assigned to it',
      source: 'a declared mean that is a third of the real one is a mistake; closer than that, months differ',
    },
    least_observations: {
      value: 30,
      meaning: 'Observations below which nothing is concluded',
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
      yield* brokenFile(one.fact, path, 'write the file as schemas/results.schema.json says')
      if (!isFound(one)) continue
      const { file, value } = one.fact
      if (value.stage !== one.stage) {
        yield {
          path,
          message: `${quote(file)} holds the results of ${value.stage}, not of ${one.stage}`,
          help: `name the results of ${one.stage}`,
          elsewhere: [{ file, range: value.locate(['stage']), label: 'its stage' }],
        }
        continue
      }
      yield* impossible({ stage: one.stage, file, value }, context)
      yield* early(one, context)
      // How the arms were split is judged from progressive on, and comes before every comparison.
      const mismatch = reaches(gate, 'progressive') && mismatchOf(one.planned, value, mismatchLevel)
      if (!mismatch) yield* exits(one, context)
    }
  },
}
