import { areSeamless, isLong, type Spell } from '../reading/calendar.ts'
import type { Part } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'

/** Real rules have fewer scopes, names or times. */
const maxItems = 31

/** Whether two lists of scopes may have something in common. */
const meet = (one: Resource, other: Resource): boolean => {
  const [own, others] = [one, other].map(({ part }) =>
    part
      .at('scopes')
      .items(maxItems)
      .map((scope) => scope.text()),
  )
  if (own === undefined || others === undefined) return true
  return own.some((a) =>
    others.some((b) => a === undefined || b === undefined || b.toLowerCase().startsWith(a.toLowerCase())),
  )
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const day = 1440

const minuteOf = (time: Part): number => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time.data === undefined ? '00:00' : (time.text() ?? '')) ?? []
  return 60 * Number(hours) + Number(minutes)
}

/** When it holds; what ends before it starts ends on the next day. */
const spellsOf = (recurrence: Part): Spell[] =>
  ['daily', 'weekly', 'monthly'].flatMap((kind) =>
    recurrence
      .at(kind)
      .items(maxItems)
      .map((times): Spell => {
        const [from, end] = [minuteOf(times.at('start_time')), minuteOf(times.at('end_time'))]
        const listed = (key: string) =>
          new Set(
            times
              .at(key)
              .items(maxItems)
              .map(({ data }) => data),
          )
        const [week, month] = [listed('days_of_week'), listed('days_of_month')]
        return {
          from,
          minutes: from === end ? day : (end - from + day) % day,
          holds: ({ weekday, date, fromEnd }) =>
            kind === 'daily' ||
            (kind === 'weekly' ? week.has(weekdays[weekday]) : month.has(date) || month.has(fromEnd)),
        }
      }),
  )

/** Whether it goes on for ever: without a schedule, it always holds. */
const isEndless = (schedule: Part): boolean => {
  const [until, recurrence] = [schedule.at('effective_until'), schedule.at('recurrence')]
  const ends = until.data !== undefined && !isLong(schedule.text('effective_from'), until.text())
  return !ends && (recurrence.data === undefined || areSeamless(spellsOf(schedule.at('recurrence', 0))))
}

/** Source: Terraform, azurerm_monitor_alert_processing_rule_suppression. */
export const suppressedBy = (alert: Resource, all: readonly Resource[]): Partial<Pick<Alert, 'unread'>> => {
  const found = all.find((one) => {
    const { type, part, made } = one
    if (
      type !== 'azurerm_monitor_alert_processing_rule_suppression' ||
      made === 'never' ||
      part.truth('enabled') === false
    )
      return false
    const named = part.at('condition', 0, 'alert_rule_name', 0)
    const isOther =
      named.text('operator') === 'Equals' &&
      !named
        .at('values')
        .items(maxItems)
        .some((name) => name.text() === alert.part.text('name'))
    return isEndless(part.at('schedule', 0)) && !isOther && meet(one, alert)
  })
  return found ? { unread: `may be muted permanently by ${found.address}` } : {}
}
