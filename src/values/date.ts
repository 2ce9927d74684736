import { addDays, DATE, type IsoDate, monthLength } from './calendar.ts'
import { dateRepairs } from './date-repairs.ts'
import { accept, definePhrase, refuse } from './grammar.ts'
import type { Parsed, Phrase } from './phrase.ts'
import type { Repair } from './repair.ts'
import { quote } from './words.ts'

/** A first and a last day, both included. */
export type Period = { readonly from: IsoDate; readonly to: IsoDate }

const readDate = (text: string): Parsed<IsoDate> => {
  const length = monthLength(text)
  if (Number(text.slice(8)) <= length) return accept(text)
  const month = text.slice(0, 7)
  return refuse(
    text,
    text,
    `${quote(text)} does not exist: ${month} has ${length} days`,
    `write ${month}-${length}`,
  )
}

/** A day. */
export const date: Phrase<IsoDate> = definePhrase({
  name: 'date',
  noun: 'a date',
  form: DATE,
  examples: ['2026-09-14', '2027-02-26'],
  belongs: () => true,
  repairs: dateRepairs,
  read: readDate,
  print: (value) => value,
})

const readPeriod = (text: string): Parsed<Period> => {
  const from = readDate(text.slice(0, 10))
  if (!from.ok) return from
  const to = readDate(text.slice(12))
  if (!to.ok) return { ok: false, problem: { ...to.problem, at: 12 + to.problem.at } }
  if (from.value <= to.value) return accept({ from: from.value, to: to.value })
  return refuse(text, text, `${quote(text)} ends before it begins`, `write ${to.value}..${from.value}`)
}

const separator: Repair = {
  find: () =>
    /(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})(?: ?(?:\.{3,}|…|–|—|\/|,| - | to | until | through | till ) ?| ?\.\. ?)(?=[0-9]{4}-)/gu,
  judge([found]) {
    const word = found.trim()
    return found === '..'
      ? undefined
      : { word, message: `${quote(word)} between two dates is written ..`, instead: ['..'] }
  },
}

const single: Repair = {
  find: () => new RegExp(`^${DATE}$`, 'gu'),
  judge: ([found]) => ({
    message: `${quote(found)} is one date; a period has two`,
    help: `write ${found}..${addDays(found, 30)}, or the last day that you mean`,
  }),
}

/** From one day to another. */
export const period: Phrase<Period> = definePhrase({
  name: 'period',
  noun: 'a period',
  form: `${DATE}\\.\\.${DATE}`,
  examples: ['2026-06-01..2026-08-31'],
  belongs: () => true,
  repairs: [...dateRepairs, separator, single],
  read: readPeriod,
  print: ({ from, to }) => `${from}..${to}`,
})
