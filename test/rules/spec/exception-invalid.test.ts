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
      'the exception has no rule',
      'the exception for "success/perfection" has no reason',
      'the exception for "success/perfection" is not signed',
      'the exception for "success/perfection" has no end date',
    ],
    helps: ['rule: <rule>', 'why: <why>', 'by: <who signs>', 'until: 2027-02-20  # at the latest'],
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
      'the exception for "success/perfection" ends on "never", which is not a date',
      'the exception has no rule',
      'the exception ends on "2026-02-30", which is not a date',
    ],
  },
  {
    name: 'entries that lack more than one thing, and one that has a misspelt key besides',
    yaml: `
exceptions:
  - rule: success/perfection${guilty}
  - {}${guilty}
  - {rule: success/perfection, reason: later, by: acme/search, until: 2026-12-15}
  - rule: success/perfection${guilty}
    why: later
    until: 2026-11-21${guilty}
`,
    says: [
      'the exception for "success/perfection" has no reason, is not signed and has no end date',
      'the exception has no rule, has no reason, is not signed and has no end date',
      'the exception for "success/perfection" is not signed',
      'the exception for "success/perfection" expired on 2026-11-21',
    ],
  },
  {
    name: 'ends in another form',
    yaml: `
exceptions:
  - {rule: success/perfection, why: later, by: acme/search, until: 31.12.2026}${guilty}
  - {rule: success/perfection, why: later, by: acme/search, until: 31.12.2027}${guilty}
`,
    says: [
      'the exception for "success/perfection" ends on "31.12.2026", which is not a date',
      'the exception for "success/perfection" ends on "31.12.2027", which is not a date',
    ],
    helps: ['until: 2026-12-31', 'until: 2027-02-20  # at the latest'],
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
