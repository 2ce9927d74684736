import { present, readable } from '../../model/lists.ts'
import { sameUnit } from '../../values/index.ts'
import { quote, wordsOf } from '../../values/text.ts'
import { isNothing } from '../lib/absent.ts'
import { type Rule, wordSet } from '../lib/rule.ts'

const everything = wordSet`all any anything every everything whatever`

const filler = /^(?:else|other|of|the|a|kinds?|sorts?|types?|questions?|query|queries|requests?|topics?|answers?)$/

/** Whether the item has only words that include everything. */
const isUnbounded = (item: string, unit: string | undefined): boolean => {
  const words = wordsOf(item.slice(0, 200))
  // "All requests" is a limit if the request is the unit.
  if (unit !== undefined && words.some((word) => sameUnit(word, unit))) return false
  return words.some((word) => everything.has(word)) && words.every((word) => everything.has(word) || filler.test(word))
}

export const unbounded: Rule = {
  id: 'use-case/unbounded',
  severity: 'error',
  from: 'pilot',
  summary: 'The use case has limits: what is in scope and what is out of scope',
  why: 'A system that answers everything is judged on everything: one wrong legal answer outweighs a thousand correct ones on deliveries.',
  details: `\`out_of_scope\` needs at least one entry, such as \`everything else\`; a bare \`none\` or \`nothing\` does not count. \`in_scope\` is optional, but an entry with only words such as *any*, *all*, *everything*, *question*, *request*, *topic* is reported. \`all order questions\` is accepted, and so is \`all tickets\` if the ticket is the \`unit\`.

A missing \`use_case\` section is reported here only.`,
  principles: ['bounded-use-case'],
  fields: ['use_case.in_scope', 'use_case.out_of_scope'],
  references: ['NIST AI RMF MAP 3.3', 'Microsoft Responsible AI Standard v2, A3'],
  examples: {
    ready: `use_case:
  summary: Suggest the cost centre of incoming invoices from the ledger of the last two years
  unit: invoice
  in_scope: [domestic invoices under 5000 EUR]
  out_of_scope: [credit notes, foreign invoices, everything else]`,
    notReady: `use_case:
  summary: Help the finance team
  in_scope:
    - any question  # expect: use-case/unbounded
  out_of_scope: []  # expect: use-case/unbounded`,
  },

  *check({ pilot: { use_case: useCase } }) {
    if (useCase === undefined) {
      yield {
        path: ['use_case'],
        message: '`use_case` is missing',
        write:
          '{summary: Answer order-status chats from live order data, unit: conversation, out_of_scope: [refunds, everything else]}',
        help: '',
      }
      return
    }
    for (const { item, at } of present(useCase.in_scope))
      if (isUnbounded(item, useCase.unit))
        yield {
          path: ['use_case', 'in_scope', at],
          message: `expected a limited scope, found ${quote(item)}`,
          write: [{ path: ['use_case', 'in_scope'], yaml: '[order status, delivery date]' }],
          help: 'or the kinds of request that the system answers',
        }
    if (readable(useCase.out_of_scope).every(isNothing))
      yield {
        path: ['use_case', 'out_of_scope'],
        message: '`use_case.out_of_scope` is missing or empty',
        write: '[refunds, complaints, everything else]',
        help: '',
      }
  },
}
