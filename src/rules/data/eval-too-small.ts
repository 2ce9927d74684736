import { failedRuns } from '../../evidence/eval-results/outcome.ts'
import type { Facts } from '../../evidence/facts.ts'
import { outward } from '../../exits/printed.ts'
import { isOpen, limitOf } from '../../model/eval-limit.ts'
import { exactUpperBound, trialsToBound } from '../../stats/intervals.ts'
import { plural, quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

const percent = (value: number): string => `${Number((value * 100).toPrecision(3))}%`

const atMost = (bound: number): string => `${outward(bound * 100, 'up')}%`

/** The errors of the last run, which may have run each case several times, as so many of the cases. */
const errorsOf = (fact: Facts['evalResults'], cases: number): number => {
  const seen = fact?.state === 'found' ? failedRuns(fact.value) : undefined
  return seen === undefined || seen.runs === 0 ? 0 : Math.ceil((seen.failed * cases) / seen.runs - 1e-9)
}

const sampleOf = ({ evalSet, evalResults }: Facts, cases: number) => {
  const isWhole = evalSet?.state === 'found' && evalSet.value.rows.value === cases
  const repeats = isWhole ? evalSet.value.repeats : undefined
  const again = repeats?.value ?? 0
  const errors = errorsOf(evalResults, cases)
  return {
    distinct: cases - again,
    // Each duplicate may be an error that was already counted.
    errors: Math.min(errors, Math.max(1, errors - again)),
    which: again === 0 ? '' : ` (${cases - again} distinct)`,
    elsewhere:
      isWhole && repeats ? [{ file: evalSet.file, range: repeats.range, label: 'the first duplicate' }] : undefined,
  }
}

export const evalTooSmall: Rule = {
  id: 'data/eval-too-small',
  severity: 'error',
  from: 'limited',
  summary: 'The eval set is large enough to show that the error limit is met',
  why: 'A system with an error rate of 3% can pass 100 cases without an error. An eval set that is too small is passed by chance, and customers find the errors.',
  details: `With no error in n cases, the error rate is at most 1 - 0.05^(1/n) at 95% confidence, about 3/n. The number of cases, read from the eval set or declared as \`cases\`, has to be large enough for this bound to meet the limit; each observed error requires more: 473 cases with one and 628 with two, for 1%. The errors in \`data.eval_set.results\` count at their rate, whether or not the run has as many cases; a case that could not run is one. Rows with the same content, whatever their \`id\`, count once (\`data/eval-mismatch\`).

The limit is \`data.eval_set.limit\`, or that of the guardrail metric in \`data.eval_set.metric\`, or the strictest \`limit: at most …%\` of a guardrail metric. An eval set cannot count what only customers do: if a stricter limit is about that, \`metric\` names the limit that the set tests. \`success/perfection\` reports a limit of 0%.`,
  principles: ['real-data'],
  fields: ['data.eval_set.cases', 'data.eval_set.results', 'data.eval_set.metric', 'success.guardrail_metrics.limit'],
  references: [
    'Hanley and Lippman-Hand (1983), If nothing goes wrong, is everything all right?, JAMA 249',
    'Clopper and Pearson (1934), Biometrika 26',
  ],
  settings: {
    confidence: {
      value: 0.95,
      weaker: 'less',
      meaning: 'Confidence of the one-sided bound of the error rate',
      source: 'the rule of three, Hanley and Lippman-Hand (1983)',
    },
  },
  examples: both`success:
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 1%}]
data:
  eval_set: {path: evals/order-status.jsonl, cases: «480|100», real: 85%}   # expect: data/eval-too-small`,

  *check({ pilot, facts, faults, plan, setting }) {
    const set = pilot.data?.eval_set
    const { evalSet } = facts
    const path = ['data', 'eval_set', 'cases']
    const isLost = evalSet?.state === 'absent' || evalSet?.state === 'malformed'
    if (set?.path !== undefined && set.cases === undefined && !isLost && unread(faults, path) === undefined)
      yield {
        path,
        message: '`data.eval_set.cases` is missing, and the eval set cannot be counted',
        write: '<number of cases>',
        help:
          evalSet?.state === 'unverified'
            ? `or fix ${evalSet.file}, which ${evalSet.why}`
            : 'or keep the eval set as JSONL, CSV or Parquet',
      }
    const cases = set?.cases
    const limit = limitOf(pilot)
    if (cases === undefined || limit === undefined) return
    if (unread(faults, ['success', 'guardrail_metrics']) !== undefined) return
    const seen = facts.evalResults?.state === 'found' ? failedRuns(facts.evalResults.value) : undefined
    // A run that misses the limit itself is for data/eval-failed.
    if (seen !== undefined && seen.failed > limit.level * seen.runs) return
    const confidence = setting('confidence')
    const { distinct, errors, which, elsewhere } = sampleOf(facts, cases)
    const needed = trialsToBound(errors, limit.level, confidence)
    const bound = exactUpperBound(errors, distinct, confidence)
    // What a file shows is added to there.
    const shown = evalSet?.state === 'found' && evalSet.value.rows.value === cases ? evalSet : undefined
    const isDeclared = plan.declared.data?.eval_set?.cases !== undefined
    const more =
      (errors === 0
        ? '; each observed error requires more cases'
        : ' without a further error; or fix the errors and run it again') +
      (isOpen(pilot) ? '; or set `metric` to the metric that the set measures' : '')
    if (needed === undefined || bound === undefined || needed <= distinct) return
    yield {
      path,
      message: `${cases} cases${which} with ${plural(errors, 'error')} show at most ${atMost(bound)}, but ${quote(limit.metric)} has limit ${limit.text}`,
      ...(elsewhere
        ? {
            help: `add cases until ${needed} are distinct; rows that differ only in \`id\` count once`,
            elsewhere,
          }
        : shown
          ? {
              help: `add cases to ${shown.file} until there are ${needed}${isDeclared ? ', and set `cases` to as many' : ''}${more}`,
            }
          : { write: String(needed), help: `or more${more}` }),
      related: [
        { path: limit.path, label: 'the limit' },
        ...(errors === 0 ? [] : [{ path: ['data', 'eval_set', 'results'], label: 'the observed errors' }]),
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
