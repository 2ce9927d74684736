import { date } from '../values/index.ts'
import { map, phrase } from './field.ts'
import { path } from './path.ts'

export const drills = map(
  {
    fallback: phrase(date, 'When the fallback was last tried.', '2026-11-04'),
    rollback: phrase(date, 'When the rollback was last tried.', '2026-11-04'),
    load: phrase(date, 'When the system was last tried at `cost.volume.peak_rate`.', '2026-11-05'),
    report: path('The report of the drills.', 'docs/drills/2026-11.md'),
  },
  'When fallback, rollback and load were last tried for real.',
  { fallback: '2026-11-04', rollback: '2026-11-04', report: 'docs/drills/2026-11.md' },
)
