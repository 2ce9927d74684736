import { folderOf, pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'
import { decode } from '../../yaml/decode.ts'
import { resolveReference } from '../reading/follow.ts'
import type { Repository } from '../reading/kind.ts'
import { callersOf, maxBytes, maxFiles, namedSettings } from './beside.ts'
import { type Hcl, parseHcl } from './hcl.ts'
import type { HclBlock, HclBody } from './term.ts'
import { type Scope, scopeOf } from './values.ts'

/** In characters, of all files of a folder that are parsed for one: parsing takes a hundred times the memory. */
export const maxParsedLength = 2 * 1024 * 1024

const held = new WeakMap<Port, { readonly texts: Map<string, Hcl>; characters: number }>()

/** What a text says: the same for every pilot, and for every link to one file. No more is kept than is parsed for one folder. */
export const hclIn = (text: string, port: Port): Hcl => {
  const known = held.get(port) ?? { texts: new Map<string, Hcl>(), characters: 0 }
  held.set(port, known)
  const before = known.texts.get(text)
  if (before !== undefined) return before
  if (known.characters + text.length > maxParsedLength) {
    known.texts.clear()
    known.characters = 0
  }
  const parsed = parseHcl(text)
  known.texts.set(text, parsed)
  known.characters += text.length
  return parsed
}

/** Files that set what a file refers to: of a folder, Terraform reads all. Undefined where one is in a form not read here. */
const besides = (file: string, { port }: Repository): readonly string[] | undefined => {
  const folder = folderOf(file)
  const listing = port.list(folder)
  if (!listing.ok) return [file]
  const names = listing.entries.filter(({ kind }) => kind === 'file').map(({ name }) => name)
  // JSON sets variables as well, and a file of overrides changes resources. Source: Terraform, files and directories.
  const isForeign = (name: string) =>
    /^(?:terraform|.*\.auto)\.tfvars\.json$|\.tf\.json$|^(?:.*_)?override\.tf$/.test(name)
  // In the order in which the last one wins. Source: Terraform, variable definition precedence.
  const order = [/\.tf$/, /^terraform\.tfvars$/, /\.auto\.tfvars$/]
  const files = order
    .flatMap((form) => names.filter((name) => form.test(name)).sort())
    .map((name) => pathIn(folder, name))
  if (!listing.whole || files.length > maxFiles || names.some(isForeign)) return undefined
  return files.includes(file) ? files : [file, ...files]
}

const empty: HclBody = { attributes: [], blocks: [] }

/**
 * `words` are those of which a file needs one to be parsed: in a large folder most files are of no matter. `left` is what may
 * still be parsed.
 */
const parsedOf = (
  file: string,
  { port }: Repository,
  left: { characters: number },
  words: readonly string[] = [],
): { readonly body: HclBody; readonly text: string } | undefined => {
  const reading = port.read(file, maxBytes)
  const decoded = reading.ok ? decode(reading.bytes, maxBytes) : undefined
  if (decoded === undefined || !('text' in decoded)) return undefined
  if (words.length > 0 && !words.some((word) => decoded.text.includes(word))) return { body: empty, text: '' }
  left.characters -= decoded.text.length
  const parsed = left.characters < 0 ? undefined : hclIn(decoded.text, port)
  return parsed?.ok ? { body: parsed.body, text: decoded.text } : undefined
}

export const bodyOf = (file: string, repository: Repository, left: { characters: number }): HclBody | undefined =>
  parsedOf(file, repository, left)?.body

export const isResource = ({ type, labels }: HclBlock): boolean => type === 'resource' && labels.length === 2

export const addressOf = ({ type, labels }: HclBlock): string =>
  type === 'resource' ? labels.join('.') : [type, ...labels].join('.')

/** The names of files of overrides. */
export const overriding = /^(?:.*_)?override\.tf(?:\.json)?$/

/** Whether a file of overrides changes a resource or the call of a module, or may do so. Source: Terraform, override files. */
export const overridesAround = (file: string, repository: Repository): ((address: string) => boolean) => {
  const folder = file.split('/').slice(0, -1)
  const listing = repository.port.list(folder.join('/'))
  const names = listing.ok ? listing.entries.map(({ name }) => name).filter((name) => overriding.test(name)) : []
  const left = { characters: maxParsedLength }
  const bodies = names.slice(0, maxFiles).map((name) => {
    const path = [...folder, name].join('/')
    // One that is read itself only changes what another file says.
    return name.endsWith('.json') || path === file ? undefined : bodyOf(path, repository, left)
  })
  const changed = new Set(bodies.flatMap((body) => body?.blocks.map(addressOf) ?? []))
  return names.length > maxFiles || bodies.includes(undefined) ? () => true : (address) => changed.has(address)
}

type Perhaps = { readonly isSet: true; readonly isPerhaps: true; readonly body: HclBody }

/** What may set the variables of a folder instead of their defaults: files that somebody names, and calls of it as a module. */
const perhapsSet = (
  file: string,
  repository: Repository,
  left: { characters: number },
  callers: readonly string[],
): Perhaps[] => {
  const folder = folderOf(file)
  const bodies = namedSettings(folder, repository.port).map((name) => bodyOf(name, repository, left))
  const calls = callers.flatMap((caller) =>
    (bodyOf(caller, repository, left)?.blocks ?? []).flatMap(({ type, body }) => {
      const source = body.attributes.find(({ key }) => key === 'source')?.value
      const path = source?.kind === 'value' ? String(source.value) : ''
      return type === 'module' && resolveReference(caller, path)?.file === folder ? [body] : []
    }),
  )
  return [...bodies, ...calls].flatMap((body) => (body ? [{ isSet: true, isPerhaps: true, body }] : []))
}

/** `caller` is a file that calls the folder as a module. */
type Around = {
  readonly scope: Scope
  readonly others: readonly { readonly file: string; readonly body: HclBody; readonly text: string }[]
  readonly caller: string | undefined
}

/**
 * What names stand for; nothing is known where a part of the folder is not read, since it may say otherwise. `also` are
 * types of resources that are looked for in other files, `left` what may still be parsed.
 */
export const scopeAround = (
  file: string,
  repository: Repository,
  own: ReadonlyMap<string, HclBody>,
  also: readonly string[],
  left = { characters: maxParsedLength },
): Around => {
  const types = [...own.values()].flatMap(({ blocks }) =>
    blocks.filter(isResource).map(({ labels }) => labels[0] ?? ''),
  )
  const words = ['variable', 'locals', ...new Set([...types, ...also])]
  const bodies = besides(file, repository)?.map((name) => {
    const isSet = name.endsWith('.tfvars')
    const body = own.get(name)
    const parsed = body ? { body, text: '' } : parsedOf(name, repository, left, isSet ? [] : words)
    return parsed && { file: name, isSet, ...parsed }
  })
  const known = bodies?.filter((one) => one !== undefined) ?? []
  const others = known.filter(({ isSet, file: name }) => !isSet && !own.has(name))
  const hasVariables = known.some(({ body }) => body.blocks.some(({ type }) => type === 'variable'))
  const callers = hasVariables ? callersOf(folderOf(file), repository) : []
  const perhaps = hasVariables ? perhapsSet(file, repository, left, callers) : []
  return { scope: scopeOf(known.length === bodies?.length ? [...known, ...perhaps] : []), others, caller: callers[0] }
}
