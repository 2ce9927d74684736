import type { Reference } from './facts.ts'
import { factOf, isAbsent, type Repository } from './follow.ts'
import type { Claim } from './gather.ts'
import { hasAnchor, nearAnchor } from './markdown/section.ts'
import { nearReference } from './near.ts'
import type { FileReading } from './port.ts'
import { isUrl, resolveReference } from './resolve.ts'

/** Whether what a reference names is there: the file or folder, and the section where it names one. */
export const referenceOf = async (
  { path, reference, isPath }: Claim,
  { port, file: from }: Repository,
  read: (file: string) => FileReading,
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
    const near = look.refusal === 'missing' ? nearReference(reference, file, port) : undefined
    return { ...state('absent', look.words, file), ...(near !== undefined && { near }) }
  }
  if (anchor === undefined) return state('found', '', file)
  const page = await factOf(file, read(file), port, () => import('./markdown/read.ts'))
  if (page.state !== 'found') return state('unverified', 'has a section that nobody looked for', file)
  if (hasAnchor(page.value, anchor)) return state('found', '', file)
  const near = nearAnchor(page.value, anchor)
  return {
    ...state('absent', 'has no heading with that anchor', file),
    ...(near !== undefined && { near: `${reference.slice(0, reference.indexOf('#'))}#${near}` }),
  }
}
