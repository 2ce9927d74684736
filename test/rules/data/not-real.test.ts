import { notReal } from '../../../src/rules/data/not-real.ts'
import { table } from '../table.ts'

table(notReal, [
  {
    name: 'no section',
    yaml: 'stage: shadow # expect: data/not-real',
    says: ['`data` is missing'],
    helps: [
      'data: {eval_set: {path: <path of the eval set>, results: <path of its last run>}, edge_cases: [{id: <tag>, kind: out_of_scope, expect: hand_off}]}',
    ],
    severity: 'error',
  },
  {
    name: 'no eval set',
    yaml: 'data: {segments: [language]} # expect: data/not-real',
    says: ['`data.eval_set` is missing'],
    helps: ['data: {segments: [language], eval_set: {path: <path of the eval set>, results: <path of its last run>}}'],
  },
  {
    name: 'a path alone, said once',
    yaml: 'data:\n  eval_set: evals/prompts.jsonl # expect: data/not-real',
    says: ['`data.eval_set.real` and `data.eval_set.collected` are missing'],
    helps: [
      'eval_set: {path: evals/prompts.jsonl, real: <share of real cases>, collected: <first day..last day>}  # in data: or write `source: real` and `collected`, a day, into the rows',
    ],
  },
  {
    name: 'no share',
    yaml: 'data:\n  eval_set: {collected: 2026-01-01..2026-03-31} # expect: data/not-real',
    says: ['`data.eval_set.real` is missing'],
  },
  {
    name: 'mostly made up',
    yaml: 'data:\n  eval_set:\n    real: 49.5% # expect: data/not-real\n    collected: 2026-01-01..2026-03-31',
    says: ['`data.eval_set.real` is 49.5%, less than 50%'],
    helps: ['add cases from real traffic until real is at least 50%'],
  },
  {
    name: 'no period',
    yaml: 'data:\n  eval_set: # expect: data/not-real\n    real: 85%',
    says: ['`data.eval_set.collected` is missing'],
    helps: ['collected: <first day..last day>  # in data.eval_set: or write `collected`, a day, into the rows'],
  },
  {
    name: 'closest: exactly half of it real',
    yaml: 'data: {eval_set: {real: 50%, collected: 2026-01-01..2026-03-31}}',
  },
  {
    name: 'logs only, as for a ranking',
    yaml: 'data: {eval_set: {path: evals/clicks.parquet, real: 100%, collected: 2026-01-01..2026-03-31}}',
  },
  {
    name: 'a period that cannot be read',
    yaml: 'data: {eval_set: {real: 85%, collected: last spring}}',
  },
  { name: 'before shadow', for: 'pilot', yaml: 'stage: pilot' },
  {
    name: 'collected in a time that is still to come',
    yaml: 'data:\n  eval_set: {path: evals/a.jsonl, real: 90%, collected: 2026-10-01..2026-12-31}  # expect: data/not-real\n',
    says: ['`data.eval_set.collected` ends on 2026-12-31, which is in the future'],
  },
])
