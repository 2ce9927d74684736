import type { Duration } from '../../values/index.ts'
import { isMap } from '../../yaml/data.ts'
import { isAside, isLive } from '../reading/environment.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { textOf, wordOf } from '../reading/value.ts'
import type { Contract, Table } from './promised.ts'

const periods: { readonly [period: string]: Duration['unit'] } = { minute: 'min', hour: 'h', day: 'd' }

/** What a source or one of its tables says of its freshness; undefined where it leaves that to what is above it. */
type Settings = {
  /** When the check fails; null where somebody switched that off. */
  readonly failsAfter: Part | null | undefined
  readonly warnsAfter: Part | null | undefined
  readonly isDated: boolean | undefined
  /** Undefined for a template with an unknown value. */
  readonly isOn: { readonly always: boolean | undefined } | undefined
}

/** A property where it stands since 1.9 and where it stood before; of two, that of `config`. */
const placesOf = (holder: Part, key: string): Part[] =>
  [holder.at('config', key), holder.at(key)].filter(({ data }) => data !== undefined)

/** The time of the check itself, by which no data is ever late. */
const clock =
  /\b(?:current_(?:timestamp|date|time)|local(?:timestamp|time)|now|get(?:utc)?date|sys(?:utc)?date(?:time)?|systimestamp|utc_timestamp)\b/gi

/** All in an expression that names no column: texts, dates, types, keywords, and functions without what they are of. */
const nameless =
  /(?:\b(?:date|time|timestamp|datetime|interval)\s{0,9})?'[^']*'|::\w+|\bas\s+\w+|\b\w{1,60}\s{0,9}\(|\bselect\b/gi

/** Whether what an expression shows is the time of some data: it names a column, and no clock that may be later. */
const isDate = ({ data }: Part): boolean => {
  const shown = (textOf(data) ?? '')
    .slice(0, 1000)
    .split(/\bfrom\b/i, 1)
    .join('')
  const own = shown.replace(clock, '')
  return /\p{L}/u.test(own.replace(nameless, '')) && (own === shown || /\bleast\s*\(/i.test(own))
}

/** Whether it is on where customers are; a template tells that of one name of the target. Source: dbt, target.name. */
const isOnIn = ({ data }: Part): boolean | undefined => {
  const text = wordOf(data).trim()
  if (!text.includes('{')) return !/^false$/i.test(text)
  const [, sign, quoted, name = ''] =
    /^\{\{\s{0,9}target\.name\s{0,9}([!=]=)\s{0,9}(['"])([^'"]{1,60})\2\s{0,9}\}\}$/.exec(text) ?? []
  if (quoted === undefined || isLive(name) === isAside(name)) return undefined
  return isLive(name) === (sign === '==')
}

const settingsOf = (holder: Part): Settings => {
  const freshness = placesOf(holder, 'freshness')
  const after = (key: string): Part | null | undefined => {
    if (freshness.some(({ data }) => data === null)) return null
    const place = freshness.map((one) => one.at(key)).find(({ data }) => data !== undefined)
    return place?.data === null ? null : place
  }
  const dated = ['loaded_at_field', 'loaded_at_query'].flatMap((key) => placesOf(holder, key))
  const [enabled] = placesOf(holder, 'enabled')
  return {
    failsAfter: after('error_after'),
    warnsAfter: after('warn_after'),
    isDated: dated.length === 0 ? undefined : dated.some(isDate),
    isOn: enabled && { always: isOnIn(enabled) },
  }
}

/** A table says only what is different from its source. */
const inherited = (table: Settings, source: Settings): Settings => ({
  failsAfter: table.failsAfter === undefined ? source.failsAfter : table.failsAfter,
  warnsAfter: table.warnsAfter === undefined ? source.warnsAfter : table.warnsAfter,
  isDated: table.isDated ?? source.isDated,
  isOn: table.isOn ?? source.isOn,
})

const timeOf = (after: Part): Duration | undefined => {
  const [value, period = ''] = [after.count('count'), after.text('period')]
  const unit = Object.hasOwn(periods, period) ? periods[period] : undefined
  return value === undefined || value === 0 || unit === undefined ? undefined : { value, unit }
}

const whyNot = (
  { failsAfter, warnsAfter, isDated, isOn }: Settings,
  time: Duration | undefined,
): string | undefined => {
  if (isOn !== undefined && isOn.always === undefined)
    return 'has an `enabled` that is a template, so nobody can tell whether its freshness is checked'
  if (!failsAfter)
    return warnsAfter
      ? 'has `warn_after` but no `error_after`, so late data does not fail a check'
      : 'has no freshness check'
  if (time === undefined) return 'has an `error_after` without a readable count and period'
  return isDated === true ? undefined : 'has no `loaded_at_field` that is a time of the data'
}

/**
 * Reads the sources of dbt: data later than `error_after` fails `dbt source freshness`.
 * Source: docs.getdbt.com/reference/resource-properties/freshness.
 */
export const readDbt = (sources: Part): Reading<Contract> => {
  const tables: Table[] = []
  for (const source of sources.items()) {
    const list = source.at('tables')
    if (!isMap(source.data) || (list.data !== undefined && list.data !== null && !Array.isArray(list.data)))
      return malformed('has an invalid source, expected a mapping with a sequence `tables`', source.range())
    const name = source.text('name') ?? ''
    const above = settingsOf(source)
    for (const one of list.items()) {
      const settings = inherited(settingsOf(one), above)
      const own = one.text('name')
      if (own === undefined) return malformed('has a table without a name', one.range())
      if (settings.isOn?.always === false) continue
      const time = settings.failsAfter ? timeOf(settings.failsAfter) : undefined
      const why = whyNot(settings, time)
      const range = settings.failsAfter?.range()
      const latency = why === undefined && time && range ? { value: time, range } : undefined
      tables.push({
        names: [own, `${name}.${own}`, one.text('identifier') ?? own, name],
        latency,
        frequency: undefined,
        why,
      })
    }
  }
  if (tables.length === 0) return unknown('has no source table')
  return read({ dialect: 'dbt', tables, rateLimit: undefined })
}
