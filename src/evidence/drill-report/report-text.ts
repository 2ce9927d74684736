import { date, type IsoDate, seconds } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import { documentsIn, textIn } from '../reading/documents.ts'
import { type Reader, read, unknown } from '../reading/kind.ts'
import type { Drill, DrillReport, Duration } from './drill-report.ts'

/** The beginnings of the months in the languages of those who write reports here, without accents. */
const months =
  'jan ene gen,feb fev,mar maa mrt,apr avr abr,may mai mag mei,jun giu,jul lug,aug aou ago,sep set,oct okt ott out,nov,dec dez dic'
    .split(',')
    .map((starts) => starts.split(' '))

const monthOf = (word: string): number | undefined => {
  const plain = word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return months.findIndex((starts) => starts.some((start) => plain.startsWith(start))) + 1 || undefined
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
const datesIn = (line: string, years: readonly string[]): IsoDate[] => [
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
    const own = year === undefined ? years : [year]
    return month === undefined ? [] : own.flatMap((one) => dayOf(one, month, day))
  }),
]

/** The years that a report names, a few at most. */
const yearsIn = (text: string): string[] => {
  const found = text.slice(0, 100_000).matchAll(/(?<!\d)20\d{2}(?!\d)/gu)
  return [...new Set([...found].map(([year]) => year))].slice(0, 5)
}

const unit = {
  h: /^(?:h|hrs?|hours?|std|stunden?|heures?|horas?)$/i,
  min: /^(?:m|mins?|minutes?|minuten?|minutos?)$/i,
}
const amount = String.raw`\d{1,4}(?:[.,]\d{1,2})?`
const hours = 'h|hrs?|hours?|std|stunden?|heures?|horas?'
const minutes = 'm|mins?|minutes?|minuten?|minutos?'
const duration = new RegExp(
  String.raw`(?<![\p{L}\d.,:/-])(${amount})[ -]?(${hours}|${minutes}|s|secs?|seconds?|sekunden?|secondes?|segundos?)(?![\p{L}\d])(?: ?(?:and|und|et|y)? ?(\d{1,2}) ?(?:${minutes})(?![\p{L}\d]))?`,
  'giu',
)

// A clock, or how long somebody watched: no time that it took.
const before =
  /(?<!\p{L})(?:for|during|over|every|per|last|past|next|of|at|before|um|seit|alle|während|pendant|durante|cada|à|las)(?: the| a| an)? $/iu
const after =
  /^ (?:of|windows?|sessions?|exercise|drill|workshop|later|before|earlier|ago|long|per|traffic|shift|desk|on-call)(?!\p{L})/iu
const aDay = 86_400

const inSeconds = (text: string, word: string): number => {
  const value = Number(text.replace(',', '.'))
  const name = unit.h.test(word) ? 'h' : unit.min.test(word) ? 'min' : 's'
  return seconds({ value, unit: name })
}

/** The times that a line states for something done: no clock, and nothing of a day or more, which is how long one watched. */
const durationsIn = (line: string): Duration[] =>
  [...line.matchAll(duration)].flatMap((match) => {
    const [text, value = '', word = '', more] = match
    if (before.test(line.slice(Math.max(0, match.index - 20), match.index))) return []
    if (after.test(line.slice(match.index + text.length, match.index + text.length + 20))) return []
    const total = inSeconds(value, word) + (more === undefined ? 0 : inSeconds(more, 'min'))
    return total < aDay ? [{ seconds: total, text }] : []
  })

const outcomes = [
  'postponed|cancell?ed|called off|aborted|failed|not (?:yet )?(?:tried|done|run|tested|performed|executed|successful)|unsuccessful|did not (?:work|succeed)',
  'verschoben|abgesagt|abgebrochen|fehlgeschlagen|nicht (?:durchgeführt|getestet|erprobt|versucht)',
  'reportée?|annulée?|(?:a )?échoué|(?:pas|non) (?:faite?|testée?|essayée?|effectuée?)',
  'aplazad[oa]|pospuest[oa]|cancelad[oa]|fallid[oa]|no (?:probad[oa]|realizad[oa]|hech[oa])',
].join('|')
const name = '(?:drills?|fall-?back|roll-?back|load|test|übung|exercice|simulacro)'
/** The day may stand between the drill and what became of it: `the fallback drill of 20 October 2026 failed`. */
const day = String.raw`(?:,? (?:(?:of|on|from|vom|am|du|le|del|el) )?(?:[\d.\/-]{4,10}|\d{1,2}\.? (?:de )?\p{L}{3,10}\.? (?:de )?\d{4}|\p{L}{3,10} \d{1,2},? \d{4}),?)?`
const linking = '(?: (?:was|is|were|has been|had to be|wurde|ist|a été|fue))?'
// A number in the next cell is how many failed, unless it is a time. No number of a person has more digits than here.
const end = String.raw`(?= *(?:$|[|,.;!)}\]"*_–—]|- |:(?! *\d)|(?:yet|because|until|to|by|due|and|at all|for now|took|auf|wegen|à|hasta)(?!\p{L})))(?! *\| *\d[\d.,]{0,20}(?![\d., ]{0,40}(?:${hours}|${minutes}|s|secs?|seconds?)(?!\p{L})))`
/** Only what stands as the result: a cell or a clause that begins with it, or what is said of the drill itself. */
const undone = new RegExp(
  String.raw`(?:(?:^|[|:;,("*_–—]| -) *(?:it )?|(?<!(?:no|not|kein|keine|aucun|ningún) )(?<!\p{L})${name}${day}${linking} )(${outcomes})${end}`,
  'iu',
)
const undoneNamed = new RegExp(String.raw`(?<!\p{L})(${name})${day}(?:${linking} |: *)(${outcomes})${end}`, 'giu')

