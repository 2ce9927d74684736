import { isPlaceholder } from '../model/placeholder.ts'
import type { Port } from '../repo/port.ts'
import { once } from '../values/once.ts'
import { quote } from '../values/text.ts'
import { nowhere } from '../yaml/lines.ts'
import { forSlips, isAbsent, isBlank, isUrl, nearName, resolveReference } from './reading/follow.ts'
import type { Broken, Claim, Fact, Reference, Repository, Said } from './reading/kind.ts'
import type { Outline } from './runbook/outline.ts'
import { hasAnchor } from './runbook/runbook.ts'

/** What is said of a reference where there is no repository to look into. */
export const unlooked = ({ path, reference }: Claim): Reference => ({
  path,
  reference,
  state: 'unverified',
  file: undefined,
  words: 'was not checked: no repository was given',
})

/** White space of more than this is not looked through. */
const maxBlankBytes = 4096

/** A file that only has to be there: neither empty nor a placeholder, not the pilot itself, and not who owns files. */
export const brokenOf = (reference: Said, { port, file: own }: Repository): Broken[] => {
  if (reference.state === 'absent' || reference.state === 'unsaid' || reference.file === undefined) return []
  const { path, reference: name, file } = reference
  const broken = (problem: string): Broken[] => [{ path, reference: name, file, problem, range: nowhere }]
  if (file === own) return broken('is the pilot file itself')
  if (file === '' || own.startsWith(`${file}/`)) return broken('is the folder of the pilot')
  if (/(?:^|\/)CODEOWNERS$/.test(file)) return broken('is a CODEOWNERS file and cannot be other evidence')
  const start = port.read(file, maxBlankBytes)
  if (!start.ok) return []
  if (isBlank(start.bytes)) return broken('is empty')
  const text = new TextDecoder().decode(start.bytes)
  return isPlaceholder(text) ? broken(`is only the placeholder ${quote(text.trim())}`) : []
}

type PointsAt = (file: string, pointer: string) => boolean | undefined
type PageOf = (reference: string) => Promise<Fact<Outline> | undefined>

/** The name beside a file that is missing which may be meant, for the first few of them. */
export const nearIn = (port: Port): ((file: string) => string | undefined) => {
  const names = once((folder: string) => {
    const listing = port.list(folder)
    return listing.ok ? listing.entries.map(({ name }) => name) : []
  })
  return forSlips((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    return nearName(name, names(file.slice(0, file.length - name.length)))
  })
}

/** Whether what a reference names is there: the file or folder, and the section where it names one. */
export const referenceOf = async (
  { path, reference, isPath }: Claim,
  { port, file: from }: Repository,
  near: (file: string) => string | undefined,
  { pageOf, pointsAt }: { readonly pageOf: PageOf; readonly pointsAt: PointsAt },
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
  if (resolved === undefined) return state('absent', 'points outside the repository')
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
  const isPointed = anchor.startsWith('/') ? pointsAt(file, anchor) : undefined
  if (isPointed !== undefined)
    return isPointed
      ? state('found', '', file)
      : { ...state('absent', 'has nothing at that pointer', file), section: true }
  const page = await pageOf(reference)
  if (page?.state !== 'found') return state('unverified', 'has an anchor that was not checked', file)
  if (hasAnchor(page.value, anchor)) return state('found', '', file)
  const section = page.value.near(anchor)
  return {
    ...state('absent', 'has no heading with that anchor', file),
    section: true,
    ...(section !== undefined && { near: `${reference.slice(0, reference.indexOf('#'))}#${section}` }),
  }
}
