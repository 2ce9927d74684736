import { seenErrors } from '../../evidence/eval-results/eval-results.ts'
import type { Facts } from '../../evidence/facts.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { exactUpperBound, trialsToBound } from '../../stats/intervals.ts'
import { isShare, moreIsBetter, threshold } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { unread } from '../lib/absent.ts'
import { outward } from '../lib/evidence.ts'
import { both, type Rule } from '../lib/rule.ts'

type Limit = { readonly metric: string; readonly text: string; readonly level: number; readonly path: Path }

/** Words of a metric that an eval set can count: what the system gets wrong, rather than what customers do. */
const wrong = /^(?:wrong|errors?|incorrect|mistakes?|hallucinat(?:ion|ed)|false|misrouted|unsafe)$/

/** The limit that an eval set has to show: the strictest about errors, or else the loosest of all shares kept down. */
const limitOf = ({ success }: Pilot): Limit | undefined => {
  const all = present(success?.guardrail_metrics).flatMap(({ item: { metric = '', limit }, at }) => {
    if (limit === undefined || 'reference' in limit || moreIsBetter(limit) || !isShare(limit.quantity))
      return []
    const path = ['success', 'guardrail_metrics', at, 'limit']
    return [{ metric, text: threshold.print(limit), level: limit.quantity.value / 100, path }]
  })
  const errors = all.filter(({ metric }) => metric.split('_').some((word) => wrong.test(word)))
  const [first, ...others] = errors.length > 0 ? errors : all
  const isNearer = (one: Limit, other: Limit) =>
    errors.length > 0 ? one.level < other.level : one.level > other.level
  return first && others.reduce((found, one) => (isNearer(one, found) ? one : found), first)
}

const percent = (value: number): string => `${Number((value * 100).toPrecision(3))}%`

const atMost = (bound: number): string => `${outward(bound * 100, 'up')}%`

/** The errors of the last run on the same cases; a run on others says nothing of these. */
const errorsOf = (fact: Facts['evalResults'], cases: number): number => {
  const seen = fact?.state === 'found' ? seenErrors(fact.value) : undefined
  return seen?.cases === cases ? seen.errors : 0
}

/** What the cases can show: how many differ, where the file holds as many as are declared, and the errors seen in them. */
const sampleOf = ({ evalSet, evalResults }: Facts, cases: number) => {
  const isWhole = evalSet?.state === 'found' && evalSet.value.rows.value === cases
  const repeats = isWhole ? evalSet.value.repeats : undefined
  const again = repeats?.value ?? 0
  const errors = errorsOf(evalResults, cases)
  return {
    distinct: cases - again,
    // Each repeat may be an error that another case has shown already.
    errors: Math.min(errors, Math.max(1, errors - again)),
    those: again === 0 ? 'they' : `the other ${cases - again}`,
    which:
      again === 0 ? '' : `, ${again} of which ${again === 1 ? 'repeats' : 'repeat'} another word for word,`,
    elsewhere:
      isWhole && repeats
        ? [{ file: evalSet.file, range: repeats.range, label: 'the first that repeats another' }]
        : undefined,
  }
}

export const evalTooSmall: Rule = {
  id: 'data/eval-too-small',
  severity: 'error',
  from: 'limited',
  summary: 'The eval set holds so many cases that it can show the error limit to be kept',
  why: 'No error in 100 cases is what a system shows that is wrong three times in a hundred. An eval set too small for its limit is passed by luck, and customers find the rest.',
  details: `With no error in n cases, the error rate is at most 1 - 0.05^(1/n) at 95% confidence, about 3/n. The eval set has to hold so many \`cases\` that this reaches the limit; every error seen asks for more: 473 cases with one and 628 with two, for 1%. Where \`data.eval_set.results\` can be read and is of as many cases, the errors of that run count. Where the eval set can be read, rows that hold an input and repeat another word for word, \`id\` included, count once: a case that is there twice proves nothing twice.

The limit is that of a guardrail metric with \`limit: at most …%\` about errors (wrong, error, incorrect, false, …), the strictest of several. Where none is named so, it is the loosest of all that keep a share down, because an eval set cannot count what only customers do. A limit of 0% is for \`success/perfection\`.`,
  principles: ['real-data'],
  fields: ['data.eval_set.cases', 'data.eval_set.results', 'success.guardrail_metrics.limit'],
  references: [
    'Hanley and Lippman-Hand (1983), If nothing goes wrong, is everything all right?, JAMA 249',
    'Clopper and Pearson (1934), Biometrika 26',
  ],
  settings: {
    confidence: {
      value: 0.95,
      meaning: 'How sure the bound of the error rate is, on one side',
      source: 'the rule of three, Hanley and Lippman-Hand (1983)',
    },
  },
  examples: both`success:
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 1%}]
data:
  eval_set: {path: evals/order-status.jsonl, cases: «480|100», real: 85%}   # expect: data/eval-too-small`,

  *check({ pilot, facts, faults, setting }) {
    const cases = pilot.data?.eval_set?.cases
    const limit = limitOf(pilot)
    if (cases === undefined || limit === undefined) return
    if (unread(faults, ['success', 'guardrail_metrics']) !== undefined) return
    const confidence = setting('confidence')
    const { distinct, errors, those, which, elsewhere } = sampleOf(facts, cases)
    const needed = trialsToBound(errors, limit.level, confidence)
    const bound = exactUpperBound(errors, distinct, confidence)
    if (needed === undefined || bound === undefined || needed <= distinct) return
    const errorsSeen =
      errors === 0 ? 'without a single error' : `with the ${plural(errors, 'error')} of the last run`
    yield {
      path: ['data', 'eval_set', 'cases'],
      message: `${cases} cases${which} cannot show that ${quote(limit.metric)} is ${limit.text}: ${errorsSeen} ${those} show at most ${atMost(bound)}`,
      ...(elsewhere
        ? {
            help: `add cases until ${needed} differ; where alike rows are different requests, give each its "id"`,
            elsewhere,
          }
        : {
            write: String(needed),
            help:
              errors === 0
                ? 'or more, and more again for every error seen'
                : 'or more with no further error; or mend what went wrong and run it again',
          }),
      related: [
        { path: limit.path, label: 'the limit' },
        ...(errors === 0 ? [] : [{ path: ['data', 'eval_set', 'results'], label: 'the errors seen' }]),
      ],
      working: [
        errors === 0
          ? `upper bound with no error = 1 - ${Number((1 - confidence).toFixed(6))}^(1/${distinct}) = ${atMost(bound)}`
          : `exact upper bound with ${errors} of ${distinct} wrong = ${atMost(bound)}`,
        `cases needed for ${percent(limit.level)} with 0, 1, 2 errors = ${[0, 1, 2].map((count) => trialsToBound(count, limit.level, confidence)).join(', ')}`,
      ],
    }
  },
}
