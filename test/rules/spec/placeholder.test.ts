import { expect, test } from 'vitest'
import { placeholder } from '../../../src/rules/spec/placeholder.ts'
import { diagnose, table } from '../table.ts'

table(placeholder, [
  {
    name: 'what nobody has decided',
    yaml: `
owner:
  team: TBD  # expect: spec/placeholder
  runbook: <path of the runbook>  # expect: spec/placeholder
use_case:
  summary: ""  # expect: spec/placeholder
  out_of_scope: [n/a]  # expect: spec/placeholder
`,
    says: [
      '`owner.team` is a placeholder: "TBD"',
      '`owner.runbook` is a placeholder: "<path of the runbook>"',
      '`use_case.summary` is blank',
      '`use_case.out_of_scope[0]` is a placeholder: "n/a"',
    ],
    severity: 'error',
  },
  {
    name: 'dots that stand for a value, also as the only one of a list',
    yaml: `
rollback:
  who: …  # expect: spec/placeholder
  how: {feature_flag: "..."}  # expect: spec/placeholder
use_case: {out_of_scope: [...]}  # expect: spec/placeholder
data:
  segments: […]  # expect: spec/placeholder
`,
    says: [
      '`rollback.who` is a placeholder: "…"',
      '`rollback.how.feature_flag` is a placeholder: "..."',
      '`use_case.out_of_scope[0]` is a placeholder: "..."',
      '`data.segments[0]` is a placeholder: "…"',
    ],
  },
  {
    name: 'a text that goes on after dots, or ends in them',
    yaml: 'use_case: {summary: Answers ... and more, out_of_scope: [refunds…]}\n',
  },
  {
    name: 'what YAML turned into nothing',
    yaml: 'people: [{role: agents}]\nchampion:  # expect: spec/placeholder\n',
    says: ['`champion` has no value'],
  },
  {
    name: 'texts that merely hold such a word',
    yaml: 'use_case: {summary: Turns TODO comments into tickets, out_of_scope: [TBD items of the backlog]}\n',
  },
  { name: 'a team key', yaml: 'x-note: TBD\n' },
  {
    name: 'the same in words, and a dash',
    yaml: 'use_case:\n  when_wrong: to be decided  # expect: spec/placeholder\n  simpler_alternative: "-"  # expect: spec/placeholder\n',
  },
  {
    name: 'closest: what is to be decided',
    yaml: 'use_case: {summary: Sorts claims that are to be decided}\n',
  },
])

test('no exception waives what nobody has decided', async () => {
  const yaml = `champion: TBD
exceptions: [{rule: spec/placeholder, why: later, by: acme/search, until: 2026-12-15}]
`
  expect(await diagnose(placeholder, yaml)).toHaveLength(1)
})
