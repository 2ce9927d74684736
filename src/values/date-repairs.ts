import type { Repair } from './repair.ts'
import { quote } from './words.ts'

const iso = (year: string, month: string | number, day: string) =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'

const complain = (found: string, ...instead: readonly string[]) => ({
  message: `${quote(found)} is not a date in the form YYYY-MM-DD`,
  instead,
})

const yearFirst: Repair = {
  find: () => /(?<![0-9])([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})(?![0-9])/gu,
  judge([found, year = '', , month = '', day = '']) {
    const date = iso(year, month, day)
    return date === found ? undefined : complain(found, date)
  },
}

/** 14.9. is the 14th of September; 9/14 can be nothing else either; 4/9 is one day or the other. */
const yearLast: Repair = {
  find: () => /(?<![0-9])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])/gu,
  judge([found, first = '', separator, second = '', year = '']) {
    const dayFirst = iso(year, second, first)
    const monthFirst = iso(year, first, second)
    return separator === '.' ? complain(found, dayFirst) : complain(found, dayFirst, monthFirst)
  },
}

const monthNamed: Repair = {
  find: () =>
    new RegExp(
      `(?<![0-9A-Za-z])([0-9]{1,2})(?:st|nd|rd|th|\\.)? ?(?:of )?${MONTH} ?,? ?([0-9]{4})(?![0-9])|(?<![A-Za-z])${MONTH} ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])`,
      'giu',
    ),
  judge([found, day, name, year, name2 = '', day2 = '', year2 = '']) {
    const month = MONTHS.indexOf((name ?? name2).toLowerCase()) + 1
    return complain(found, iso(year ?? year2, month, day ?? day2))
  },
}

const timeOfDay: Repair = {
  find: () => /(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{1,2}:[0-9:.]+(?:Z|[+-][0-9:]+)?/gu,
  judge: ([found]) => ({
    message: `${quote(found.trim())} is a time of day, which is not read`,
    word: found.trim(),
    instead: [''],
  }),
}

const space: Repair = {
  find: () => /^\s+|\s+$/gu,
  judge: () => ({ message: 'there is a space that does not belong here', instead: [''] }),
}

/** Other ways to write a date. */
export const dateRepairs: readonly Repair[] = [space, yearFirst, yearLast, monthNamed, timeOfDay]
