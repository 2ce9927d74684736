import { addDays, daysBetween } from '../../phrases/index.ts'
import { reaches } from '../../spec/stage.ts'
import type { Rule } from '../rule.ts'

/** At full, days until a drill is repeated: one quarter. */
const longest = 90

const tried = { fallback: 'the fallback', rollback: 'the rollback', load: 'the system at peak rate' } as const

export const stale: Rule = {
  id: 'drills/stale',
  severity: 'error',
  from: 'limited',
  summary: 'Fallback and rollback were tried for real; at full also under load, in the last 90 days',
  why: 'A rollback that nobody has tried fails on the night it is needed: the flag is cached, the permission is gone, the queue is full.',
  details: `From \`limited\` on, \`drills.fallback\` and \`drills.rollback\` need a date; at \`full\` so does \`drills.load\`, and none may be older than ${longest} days. A drill in the future is none yet; one day of tolerance covers the time zones ahead of UTC. Before \`full\`, age is not judged.

Whether the model has changed since the drill is read from the repository.`,
  seed: ['S26'],
  references: ['NIST AI 600-1 MG-4.2-002'],
  examples: {
    ready: `drills: {fallback: 2026-11-04, rollback: 2026-11-04, report: docs/drills/2026-11.md}
`,
    notReady: `drills:  # expect: drills/stale
  fallback: 2026-12-04  # expect: drills/stale
`,
  },

  *check({ pilot: { drills }, gate, today }) {
    const full = reaches(gate, 'full')
    if (drills === undefined) {
      yield {
        path: ['drills'],
        message: `no drill has shown that fallback and rollback work${full ? ', or that the system carries the load' : ''}`,
        help: 'try both, then write drills: {fallback: 2026-11-04, rollback: 2026-11-04, report: docs/drills/2026-11.md} with your dates',
        absent: true,
      }
      return
    }
    for (const drill of full
      ? (['fallback', 'rollback', 'load'] as const)
      : (['fallback', 'rollback'] as const)) {
      const date = drills[drill]
      const path = ['drills', drill]
      const help = `try ${tried[drill]}, then write the day as drills.${drill}`
      if (date === undefined)
        yield { path, message: `${tried[drill]} has never been tried`, help, absent: true }
      else if (date > addDays(today, 1))
        yield { path, message: `the ${drill} drill on ${date} is still to come`, help }
      else if (full && date < addDays(today, -longest))
        yield {
          path,
          message: `the last ${drill} drill was on ${date}, ${daysBetween(date, today)} days ago`,
          help: `${help}; at full at most ${longest} days may lie between two drills`,
        }
    }
  },
}
