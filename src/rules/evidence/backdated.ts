import { isMetered } from '../../evidence/bill/bill.ts'
import { exposedStages } from '../../model/stage.ts'
import { versionName } from '../../repo/port.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { type Context, fields, type Rule } from '../lib/rule.ts'

/** A day that a file reports. */
type Reported = {
  readonly path: Path
  readonly file: string
  readonly what: string
  readonly day: IsoDate
  readonly range?: Range
}

/** Of each file the last day. */
const reportedIn = ({ pilot, facts }: Context): Reported[] => {
  const { drillRecord, evalResults, bill, results, reviews } = facts
  const drill =
    drillRecord?.state === 'found' ? drillRecord.value.toSorted((a, b) => (a.on < b.on ? 1 : -1))[0] : undefined
  const reported: Reported[] = []
  if (drillRecord?.state === 'found' && drill !== undefined)
    reported.push({
      path: ['drills'],
      file: drillRecord.file,
      what: `a ${drill.what} drill`,
      day: drill.on,
      range: drill.range,
    })
  if (evalResults?.state === 'found' && evalResults.value.on !== undefined)
    reported.push({
      path: ['data', 'eval_set', 'results'],
      file: evalResults.value.countedIn ?? evalResults.file,
      what: 'a run',
      day: evalResults.value.on,
    })
  const month = bill?.state === 'found' ? bill.value.months.at(-1) : undefined
  // A month that has begun may be billed so far, and what is allocated may be planned ahead.
  if (bill?.state === 'found' && month !== undefined && isMetered(pilot))
    reported.push({
      path: ['cost', 'bill'],
      file: bill.file,
      what: 'costs',
      day: `${month.month}-01`,
      range: month.range,
    })
  for (const stage of exposedStages) {
    const review = reviews[stage]
    if (review?.state === 'found')
      reported.push({
        path: ['rollout', stage, 'prove', 'review'],
        file: review.file,
        what: 'a review',
        day: review.value.on,
        range: review.value.range('on'),
      })
    const fact = results[stage]
    if (fact?.state !== 'found') continue
    const { to, phases, locate } = fact.value
    const path = ['rollout', stage, 'results']
    const range = locate([...(phases.at(-1)?.base ?? []), 'to'])
    reported.push({ path, file: fact.file, what: 'results', day: to, range })
  }
  return reported
}

export const backdated: Rule = {
  id: 'evidence/backdated',
  severity: 'error',
  from: 'limited',
  waivable: false,
  summary: 'No file reports a day after the commit that added it, or in the future',
  why: 'What was written down before it happened is a plan, not evidence.',
  details: `Compares the last day in the drill record, the eval run, and the results and expert reviews of each stage, and the first day of the last month of the bill, with the day of the commit since which the file has its current content, in the time zone of this commit, with one day of tolerance. A file that \`pilot.yaml\` named by another path before is as old as its content, and other line breaks make it no newer. A file with uncommitted changes must not report days in the future.`,
  needs: ['commits'],
  principles: ['unlocked-by-evidence'],
  fields: fields`drills data.eval_set.results cost.bill rollout.{shadow,limited,progressive,full}.{results,prove}`,
  references: ['NIST AI 600-1 MG-1.3-001'],
  examples: {
    files: {
      'docs/drills/2026-11.md': `---
drills:
  - {what: rollback, on: 2026-11-04, outcome: passed, by: acme/support-platform}
---
`,
      'docs/drills/2027.md': `---
drills:
  - {what: rollback, on: 2027-11-04, outcome: passed, by: acme/support-platform}
---
`,
    },
    ready: 'drills: docs/drills/2026-11.md',
    notReady: 'drills: docs/drills/2027.md  # expect: evidence/backdated',
  },

  *check(context) {
    const { facts, now } = context
    for (const { path, file, what, day, range } of reportedIn(context)) {
      const commit = facts.committed.get(file)
      const last = addDays(commit === undefined || commit.date > now ? now : commit.date, 1)
      if (day <= last) continue
      yield {
        path,
        message:
          commit === undefined || day > addDays(now, 1)
            ? `${quote(file)} reports ${what} of ${day}, which is in the future`
            : `${quote(file)} reports ${what} of ${day}, but was committed on ${commit.date}`,
        help: 'correct the dates, and commit the file after the last day that it reports',
        ...(range && { elsewhere: [{ file, range, label: `${what} of ${day}` }] }),
        ...(commit && { working: [versionName(commit)] }),
      }
    }
  },
}
