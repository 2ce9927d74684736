import type { Near } from './near.ts'
import { isAbsent, isUrl, resolveReference } from './reading/follow.ts'
import type { Claim, Fact, Reference, Repository } from './reading/kind.ts'
import { hasAnchor, nearAnchor, type Outline } from './runbook/runbook.ts'

type Ground = {
  readonly repository: Repository
  readonly near: Near
  readonly pageOf: (reference: string) => Promise<Fact<Outline> | undefined>
}

/** Whether what a reference names is there: the file or folder, and the section where it names one. */
export const referenceOf = async (
  { path, reference, isPath }: Claim,
  { repository: { port, file: from }, near, pageOf }: Ground,
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
  const page = await pageOf(reference)
  if (page?.state !== 'found') return state('unverified', 'has a section that nobody looked for', file)
  if (hasAnchor(page.value, anchor)) return state('found', '', file)
  const section = nearAnchor(page.value, anchor)
  return {
    ...state('absent', 'has no heading with that anchor', file),
    section: true,
    ...(section !== undefined && { near: `${reference.slice(0, reference.indexOf('#'))}#${section}` }),
  }
}
