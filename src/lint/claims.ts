import type { Document } from '../document/index.ts'
import type { Path } from '../document/path.ts'
import { pilotLayout } from '../spec/pilot-layout.ts'
import { layoutAt } from '../spec/read.ts'
import { scalars } from './data.ts'
import type { Claim } from './report.ts'

/** Fields that name something in another system, which no path can show. */
const elsewhere = new Set(['on_call', 'vendor_managed', 'feature_flag'])

const refersOut = (path: Path): boolean => {
  const layout = layoutAt(pilotLayout, path)
  const text = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.text : layout
  const isPath = text !== undefined && typeof text === 'object' && 'phrase' in text && text.phrase === 'path'
  return isPath || (text !== undefined && elsewhere.has(String(path.at(-1))))
}

/** Every reference of the file to something that only the repository or another system can show. */
export const claimsOf = ({ data, locate }: Extract<Document, { ok: true }>): Claim[] =>
  [...scalars(data)]
    .filter(({ path, value }) => typeof value === 'string' && refersOut(path))
    .map(({ path, value }) => ({ path, reference: String(value), range: locate(path) }))
