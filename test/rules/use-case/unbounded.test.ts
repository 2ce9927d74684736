import { unbounded } from '../../../src/rules/use-case/unbounded.ts'
import { table } from '../table.ts'

const guilty = '  # expect: use-case/unbounded'

table(unbounded, [
  {
    name: 'no use case at all is one finding, on the stage',
    yaml: `version: 1\nid: example\nstage: pilot${guilty}\n`,
    says: ['`use_case` is missing'],
  },
  {
    name: 'nothing out of scope',
    yaml: `use_case:${guilty}\n  summary: Draft replies to reviews\n`,
    says: ['`use_case.out_of_scope` is missing or empty'],
    helps: ['out_of_scope: [refunds, complaints, everything else]  # in use_case'],
  },
  { name: 'an empty list out of scope', yaml: `use_case:\n  out_of_scope: []${guilty}\n` },
  {
    name: 'scopes that draw no line',
    yaml: `
use_case:
  out_of_scope: [legal advice]
  in_scope:
    - Answers any question${guilty}
    - everything${guilty}
    - all other topics${guilty}
    - all order questions
`,
    says: [
      'expected a limited scope, found "Answers any question"',
      'expected a limited scope, found "everything"',
      'expected a limited scope, found "all other topics"',
    ],
    helps: Array.from(
      { length: 3 },
      () => 'in_scope: [order status, delivery date]  # in use_case: or the kinds of request that the system answers',
    ),
  },
  {
    name: 'everything but a list is fine out of scope',
    yaml: 'use_case: {in_scope: [order status], out_of_scope: [everything else]}\n',
  },
  {
    name: 'all of the unit that the business counts',
    yaml: 'use_case: {unit: request, in_scope: [all requests], out_of_scope: [requests of the works council]}\n',
  },
  {
    name: 'a line that is drawn with "any"',
    yaml: 'use_case: {in_scope: [any invoice under 5000 EUR, all meeting notes, every morning], out_of_scope: [credit notes]}\n',
  },
  {
    name: 'words that only look alike',
    yaml: 'use_case: {in_scope: [wall paint, allergens, company types], out_of_scope: [paint]}\n',
  },
  { name: 'no list of what is in scope', yaml: 'use_case: {out_of_scope: [refunds]}\n' },
  { name: 'a scope that cannot be read', yaml: 'use_case: {out_of_scope: refunds}\n' },
  {
    name: 'nothing is out of scope',
    yaml: 'use_case:\n  out_of_scope: [nothing]  # expect: use-case/unbounded\n',
    says: ['`use_case.out_of_scope` is missing or empty'],
  },
  { name: 'an entry that begins with none', yaml: 'use_case: {out_of_scope: [none of the refunds]}\n' },
])
