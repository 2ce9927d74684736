import type { Rule } from '../lib/rule.ts'

export const noRoadmap: Rule = {
  id: 'use-case/no-roadmap',
  severity: 'info',
  from: 'pilot',
  summary: 'The use case links to the roadmap item that it serves',
  why: 'Pilots that were chosen because they were easy to demo lose their budget to whatever is on the roadmap.',
  details:
    'A path in the repository, with an anchor if the roadmap has several items, or a URL. It never blocks: many teams keep their roadmap where no file can point to it.',
  principles: ['from-the-roadmap'],
  fields: ['use_case.roadmap'],
  references: ['NIST AI RMF MAP 1.3', 'Microsoft Cloud Adoption Framework, AI strategy'],
  examples: {
    ready: `use_case:
  summary: Flag card payments for manual review
  roadmap: docs/risk-roadmap.md#chargebacks`,
    notReady: `use_case:  # expect: use-case/no-roadmap
  summary: Flag card payments for manual review`,
  },

  *check({ pilot: { use_case: useCase } }) {
    if (useCase === undefined || useCase.roadmap !== undefined) return
    yield {
      path: ['use_case', 'roadmap'],
      message: 'the use case is on no roadmap',
      write: 'docs/ai-roadmap.md#2026-q4',
      help: 'or the URL of the item',
    }
  },
}
