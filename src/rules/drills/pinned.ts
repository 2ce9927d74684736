import { addDays, date, type IsoDate } from '../../values/index.ts'

/** A day at the end of a name or inside it: `small-2-20260801`, `ranker-2026-06-29-a`. */
const dated = /(?<!\d)(20\d{2})(-?)(\d{2})\2(\d{2})(?!\d)/

/** The day on which a model was made, where its id says so; a day in the future is none. */
export const pinnedOn = (id: string | undefined, today: IsoDate): IsoDate | undefined => {
  const [, year, , month, day] = dated.exec(id?.slice(0, 200) ?? '') ?? []
  const parsed = date.parse(`${year}-${month}-${day}`)
  return parsed.ok && parsed.value <= addDays(today, 1) ? parsed.value : undefined
}