/** The words by which a line says that a drill was not done, or did not succeed. */
const undoneIn = (line: string): string | undefined => undone.exec(line)?.[1]

/** The same of a line about several drills: only what is said of this one, by its name. */
const undoneOf = (line: string, drill: RegExp): string | undefined =>
  [...line.matchAll(undoneNamed)].find(([, named = '']) => drill.test(named))?.[2]

const mostBytes = 256 * 1024

const words: { readonly [drill in Drill]: RegExp } = {
  fallback: /fall-?back/i,
  rollback: /roll(?:ed|ing)?[- ]?back/i,
  load: /\bload\b/i,
}
const drills = ['fallback', 'rollback', 'load'] as const

type Row = { readonly text: string; readonly days: ReadonlySet<IsoDate> }

const isHeading = ({ text }: Row): boolean => /^#{1,6} /.test(text)

/** The lines about one drill on one day, each with its number: those that name it, and what stands below a heading that does. */
const about = (rows: readonly Row[], drill: Drill, day: IsoDate): [number, string][] => {
  const found: [number, string][] = []
  let days: ReadonlySet<IsoDate> = new Set()
  let below = false
  for (const [at, row] of rows.entries()) {
    if (row.days.size > 0) days = row.days
    const named = drills.filter((one) => words[one].test(row.text))
    if (isHeading(row)) below = named.length === 1 && named[0] === drill
    const isAbout = named.length === 0 ? below : named.length === 1 && named[0] === drill
    if (isAbout && days.has(day)) found.push([at, row.text])
  }
  return found
}

/** Reads the report of drills: a text, such as Markdown, or JSON and YAML, for the days that it names. */
export const reader: Reader<DrillReport> = ({ file, bytes }) => {
  if (!/\.(?:md|markdown|mdx|txt|adoc|rst|json|ya?ml)$/i.test(file))
    return unknown('is no report in Markdown, text, JSON or YAML')
  if (bytes.length > mostBytes) return unknown('is larger than 256 KiB')
  const data = /\.(?:json|ya?ml)$/i.test(file) ? documentsIn({ file, bytes }) : undefined
  if (data !== undefined && data.state !== 'read') return data
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text, at } = decoded.value
  const rows = text.split('\n')
  const years = yearsIn(text)
  const dates = new Map<IsoDate, Range>()
  const dated = rows.map((row): Row => ({ text: row.trimEnd(), days: new Set(datesIn(row, years)) }))
  for (const [index, { days }] of dated.entries())
    for (const date of days) if (!dates.has(date)) dates.set(date, at.line(index + 1))
  const empty = text.trim() === ''
  if (dates.size === 0 && !empty) return unknown('names no day that can be read')
  return read({
    dates,
    empty,
    fastest: (drill, day) =>
      about(dated, drill, day)
        .flatMap(([index, row]) => durationsIn(row).map((value) => ({ value, range: at.line(index + 1) })))
        .toSorted((one, other) => one.value.seconds - other.value.seconds)[0],
    undone: (drill, day) => {
      const index = dated.findLastIndex((row) => !isHeading(row) && row.days.has(day) && words[drill].test(row.text))
      const row = dated[index]?.text ?? ''
      const several = drills.filter((one) => words[one].test(row)).length > 1
      const value = several ? undoneOf(row, words[drill]) : undoneIn(row)
      return value === undefined ? undefined : { value, range: at.line(index + 1) }
    },
    place: (drill) => at.line(rows.findIndex((row) => words[drill].test(row)) + 1 || 1),
  })
}
