import type { Part } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'

/** Nobody tags a monitor or a downtime more often. */
const mostTags = 100

const tagsOf = (part: Part): string[] => part.items(mostTags).map((tag) => tag.text()?.trim() ?? '')

const spans: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const periods: { readonly [often: string]: number } = { HOURLY: 3600, DAILY: 86_400, WEEKLY: 604_800 }

/** Whether it begins again within an hour a day of its end: each day for 24 hours. */
const isSeamless = (recurrence: Part): boolean => {
  const [, count = 0, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(recurrence.text('duration') ?? '') ?? []
  const [, often = '', every = 1] = /^FREQ=([A-Z]+)(?:;INTERVAL=(\d{1,4}))?$/.exec(recurrence.text('rrule') ?? '') ?? []
  const period = (periods[often] ?? Number.NaN) * Number(every)
  return Number(count) * (spans[unit] ?? 0) > (period * 23) / 24
}

/** Whether it lasts for more than a year, which is for ever in the life of a pilot; without a start, only what is far off does. */
export const isLong = (start: string | undefined, end: string | undefined): boolean =>
  Date.parse(end ?? '') - Date.parse(start ?? '2049-01-01') > 366 * 86_400_000

/** Whether it goes on for ever. Source: Terraform, datadog_downtime_schedule: without an end, it never ends. */
const isEndless = ({ type, part }: Resource): boolean => {
  const set = (...keys: readonly (string | number)[]) => part.at(...keys).data !== undefined
  if (type === 'datadog_downtime') return !['end', 'end_date', 'recurrence'].some((key) => set(key))
  if (type !== 'datadog_downtime_schedule') return false
  const recurrences = part.at('recurring_schedule', 0, 'recurrence').items(20)
  if (set('recurring_schedule')) return recurrences.some(isSeamless)
  const once = part.at('one_time_schedule', 0)
  return once.at('end').data === undefined || isLong(once.text('start'), once.text('end'))
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

/** Whether nothing is left of a monitor: the scope is all, or within what its query asks for. */
const isWhole = ({ part: held }: Resource, { part }: Resource): boolean => {
  const scopes = Array.isArray(held.at('scope').data) ? tagsOf(held.at('scope')) : [held.text('scope') ?? '']
  const query = part.text('query') ?? ''
  const isAsked = (tag: string) => tag === '*' || (/^[\w.-]+:[\w./-]+$/.test(tag) && query.includes(tag))
  return scopes.flatMap((scope) => scope.split(/ AND |,/)).every((tag) => isAsked(tag.trim()))
}

/** What a downtime without an end that stands beside a monitor makes of its alert: one for another environment, nothing. */
export const silenceOf = (monitor: Resource, all: readonly Resource[]): Partial<Pick<Alert, 'paused' | 'unread'>> => {
  const endless = all.filter((one) => isEndless(one) && one.made !== 'never')
  for (const one of endless) {
    const named = namedBy(one, monitor)
    if (named !== undefined && one.made === 'once' && isWhole(one, monitor)) return { paused: true }
    if (named === 'id') return { unread: `may be muted permanently by ${one.address}` }
  }
  return {}
}
