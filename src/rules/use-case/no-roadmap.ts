import { missing } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

export const noRoadmap: Rule = {
  id: 'use-case/no-roadmap',
  severity: 'info',
  from: 'pilot',
  summary: 'The use case links to a roadmap item',
  why: 'A pilot that is not on the roadmap loses its budget to the work that is.',
  details: 'A path in the repository, with an anchor for one of several items, or a URL. It never blocks.',
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
    yield missing(['use_case', 'roadmap'], '<file and heading of the roadmap>', 'or the URL of the item')
  },
}
