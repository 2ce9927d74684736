import { barsOf } from '../../evidence/history/bars.ts'
import { type Past, type PastPilot, settledAt } from '../../evidence/history/past.ts'
import type { Pilot } from '../../model/pilot.ts'
import { versionName } from '../../repo/port.ts'
import { addDays } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

const lateInGit = (past: Past, pilot: Pilot, today: string): Finding | undefined => {
  const { started, success } = pilot
  const targetOf = (then: Pick<PastPilot, 'pilot'>) => barsOf(then.pilot).get('target')
  const target = targetOf({ pilot })
  if (target === undefined || started === undefined || success?.agreed === undefined) return undefined
  const { since, before } = settledAt(past.run.versions, targetOf, target)
  // A file whose first version has the target may have been written after the agreement.
  if (before === undefined) return undefined
  const stage = since === undefined ? pilot.stage : since.pilot.stage
  const earlier = targetOf(before)
  // success/bar-moved reports a change from shadow on.
  if (earlier !== undefined && stage !== undefined && stage !== 'pilot') return undefined
  const day = since?.date ?? today
  if (day <= started || day <= success.agreed) return undefined
  return {
    path: ['success', 'agreed'],
    message: `\`success.agreed\` is ${success.agreed}, but target ${quote(target.text)} was added on ${day}, after the start on ${started}`,
    help: 'set it to the day this target was agreed, and restart the pilot from there',
    related: [
      { path: target.path, label: 'the target' },
      { path: ['started'], label: 'the start' },
    ],
    working: [
      `${versionName(before)}: ${earlier?.text ?? 'no target'}`,
      `${since === undefined ? 'not committed yet' : versionName(since)}: ${target.text}`,
    ],
  }
}

export const agreedLate: Rule = {
  id: 'success/agreed-late',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'The target was agreed before the pilot started',
  why: 'A target that is set after the first results is set to match them.',
  details: `\`success.agreed\` must not be later than \`started\`, nor in the future, with one day of tolerance for time zones.

The committed versions of the file are compared too: a target that was added after both dates, or changed after them in stage \`pilot\`, was agreed late. A file whose first version has the target is accepted. \`success/bar-moved\` reports changes from \`shadow\` on.`,
  needs: ['history'],
  principles: ['business-metric'],
  fields: ['success.agreed', 'started'],
  references: ['EU AI Act Art. 9(8), "prior defined metrics"'],
  examples: both`started: 2026-09-14
success:
  agreed: «2026-09-07|2026-11-01»  # expect: success/agreed-late
  metric: claims_per_handler`,

  *check({ pilot, facts: { history }, today, now }) {
    const { success, started } = pilot
    const agreed = success?.agreed
    if (agreed === undefined || started === undefined) return
    const path = ['success', 'agreed']
    if (agreed > started)
      yield {
        path,
        message: `\`success.agreed\` is ${agreed}, but \`started\` is ${started}`,
        help: `set it to the day of the agreement, ${started} at the latest; if there was none, restart the pilot with a new agreement`,
        related: [{ path: ['started'], label: 'the start' }],
      }
    else if (agreed > addDays(now, 1))
      yield {
        path,
        message: `\`success.agreed\` is ${agreed}, which is in the future`,
        help: 'set it to the day of the agreement, before the pilot starts',
      }
    else {
      const late = history?.state === 'found' ? lateInGit(history.value, pilot, today) : undefined
      if (late !== undefined) yield late
    }
  },
}
