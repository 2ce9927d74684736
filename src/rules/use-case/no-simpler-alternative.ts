import { isNothing, missing } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

export const noSimplerAlternative: Rule = {
  id: 'use-case/no-simpler-alternative',
  severity: 'warning',
  from: 'shadow',
  summary: 'The use case names the alternative without AI that it has to beat',
  why: 'A tracking page, a form field or a rule of ten lines often gives half of the benefit, without cost per request or monitoring.',
  details:
    'The quality of the alternative is not judged. If there is none, describe what was considered and why it does not work; a bare `none` counts as missing.',
  principles: ['from-the-roadmap'],
  fields: ['use_case.simpler_alternative'],
  references: ['ML Test Score (Breck et al. 2017), Model 5', 'NIST AI RMF MANAGE 2.1'],
  examples: {
    ready: `use_case:
  summary: Rank the search results of the shop
  simpler_alternative: sort by sales of the last 30 days, as today`,
    notReady: `use_case:  # expect: use-case/no-simpler-alternative
  summary: Rank the search results of the shop`,
  },

  *check({ pilot: { use_case: useCase } }) {
    const named = useCase?.simpler_alternative
    if (useCase === undefined || (named !== undefined && !isNothing(named))) return
    yield missing(
      ['use_case', 'simpler_alternative'],
      '<the way without AI>',
      'the alternative without AI that the pilot has to beat',
    )
  },
}
