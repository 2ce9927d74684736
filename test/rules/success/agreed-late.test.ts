import { agreedLate } from '../../../src/rules/success/agreed-late.ts'
import { table } from '../table.ts'

const late = `
started: 2026-09-14
success:
  agreed: 2026-11-01  # expect: success/agreed-late
`

table(agreedLate, [
  {
    name: 'agreed after the start is a warning at stage pilot',
    yaml: late,
    says: ['the bar was agreed on 2026-11-01, after the pilot started on 2026-09-14'],
    helps: [
      'if it was agreed earlier, write that day, 2026-09-14 at the latest; if not, let the pilot start anew from a bar agreed now',
    ],
    severity: 'warning',
  },
  { name: 'and an error from shadow on', yaml: late, for: 'limited', severity: 'error' },
  { name: 'agreed before', yaml: 'started: 2026-09-14\nsuccess: {agreed: 2026-09-07}\n' },
  { name: 'agreed on the very day', yaml: 'started: 2026-09-14\nsuccess: {agreed: 2026-09-14}\n' },
  { name: 'no start', yaml: 'success: {agreed: 2026-09-07}\n' },
  { name: 'no day of agreement', yaml: 'started: 2026-09-14\nsuccess: {metric: csat}\n' },
  { name: 'a day that does not exist', yaml: 'started: 2026-02-28\nsuccess: {agreed: 2026-02-31}\n' },
])
