import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { textOf } from '../reading/value.ts'
import type { Contract } from './promised.ts'
import { idleAs, type Listed, promisesIn, type TimePromise } from './promises.ts'
import { timeOf } from './time.ts'

/** The names of a promise, the short ones of the standard included. */
const promises: { readonly [name: string]: 'latency' | 'frequency' } = {
  ...{ latency: 'latency', ly: 'latency', freshness: 'latency' },
  ...{ frequency: 'frequency', fy: 'frequency' },
}

/** Why it is no contract at all; completes a sentence that begins with its name. */
const voidOf = (document: Part): string | undefined => {
  const state = idleAs(document.text('status'))
  if (state !== undefined) return state
  // A list of tables may be left out, and one that holds none says that nothing is promised.
  const isEmpty = ['schema', 'dataset'].some(
    (key) => document.at(key).data !== undefined && !document.at(key).items(1).length,
  )
  return isEmpty ? 'has no table' : undefined
}

const promiseOf = (property = ''): 'latency' | 'frequency' | undefined => {
  const name = property.trim().toLowerCase()
  return Object.hasOwn(promises, name) ? promises[name] : undefined
}

/** What the standard calls a table and a column: version 3, then version 2. */
const nameKeys = ['name', 'table', 'column', 'physicalName']

const namesOf = (one: Part): string[] => nameKeys.flatMap((key) => one.text(key) || [])

const listedAs = (one: Part): Listed => ({
  names: namesOf(one),
  columns: [one.at('properties'), one.at('columns')].flatMap((list) => list.items().flatMap(namesOf)),
})

/** Real promises name fewer elements. */
const maxElements = 50

/** The days of promises of these names, in their order. */
const daysOf = (document: Part, names: RegExp): readonly string[] =>
  document
    .at('slaProperties')
    .items()
    .filter((entry) => names.test(entry.text('property')?.trim() ?? ''))
    .flatMap((entry) => /^\d{4}-\d\d-\d\d/.exec(entry.text('value') ?? '')?.[0] ?? [])
    .toSorted()

const start = /^(?:general ?availability|ga)$/i
const end = /^(?:end ?of ?(?:support|life)|retirement|es|el|eos|eol)$/i

/** Reads an open data contract, version 2 or 3. Source: bitol-io/open-data-contract-standard. */
export const readOdcs = (document: Part): Reading<Contract> => {
  if (!/^v?[23]\./.test(document.text('apiVersion') ?? ''))
    return unknown('has an unsupported version, expected v2 or v3')
  const properties = document.at('slaProperties')
  if (properties.data !== undefined && properties.data !== null && !Array.isArray(properties.data))
    return malformed('has an `slaProperties` that is not a sequence', properties.range('key'))
  const usual = document.text('slaDefaultElement') ?? document.text('slaDefaultColumn') ?? ''
  const entries = properties.items().flatMap((entry): TimePromise[] => {
    const what = promiseOf(entry.text('property'))
    if (what === undefined) return []
    const isAge = /^freshness$/i.test(entry.text('property')?.trim() ?? '')
    const value = timeOf(entry.at('value').data, entry.at('unit').data, isAge)
    const element = textOf(entry.at('element').data ?? entry.at('column').data) ?? usual
    const elements = element.split(',', maxElements).filter((one) => one.trim() !== '')
    return [{ what, value, range: entry.at('value').range(), elements }]
  })
  const listed = [document.at('schema'), document.at('dataset')].flatMap((list) => list.items().map(listedAs))
  const nothing = voidOf(document)
  return read({
    dialect: 'ODCS',
    ...promisesIn(entries, listed),
    rateLimit: undefined,
    ...(nothing !== undefined && { nothing }),
    from: daysOf(document, start).at(-1),
    end: daysOf(document, end)[0],
  })
}
