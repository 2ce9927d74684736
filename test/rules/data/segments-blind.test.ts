import { segmentsBlind } from '../../../src/rules/data/segments-blind.ts'
import { table } from '../table.ts'

table(segmentsBlind, [
  {
    name: 'no segments',
    yaml: 'data: {eval_set: evals/churn.csv} # expect: data/segments-blind',
    says: ['`data.segments` is missing or empty'],
    helps: [
      'data: {eval_set: evals/churn.csv, segments: [<group>]}  # groups with possibly different results; if there is only one, {not_applicable: one country and one language}',
    ],
    severity: 'error',
  },
  { name: 'an empty list', yaml: 'data:\n  segments: [] # expect: data/segments-blind' },
  { name: 'an empty map', yaml: 'data:\n  segments: {} # expect: data/segments-blind' },
  { name: 'one segment', yaml: 'data: {segments: [region]}' },
  { name: 'the long form', yaml: 'data: {segments: {groups: [region, tariff]}}' },
  {
    name: 'closest: one group only',
    yaml: 'data: {segments: {not_applicable: one warehouse and one language}}',
  },
  { name: 'an undecided segment is for spec/placeholder', yaml: 'data: {segments: [TBD]}' },
  { name: 'no section is for data/not-real', yaml: 'champion: j.meyer' },
  { name: 'before limited', for: 'shadow', yaml: 'data: {eval_set: evals/churn.csv}' },
  { name: 'none, in a list', yaml: 'data:\n  segments: [none]  # expect: data/segments-blind\n' },
  { name: 'no reason', yaml: 'data:\n  segments: {not_applicable: yes}  # expect: data/segments-blind\n' },
])
