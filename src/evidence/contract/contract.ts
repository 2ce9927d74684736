import type { Duration, Quantity } from '../../values/index.ts'
import type { Located } from '../reading.ts'

/** What the owner of a system promises. What the contract does not say is undefined. */
export type Contract = {
  readonly dialect: 'ODCS' | 'OpenAPI' | 'AsyncAPI'
  /** How late data may arrive; of several tables, the shortest. */
  readonly latency: Located<Duration> | undefined
  /** How long lies between two updates; of several tables, the shortest. */
  readonly frequency: Located<Duration> | undefined
  /** How many calls are taken in a unit of time. */
  readonly rateLimit: Located<Quantity> | undefined
  /** What it says of time and nobody can read; completes a sentence that begins with its name. */
  readonly vague?: string
}
