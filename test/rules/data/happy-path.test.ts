import { happyPath } from '../../../src/rules/data/happy-path.ts'
import { table } from '../table.ts'

const cases = (...entries: string[]) => `data:\n  edge_cases: ${entries.map((entry) => `\n    - ${entry}`).join('')}`
const guilty = (...entries: string[]) =>
  `data:\n  edge_cases: # expect: data/happy-path${entries.map((entry) => `\n    - ${entry}`).join('')}`

const three = [
  '{id: other-topic, kind: out_of_scope, expect: hand_off}',
  '{id: injection, kind: adversarial, expect: refuse}',
  '{id: black-friday, kind: seasonal_peak, expect: answer, note: same quality}',
]

table(happyPath, [
  {
    name: 'no edge cases',
    yaml: 'data: {segments: [language]} # expect: data/happy-path',
    says: ['`data.edge_cases` is missing or empty'],
    helps: [
      'add an entry for each: {id: <tag of its cases>, kind: out_of_scope, expect: <what it must do>}, or {kind: out_of_scope, not_applicable: <why>}',
    ],
    severity: 'error',
  },
  { name: 'an empty list', yaml: 'data:\n  edge_cases: [] # expect: data/happy-path' },
  {
    name: 'only the normal order',
    yaml: guilty('{id: normal-order, kind: other, expect: answer}'),
    says: [
      'out_of_scope, adversarial and seasonal_peak are neither covered nor `not_applicable`; 1 kind of edge case covered, fewer than 4',
    ],
  },
  {
    name: 'one of the three left out',
    yaml: guilty(
      ...three.slice(0, 2),
      '{id: gaps, kind: missing_data, expect: clarify}',
      '{id: noise, kind: messy_data, expect: clarify}',
    ),
    says: ['seasonal_peak is neither covered nor `not_applicable`'],
  },
  {
    name: 'the three and no more',
    yaml: guilty(...three),
    says: ['3 kinds of edge case covered, fewer than 4'],
    helps: [
      'add an entry for each: {id: <tag of its cases>, kind: missing_data, expect: <what it must do>}, or {kind: missing_data, not_applicable: <why>}',
    ],
  },
  {
    name: 'one kind many times is one kind',
    yaml: guilty(...three, '{id: more, kind: out_of_scope, expect: hand_off}'),
  },
  { name: 'a kind with nothing else', yaml: guilty(...three, '{kind: messy_data}') },
  { name: 'four kinds', yaml: cases(...three, '{id: gaps, kind: missing_data, expect: clarify}') },
  {
    name: 'closest: three of four not applicable, with reasons',
    yaml: cases(
      '{kind: out_of_scope, not_applicable: every session is ranked}',
      '{kind: adversarial, not_applicable: no text of strangers reaches the ranker}',
      '{kind: seasonal_peak, not_applicable: demand is flat over the year}',
      '{id: new-product, kind: missing_data, expect: degrade}',
    ),
  },
  { name: 'a kind that cannot be read may be the fourth', yaml: cases(...three, '{id: x, kind: weird}') },
  { name: 'no section is for data/not-real', yaml: 'champion: j.meyer' },
  {
    name: 'a reason that is none',
    yaml: 'data:\n  edge_cases:  # expect: data/happy-path\n    - {id: a, kind: missing_data}\n    - {id: b, kind: out_of_scope}\n    - {id: c, kind: seasonal_peak}\n    - {id: d, kind: messy_data}\n    - {kind: adversarial, not_applicable: none}\n',
    says: ['adversarial is neither covered nor `not_applicable`'],
  },
])
