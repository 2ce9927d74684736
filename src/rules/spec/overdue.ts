import type { Past } from '../../evidence/history/past.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { noticeDays } from '../../model/waiver.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import { missing } from '../lib/absent.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

/** The longest quarter, in days. */
const quarter = 92

const deadlines = {
  decide_by: {
    help: 'decide to ship, stop or re-scope, set decide_by to the next decision, and give the reason in the commit',
    example: '<day of the next decision>',
    meaning: 'the day of the decision to ship, stop or re-scope',
  },
  review_by: {
    help: 'review the file with the owner, update what has changed, and set review_by to the next review',
    example: '<day of the next review>',
    meaning: 'the day of the next review with the owner',
  },
}

const judge = (key: keyof typeof deadlines, pilot: Pilot, today: string): Finding[] => {
  const { help, example, meaning } = deadlines[key]
  const day = pilot[key]
  if (day === undefined) return [missing([key], example, meaning)]
  const left = daysBetween(today, day)
  if (left > noticeDays) return []
  const when = left < 0 ? `${plural(-left, 'day')} ago` : left === 0 ? 'today' : `in ${plural(left, 'day')}`
  const message = `\`${key}\` is ${day}, ${when}`
  return [{ path: [key], message, help, cause: 'time', ...(left >= 0 && { severity: 'warning' }) }]
}

/** The days to which `decide_by` was put off, one after the other; the first is when it was set. */
const postponed = (past: Past, { decide_by }: Pilot): string[] => {
  const days = [...past.run.versions.map(({ pilot }) => pilot.decide_by), decide_by]
  const later: string[] = []
  for (const day of days) if (day !== undefined && day > (later.at(-1) ?? '')) later.push(day)
  return later
}

export const overdue: Rule = {
  id: 'spec/overdue',
  severity: 'error',
  from: 'pilot',
  summary: 'The decision and, in production, the next review have a date that has not passed',
  why: 'Pilots without a decision date rarely fail; they run on without a decision.',
  details: `\`decide_by\` is required until \`full\`, \`review_by\` from \`limited\` on. The day itself is in time. It may be postponed once; a second time in the committed versions since the pilot last started is an error. The last ${noticeDays} days before it are a warning, so that a date alone does not fail an unrelated pull request. At \`full\`, a \`review_by\` more than ${quarter} days ahead is a warning.`,
  needs: ['history'],
  principles: ['no-purgatory', 'earns-its-keep'],
  fields: ['decide_by', 'review_by'],
  references: ['NIST AI RMF GOVERN 1.5'],
  examples: both`stage: pilot
decide_by: «2027-02-26|2026-03-31»  # expect: spec/overdue`,

  *check({ pilot, gate, declared, today, now, facts: { history } }) {
    const days = history?.state === 'found' ? postponed(history.value, pilot) : []
    if (days.length > 2 && !reaches(gate, 'full'))
      yield {
        path: ['decide_by'],
        message: `\`decide_by\` was postponed ${plural(days.length - 1, 'time')}: ${days.slice(-3).join(', ')}`,
        help: 'decide to ship or to stop, or restart the pilot with a new agreement',
      }
    // A pilot at full that is held back is judged for an earlier gate, and its decision was taken.
    if (!reaches(gate, 'full') && !reaches(declared, 'full')) yield* judge('decide_by', pilot, today)
    if (!reaches(gate, 'limited')) return
    yield* judge('review_by', pilot, today)
    const { review_by: review } = pilot
    // Judged as on an earlier day, a date may still have been set today.
    const from = today > now ? today : now
    if (gate !== 'full' || review === undefined || daysBetween(from, review) <= quarter) return
    yield {
      path: ['review_by'],
      message: `\`review_by\` is ${review}, in ${plural(daysBetween(from, review), 'day')}, but full production requires a review every quarter`,
      help: `set it to a day up to ${addDays(from, quarter)}`,
      severity: 'warning',
    }
  },
}
