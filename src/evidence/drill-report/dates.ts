import { date, type IsoDate } from '../../values/index.ts'

/** The beginnings of the months in the languages of those who write reports here, without accents. */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'janv'],
  ['feb', 'fev'],
  ['mar', 'maa', 'mrt'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'dic'],
]

const monthOf = (word: string): number | undefined => {
  const plain = word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const at = months.findIndex((starts) => starts.some((start) => plain.startsWith(start)))
  return at === -1 ? undefined : at + 1
}

const dayOf = (year: string, month: number | string, day: string): IsoDate[] => {
  const text = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  const parsed = date.parse(text)
  return parsed.ok ? [parsed.value] : []
}

const iso = /(?<!\d)([12]\d{3})[-/.](\d{2})[-/.](\d{2})(?!\d)/gu
const numeric = /(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]([12]\d{3})(?!\d)/gu
const dayFirst =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|º|\.)?[ -](?:of |de |di )?(\p{L}{3,12})\.?(?:,?[ -](?:de )?([12]\d{3}))?/gu
const monthFirst = /(?<!\p{L})(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,? ([12]\d{3}))?/gu

/**
 * Every day that a line may mean: `2026-11-04`, `4 November 2026`, `Nov 4, 2026`, `04.11.2026`, in either order where
 * both are possible. `years` are those of the report, for days that are written without one.
 */
export const datesIn = (line: string, years: readonly string[]): IsoDate[] => [
  ...[...line.matchAll(iso)].flatMap(([, year = '', month = '', day = '']) => dayOf(year, month, day)),
  ...[...line.matchAll(numeric)].flatMap(([, one = '', other = '', year = '']) => [
    ...dayOf(year, other, one),
    ...dayOf(year, one, other),
  ]),
  ...[
    ...[...line.matchAll(dayFirst)].map(([, day, word, year]) => ({ day, word, year })),
    ...[...line.matchAll(monthFirst)].map(([, word, day, year]) => ({ day, word, year })),
  ].flatMap(({ day = '', word = '', year }) => {
    const month = monthOf(word)
    return month === undefined
      ? []
      : (year === undefined ? years : [year]).flatMap((one) => dayOf(one, month, day))
  }),
]

/** The years that a report names, a few at most. */
export const yearsIn = (text: string): string[] =>
  [...new Set([...text.slice(0, 100_000).matchAll(/(?<!\d)20\d{2}(?!\d)/gu)].map(([year]) => year))].slice(
    0,
    5,
  )
