import type { Part } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'
import { isLong } from './downtime.ts'

/** No rule of a person has more scopes, names or times. */
const most = 31

/** Whether two lists of scopes may have something in common. */
const meet = (one: Resource, other: Resource): boolean => {
  const [own, others] = [one, other].map(({ part }) =>
    part
      .at('scopes')
      .items(most)
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

/** The days of the week on which it holds: those of months only where they are all. */
const daysOf = (kind: string, times: Part): readonly string[] => {
  const [week, month] = [times.at('days_of_week').items(most), times.at('days_of_month').items(most)]
  if (kind === 'weekly') return weekdays.filter((name) => week.some((one) => one.text() === name))
  return kind === 'daily' || new Set(month.map(({ data }) => data)).size >= 31 ? weekdays : []
}

/** Whether it leaves less than an hour a day; what ends before it starts ends on the next day. */
const isSeamless = (recurrence: Part): boolean => {
  const held = new Set<number>()
  for (const kind of ['daily', 'weekly', 'monthly'])
    for (const times of recurrence.at(kind).items(most)) {
      const [start, end] = [minuteOf(times.at('start_time')), minuteOf(times.at('end_time'))]
      const length = start === end ? day : (end - start + day) % day
      for (const name of daysOf(kind, times))
        for (let minute = 0; minute < length; minute += 1)
          held.add((weekdays.indexOf(name) * day + start + minute) % (7 * day))
    }
  return held.size > 7 * (day - 60)
}

/** Whether it goes on for ever: without a schedule, it always holds. */
const isEndless = (schedule: Part): boolean => {
  const [until, recurrence] = [schedule.at('effective_until'), schedule.at('recurrence')]
  const ends = until.data !== undefined && !isLong(schedule.text('effective_from'), until.text())
  return !ends && (recurrence.data === undefined || isSeamless(schedule.at('recurrence', 0)))
}

/** Source: Terraform, azurerm_monitor_alert_processing_rule_suppression. */
export const suppressedBy = (alert: Resource, all: readonly Resource[]): Partial<Pick<Alert, 'unread'>> => {
  const found = all.find((one) => {
    const { type, part, made } = one
    if (
      type !== 'azurerm_monitor_alert_processing_rule_suppression' ||
      made === 'never' ||
      part.at('enabled').data === false
    )
      return false
    const named = part.at('condition', 0, 'alert_rule_name', 0)
    const isOther =
      named.text('operator') === 'Equals' &&
      !named
        .at('values')
        .items(most)
        .some((name) => name.text() === alert.part.text('name'))
    return isEndless(part.at('schedule', 0)) && !isOther && meet(one, alert)
  })
  return found ? { unread: `may be muted permanently by ${found.address}` } : {}
}
