import { isNothing } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

export const noSimplerAlternative: Rule = {
  id: 'use-case/no-simpler-alternative',
  severity: 'warning',
  from: 'shadow',
  summary: 'The use case names the alternative without AI that it has to beat',
  why: 'Half of what a pilot wins is often won by a tracking page, a form field or a rule of ten lines, at no cost per request and with nothing to monitor.',
  details:
    'The rule does not judge whether the alternative is a good one. Where there is none, say what was looked at and why it does not work; a bare `none` says neither.',
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
    yield {
      path: ['use_case', 'simpler_alternative'],
      message: 'no alternative without AI is named that the pilot has to beat',
      write: 'tracking page and canned reply - this is the 22% baseline',
      help: '',
    }
  },
}
