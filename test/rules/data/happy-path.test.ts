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
  {
    name: 'one tag for two',
    yaml: cases(...three, '{id: injection, kind: missing_data, expect: clarify} # expect: data/happy-path'),
    says: ['"injection" is also the tag of another edge case'],
  },
  { name: 'four kinds', yaml: cases(...three, '{id: gaps, kind: missing_data, expect: clarify}') },
  {
    name: 'closest: three of five not applicable, with reasons',
    yaml: cases(
      '{kind: awkward_user, not_applicable: nobody writes to it}',
      '{kind: adversarial, not_applicable: no text of strangers reaches the ranker}',
      '{kind: seasonal_peak, not_applicable: demand is flat over the year}',
      '{id: new-product, kind: missing_data, expect: degrade}',
      '{id: gift-cards, kind: out_of_scope, expect: refuse}',
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

const settled = (facing: string, ...entries: readonly string[]) =>
  `${facing}\ndata:\n  edge_cases:\n${[
    '{id: a, kind: out_of_scope, expect: refuse}',
    '{id: b, kind: missing_data, expect: clarify}',
    '{id: c, kind: messy_data, expect: answer}',
    '{id: d, kind: seasonal_peak, expect: answer}',
    ...entries,
  ]
    .map((entry) => `    - ${entry}\n`)
    .join('')}`
const never = (kind: string, why: string) => `{kind: ${kind}, not_applicable: ${why}}`
const mark = '  # expect: data/happy-path'

table(happyPath, [
  {
    name: 'closest: nobody outside writes, and nothing is live',
    yaml: settled(
      'use_case: {customer_facing: false}\nintegration: [{system: ledger, direction: both, mode: batch}]',
      never('adversarial', 'every sender is a known supplier'),
      never('awkward_user', 'clerks alone use it'),
      never('dependency_down', 'it reads a nightly file'),
    ),
  },
  {
    name: 'a kind that can occur, and has cases',
    yaml: settled(
      'use_case: {customer_facing: true}',
      never('adversarial', 'nobody would').replace('{', '{id: injection, ') + mark,
    ),
    says: ['"adversarial" is not applicable, but customers write to it (`expect: clarify`)'],
    helps: ['remove `not_applicable`: the cases with the tag "injection" cover the kind'],
  },
  {
    name: 'kinds that can occur',
    yaml: settled(
      'use_case: {customer_facing: true}\nintegration: [{system: orders, direction: in, mode: live}]',
      never('adversarial', 'nobody would') + mark,
      never('dependency_down', 'it never is') + mark,
    ),
    says: [
      '"adversarial" is not applicable, but customers write to it (`expect: clarify`)',
      '"dependency_down" is not applicable, but it reads from a live system',
    ],
  },
  ...[
    ['closest: customers read what it makes of scans', '', undefined],
    [
      'closest: and its input has a range',
      'guardrails: {input: {range: coordinates in the country}}\nfallback: [{for: [any_failure, out_of_scope], do: previous_process}]',
      undefined,
    ],
    ['users may ask for a person', 'fallback: [{for: [user_asks], do: human}]', '`for: user_asks`'],
    [
      'its text may be an instruction',
      'guardrails: {input: {injection: text is data}}',
      '`guardrails.input.injection`',
    ],
    ['nothing else brings its input', undefined, 'no inbound integration'],
  ].map(([name, more, why]) => ({
    name: `${name}, and nobody awkward or adversarial`,
    yaml: settled(
      `use_case: {customer_facing: true}\n${more === undefined ? '' : `integration: [{system: tms, direction: in, mode: batch}]\n${more}`}`,
      never('adversarial', 'inputs are scans of our own vehicles') + (why === undefined ? '' : mark),
      never('awkward_user', 'nobody types anything') + (why === undefined ? '' : mark),
    ).replace('expect: clarify', 'expect: degrade'),
    ...(why !== undefined && {
      says: ['adversarial', 'awkward_user'].map(
        (kind) => `"${kind}" is not applicable, but customers write to it (${why})`,
      ),
    }),
  })),
  {
    name: 'the lie: an outsider writes what a customer reads',
    yaml: settled(
      'use_case: {customer_facing: true}\nintegration: [{system: mail, direction: in, mode: batch, untrusted: true}]',
      never('adversarial', 'nobody would') + mark,
    ).replace('expect: clarify', 'expect: degrade'),
    says: ['"adversarial" is not applicable, but outsiders write what comes in'],
  },
  {
    name: 'closest: so few units that chance makes a busiest day of four',
    yaml: settled(
      'cost: {volume: {full: 40/month, peak_day: 4/day}}',
      never('seasonal_peak', 'as many in each month of the year'),
    ).replace(
      '    - {id: d, kind: seasonal_peak, expect: answer}\n',
      '    - {id: d, kind: adversarial, expect: answer}\n',
    ),
  },
  {
    name: 'a busiest day that chance does not explain',
    yaml: settled(
      'cost: {volume: {full: 40/month, peak_day: 5/day}}',
      never('seasonal_peak', 'as many in each month of the year') + mark,
    ).replace(
      '    - {id: d, kind: seasonal_peak, expect: answer}\n',
      '    - {id: d, kind: adversarial, expect: answer}\n',
    ),
    says: ['"seasonal_peak" is not applicable, but `peak_day` is more than 1.5 times an average day'],
  },
  {
    name: 'one reason for two',
    yaml: settled(
      'use_case: {customer_facing: false}',
      never('adversarial', 'internal'),
      never('awkward_user', 'Internal') + mark,
    ),
  },
])
