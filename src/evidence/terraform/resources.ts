import { once } from '../../values/once.ts'
import { field } from '../../yaml/data.ts'
import { type Lines, lines } from '../../yaml/lines.ts'
import { type Document, documentIn, textIn } from '../reading/documents.ts'
import { type Fact, malformed, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { maxBytes } from './beside.ts'
import { addressOf, hclIn, isResource, maxParsedLength, overridesAround, overriding, scopeAround } from './folder.ts'
import { type Around, inCalled, isCall, maxModules } from './modules.ts'
import { identified, type Resource, rangeOf, resourceOf, withIds, within } from './resource.ts'
import type { HclBody } from './term.ts'

const maxResources = 2000
const nothing = unknown('contains no Terraform resources')

type Parsed = { readonly file: string; readonly body: HclBody; readonly at: Lines }

const parsedOf = (
  { file, bytes }: Source,
  { port }: Repository,
  left = { characters: maxParsedLength },
): Reading<Parsed> => {
  if (bytes.length > maxBytes) return unknown('is too large to be read as Terraform')
  const content = textIn(bytes)
  if (content.state !== 'read') return content
  const { text, at } = content.value
  left.characters -= text.length
  if (left.characters < 0) return unknown('is in a folder with more Terraform than pilotlint reads')
  const parsed = hclIn(text, port)
  return parsed.ok
    ? read({ file, body: parsed.body, at })
    : malformed(parsed.problem, at.range(parsed.at, parsed.at + 1))
}

/** `beside` are those of other files of the folder, of which what is `found` has its places in these, and `opaque` the modules that are not read. */
export type Resources = {
  readonly own: readonly Resource[]
  readonly beside: readonly (Resource & { readonly file: string })[]
  readonly opaque: readonly string[]
  /** A file that calls the folder as a module. */
  readonly caller?: string | undefined
}

const fromHcl = (
  source: Source,
  repository: Repository,
  also: readonly string[],
  found: readonly string[],
): Reading<Resources> => {
  const parsed = parsedOf(source, repository)
  if (parsed.state !== 'read') return parsed
  const { file, body, at } = parsed.value
  const { scope: outer, others, caller } = scopeAround(file, repository, new Map([[file, body]]), [...also, ...found])
  const blocks = body.blocks.filter(isResource)
  const calls = body.blocks.filter(isCall)
  if (blocks.length + calls.length === 0) return nothing
  const elsewhere = others.flatMap((other) =>
    other.body.blocks.filter(isResource).map((block) => ({ ...other, block })),
  )
  const linesOf = once(lines)
  const taken = new Set(elsewhere.map(({ block }) => addressOf(block)))
  const twice = blocks.find((block) => taken.size === taken.add(addressOf(block)).size)
  if (twice !== undefined) return malformed('has a resource that the folder defines twice', rangeOf(twice, at))
  const isOverridden = overridesAround(file, repository)
  const scope = withIds(outer, new Set([...taken].filter((address) => identified.test(address))))
  const around: Around = {
    ...{ file, above: [], scope, isOverridden, repository },
    rangeOf: (call) => rangeOf(call, at),
    left: { characters: maxParsedLength, calls: maxModules },
  }
  const called = calls.map((call) => inCalled(call, around))
  return read({
    own: [
      ...blocks.map((block) => resourceOf(block, within(block, at), scope, isOverridden(addressOf(block)))),
      ...called.flatMap(({ resources }) => resources),
    ].slice(0, maxResources),
    beside: elsewhere
      .flatMap(({ file, block, text }) => {
        const type = block.labels[0] ?? ''
        if (!also.includes(type) && !found.includes(type)) return []
        const locate = found.includes(type) ? within(block, linesOf(text)) : () => at.range(0, 0)
        return [{ ...resourceOf(block, locate, scope, isOverridden(addressOf(block))), file }]
      })
      .slice(0, maxResources),
    opaque: called.flatMap(({ opaque }) => opaque),
    caller,
  })
}

/** Resources, each with its file, and the files that are no HCL. */
export type InFolder = {
  readonly resources: readonly (Resource & { readonly file: string })[]
  readonly unread: readonly (Fact<never> & { readonly state: 'malformed' | 'unverified' })[]
}

/** The `id` of a resource is its address. One that is there twice may be either. */
const inOne = (all: readonly Source[], repository: Repository, left: { characters: number }): InFolder => {
  const sources = all.filter(({ file }) => !overriding.test(file.slice(file.lastIndexOf('/') + 1)))
  const [first] = sources
  if (first === undefined) return { resources: [], unread: [] }
  const readings = sources.map((source) => ({ file: source.file, reading: parsedOf(source, repository, left) }))
  const parsed = readings.flatMap(({ reading }) => (reading.state === 'read' ? [reading.value] : []))
  const known = new Map(parsed.map(({ file, body }) => [file, body]))
  const blocks = parsed.flatMap(({ file, body, at }) =>
    body.blocks.filter(isResource).map((block) => ({ file, block, at, address: addressOf(block) })),
  )
  const addresses = new Set(blocks.map(({ address }) => address))
  const twice = new Set<string>()
  for (const { address } of blocks) if (!addresses.delete(address)) twice.add(address)
  const around = scopeAround(first.file, repository, known, [], left)
  const scope = withIds(around.scope, new Set(blocks.map(({ address }) => address)))
  const isOverridden = overridesAround(first.file, repository)
  return {
    resources: blocks.slice(0, maxResources).map(({ file, block, at, address }) => ({
      ...resourceOf(block, within(block, at), scope, twice.has(address) || isOverridden(address)),
      file,
    })),
    unread: readings.flatMap(({ file, reading }) =>
      reading.state === 'read'
        ? []
        : [reading.state === 'malformed' ? { ...reading, file } : { ...reading, state: 'unverified', file }],
    ),
  }
}

/** The resources of some files of each folder; of all together, only so much is parsed. */
export const resourcesOf = (folders: readonly (readonly Source[])[], repository: Repository): InFolder[] => {
  const left = { characters: maxParsedLength }
  return folders.map((sources) => inOne(sources, repository, left))
}

/** The resources of a module and of those below it. Source: Terraform, JSON output format. */
const inModule = (module: Part, depth = 0): Part[] =>
  depth > 20
    ? []
    : [
        ...module.at('resources').items(maxResources),
        ...module
          .at('child_modules')
          .items(maxResources)
          .flatMap((one) => inModule(one, depth + 1)),
      ]

const fromPlan = (source: Source): Reading<Resources> => {
  const document = documentIn(source, nothing)
  if (document.state !== 'read') return document
  const part = partOf(document.value)
  if (!isPlan(document.value)) return nothing
  const root = ['planned_values', 'values'].map((key) => part.at(key, 'root_module'))
  const resources = root.flatMap((module) => inModule(module)).filter((one) => one.text('mode') !== 'data')
  return read({
    beside: [],
    opaque: [],
    own: resources.slice(0, maxResources).map((one): Resource => {
      const address = one.text('address') ?? ''
      return {
        type: one.text('type') ?? '',
        address,
        part: one.at('values'),
        range: one.range(),
        source: () => undefined,
        written: () => undefined,
        made: 'once',
      }
    }),
  })
}

/** Whether a document is what `terraform show -json` says. */
export const isPlan = ({ data }: Pick<Document, 'data'>): boolean =>
  ['format_version', 'terraform_version'].every((key) => typeof field(data, key) === 'string')

export const isTerraform = (file: string): boolean => /\.tf$/i.test(file)

/**
 * The resources of a file of Terraform and of the modules of this repository that it calls, or of what `terraform show
 * -json` says of a plan or a state. `also` and `found` are types of which those in other files of the folder are given,
 * too, the latter with their places in these.
 */
export const resourcesIn = (
  source: Source,
  repository: Repository,
  also: readonly string[] = [],
  found: readonly string[] = [],
): Reading<Resources> => (isTerraform(source.file) ? fromHcl(source, repository, also, found) : fromPlan(source))
