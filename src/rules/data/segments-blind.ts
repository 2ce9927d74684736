import { readable } from '../../model/lists.ts'
import { isNoReason, isNothing, missingOrEmpty } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

export const segmentsBlind: Rule = {
  id: 'data/segments-blind',
  severity: 'error',
  from: 'limited',
  summary: 'The segments for separate results are named, or the reason why there is only one',
  why: 'An average hides the language, carrier or customer group for which the system does harm.',
  details: `\`data.segments\` is a list of at least one group, or \`{not_applicable: why}\` if there is only one. A bare \`none\` or \`yes\` does not count. The choice of groups is not judged.`,
  principles: ['real-data'],
  fields: ['data.segments'],
  references: ['ML Test Score (Breck et al. 2017), Model 6', 'NIST AI RMF MEASURE 2.11'],
  examples: both`data:
  eval_set: {path: evals/churn.csv, cases: 4000, real: 100%, collected: 2026-01-01..2026-06-30}
  segments: [«tariff, region|»]  # expect: data/segments-blind`,

  *check({ pilot: { data } }) {
    if (data === undefined || !isNoReason(data.segments?.not_applicable ?? 'none')) return
    if (!readable(data.segments?.groups).every(isNothing)) return
    yield missingOrEmpty(
      ['data', 'segments'],
      '[<group>]',
      'groups with possibly different results; if there is only one, {not_applicable: one country and one language}',
    )
  },
}
