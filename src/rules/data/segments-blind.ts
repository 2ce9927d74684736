import { readable } from '../../model/lists.ts'
import { isNoReason, isNothing } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

export const segmentsBlind: Rule = {
  id: 'data/segments-blind',
  severity: 'error',
  from: 'limited',
  summary: 'The groups are named for which results are read apart, or why there is only one',
  why: 'One average hides the language, carrier or customer group for which the system is worse than nothing.',
  details: `\`data.segments\` is a list of at least one group. Where there is one group only, \`{not_applicable: why}\` settles it. A bare \`none\` or \`yes\` is neither. Which groups matter is not judged.`,
  principles: ['real-data'],
  fields: ['data.segments'],
  references: ['ML Test Score (Breck et al. 2017), Model 6', 'NIST AI RMF MEASURE 2.11'],
  examples: both`data:
  eval_set: {path: evals/churn.csv, cases: 4000, real: 100%, collected: 2026-01-01..2026-06-30}
  segments: [«tariff, region|»]  # expect: data/segments-blind`,

  *check({ pilot: { data } }) {
    if (data === undefined || !isNoReason(data.segments?.not_applicable ?? 'none')) return
    if (!readable(data.segments?.groups).every(isNothing)) return
    yield {
      path: ['data', 'segments'],
      message: 'results are read as one average: no segments are named',
      write: '[language, customer type]',
      help: 'the groups that may fare differently; where there is one only, {not_applicable: one country and one language}',
    }
  },
}
