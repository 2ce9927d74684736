import { readable } from '../../model/lists.ts'
import { isNothing, missing, missingOrEmpty } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

export const unbounded: Rule = {
  id: 'use-case/unbounded',
  severity: 'error',
  from: 'pilot',
  summary: 'The use case has limits: it names what is out of scope',
  why: 'A system that answers everything is judged on everything: one wrong legal answer outweighs a thousand correct ones on deliveries.',
  details: `\`out_of_scope\` needs at least one entry, such as \`everything else\`; a bare \`none\` or \`nothing\` does not count.

A missing \`use_case\` section is reported here only.`,
  principles: ['bounded-use-case'],
  fields: ['use_case.out_of_scope'],
  references: ['NIST AI RMF MAP 3.3', 'Microsoft Responsible AI Standard v2, A3'],
  examples: {
    ready: `use_case:
  summary: Suggest the cost centre of incoming invoices from the ledger of the last two years
  unit: invoice
  in_scope: [domestic invoices under 5000 EUR]
  out_of_scope: [credit notes, foreign invoices, everything else]`,
    notReady: `use_case:
  summary: Help the finance team
  out_of_scope: []  # expect: use-case/unbounded`,
  },

  *check({ pilot: { use_case: useCase } }) {
    if (useCase === undefined) {
      yield missing(
        ['use_case'],
        '{summary: <what the system does and for whom>, unit: <what one transaction is>, out_of_scope: [<what it must not do>]}',
      )
      return
    }
    if (readable(useCase.out_of_scope).every(isNothing))
      yield missingOrEmpty(['use_case', 'out_of_scope'], '[<what it must not do>]')
  },
}
