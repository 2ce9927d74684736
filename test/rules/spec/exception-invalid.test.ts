import { exceptionInvalid } from '../../../src/rules/spec/exception-invalid.ts'
import { table } from '../table.ts'

const guilty = '  # expect: spec/exception-invalid'

table(exceptionInvalid, [
  {
    name: 'entries that lack something',
    yaml: `
exceptions:
  - {why: later, by: acme/search, until: 2026-12-15}${guilty}
  - {rule: success/perfection, by: acme/search, until: 2026-12-15}${guilty}
  - {rule: success/perfection, why: later, until: 2026-12-15}${guilty}
  - {rule: success/perfection, why: later, by: acme/search}${guilty}
`,
    says: [
      'the exception names no rule',
      'the exception for "success/perfection" gives no reason',
      'nobody signs the exception for "success/perfection"',
      'the exception for "success/perfection" never ends',
    ],
    helps: [
      'rule: section/problem',
      'why: the reason, for whoever reads it next',
      'by: the person or team who answers for it',
      'until: 2027-02-20  # at the latest',
    ],
    severity: 'error',
  },
  {
    name: 'ends that do not hold',
    yaml: `
exceptions:
  - rule: success/perfection
    why: later
    by: acme/search
    until: 2026-11-21${guilty}
  - rule: success/perfection
    why: later
    by: acme/search
    until: 2027-02-21${guilty}
  - rule: success/perfection
    why: later
    by: acme/search
    until: never${guilty}
  - why: later${guilty}
    by: acme/search
    until: 2026-02-30${guilty}
`,
    says: [
      'the exception for "success/perfection" expired on 2026-11-21',
      'the exception for "success/perfection" lasts until 2027-02-21, longer than 90 days',
      'the exception for "success/perfection" ends on "never", which is no date',
      'the exception names no rule',
      'the exception ends on "2026-02-30", which is no date',
    ],
  },
  {
    name: 'a comment with neither signature nor reason nor end',
    yaml: `
owner:
  # pilotlint-ignore owner/is-person until=never${guilty}${guilty}${guilty}
  team: jane@example.com
`,
    says: [
      'the exception for "owner/is-person" gives no reason',
      'nobody signs the exception for "owner/is-person"',
      'the exception for "owner/is-person" never ends',
    ],
    helps: [
      'end the comment in -- and the reason, for whoever reads it next',
      'by=acme/support-platform, the person or team who answers for it',
      'until=2027-02-20, at the latest',
    ],
  },
  {
    name: 'the first and the last day on which an exception can end',
    yaml: `
exceptions:
  - {rule: success/perfection, why: later, by: acme/search, until: 2026-11-22}
  - {rule: success/perfection, why: later, by: acme/search, until: 2027-02-20}
`,
  },
  {
    name: 'a comment that says all it has to',
    yaml: '# pilotlint-ignore success/perfection by=acme/search until=2026-12-15 -- agreed with the board\nsuccess: {target: at least 100%}\n',
  },
  { name: 'an entry that cannot be read', yaml: 'exceptions: [success/perfection]\n' },
  {
    name: 'an end that nobody has decided',
    yaml: 'exceptions: [{rule: success/perfection, why: x, by: y, until: TBD}]\n',
  },
  { name: 'no exceptions', yaml: 'exceptions: []\n' },
])
