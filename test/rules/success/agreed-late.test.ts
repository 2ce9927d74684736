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
    says: ['`success.agreed` is 2026-11-01, but `started` is 2026-09-14'],
    helps: [
      'set it to the day of the agreement, 2026-09-14 at the latest; if there was none, restart the pilot with a new agreement',
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

const file = (stage: string, target = ''): string =>
  `stage: ${stage}\nstarted: 2026-09-14\nsuccess:\n  agreed: 2026-09-07  # expect: success/agreed-late\n  metric: csat\n${target}`

const bar = '  target: at least 35%\n'
const honest = (text: string): string => text.replace(/ {2}# expect.*/, '')

table(agreedLate, [
  {
    name: 'git shows that the target came in after the start',
    yaml: file('shadow', bar),
    past: [
      { date: '2026-11-01', yaml: file('shadow', bar) },
      { date: '2026-09-10', yaml: file('pilot') },
    ],
    says: [
      '`success.agreed` is 2026-09-07, but target "at least 35%" was added on 2026-11-01, after the start on 2026-09-14',
    ],
    helps: ['set it to the day this target was agreed, and restart the pilot from there'],
    for: 'shadow',
    severity: 'error',
  },
  {
    name: 'git shows that another target was agreed',
    yaml: file('shadow', bar),
    past: [
      { date: '2026-10-20', yaml: file('pilot', bar) },
      { date: '2026-09-10', yaml: file('pilot', '  target: at least 50%\n') },
    ],
  },
  {
    name: 'the target is not even committed',
    yaml: file('shadow', bar),
    past: [{ date: '2026-09-10', yaml: file('pilot') }],
  },
  {
    name: 'a file that came late, with its target',
    yaml: honest(file('shadow', bar)),
    past: [{ date: '2026-11-01', yaml: file('shadow', bar) }],
  },
  {
    name: 'a target that came in before the start, and was written another way after it',
    yaml: honest(file('shadow', "  target: '>= 35%'\n")),
    past: [
      { date: '2026-11-01', yaml: file('shadow', "  target: '>= 35%'\n") },
      { date: '2026-09-10', yaml: file('pilot', bar) },
      { date: '2026-09-01', yaml: file('pilot') },
    ],
  },
  ...['  target: at least €35\n', '  targt: at least 35%\n', ''].map((slip) => ({
    name: `a target that one version does not say: ${slip.trim() || 'none'}`,
    yaml: honest(file('shadow', bar)),
    past: [
      { date: '2026-11-02', yaml: honest(file('shadow', bar)) },
      { date: '2026-11-01', yaml: honest(file('shadow', slip)) },
      { date: '2026-09-10', yaml: honest(file('pilot', bar)) },
    ],
  })),
  {
    name: 'the lie: a lower target after a version that does not say it',
    yaml: file('shadow', bar),
    past: [
      { date: '2026-11-02', yaml: file('shadow', bar) },
      { date: '2026-11-01', yaml: file('shadow', '  target: at least €50\n') },
      { date: '2026-09-10', yaml: file('pilot', '  target: at least 50%\n') },
    ],
    says: [
      '`success.agreed` is 2026-09-07, but target "at least 35%" was added on 2026-11-02, after the start on 2026-09-14',
    ],
    for: 'shadow',
  },
  {
    name: 'the lie: another target for a while',
    yaml: file('pilot', bar),
    past: [
      { date: '2026-11-02', yaml: file('pilot', bar) },
      { date: '2026-11-01', yaml: file('pilot', '  target: at least 20%\n') },
      { date: '2026-09-10', yaml: file('pilot', bar) },
    ],
  },
  {
    name: 'a target that moved later is told by another rule',
    yaml: honest(file('shadow', bar)),
    past: [
      { date: '2026-11-01', yaml: file('shadow', bar) },
      { date: '2026-10-01', yaml: file('shadow', '  target: at least 50%\n') },
    ],
  },
  {
    name: 'both are wrong, and told once',
    yaml: file('shadow', bar).replace('agreed: 2026-09-07', 'agreed: 2026-10-07'),
    past: [
      { date: '2026-11-01', yaml: file('shadow', bar) },
      { date: '2026-09-10', yaml: file('pilot') },
    ],
  },
  {
    name: 'agreed on a day that is still to come',
    yaml: 'started: 2027-01-05\nsuccess:\n  agreed: 2027-01-04  # expect: success/agreed-late\n',
    says: ['`success.agreed` is 2027-01-04, which is in the future'],
  },
  { name: 'agreed today, east of here', yaml: 'started: 2026-11-30\nsuccess: {agreed: 2026-11-23}\n' },
])
