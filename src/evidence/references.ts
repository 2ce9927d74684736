import type { Port } from '../repo/port.ts'
import { forSlips, isAbsent, isUrl, nearName, once, resolveReference } from './reading/follow.ts'
import type { Claim, Fact, Reference, Repository } from './reading/kind.ts'
import { hasAnchor, type Outline } from './runbook/runbook.ts'

/** The name in the folder of a missing file that is most like its own. */
export const nearIn = (port: Port): ((file: string) => string | undefined) => {
  const names = once((folder) => {
    const listing = port.list(folder)
    return listing.ok ? listing.entries.map(({ name }) => name) : []
  })
  return forSlips((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    return nearName(name, names(file.slice(0, file.length - name.length)))
  })
}

type Ground = {
  readonly repository: Repository
  readonly near: (file: string) => string | undefined
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
    const name = file.slice(file.lastIndexOf('/') + 1)
    const meant = look.refusal === 'missing' && name !== '' ? near(file) : undefined
    if (meant === undefined) return state('absent', look.words, file)
    return { ...state('absent', look.words, file), near: reference.replace(name, () => meant) }
  }
  if (anchor === undefined) return state('found', '', file)
  const page = await pageOf(reference)
  if (page?.state !== 'found') return state('unverified', 'has a section that nobody looked for', file)
  if (hasAnchor(page.value, anchor)) return state('found', '', file)
  const section = page.value.near(anchor)
  return {
    ...state('absent', 'has no heading with that anchor', file),
    section: true,
    ...(section !== undefined && { near: `${reference.slice(0, reference.indexOf('#'))}#${section}` }),
  }
}
