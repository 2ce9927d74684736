import { type Duration, days, type IsoDate, type Quantity } from '../../values/index.ts'
import type { Located } from '../reading/kind.ts'

type Time = Located<Duration> | undefined

/** A table or topic that a contract describes, under each name that it has there; one without any stands for all. */
export type Table = {
  readonly names: readonly string[]
  /** How late its data may be. */
  readonly latency: Time
  /** How long may lie between two updates. */
  readonly frequency: Time
  /** Why nothing is promised of how fresh it is, where the contract says more than its silence. */
  readonly why?: string | undefined
}

/** What the owner of a system promises. What the contract does not say is undefined. */
export type Contract = {
  readonly dialect: 'ODCS' | 'Data Contract Specification' | 'OpenAPI' | 'AsyncAPI' | 'dbt'
  readonly tables: readonly Table[]
  /** How many calls are taken in a unit of time. */
  readonly rateLimit: Located<Quantity> | undefined
  /** What it says of time that cannot be read; completes a sentence that begins with its name. */
  readonly vague?: string
  /** Why its owner promises nothing by it; completes a sentence that begins with its name. */
  readonly nothing?: string
  /** The day from which it counts, and the one on which it ends. */
  readonly from?: IsoDate | undefined
  readonly end?: IsoDate | undefined
}

/** What of the pilot says which table it reads: the anchor of the reference, or the name of the system. */
export type Reads = { readonly contract?: string | undefined; readonly system?: string | undefined }

/** What is promised of the tables that the pilot may read. */
export type Promises = Pick<Table, 'latency' | 'frequency'> & {
  readonly tables: readonly Table[]
  /** Whether the pilot says which table it reads, and the contract has it. */
  readonly isNamed: boolean
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')

/** What the anchor of a reference calls the table: `#orders`, or the last step of a pointer, `#/models/orders`. */
export const tableIn = (reference = ''): string | undefined => {
  const anchor = reference.split('#')[1] ?? ''
  const name = anchor.slice(anchor.lastIndexOf('/') + 1)
  return name === '' || (name !== anchor && /^\d+$/.test(name)) ? undefined : name
}

const earliest = (times: readonly Time[]): Time =>
  times.flatMap((time) => time ?? []).toSorted((one, other) => days(one.value) - days(other.value))[0]

/** What counts for a system: the table that it names, or of all tables the earliest, since it may need no other. */
export const promisesFor = ({ tables }: Contract, { contract, system = '' }: Reads): Promises => {
  const name = plain(tableIn(contract) ?? system)
  const own = tables.filter(({ names }) => name !== '' && names.some((one) => plain(one) === name))
  const isNamed = own.length > 0
  const read = isNamed ? own : tables
  const of = (what: 'latency' | 'frequency') => earliest(read.map((table) => table[what]))
  return { latency: of('latency'), frequency: of('frequency'), tables: read, isNamed }
}
