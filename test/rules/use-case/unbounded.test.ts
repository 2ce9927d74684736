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
    helps: ['out_of_scope: [<what it must not do>]  # in use_case'],
  },
  { name: 'an empty list out of scope', yaml: `use_case:\n  out_of_scope: []${guilty}\n` },
  {
    name: 'what is in scope is not judged by its words',
    yaml: 'use_case: {in_scope: [any question], out_of_scope: [refunds]}\n',
  },
  {
    name: 'everything but a list is fine out of scope',
    yaml: 'use_case: {in_scope: [order status], out_of_scope: [everything else]}\n',
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
