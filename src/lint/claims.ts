import type { Facts } from '../evidence/facts.ts'
import type { Claim, Reference } from '../evidence/reading/kind.ts'
import { pilotLayout } from '../model/pilot-layout.ts'
import { layoutAt } from '../model/read.ts'
import type { Document } from '../yaml/index.ts'
import type { Path } from '../yaml/path.ts'
import { scalars } from './data.ts'

/** Fields that name something in another system, which no path can show. */
const elsewhere = new Set(['on_call', 'vendor_managed', 'feature_flag'])

const kindOf = (path: Path): 'path' | 'elsewhere' | undefined => {
  const layout = layoutAt(pilotLayout, path)
  const text = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.text : layout
  if (text !== undefined && typeof text === 'object' && 'phrase' in text && text.phrase === 'path')
    return 'path'
  return text !== undefined && elsewhere.has(String(path.at(-1))) ? 'elsewhere' : undefined
}

/** Every reference of the file to something that only the repository or another system can show. */
export const claimsOf = ({ data }: Extract<Document, { ok: true }>): Claim[] =>
  scalars(data).flatMap(({ path, value }) => {
    const kind = typeof value === 'string' ? kindOf(path) : undefined
    return kind === undefined ? [] : [{ path, reference: String(value), isPath: kind === 'path' }]
  })

/** The references that nobody could check. */
export const unverifiedClaims = ({ references }: Facts): Reference[] =>
  references.filter(({ state }) => state === 'unverified')

/**
 * Those of the references that a repository could show and does not. A rota lives in the paging system alone: if it
 * counted, no pilot could ever pass the strictest gate.
 */
export const showableClaims = (facts: Facts): Reference[] =>
  unverifiedClaims(facts).filter(({ path }) => path.at(-1) !== 'on_call')
