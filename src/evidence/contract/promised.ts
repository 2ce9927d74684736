import { type Duration, days, type Quantity } from '../../values/index.ts'
import type { Located } from '../reading/kind.ts'

/** How late data may be, or how long may lie between two updates; `table` is its place in `tables`, undefined of all. */
export type Promised = Located<Duration> & {
  readonly what: 'latency' | 'frequency'
  readonly table: number | undefined
}

/** A table or topic that a contract describes, under each name that it has there. */
export type Table = {
  readonly names: readonly string[]
  /** Why nothing is promised of how fresh it is, where the contract says more than its silence. */
  readonly why?: string | undefined
}

/** What the owner of a system promises. What the contract does not say is undefined. */
export type Contract = {
  readonly dialect: 'ODCS' | 'OpenAPI' | 'AsyncAPI' | 'dbt'
  readonly tables: readonly Table[]
  readonly promises: readonly Promised[]
  /** How many calls are taken in a unit of time. */
  readonly rateLimit: Located<Quantity> | undefined
  /** What it says of time and nobody can read; completes a sentence that begins with its name. */
  readonly vague?: string
  /** Why its owner promises nothing by it; completes a sentence that begins with its name. */
  readonly nothing?: string
}

/** What of the pilot says which table it reads: the anchor of the reference, or the name of the system. */
export type Reads = { readonly contract?: string | undefined; readonly system?: string | undefined }

type Time = Located<Duration> | undefined

type Times = { readonly latency: Time; readonly frequency: Time }

/** What is promised of the tables that the pilot may read. */
export type Promises = Times & {
  /** Of each of them, with why nothing is promised of it; one nameless table where the contract names none. */
  readonly tables: readonly (Times & Pick<Table, 'why'>)[]
  /** Whether the pilot says which table it reads, and the contract has it. */
  readonly isNamed: boolean
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')

/** The anchor of a reference: the name of a table. */
export const tableIn = (reference = ''): string | undefined => reference.split('#')[1] || undefined

/** Of two promises on one table the later counts. */
const later = (one: Time, other: Time): Time =>
  one === undefined || (other !== undefined && days(one.value) < days(other.value)) ? other : one

const earliest = (times: readonly Time[]): Time =>
  times.flatMap((time) => time ?? []).toSorted((one, other) => days(one.value) - days(other.value))[0]

/** What counts for a system: the table that it names, or of all tables the earliest, since it may need no other. */
export const promisesFor = ({ tables, promises }: Contract, { contract, system = '' }: Reads): Promises => {
  const name = plain(tableIn(contract) ?? system)
  const all = tables.length === 0 ? [{ names: [] }] : tables
  const own = all.flatMap(({ names }, at) => (name !== '' && names.some((one) => plain(one) === name) ? [at] : []))
  const latest = new Map<string, Time>()
  for (const one of promises) {
    const key = `${one.what} ${one.table}`
    latest.set(key, later(latest.get(key), one))
  }
  const of = (what: Promised['what'], at: number): Time =>
    later(latest.get(`${what} ${at}`), latest.get(`${what} undefined`))
  const chosen = (own.length > 0 ? own : [...all.keys()]).map((at) => ({
    why: all[at]?.why,
    latency: of('latency', at),
    frequency: of('frequency', at),
  }))
  return {
    latency: earliest(chosen.map(({ latency }) => latency)),
    frequency: earliest(chosen.map(({ frequency }) => frequency)),
    tables: chosen,
    isNamed: own.length > 0,
  }
}
