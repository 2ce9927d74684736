import { pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'
import type { Range } from '../../yaml/lines.ts'
import { resolveReference } from '../reading/follow.ts'
import type { Repository } from '../reading/kind.ts'
import { addressOf, bodyOf, isResource } from './folder.ts'
import { attributeOf, identified, madeOf, type Resource, resourceOf, withIds } from './resource.ts'
import type { HclBlock, HclBody } from './term.ts'
import { type Scope, scopeOf, termValue } from './values.ts'

/** Real files call fewer modules, at any depth. */
export const maxModules = 50
/** Real modules have fewer files. */
const maxFiles = 20

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
  if (isForeign || names.length === 0 || names.length > maxFiles) return undefined
  return names.map(({ name }) => pathIn(folder, name))
}

/** What a module of this repository holds; `file` is one of its files. */
type Module = { readonly file: string; readonly bodies: readonly HclBody[] }

/**
 * The module that a file calls; undefined where its source is in another place than this repository, or holds what is not
 * read here: JSON, overrides, files that break off. Source: Terraform, module sources.
 */
const moduleOf = (
  file: string,
  source: unknown,
  repository: Repository,
  left: { characters: number },
): Module | undefined => {
  const files = filesOf(file, typeof source === 'string' ? source : '', repository.port) ?? []
  const [first] = files
  if (first === undefined || files.includes(file)) return undefined
  const bodies = files.map((one) => bodyOf(one, repository, left)).filter((body) => body !== undefined)
  return bodies.length === files.length ? { file: first, bodies } : undefined
}

export const isCall = ({ type, labels }: HclBlock): boolean => type === 'module' && labels.length === 1

/** What stands around the calls of modules: where each is told, whether a file of overrides changes it, and what may still be read. */
export type Around = {
  readonly file: string
  /** Of the modules around, of which none calls itself. */
  readonly above: readonly string[]
  readonly scope: Scope
  readonly rangeOf: (call: HclBlock) => Range
  readonly isOverridden: (address: string) => boolean
  readonly repository: Repository
  readonly left: { characters: number; calls: number }
}

/** `opaque` are the modules that are not read. */
type Called = { readonly resources: readonly Resource[]; readonly opaque: readonly string[] }

/** The resources of a module of this repository, as it is called, and of those that it calls. */
export const inCalled = (call: HclBlock, around: Around): Called => {
  const { scope, repository, left } = around
  const [named, prefix] = [attributeOf(call.body, 'source'), `${addressOf(call)}.`]
  left.calls -= 1
  const module = left.calls < 0 ? undefined : moduleOf(around.file, named && termValue(named, scope), repository, left)
  if (module === undefined || around.above.includes(module.file)) return { resources: [], opaque: [addressOf(call)] }
  const range = around.rangeOf(call)
  const given = new Map(call.body.attributes.map(({ key, value }) => [key, termValue(value, scope)]))
  const all = module.bodies.flatMap(({ blocks }) => blocks)
  const blocks = all.filter(isResource)
  const ids = new Set(blocks.map(addressOf).filter((address) => identified.test(address)))
  const bodies = module.bodies.map((body) => ({ isSet: false, body }))
  const inner = withIds(scopeOf(bodies, given), ids, prefix)
  const below = all.filter(isCall).map((one) =>
    inCalled(one, {
      ...around,
      file: module.file,
      above: [...around.above, module.file],
      scope: inner,
      rangeOf: () => range,
      isOverridden: () => false,
    }),
  )
  const times = around.isOverridden(addressOf(call)) ? 'overridden' : madeOf(call.body, scope)
  const resources = [
    ...blocks.map((block) => resourceOf(block, () => range, inner)),
    ...below.flatMap((one) => one.resources),
  ]
  return {
    resources: resources.map((resource) => ({
      ...resource,
      address: prefix + resource.address,
      made: times === 'once' ? resource.made : times,
    })),
    opaque: below.flatMap((one) => one.opaque.map((address) => prefix + address)),
  }
}
