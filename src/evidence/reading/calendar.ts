/** A day of the year by which times are compared; Monday is 0, and the last day of a month -1. */
export type Day = { readonly weekday: number; readonly date: number; readonly fromEnd: number; readonly month: number }

/** From which minute of some days on something holds, and for how long. */
export type Spell = {
  readonly holds: (day: Day) => boolean
  readonly from: number
  readonly minutes: number
}

const minutesOfDay = 1440
const week = 7

/** A leap year that begins on a Monday. */
const year = 2024

const days: readonly Day[] = Array.from({ length: 366 }, (_, at) => {
  const day = new Date(Date.UTC(year, 0, at + 1))
  const [date, month] = [day.getUTCDate(), day.getUTCMonth()]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return { weekday: at % week, date, fromEnd: date - last - 1, month: month + 1 }
})

/** The fewest minutes of any seven days in a row in which one of these holds. */
const leastOf = (spells: readonly Spell[]): number => {
  const held = new Uint8Array(days.length * minutesOfDay)
  for (const { holds, from, minutes } of spells)
    for (const [at, day] of days.entries()) {
      if (!holds(day)) continue
      const [start, end] = [at * minutesOfDay + from, at * minutesOfDay + from + minutes]
      held.fill(1, start, end)
      // What lasts into the next year lasted into this one.
      if (end > held.length) held.fill(1, 0, end - held.length)
    }
  const spent = days.map((_, at) => {
    let sum = 0
    for (let minute = at * minutesOfDay; minute < (at + 1) * minutesOfDay; minute += 1) sum += held[minute] ?? 0
    return sum
  })
  const weeks = spent.slice(week - 1).map((_, at) => spent.slice(at, at + week).reduce((a, b) => a + b, 0))
  return Math.min(...weeks)
}

/** Real calendars have fewer; of more, the worst is assumed. */
const maxRules = 200

/** Whether they leave no more than an hour a day, all of them together. */
export const areSeamless = (spells: readonly Spell[]): boolean =>
  spells.length > maxRules || (spells.length > 0 && leastOf(spells) >= week * (minutesOfDay - 60))

/** Whether there is a week in which they hold for less than an hour a day. */
export const areRare = (spells: readonly Spell[]): boolean => spells.length > maxRules || leastOf(spells) < week * 60

/** Whether something lasts for more than half a year, which is most of the life of a pilot; without a start, only what is far off does. */
export const isLong = (start: string | undefined, end: string | undefined): boolean =>
  Date.parse(end ?? '') - Date.parse(start ?? '2049-06-30') > 183 * 86_400_000
