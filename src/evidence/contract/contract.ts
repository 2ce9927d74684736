import { meets } from '../../values/index.ts'
import { fromFile, leftBy } from '../reading/follow.ts'
import type { EvidenceKind, Reference } from '../reading/kind.ts'
import { type Contract, type Promises, promisesFor, tableIn } from './promised.ts'

type Freshness = Parameters<typeof meets>[0]

/** Why the declared freshness is not shown of the table that is read; undefined where it is, or where a rule says that it is not. */
const unclear = ({ tables }: Promises, freshness: Freshness, vague: string | undefined): string | undefined => {
  const promised = tables.filter(({ latency, frequency }) => latency ?? frequency)
  if (promised.length === 0) return tables[0]?.why ?? vague
  if (vague !== undefined) return vague
  const isMet = promised.filter(({ latency, frequency }) =>
    [latency, frequency].every((time) => time === undefined || meets(freshness, time.value) !== false),
  )
  return isMet.length > 0 && isMet.length < tables.length
    ? 'meets the freshness for some tables only; append `#<table>` to the path'
    : undefined
}

export const contract: EvidenceKind<Contract> = {
  fields: ['integration.contract'],
  formats: [
    { name: 'Open Data Contract Standard', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'Data Contract Specification', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'OpenAPI', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'AsyncAPI', files: '`.yaml`, `.yml`, `.json`' },
    { name: 'dbt sources', files: '`.yml`, `.yaml`' },
  ],
  each: true,
  follow: ({ integration }) =>
    (integration ?? []).map((system, at) => ({
      path: ['integration', at, 'contract'],
      reference: system?.contract ?? '',
    })),
  read: fromFile(() => import('./dialects.ts')),
  unread: (fact, named, { integration }): Reference[] => {
    if (fact.state !== 'found') return []
    const { tables, vague, nothing } = fact.value
    const system = integration?.[Number(named.path[1])] ?? undefined
    const promises = promisesFor(fact.value, system ?? {})
    const anchor = tableIn(named.reference)
    // A pointer may lead to another part, and is followed as that of any file.
    const isTable = anchor !== undefined && !named.reference.includes('#/')
    const isAstray = isTable && tables.length > 0 && !promises.isNamed
    const words = isAstray
      ? 'has no table of that name'
      : system?.freshness && unclear(promises, system.freshness, vague)
    const left = leftBy(nothing ?? words, named, fact.file)
    if (left.length > 0 || !isTable || !promises.isNamed) return left
    return [{ ...named, state: 'found', file: fact.file, words: '' }]
  },
}
