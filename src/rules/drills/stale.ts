import type { DrillReport } from '../../evidence/drill-report/drill-report.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, date, daysBetween, type IsoDate, seconds, timeLimit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { brokenFile } from '../lib/evidence.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

/** A day at the end of a name or inside it: `small-2-20260801`, `ranker-2026-06-29-a`. */
const dated = /(?<!\d)(20\d{2})(-?)(\d{2})\2(\d{2})(?!\d)/

/** The day on which a model was made, where its id says so; a day in the future is none. */
const pinnedOn = (id: string | undefined, today: IsoDate): IsoDate | undefined => {
  const [, year, , month, day] = dated.exec(id?.slice(0, 200) ?? '') ?? []
  const parsed = date.parse(`${year}-${month}-${day}`)
  return parsed.ok && parsed.value <= addDays(today, 1) ? parsed.value : undefined
}

/** At full, days until a drill is repeated: one quarter. */
const longest = 90

const tried = { fallback: 'the fallback', rollback: 'the rollback', load: 'the system at peak rate' } as const

type Drill = keyof typeof tried

const helpFor = (drill: Drill): string => `the day on which ${tried[drill]} was tried, once it was`

const fault = (drill: Drill, date: IsoDate, context: Context): Finding | undefined => {
  const { pilot, facts, gate, today } = context
  const help = helpFor(drill)
  const base = { path: ['drills', drill], write: today, help }
  if (date > addDays(today, 1)) return { ...base, message: `the ${drill} drill on ${date} is still to come` }
  const pinned = pinnedOn(pilot.model?.id, today)
  if (pinned !== undefined && date < pinned)
    return {
      ...base,
      message: `the ${drill} drill on ${date} is older than the model, ${quote(pilot.model?.id)}`,
      help: `${help}: nobody has seen it with the model that customers meet`,
      related: [{ path: ['model', 'id'], label: 'the pinned model' }],
    }
  if (reaches(gate, 'full') && date < addDays(today, -longest))
    return {
      ...base,
      message: `the last ${drill} drill was on ${date}, ${daysBetween(date, today)} days ago`,
      help: `${help}; at full at most ${longest} days may lie between two drills`,
    }
  const { drillReport: report } = facts
  return report?.state === 'found' ? contradiction(drill, date, report, pilot.rollback?.time) : undefined
}

type Report = { readonly file: string; readonly value: DrillReport }

/** What the report says against the drill: it names another day, it was not done, or it took too long. */
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
      message: `${quote(file)} ${report.empty ? 'is empty: it ' : ''}says nothing of ${date}, when ${tried[drill]} is said to have been tried`,
      help: 'name the report of that day, or write the day that the report names',
      elsewhere: [{ file, range: report.place(drill), label: `no ${date} in the report` }],
    }
  const undone = report.undone(drill, date)
  if (undone !== undefined)
    return {
      path,
      message: `the ${drill} drill of ${date} is ${quote(undone.value)} by ${quote(file)}`,
      help: `try ${tried[drill]} until it works, then write the day as drills.${drill}`,
      elsewhere: [{ file, range: undone.range, label: 'the drill in the report' }],
    }
  const fastest = drill === 'rollback' ? report.fastest(drill, date) : undefined
  if (fastest === undefined || limit === undefined || fastest.value.seconds <= seconds(limit.quantity))
    return undefined
  return {
    path,
    message: `the rollback drill of ${date} took ${fastest.value.text} by ${quote(file)}, and rollback.time is ${timeLimit.print(limit)}`,
    help: 'mend what made it slow and try again, or write the rollback.time that a drill has shown',
    related: [{ path: ['rollback', 'time'], label: 'the time that is promised' }],
    elsewhere: [{ file, range: fastest.range, label: 'the shortest time in the report' }],
  }
}

export const stale: Rule = {
  id: 'drills/stale',
  severity: 'error',
  from: 'limited',
  summary: 'Fallback and rollback were tried for real; at full also under load, in the last 90 days',
  why: 'A rollback that nobody has tried fails on the night it is needed: the flag is cached, the permission is gone, the queue is full.',
  details: `From \`limited\` on, \`drills.fallback\` and \`drills.rollback\` need a date; at \`full\` so does \`drills.load\`, and none may be older than ${longest} days. A drill in the future is none yet; one day of tolerance covers the time zones ahead of UTC. Before \`full\`, age is not judged.

A drill has to be as young as the model: where \`model.id\` ends in the day on which it was made, as in \`small-2-20260801\`, no drill may be older. And \`drills.report\` has to name the days: read are Markdown and other texts, JSON and YAML, with days such as \`2026-11-04\`, \`4 November 2026\` or \`04.11.2026\`. A report that says something and names no day is unverified; an empty one is none.

Of a report that names the day, two more things are read, and only where they are plain. A line of that day about the rollback alone, or what stands below a heading that names it, may state how long it took: the shortest time it states may not exceed \`rollback.time\`. And where the last line with the day and the name of the drill gives as its result that it was postponed, cancelled, aborted, not tried or failed, in English, German, French or Spanish, it is no drill. What failed during a drill, such as the calls to a blocked endpoint, is left alone, and so is everything that can be read in two ways.`,
  principles: ['full-stage'],
  fields: ['drills', 'rollback.time', 'model.id'],
  references: ['NIST AI 600-1 MG-4.2-002'],
  proves: ['fallback', 'rollback'],
  examples: {
    files: {
      'docs/drills/2026-11.md':
        '# Drills\n\n| drill | date |\n|---|---|\n| fallback, rollback | 4 November 2026 |\n',
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
        message: `no drill has shown that fallback and rollback work${full ? ', or that the system carries the load' : ''}`,
        write: `{fallback: ${today}, rollback: ${today}${full ? `, load: ${today}` : ''}, report: docs/drills/${today.slice(0, 7)}.md}`,
        help: 'once they were tried, with the day on which they were',
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
          message: `${tried[drill]} has never been tried`,
          write: today,
          help: helpFor(drill),
          // Without a drill under load, fallback and rollback are there all the same.
          ...(drill !== 'load' && { absent: true }),
        }
      const found = date && fault(drill, date, context)
      if (found) yield found
    }
  },
}
