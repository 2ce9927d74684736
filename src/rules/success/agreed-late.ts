import { barsOf } from '../../evidence/history/bars.ts'
import { inWords, type Past, settledAt, sinceStart } from '../../evidence/history/past.ts'
import type { Pilot } from '../../model/pilot.ts'
import { addDays } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

/** What git shows of the target, where it came into the file later than it is said to have been agreed. */
const lateInGit = (past: Past, pilot: Pilot, today: string): Finding | undefined => {
  const { started, success } = pilot
  const target = barsOf(pilot).get('target')
  if (target === undefined || started === undefined || success?.agreed === undefined) return undefined
  const { since, before } = settledAt(sinceStart(past), 'target', target)
  // A file that was never there without its target may have been written down later than it was agreed.
  if (before === undefined) return undefined
  const stage = since === undefined ? pilot.stage : since.pilot.stage
  const isMoved = barsOf(before.pilot).has('target')
  // From shadow on a target that moves is told as that.
  if (isMoved && stage !== undefined && stage !== 'pilot') return undefined
  const day = since?.date ?? today
  if (day <= started || day <= success.agreed) return undefined
  return {
    path: ['success', 'agreed'],
    message: `the bar is said to be agreed on ${success.agreed}, but the target ${quote(target.text)} came into the file on ${day}, after the pilot started on ${started}`,
    help: 'write the day on which this target was agreed, and let the pilot start anew from it',
    related: [
      { path: target.path, label: 'the target' },
      { path: ['started'], label: 'the start' },
    ],
    working: [
      `${inWords(before)}: ${barsOf(before.pilot).get('target')?.text ?? 'no target'}`,
      `${since === undefined ? 'not committed yet' : inWords(since)}: ${target.text}`,
    ],
  }
}

export const agreedLate: Rule = {
  id: 'success/agreed-late',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'The bar was agreed before the pilot started',
  why: 'A bar that is set once the first numbers are in is set where the numbers are.',
  details: `\`success.agreed\` may be the day of \`started\`, and not a day later; a day that is still to come is none yet, with one day of tolerance for the time zones ahead of UTC. Where either of them is absent, \`spec/field-missing\` says so.

From \`shadow\` on the committed versions of the file are read, too: a target that came into a file that was there without it, or with another one, after the start and after the day on which it is said to be agreed, was agreed late. A file whose first version holds the target is taken at its word. A target that moves from \`shadow\` on is for \`success/bar-moved\` to tell.`,
  needs: ['history'],
  principles: ['business-metric'],
  fields: ['success.agreed', 'started'],
  references: ['EU AI Act Art. 9(8), "prior defined metrics"'],
  examples: both`started: 2026-09-14
success:
  agreed: «2026-09-07|2026-11-01»  # expect: success/agreed-late
  metric: claims_per_handler`,

  *check({ pilot, facts: { history }, today }) {
    const { success, started } = pilot
    const agreed = success?.agreed
    if (agreed === undefined || started === undefined) return
    const path = ['success', 'agreed']
    if (agreed > started)
      yield {
        path,
        message: `the bar was agreed on ${agreed}, after the pilot started on ${started}`,
        help: `if it was agreed earlier, write that day, ${started} at the latest; if not, let the pilot start anew from a bar agreed now`,
        related: [{ path: ['started'], label: 'the start' }],
      }
    else if (agreed > addDays(today, 1))
      yield {
        path,
        message: `the bar is said to be agreed on ${agreed}, which is still to come`,
        help: 'agree on it before the pilot starts, and write the day on which you did',
      }
    else {
      const late = history?.state === 'found' ? lateInGit(history.value, pilot, today) : undefined
      if (late !== undefined) yield late
    }
  },
}
