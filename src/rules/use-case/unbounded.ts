import { present, readable } from '../../model/lists.ts'
import { sameUnit } from '../../values/index.ts'
import { quote, wordsOf } from '../../values/text.ts'
import { isNothing } from '../lib/absent.ts'
import { type Rule, wordSet } from '../lib/rule.ts'

const everything = wordSet`all any anything every everything whatever`

/** Words that draw no line either. */
const filler =
  /^(?:else|other|of|the|a|kinds?|sorts?|types?|questions?|query|queries|requests?|topics?|answers?)$/

/** Whether the item draws no line: nothing but "any", "all", "everything", and words that could mean anything. */
const isUnbounded = (item: string, unit: string | undefined): boolean => {
  const words = wordsOf(item.slice(0, 200))
  // "All requests" is a line where the request is the unit that the business counts.
  if (unit !== undefined && words.some((word) => sameUnit(word, unit))) return false
  return (
    words.some((word) => everything.has(word)) &&
    words.every((word) => everything.has(word) || filler.test(word))
  )
}

export const unbounded: Rule = {
  id: 'use-case/unbounded',
  severity: 'error',
  from: 'pilot',
  summary: 'The use case says what the system does not touch, and names what it does',
  why: 'A system that answers anything is judged on everything: the one legal question it got wrong decides, not the thousand deliveries it got right.',
  details: `\`out_of_scope\` has to hold at least one entry; \`everything else\` is a fine last one, and a bare \`none\` or \`nothing\` is no entry. \`in_scope\` may be absent, but what is in it has to draw a line: an entry is reported if it holds only words such as *any*, *all*, *everything*, *question*, *request*, *topic*. \`all order questions\` draws one, and so does \`all tickets\` where the ticket is the \`unit\`.

A missing \`use_case\` section is reported here, and nowhere else.`,
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
        message: 'nothing says what the pilot does and where it stops',
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
          message: `${quote(item)} draws no line around the use case`,
          write: [{ path: ['use_case', 'in_scope'], yaml: '[order status, delivery date]' }],
          help: 'the kinds of request that the system answers',
        }
    if (readable(useCase.out_of_scope).every(isNothing))
      yield {
        path: ['use_case', 'out_of_scope'],
        message: 'nothing says what the system does not touch',
        write: '[refunds, complaints, everything else]',
        help: '',
      }
  },
}
