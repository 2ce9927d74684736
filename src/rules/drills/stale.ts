import type { Drill } from '../../evidence/drill-record/record-file.ts'
import type { PilotThen } from '../../evidence/history/bar.ts'
import type { Past } from '../../evidence/history/past.ts'
import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isPartOf, sameValue } from '../../model/same.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, compare, daysBetween, type IsoDate, printQuantity, timeLimit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { pinnedOn } from '../lib/evidence.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'
import { unfit } from '../lib/teams.ts'

/** In days: one quarter. */
const maxAgeDays = 90

const path = ['drills']

type What = Drill['what']

/** What a drill of this kind tried, and where it is declared: not the capacity and time of the fallback, nor where the flag stands. */
const tried = ({ model, fallback, rollback }: PilotThen, what: What): { readonly [name: string]: unknown } => ({
  model: model?.id && [model.provider, model.id],
  ...(what === 'fallback' && {
    fallback:
      fallback &&
      readable(fallback).map(({ within, capacity, for: when, ...rest }) => ({
        ...rest,
        // Nobody ranks what starts a path.
        for: when && readable(when).toSorted(),
      })),
  }),
  ...(what === 'rollback' && {
    'rollback.how': rollback?.how && { flag: rollback.how.feature_flag, revert: rollback.how.revert },
  }),
})

/** The last committed change of what a drill tried; a part that is written for the first time is no change. */
const changeOf = (
  past: Past,
  pilot: Pilot,
  what: What,
): { readonly name: string; readonly on: IsoDate } | undefined => {
  const { versions } = past.run
  const now = tried(pilot, what)
  const changes = Object.keys(now).flatMap((name) => {
    let held: unknown
    const values = versions.map((version) => {
      const then = tried(version.pilot, what)[name]
      // A slip leaves out a part of what was there before.
      if (then !== undefined && !(sameValue(held, now[name]) && isPartOf(then, held))) held = then
      return then && held
    })
    const at = values.findLastIndex((then) => then !== undefined && !sameValue(then, now[name]))
    const since = versions[at + 1]
    return at === -1 || since === undefined ? [] : [{ name, on: since.date }]
  })
  return changes.toSorted((one, other) => (one.on < other.on ? 1 : -1))[0]
}

/** The drill that counts: the last of the last day, in a record that begins with the newest the first of it. */
const lastOf = (drills: readonly Drill[]): Drill | undefined => {
  const on = drills.map((drill) => drill.on)
  const day = on.toSorted().at(-1)
  const isNewestFirst = (on[0] ?? '') > (on.at(-1) ?? '')
  return isNewestFirst ? drills.find((one) => one.on === day) : drills.findLast((one) => one.on === day)
}

/** Of the loads that were held on the day of the last one, the heaviest: a longer one at a lower rate takes nothing back. */
const heaviestOf = (drills: readonly Drill[], last: Drill): Drill =>
  drills
    .filter(({ on, outcome }) => on === last.on && outcome === 'passed')
    .reduce((most, one) => (most.rate && one.rate && (compare(one.rate, most.rate) ?? 0) > 0 ? one : most), last)

type Record = { readonly file: string; readonly value: readonly Drill[] }

const faultOf = (what: What, { file, value }: Record, context: Context): Finding | undefined => {
  const { pilot, facts, gate, today, now } = context
  const all = value.filter((drill) => drill.what === what)
  const held = all.filter(({ on }) => on <= addDays(now, 1))
  const last = lastOf(held)
  const drill = what === 'load' && last?.outcome === 'passed' ? heaviestOf(held, last) : last
  const help = `run a ${what} drill and add it to ${file}`
  // A drill that lies in the future is reported by evidence/backdated.
  if (drill === undefined && all.length > 0) return undefined
  if (drill === undefined)
    return {
      path,
      message: `${quote(file)} has no ${what} drill`,
      help,
      absent: true,
    }
  const name = `the ${what} drill of ${drill.on}`
  const at = (words: string, help: string, place?: Path, label = ''): Finding => ({
    path,
    message: `${name} ${words}`,
    help,
    elsewhere: [{ file, range: drill.range, label: 'the last drill' }],
    ...(place && { related: [{ path: place, label }] }),
  })
  // What failed later stays so until the next drill, whatever became of its record.
  const lost = facts.failed
    .filter((one) => one.what === what && one.on > drill.on && one.on <= addDays(now, 1))
    .toSorted((one, other) => (one.on < other.on ? 1 : -1))[0]
  if (lost !== undefined)
    return {
      ...at('counts no longer', help),
      message: `the ${what} drill of ${lost.on} failed, as an earlier version of ${quote(lost.file)} says`,
    }
  if (drill.outcome === 'failed') return at('failed', `fix what failed, then ${help}`)
  const by = unfit(drill.by, pilot)
  if (by !== undefined) return at(`is by ${by.who}`, 'let the team that operates the system run it', by.path, by.label)
  const pinned = pinnedOn(pilot.model?.id, today)
  if (pinned !== undefined && drill.on < pinned)
    return at(`is before the date of the model ${quote(pilot.model?.id)}`, help, ['model', 'id'], 'the pinned model')
  const change = facts.history?.state === 'found' ? changeOf(facts.history.value, pilot, what) : undefined
  // A day of tolerance for time zones.
  if (change !== undefined && addDays(drill.on, 1) < change.on)
    return at(`is before \`${change.name}\` changed on ${change.on}`, help, change.name.split('.'), 'what changed')
  if (reaches(gate, 'full') && drill.on < addDays(today, -maxAgeDays))
    return {
      ...at(`is ${daysBetween(drill.on, today)} days old`, `${help}; at full one is required every ${maxAgeDays} days`),
      cause: 'time',
    }
  return measured(drill, pilot, at)
}

