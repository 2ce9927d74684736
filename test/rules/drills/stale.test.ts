import { stale } from '../../../src/rules/drills/stale.ts'
import { table } from '../table.ts'

table(stale, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: drills/stale',
    says: ['no drill has shown that fallback and rollback work'],
    helps: [
      'try both, then write drills: {fallback: 2026-11-04, rollback: 2026-11-04, report: docs/drills/2026-11.md} with your dates',
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
      'try the fallback, then write the day as drills.fallback',
      'try the rollback, then write the day as drills.rollback',
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
    helps: ['try the system at peak rate, then write the day as drills.load'],
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
      'try the fallback, then write the day as drills.fallback; at full at most 90 days may lie between two drills',
      'try the system at peak rate, then write the day as drills.load; at full at most 90 days may lie between two drills',
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
