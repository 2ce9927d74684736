import type { Duration, Quantity } from '../../values/index.ts'
import { fromFile, leftBy } from '../reading/follow.ts'
import type { Kind, Located } from '../reading/kind.ts'

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
  /** Why its owner promises nothing by it; completes a sentence that begins with its name. */
  readonly nothing?: string
}

export const contract: Kind<Contract> = {
  fields: ['integration.contract'],
  formats: [
    { name: 'Open Data Contract Standard', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'OpenAPI', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'AsyncAPI', files: '`.yaml`, `.yml`, `.json`' },
  ],
  each: true,
  follow: ({ integration }) =>
    (integration ?? []).map((system, at) => ({
      path: ['integration', at, 'contract'],
      reference: system?.contract ?? '',
    })),
  read: fromFile(() => import('./dialects.ts')),
  unread: (fact, named, { integration }) => {
    if (fact.state !== 'found') return []
    const { nothing, vague } = fact.value
    const isAsked = integration?.[Number(named.path[1])]?.freshness !== undefined
    return leftBy(nothing ?? (isAsked ? vague : undefined), named, fact.file)
  },
}
