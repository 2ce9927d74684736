import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { noticeDays } from '../../model/waiver.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

/** The longest quarter, in days. */
const quarter = 92

const deadlines = {
  decide_by: {
    absent: 'nothing says by when somebody decides to ship, stop or re-scope',
    past: 'and nobody has decided',
    help: 'ship, stop or re-scope, and write the day of the next decision; say why in the commit',
    example: '2027-02-26',
    meaning: 'the day on which somebody ships, stops or re-scopes it',
  },
  review_by: {
    absent: 'nothing says when the owner reads this file again',
    past: 'and nobody has reviewed the file',
    help: 'read the file with the owner, correct what has changed, and write the day of the next review',
    example: '2026-12-18',
    meaning: 'the day on which the owner reads this file again',
  },
}

const judge = (key: keyof typeof deadlines, pilot: Pilot, today: string): Finding[] => {
  const { absent, past, help, example, meaning } = deadlines[key]
  const day = pilot[key]
  if (day === undefined) return [{ path: [key], message: absent, write: example, help: meaning }]
  const left = daysBetween(today, day)
  if (left < 0)
    return [{ path: [key], message: `${key} was ${day}, ${plural(-left, 'day')} ago, ${past}`, help }]
  if (left > noticeDays) return []
  const when = left === 0 ? 'today' : `in ${plural(left, 'day')}`
  return [{ path: [key], message: `${key} is ${day}, ${when}`, help, severity: 'warning' }]
}

export const overdue: Rule = {
  id: 'spec/overdue',
  severity: 'error',
  from: 'pilot',
  summary: 'A day is set for the decision and, in production, for the next review, and neither has passed',
  why: 'Pilots rarely fail. They go on: nobody was ever asked to decide, so nobody did.',
  details: `\`decide_by\` is asked for until the pilot is in full production, \`review_by\` from the limited stage on. The day itself is still in time. The last ${noticeDays} days before are a warning, so that the clock alone never turns somebody else's pull request red.

In full production the owner reads the file every quarter: a \`review_by\` more than ${quarter} days ahead is a warning there.`,
  principles: ['no-purgatory', 'earns-its-keep'],
  fields: ['decide_by', 'review_by'],
  references: ['NIST AI RMF GOVERN 1.5'],
  examples: both`stage: pilot
decide_by: «2027-02-26|2026-03-31»  # expect: spec/overdue`,

  *check({ pilot, gate, today }) {
    if (!reaches(gate, 'full')) yield* judge('decide_by', pilot, today)
    if (!reaches(gate, 'limited')) return
    yield* judge('review_by', pilot, today)
    const { review_by: review } = pilot
    if (gate !== 'full' || review === undefined || daysBetween(today, review) <= quarter) return
    yield {
      path: ['review_by'],
      message: `review_by is ${review}, ${plural(daysBetween(today, review), 'day')} away: full production is reviewed every quarter`,
      write: addDays(today, quarter),
      help: `a day in the next ${quarter} days`,
      severity: 'warning',
    }
  },
}
