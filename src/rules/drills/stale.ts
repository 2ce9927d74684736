import type { DrillReport } from '../../evidence/drill-report/drill-report.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, date, daysBetween, type IsoDate, seconds, timeLimit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { brokenFile } from '../lib/evidence.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

/** `small-2-20260801`, `ranker-2026-06-29-a`. */
const dated = /(?<!\d)(20\d{2})(-?)(\d{2})\2(\d{2})(?!\d)/

/** The date in the id of a model, unless it is in the future. */
const pinnedOn = (id: string | undefined, today: IsoDate): IsoDate | undefined => {
  const [, year, , month, day] = dated.exec(id?.slice(0, 200) ?? '') ?? []
  const parsed = date.parse(`${year}-${month}-${day}`)
  return parsed.ok && parsed.value <= addDays(today, 1) ? parsed.value : undefined
}

/** In days: one quarter. */
const longest = 90

type Drill = 'fallback' | 'rollback' | 'load'

const helpFor = (drill: Drill): string => `run the ${drill} drill, then write its date`

const fault = (drill: Drill, date: IsoDate, context: Context): Finding | undefined => {
  const { pilot, facts, gate, today } = context
  const help = helpFor(drill)
  const base = { path: ['drills', drill], write: today, help }
  if (date > addDays(today, 1)) return { ...base, message: `\`drills.${drill}\` is ${date}, which is in the future` }
  const pinned = pinnedOn(pilot.model?.id, today)
  if (pinned !== undefined && date < pinned)
    return {
      ...base,
      message: `\`drills.${drill}\` is ${date}, before the date of the model ${quote(pilot.model?.id)}`,
      help: `${help}; the drill must use the pinned model`,
      related: [{ path: ['model', 'id'], label: 'the pinned model' }],
    }
  if (reaches(gate, 'full') && date < addDays(today, -longest))
    return {
      ...base,
      message: `\`drills.${drill}\` is ${date}, ${daysBetween(date, today)} days ago`,
      help: `${help}; at full a drill is required every ${longest} days`,
    }
  const { drillReport: report } = facts
  return report?.state === 'found' ? contradiction(drill, date, report, pilot.rollback?.time) : undefined
}

type Report = { readonly file: string; readonly value: DrillReport }

const contradiction = (
  drill: Drill,
  date: IsoDate,
  { file, value: report }: Report,
  limit: NonNullable<Pilot['rollback']>['time'],
): Finding | undefined => {
  const path = ['drills', drill]
  if (!report.dates.has(date))
    return {
      path,
      message: `\`drills.${drill}\` is ${date}, but ${quote(file)} ${report.empty ? 'is empty' : 'has no such date'}`,
      help: `set \`drills.report\` to the report of that day, or \`drills.${drill}\` to the date in the report`,
      elsewhere: [{ file, range: report.place(drill), label: `no ${date} in the report` }],
    }
  const undone = report.undone(drill, date)
  if (undone !== undefined)
    return {
      path,
      message: `the ${drill} drill of ${date} is ${quote(undone.value)} in ${quote(file)}`,
      help: `repeat the drill until it succeeds, then set \`drills.${drill}\` to its date`,
      elsewhere: [{ file, range: undone.range, label: 'the drill in the report' }],
    }
  const fastest = drill === 'rollback' ? report.fastest(drill, date) : undefined
  if (fastest === undefined || limit === undefined || fastest.value.seconds <= seconds(limit.quantity)) return undefined
  return {
    path,
    message: `\`rollback.time\` is ${timeLimit.print(limit)}, but the drill of ${date} took ${fastest.value.text} in ${quote(file)}`,
    help: 'make the rollback faster and repeat the drill, or set `rollback.time` to the measured time',
    related: [{ path: ['rollback', 'time'], label: 'the rollback time' }],
    elsewhere: [{ file, range: fastest.range, label: 'the shortest time in the report' }],
  }
}

export const stale: Rule = {
  id: 'drills/stale',
  severity: 'error',
  from: 'limited',
  summary: 'Fallback and rollback were tested in a drill; at full also under load, in the last 90 days',
  why: 'An untested rollback fails when it is needed: the flag is cached, a permission is missing, the queue is full.',
  details: `From \`limited\` on, \`drills.fallback\` and \`drills.rollback\` need a date; at \`full\`, \`drills.load\` too, and none may be older than ${longest} days. A date in the future is not accepted, with one day of tolerance for time zones. If \`model.id\` contains a date, as in \`small-2-20260801\`, no drill may be before it.

\`drills.report\` (Markdown, text, JSON or YAML) must contain the dates, as \`2026-11-04\`, \`4 November 2026\` or \`04.11.2026\`. A report without any date is unverified; an empty one is reported.

If the report states how long the rollback of that day took, in a line about the rollback alone or below a heading that names it, the shortest time must not exceed \`rollback.time\`. If the last line with the date and the name of the drill says that it was postponed, cancelled, aborted, not tried or failed, in English, German, French or Spanish, the drill does not count. Failures during a drill, such as calls to a blocked endpoint, and ambiguous lines are not judged.`,
  principles: ['full-stage'],
  fields: ['drills', 'rollback.time', 'model.id'],
  references: ['NIST AI 600-1 MG-4.2-002'],
  proves: ['fallback', 'rollback'],
  examples: {
    files: {
      'docs/drills/2026-11.md': '# Drills\n\n| drill | date |\n|---|---|\n| fallback, rollback | 4 November 2026 |\n',
    },
    ready: `drills: {fallback: 2026-11-04, rollback: 2026-11-04, report: docs/drills/2026-11.md}`,
    notReady: `drills:  # expect: drills/stale
  fallback: 2026-12-04  # expect: drills/stale`,
  },

  *check(context) {
    const { gate, facts } = context
    const { today } = context
    const { drills } = context.pilot
    const full = reaches(gate, 'full')
    if (drills === undefined) {
      yield {
        path: ['drills'],
        message: '`drills` is missing',
        write: `{fallback: ${today}, rollback: ${today}${full ? `, load: ${today}` : ''}, report: docs/drills/${today.slice(0, 7)}.md}`,
        help: 'run the drills, then write their dates',
        absent: true,
      }
      return
    }
    yield* brokenFile(facts.drillReport, ['drills', 'report'], 'save the report as UTF-8 text')
    const asked: readonly Drill[] = full ? ['fallback', 'rollback', 'load'] : ['fallback', 'rollback']
    for (const drill of asked) {
      const date = drills[drill]
      if (date === undefined)
        yield {
          path: ['drills', drill],
          message: `\`drills.${drill}\` is missing`,
          write: today,
          help: helpFor(drill),
          // The items fallback and rollback do not depend on a load drill.
          ...(drill !== 'load' && { absent: true }),
        }
      const found = date && fault(drill, date, context)
      if (found) yield found
    }
  },
}
