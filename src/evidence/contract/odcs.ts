import { days } from '../../values/index.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { textOf } from '../reading/value.ts'
import type { Contract, Table } from './promised.ts'
import { timeOf } from './time.ts'

/** The names of a promise, the short ones of the standard included. */
const promises: { readonly [name: string]: 'latency' | 'frequency' } = {
  ...{ latency: 'latency', ly: 'latency', freshness: 'latency' },
  ...{ frequency: 'frequency', fy: 'frequency' },
}

/** The states of a contract that nobody has promised yet, or any more; a contract without a state counts. */
const idle: { readonly [status: string]: string } = {
  proposed: 'is only proposed',
  draft: 'is a draft',
  deprecated: 'is deprecated',
  retired: 'is retired',
}

/** Why it is no contract at all; completes a sentence that begins with its name. */
const voidOf = (document: Part): string | undefined => {
  const status = (document.text('status') ?? '').trim().toLowerCase()
  if (Object.hasOwn(idle, status)) return idle[status]
  // A list of tables may be left out, and one that holds none says that nothing is promised.
  const isEmpty = ['schema', 'dataset'].some(
    (key) => document.at(key).data !== undefined && !document.at(key).items(1).length,
  )
  return isEmpty ? 'describes no table' : undefined
}

/** Why it says nothing of how fresh the data is; completes a sentence that begins with its name. */
const vagueOf = (unread: string | undefined, entries: number, promises: number): string | undefined => {
  if (unread !== undefined) return `states a ${unread} without a number and a unit that can be read`
  if (promises > 0) return undefined
  return entries > 0
    ? 'promises latency and frequency of tables alone that it does not describe'
    : 'promises no latency and no frequency'
}

const promiseOf = (property = ''): 'latency' | 'frequency' | undefined => {
  const name = property.trim().toLowerCase()
  return Object.hasOwn(promises, name) ? promises[name] : undefined
}

/** What the standard calls a table and a column: version 3, then version 2. */
const nameKeys = ['name', 'table', 'column', 'physicalName']

const namesOf = (one: Part): string[] => nameKeys.flatMap((key) => one.text(key) || [])

/** The first day on which the standard says that a contract is over; see `retirement` and the like in its documentation. */
const endOf = (document: Part): string | undefined =>
  document
    .at('slaProperties')
    .items()
    .filter((entry) => /^(?:end ?of ?(?:support|life)|retirement|eos|eol)$/i.test(entry.text('property')?.trim() ?? ''))
    .flatMap((entry) => /^\d{4}-\d\d-\d\d/.exec(entry.text('value') ?? '')?.[0] ?? [])
    .toSorted()[0]

const lower = (text: string): string => text.trim().toLowerCase()

/** Nobody checks a promise on more. */
const mostElements = 50

/** The tables, and which of them an element is of: `orders.placed_at`, or a column alone where one table has it. */
const tablesOf = (document: Part) => {
  const listed = [document.at('schema'), document.at('dataset')].flatMap((list) => list.items())
  const tables = listed.map((one) => ({ names: namesOf(one) }))
  const [byName, byColumn] = [new Map<string, number>(), new Map<string, number | undefined>()]
  for (const [at, { names }] of tables.entries()) for (const name of names) byName.set(lower(name), at)
  for (const [at, one] of listed.entries())
    for (const column of [one.at('properties'), one.at('columns')].flatMap((list) => list.items()))
      for (const name of namesOf(column)) {
        const known = byColumn.has(lower(name)) && byColumn.get(lower(name)) !== at
        byColumn.set(lower(name), known ? undefined : at)
      }
  const tableOf = (element: string): number | undefined => {
    const steps = element.split('.').map(lower)
    const named = steps.find((step) => byName.has(step)) ?? ''
    // Behind the name of a table that is not described, a column is one of that table.
    const [column = ''] = steps
    // A column of the only table needs no name of a table before it.
    return byName.get(named) ?? byColumn.get(column) ?? (listed.length === 1 && steps.length === 1 ? 0 : undefined)
  }
  return { tables, tableOf }
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

/** Reads an open data contract, version 2 or 3. Source: bitol-io/open-data-contract-standard. */
export const readOdcs = (document: Part): Reading<Contract> => {
  if (!/^v?[23]\./.test(document.text('apiVersion') ?? ''))
    return unknown('is a data contract of a version that is not read: v2 and v3 are')
  const properties = document.at('slaProperties')
  if (properties.data !== undefined && properties.data !== null && !Array.isArray(properties.data))
    return malformed('has `slaProperties` that are no list', properties.range('key'))
  const usual = document.text('slaDefaultElement') ?? document.text('slaDefaultColumn') ?? ''
  const entries = properties.items().flatMap((entry) => {
    const what = promiseOf(entry.text('property'))
    if (what === undefined) return []
    const value = timeOf(entry.at('value').data, entry.at('unit').data)
    const element = textOf(entry.at('element').data ?? entry.at('column').data) ?? usual
    const elements = element.split(',', mostElements).filter((one) => one.trim() !== '')
    return [{ what, value, range: entry.at('value').range(), elements }]
  })
  const listed = tablesOf(document)
  const { tables, tableOf } = listed.tables.length > 0 ? listed : namedBy(entries.flatMap(({ elements }) => elements))
  const promised = new Map<string, Promised>()
  for (const { what, value, range, elements } of entries) {
    if (value === undefined) continue
    const own = elements.length === 0 ? [''] : new Set(elements.flatMap((element) => tableOf(element) ?? []))
    for (const table of own) promised.set(`${what} ${table}`, later(promised.get(`${what} ${table}`), { value, range }))
  }
  const of = (what: string, table: number) => later(promised.get(`${what} ${table}`), promised.get(`${what} `))
  const unread = entries.find(({ value }) => value === undefined)?.what
  const vague = vagueOf(unread, entries.length, promised.size)
  const nothing = voidOf(document)
  const end = endOf(document)
  return read({
    dialect: 'ODCS',
    tables: (tables.length > 0 ? tables : [{ names: [] }]).map(
      ({ names }, at): Table => ({ names, latency: of('latency', at), frequency: of('frequency', at) }),
    ),
    rateLimit: undefined,
    ...(vague !== undefined && { vague }),
    ...(nothing !== undefined && { nothing }),
    ...(end !== undefined && { end }),
  })
}
