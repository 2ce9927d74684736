import { type Duration, days } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Contract, Table } from './promised.ts'

/** The states of a contract in which nothing is promised yet, or any more; a contract without a state counts. */
const idle = new Set(
  (
    'proposed,planned,pending,draft,development,in development,review,in review,experimental,test,testing,rejected,' +
    'deprecated,retired,archived,inactive,disabled,suspended,withdrawn,cancelled,obsolete,superseded,expired'
  ).split(','),
)

/** Why a contract of that state is none; completes a sentence that begins with its name. */
export const idleAs = (status = ''): string | undefined =>
  idle.has(lower(status)) ? `has the status ${quote(status.trim())}` : undefined

const lower = (text: string): string => text.trim().toLowerCase()

/** A table as a contract lists it, under each name that it has, with the names of its columns. */
export type Listed = { readonly names: readonly string[]; readonly columns: readonly string[] }

/** Which table an element is of: `orders.placed_at`, or a column alone where one table has it. */
const tableIn = (listed: readonly Listed[]) => {
  const [byName, byColumn] = [new Map<string, number>(), new Map<string, number | undefined>()]
  for (const [at, { names, columns }] of listed.entries()) {
    for (const name of names) byName.set(lower(name), at)
    for (const name of columns) {
      const known = byColumn.has(lower(name)) && byColumn.get(lower(name)) !== at
      byColumn.set(lower(name), known ? undefined : at)
    }
  }
  return (element: string): number | undefined => {
    const steps = element.split('.').map(lower)
    const named = steps.find((step) => byName.has(step)) ?? ''
    // Behind the name of a table that is not described, a column is one of that table.
    const [column = ''] = steps
    // A column of the only table needs no name of a table before it.
    return byName.get(named) ?? byColumn.get(column) ?? (listed.length === 1 && steps.length === 1 ? 0 : undefined)
  }
}

/** Of a contract that lists no tables, those that its promises name. */
const namedBy = (elements: readonly string[]) => {
  const places = new Map<string, number>()
  const tableOf = (element: string): number => {
    const name = lower(element.split('.').slice(0, -1).join('.') || element)
    const at = places.get(name) ?? places.size
    places.set(name, at)
    return at
  }
  for (const element of elements) tableOf(element)
  return { tables: [...places.keys()].map((name) => ({ names: [name] })), tableOf }
}

type Promised = Table['latency']

/** Of two promises on one table the later counts. */
const later = (one: Promised, other: Promised): Promised =>
  one === undefined || (other !== undefined && days(one.value) < days(other.value)) ? other : one

/** What a contract says of time: how late, or how often, and of which elements; none stands for all. */
export type TimePromise = {
  readonly what: 'latency' | 'frequency'
  /** Undefined where it is no time that can be read. */
  readonly value: Duration | undefined
  readonly range: Range
  readonly elements: readonly string[]
}

/** Why it says nothing of how fresh the data is; completes a sentence that begins with its name. */
const vagueOf = (unread: string | undefined, entries: number, promises: number): string | undefined => {
  if (unread !== undefined) return `has a ${unread} without a readable number and unit`
  if (promises > 0) return undefined
  return entries > 0
    ? 'states latency and frequency only for tables that it does not describe'
    : 'states neither latency nor frequency'
}

/** What is promised of each table, which a contract lists or its promises name. */
export const promisesIn = (
  entries: readonly TimePromise[],
  listed: readonly Listed[],
): Pick<Contract, 'tables' | 'vague'> => {
  const { tables, tableOf } =
    listed.length > 0
      ? { tables: listed, tableOf: tableIn(listed) }
      : namedBy(entries.flatMap(({ elements }) => elements))
  const promised = new Map<string, Promised>()
  for (const { what, value, range, elements } of entries) {
    if (value === undefined) continue
    const own = elements.length === 0 ? [''] : new Set(elements.flatMap((element) => tableOf(element) ?? []))
    for (const table of own) promised.set(`${what} ${table}`, later(promised.get(`${what} ${table}`), { value, range }))
  }
  const of = (what: string, table: number) => later(promised.get(`${what} ${table}`), promised.get(`${what} `))
  const unread = entries.find(({ value }) => value === undefined)?.what
  const vague = vagueOf(unread, entries.length, promised.size)
  return {
    tables: (tables.length > 0 ? tables : [{ names: [] }]).map(
      ({ names }, at): Table => ({ names, latency: of('latency', at), frequency: of('frequency', at) }),
    ),
    ...(vague !== undefined && { vague }),
  }
}
