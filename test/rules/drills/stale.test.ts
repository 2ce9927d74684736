import { stale } from '../../../src/rules/drills/stale.ts'
import { table } from '../table.ts'

table(stale, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: drills/stale',
    says: ['no drill has shown that fallback and rollback work'],
    helps: [
      'drills: {fallback: 2026-11-22, rollback: 2026-11-22, report: docs/drills/2026-11.md}  # once they were tried, with the day on which they were',
    ],
    severity: 'error',
  },
  {
    name: 'no section at full',
    for: 'full',
    yaml: 'stage: full # expect: drills/stale',
    says: ['no drill has shown that fallback and rollback work, or that the system carries the load'],
  },
  {
    name: 'a report without dates',
    yaml: 'drills: {report: docs/drills.md} # expect: drills/stale # expect: drills/stale',
    says: ['the fallback has never been tried', 'the rollback has never been tried'],
    helps: [
      'drills: {report: docs/drills.md, fallback: 2026-11-22}  # the day on which the fallback was tried, once it was',
      'drills: {report: docs/drills.md, rollback: 2026-11-22}  # the day on which the rollback was tried, once it was',
    ],
  },
  {
    name: 'a drill in the future',
    yaml: 'drills:\n  fallback: 2026-11-04\n  rollback: 2026-11-24 # expect: drills/stale',
    says: ['the rollback drill on 2026-11-24 is still to come'],
  },
  {
    name: 'no load drill at full',
    for: 'full',
    yaml: 'drills: {fallback: 2026-11-04, rollback: 2026-11-04} # expect: drills/stale',
    says: ['the system at peak rate has never been tried'],
    helps: [
      'drills: {fallback: 2026-11-04, rollback: 2026-11-04, load: 2026-11-22}  # the day on which the system at peak rate was tried, once it was',
    ],
  },
  {
    name: 'old at full',
    for: 'full',
    yaml: 'drills:\n  fallback: 2026-08-23 # expect: drills/stale\n  rollback: 2026-11-04\n  load: 2026-06-01 # expect: drills/stale',
    says: [
      'the last fallback drill was on 2026-08-23, 91 days ago',
      'the last load drill was on 2026-06-01, 174 days ago',
    ],
    helps: [
      'fallback: 2026-11-22  # in drills: the day on which the fallback was tried, once it was; at full at most 90 days may lie between two drills',
      'load: 2026-11-22  # in drills: the day on which the system at peak rate was tried, once it was; at full at most 90 days may lie between two drills',
    ],
  },
  {
    name: 'closest: 90 days old at full',
    for: 'full',
    yaml: 'drills: {fallback: 2026-08-24, rollback: 2026-08-24, load: 2026-08-24}',
  },
  {
    name: 'old before full',
    for: 'progressive',
    yaml: 'drills: {fallback: 2025-11-04, rollback: 2025-11-04}',
  },
  { name: 'tried today, ahead of UTC', yaml: 'drills: {fallback: 2026-11-23, rollback: 2026-11-23}' },
  { name: 'a date that cannot be read', yaml: 'drills: {fallback: last week, rollback: 2026-11-04}' },
  { name: 'before limited', for: 'shadow', yaml: 'stage: shadow' },
])

const drilled = 'fallback: 2026-11-04, rollback: 2026-11-05, report: docs/drill.md'
const guilty = '  # expect: drills/stale'

table(stale, [
  {
    name: 'a drill on the day on which the model was made',
    yaml: 'model: {id: small-2-20261104}\ndrills: {fallback: 2026-11-04, rollback: 2026-11-05}\n',
  },
  {
    name: 'a drill with the model before',
    yaml: `model: small-2-2026-11-05
drills:
  rollback: 2026-11-05
  fallback: 2026-11-04${guilty}
`,
    says: ['the fallback drill on 2026-11-04 is older than the model, "small-2-2026-11-05"'],
  },
  {
    name: 'ids that hold no day, or one that is still to come',
    yaml: 'model: small-2-20269999\ndrills: {fallback: 2026-01-04, rollback: 2026-01-05}\n',
  },
  {
    name: 'an id with a number that is no day',
    yaml: 'model: small-2-202608011\ndrills: {fallback: 2026-01-04, rollback: 2026-01-05}\n',
  },
  {
    name: 'a report that names both days',
    files: { 'docs/drill.md': '# Drills\n- fallback: 4 November 2026\n- rollback: 2026-11-05\n' },
    yaml: `drills: {${drilled}}\n`,
  },
  {
    name: 'a report of other days',
    files: { 'docs/drill.md': '# Drills\n- fallback: 4 November 2026\n- rollback: 2026-11-04\n' },
    yaml: `drills:
  fallback: 2026-11-04
  report: docs/drill.md
  rollback: 2026-11-05${guilty}
`,
    says: ['"docs/drill.md" says nothing of 2026-11-05, when the rollback is said to have been tried'],
  },
  {
    name: 'a load drill is asked for at full',
    for: 'full',
    files: { 'docs/drill.md': '2026-11-04 and 2026-11-05' },
    yaml: `drills:
  fallback: 2026-11-04
  rollback: 2026-11-05
  report: docs/drill.md
  load: 2026-11-06${guilty}
`,
  },
  {
    name: 'a report without any day',
    files: { 'docs/drill.md': '# All well\n' },
    yaml: `drills: {${drilled}}\n`,
  },
  { name: 'a report that is missing', files: {}, yaml: `drills: {${drilled}}\n` },
  {
    name: 'a report that is malformed',
    files: { 'docs/drill.md': new Uint8Array([0x32, 0xff]) },
    yaml: `drills:
  fallback: 2026-11-04
  rollback: 2026-11-05
  report: docs/drill.md${guilty}
`,
  },
  {
    name: 'a report in another form',
    files: { 'docs/drill.pdf': '%PDF' },
    yaml: 'drills: {fallback: 2026-11-04, rollback: 2026-11-05, report: docs/drill.pdf}\n',
  },
])