const measured = (
  { what, took, rate }: Drill,
  { rollback, cost }: Pilot,
  at: (words: string, help: string, place?: Path, label?: string) => Finding,
): Finding | undefined => {
  const limit = rollback?.time
  if (what === 'rollback' && limit && !took?.value)
    return at(
      'has no `took`',
      'add `took`, the time until the system was off',
      ['rollback', 'time'],
      'the rollback time',
    )
  if (what === 'rollback' && took && limit && (compare(took, limit.quantity) ?? 0) > 0)
    return at(
      `took ${printQuantity(took)}, but \`rollback.time\` is ${timeLimit.print(limit)}`,
      'make the rollback faster and repeat the drill, or set `rollback.time` to the measured time',
      ['rollback', 'time'],
      'the rollback time',
    )
  const peak = cost?.volume?.peak_rate
  if (what === 'load' && peak && !rate)
    return at('has no `rate`', 'add `rate`, the load of the drill', ['cost', 'volume', 'peak_rate'], 'the peak rate')
  if (what === 'load' && rate && peak && (compare(rate, peak) ?? 0) < 0)
    return at(
      `ran at ${printQuantity(rate)}, but \`cost.volume.peak_rate\` is ${printQuantity(peak)}`,
      'repeat the drill at the peak rate',
      ['cost', 'volume', 'peak_rate'],
      'the peak rate',
    )
  return undefined
}

export const stale: Rule = {
  id: 'drills/stale',
  severity: 'error',
  from: 'limited',
  summary: 'Fallback and rollback were tested in a drill that passed; at full also under load, in the last 90 days',
  why: 'An untested rollback fails when it is needed: the flag is cached, a permission is missing, the queue is full.',
  details: `\`drills\` names the record of the drills, by [its schema](../../../schemas/drills.schema.json): the front matter of a Markdown page, YAML or JSON. Nothing else of the page is read. The last fallback and rollback drill must have passed, and at \`full\` the last load drill, too; of two on one day the last one in the record counts, or the first if the record starts with the newest. A drill in the future is left to \`evidence/backdated\`, and one by the \`champion\`, by one of \`vendors\` or by a placeholder does not count.

A drill that failed counts until the next one passed, also if its entry or its record was taken away, as the git history shows. A drill is stale if the model (\`provider\`, \`id\`), for a fallback drill also \`fallback\`, and for a rollback drill also \`rollback.how\`, changed after it, as the git history shows with one day of tolerance, or as the date in \`model.id\` says. Another notation or order of keys, another order in \`for\`, a slip that the next version corrects and a flag file that moved do not count as a change. The prompt may change. At \`full\`, no drill may be older than ${maxAgeDays} days.

A rollback drill has \`took\`, at most \`rollback.time\`, and a load drill has \`rate\`, at least \`cost.volume.peak_rate\`.`,
  principles: ['full-stage'],
  fields: ['drills', 'rollback.time', 'cost.volume.peak_rate', 'model.id', 'champion', 'vendors'],
  references: ['NIST AI 600-1 MG-4.2-002'],
  needs: ['history'],
  examples: {
    files: {
      'docs/drills/2026-11.md': `---
drills:
  - {what: rollback, on: 2026-11-04, took: 6m, outcome: passed, by: acme/support-platform}
  - {what: fallback, on: 2026-11-04, outcome: passed, by: acme/support-platform}
---
`,
      'docs/drills/failed.md': `---
drills:
  - {what: rollback, on: 2026-11-04, outcome: failed, by: acme/support-platform}
  - {what: fallback, on: 2026-11-04, outcome: failed, by: acme/support-platform}
---
`,
    },
    ready: 'drills: docs/drills/2026-11.md',
    notReady: 'drills: docs/drills/failed.md  # expect: drills/stale # expect: drills/stale',
  },

  *check(context) {
    const { gate, facts, pilot } = context
    if (pilot.drills === undefined) {
      yield {
        path,
        message: '`drills` is missing',
        write: '<path of the drill record>',
        help: 'a file with `drills: [{what: rollback, on: …, outcome: passed, by: …}]`, for fallback and rollback',
        absent: true,
      }
      return
    }
    const record = facts.drillRecord
    if (record?.state !== 'found') return
    const asked: readonly What[] = reaches(gate, 'full') ? ['fallback', 'rollback', 'load'] : ['fallback', 'rollback']
    for (const what of asked) {
      const found = faultOf(what, record, context)
      // No item depends on a load drill.
      if (found) yield { ...found, items: what === 'load' ? [] : [what] }
    }
  },
}
