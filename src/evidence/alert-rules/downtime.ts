import { areSeamless, isLong, type Spell } from '../reading/calendar.ts'
import { secondsIn } from '../reading/duration.ts'
import type { Part } from '../reading/part.ts'
import { type Resource, unappliedBy } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'

/** Real monitors and downtimes have fewer tags. */
const maxTags = 100

const tagsOf = (part: Part): string[] => part.items(maxTags).map((tag) => tag.text()?.trim() ?? '')

const periods: { readonly [often: string]: number } = { HOURLY: 60, DAILY: 1440, WEEKLY: 10_080 }
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** When it begins again and again, where that is each day, each week or as soon as it is over. Source: iCalendar, RRULE. */
const spellsOf = (recurrence: Part): Spell[] => {
  const [, count = 0, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(recurrence.text('duration') ?? '') ?? []
  const rule = new Map(
    (recurrence.text('rrule') ?? '').split(';').map((part) => part.split('=', 2) as [string, string]),
  )
  const [minutes, every] = [secondsIn(count, unit) / 60, Number(rule.get('INTERVAL') ?? 1)]
  const [often = '', on] = [rule.get('FREQ'), rule.get('BYDAY')?.split(',')]
  const isWhole = rule.size === (rule.has('INTERVAL') ? 2 : 1)
  if (isWhole && minutes >= ((periods[often] ?? Number.NaN) * every * 23) / 24)
    return [{ from: 0, minutes: 1440, holds: () => true }]
  const isPlain = [...rule.keys()].every((key) => /^(?:FREQ|INTERVAL|BYDAY)$/.test(key))
  if (!isPlain || every !== 1 || (often !== 'DAILY' && !on)) return []
  const [, hours = 0, rest = 0] = /T(\d\d):(\d\d)/.exec(recurrence.text('start') ?? '') ?? []
  const holds: Spell['holds'] = ({ weekday }) => !on || on.includes(weekdays[weekday] ?? '')
  return [{ from: 60 * Number(hours) + Number(rest), minutes, holds }]
}

/** Until when it goes on: `ever`, or again and again at these times. Source: Terraform, datadog_downtime_schedule: without an end, it never ends. */
const lasting = ({ type, part }: Resource): 'ever' | readonly Spell[] => {
  const set = (...keys: readonly (string | number)[]) => part.at(...keys).data !== undefined
  if (type === 'datadog_downtime') return ['end', 'end_date', 'recurrence'].some((key) => set(key)) ? [] : 'ever'
  if (type !== 'datadog_downtime_schedule') return []
  if (set('recurring_schedule')) return part.at('recurring_schedule', 0, 'recurrence').items(20).flatMap(spellsOf)
  const once = part.at('one_time_schedule', 0)
  return once.at('end').data === undefined || isLong(once.text('start'), once.text('end')) ? 'ever' : []
}

/** Whether it names a monitor: by its id, by tags that it has, or with all. What only Terraform knows is none. */
const namedBy = ({ part: held }: Resource, { address, part }: Resource): 'id' | 'tags' | undefined => {
  const inner = held.at('monitor_identifier', 0)
  const own = inner.data === undefined ? held : inner
  const [id, tags] = [own.at('monitor_id'), own.at('monitor_tags')]
  if (id.data !== undefined) return id.text() === address ? 'id' : undefined
  const has = new Set(tagsOf(part.at('tags')))
  return typeof tags.data !== 'symbol' && tagsOf(tags).every((tag) => tag === '*' || has.has(tag)) ? 'tags' : undefined
}

/** Whether a scope is all that a query asks for. */
export const isWithin = (scope: string, query: string): boolean =>
  scope.split(/ AND |,/).every((one) => {
    const tag = one.trim()
    return tag === '*' || (/^[\w.-]+:[\w./-]+$/.test(tag) && query.includes(tag))
  })

/** Whether nothing is left of a monitor: the scope is all, or within what its query asks for. */
const isWhole = ({ part: held }: Resource, { part }: Resource): boolean => {
  const scopes = Array.isArray(held.at('scope').data) ? tagsOf(held.at('scope')) : [held.text('scope') ?? '']
  return scopes.every((scope) => isWithin(scope, part.text('query') ?? ''))
}

/** What of a downtime says how long it is, and of what. */
const deciding =
  /^(?:scope|monitor_(?:id|tags|identifier)|end|end_date|recurrence|one_time_schedule|recurring_schedule|active|disabled)$/

/** What downtimes that leave no time make of the alert of a monitor beside them: one for another environment, nothing. */
export const silenceOf = (monitor: Resource, all: readonly Resource[]): Partial<Pick<Alert, 'paused' | 'unread'>> => {
  const known = all.flatMap((one) => {
    const [times, named] = [lasting(one), namedBy(one, monitor)]
    const isApplied = unappliedBy(one, (name) => deciding.test(name)) === undefined
    const isSure = one.made === 'once' && isApplied && isWhole(one, monitor)
    return times.length === 0 || named === undefined || one.made === 'never' ? [] : [{ one, times, named, isSure }]
  })
  const isNever = (some: typeof known): boolean =>
    some.some(({ times }) => times === 'ever') ||
    areSeamless(some.flatMap(({ times }) => (times === 'ever' ? [] : times)))
  if (isNever(known.filter(({ isSure }) => isSure))) return { paused: true }
  const named = known.filter(({ named }) => named === 'id')
  return isNever(named)
    ? { unread: `may be muted permanently by ${named.map(({ one }) => one.address).join(' and ')}` }
    : {}
}
