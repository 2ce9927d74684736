import type { Port } from '../../repo/port.ts'
import { pathIn, resolveReference } from '../reading/follow.ts'
import type { Repository } from '../reading/kind.ts'
import { bodyOf } from './folder.ts'
import type { Body } from './term.ts'

/** A module of a person has fewer files. */
const mostFiles = 20

const isLocal = (source: string): boolean => /^\.\.?\//.test(source)

/** The files of the module of this repository that a source names; undefined where it is of another, or not read whole. */
const filesOf = (file: string, source: string, port: Port): readonly string[] | undefined => {
  const folder = isLocal(source) ? resolveReference(file, source)?.file : undefined
  if (folder === undefined) return undefined
  const listing = port.list(folder)
  if (!listing.ok || !listing.whole) return undefined
  const names = listing.entries.filter(({ kind, name }) => kind === 'file' && /\.tf(?:\.json)?$/.test(name))
  // JSON is not read here, and a file of overrides changes what others say.
  const isForeign = names.some(({ name }) => /\.json$|^(?:.*_)?override\.tf$/.test(name))
  if (isForeign || names.length === 0 || names.length > mostFiles) return undefined
  return names.map(({ name }) => pathIn(folder, name))
}

/**
 * What a module that a file calls holds; undefined where its source is in another place than this repository, or holds
 * what is not read here: modules of its own, files that break off. Source: Terraform, module sources.
 */
export const moduleBodies = (
  file: string,
  source: unknown,
  repository: Repository,
  left: { characters: number },
): readonly Body[] | undefined => {
  const files = filesOf(file, typeof source === 'string' ? source : '', repository.port)
  if (files === undefined || files.includes(file)) return undefined
  const bodies = files.map((one) => bodyOf(one, repository, left)).filter((body) => body !== undefined)
  const isWhole = bodies.length === files.length
  return isWhole && !bodies.some(({ blocks }) => blocks.some(({ type }) => type === 'module')) ? bodies : undefined
}
