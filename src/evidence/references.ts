import type { FileReading, Port } from '../repo/port.ts'
import type { Claim, Fact, Reference } from './fact.ts'
import { factOf, isAbsent, once, type Repository } from './follow.ts'
import type { Outline } from './markdown/outline.ts'
import { hasAnchor, nearAnchor } from './markdown/section.ts'
import { type Near, nearIn } from './near.ts'
import { isUrl, resolveReference } from './resolve.ts'

/** Says whether what a reference names is there: the file or folder, and the section where it names one. */
export const referencesIn = ({ port, file: from }: Repository, read: (file: string) => FileReading) => {
  const near = nearIn(port)
  const page = once(
    (file: string): Promise<Fact<Outline>> =>
      factOf(file, read(file), port, () => import('./markdown/read.ts')),
  )
  return (claim: Claim): Promise<Reference> => referenceOf(claim, { port, from, near, page })
}

type Ground = {
  readonly port: Port
  readonly from: string
  readonly near: Near
  readonly page: (file: string) => Promise<Fact<Outline>>
}

const referenceOf = async (
  { path, reference, isPath }: Claim,
  { port, from, near, page: pageOf }: Ground,
): Promise<Reference> => {
  const state = (state: Reference['state'], words: string, file?: string): Reference => ({
    path,
    reference,
    state,
    file,
    words,
  })
  if (!isPath || isUrl(reference)) return state('unverified', 'is kept in another system')
  const resolved = resolveReference(from, reference)
  if (resolved === undefined) return state('absent', 'leads out of the repository')
  const { file, anchor } = resolved
  const look = port.look(file)
  if (!look.ok) {
    if (!isAbsent(look)) return state('unverified', look.words, file)
    const meant = look.refusal === 'missing' ? near(reference, file) : undefined
    return { ...state('absent', look.words, file), ...(meant !== undefined && { near: meant }) }
  }
  if (anchor === undefined) return state('found', '', file)
  const page = await pageOf(file)
  if (page.state !== 'found') return state('unverified', 'has a section that nobody looked for', file)
  if (hasAnchor(page.value, anchor)) return state('found', '', file)
  const section = nearAnchor(page.value, anchor)
  return {
    ...state('absent', 'has no heading with that anchor', file),
    section: true,
    ...(section !== undefined && { near: `${reference.slice(0, reference.indexOf('#'))}#${section}` }),
  }
}
