import { field } from '../../yaml/data.ts'
import type { Lines, Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { type Document, documentIn, textIn } from '../reading/documents.ts'
import { type Fact, malformed, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { mostBytes } from './beside.ts'
import { addressOf, isResource, mostParsed, overridesAround, overriding, scopeAround } from './folder.ts'
import { parseHcl } from './hcl.ts'
import { moduleBodies } from './modules.ts'
import { type Block, type Body, type Entry, gap, type Place, type Term } from './term.ts'
import { bodyValue, type Scope, scopeOf, termValue } from './values.ts'

/** A resource, with what it sets: blocks are lists, and what Terraform decides when it runs is neither text nor number. */
export type Resource = {
  readonly type: string
  /** `datadog_monitor.slow`; below a module, with the path of that. */
  readonly address: string
  readonly part: Part
  readonly range: Range
  /** The address that an attribute takes its value from: `launchdarkly_feature_flag.ai.id`. */
  readonly source: (attribute: string) => string | undefined
  /** The text of a template with a `gap` for each part that only Terraform knows; undefined where it is no text. */
  readonly written: (attribute: string) => string | undefined
  /** How often it is made: `count` or `for_each` may say never, or leave it open. A file of overrides may say anything. */
  readonly made: 'once' | 'never' | 'open' | 'overridden'
}

const mostResources = 2000
/** Nobody calls more modules in one file. */
const mostModules = 50

/** What others name by its id, within a text or in another file of the folder. */
const identified = /^(?:datadog_service_level_objective|datadog_monitor)\./

const nothing = unknown('holds no resources of Terraform')

const attributeOf = (body: Body, name: string): Term | undefined =>
  body.attributes.find(({ key }) => key === name)?.value

const madeOf = (body: Body, scope: Scope): Exclude<Resource['made'], 'overridden'> => {
  const [count, each] = [attributeOf(body, 'count'), attributeOf(body, 'for_each')]
  const times = count && termValue(count, scope)
  if (times === 0) return 'never'
  return each !== undefined || (count !== undefined && times !== 1) ? 'open' : 'once'
}

/** The place of what stands at a path below a body, or of what should hold it. */
const placeIn = (block: Block, path: Path, part: 'key' | 'value' | undefined): Place => {
  let [body, term, place]: [Body | undefined, Term | undefined, Place] = [block.body, undefined, block]
  for (let at = 0; at < path.length; at += 1) {
    const key = path[at] ?? ''
    const isLast = at === path.length - 1
    const entries: readonly Entry[] = body?.attributes ?? (term?.kind === 'object' ? term.entries : [])
    const entry: Entry | undefined = entries.find((one) => one.key === key)
    const index = path[at + 1]
    const inner: Block | undefined = body?.blocks.filter(({ type }) => type === key)[
      typeof index === 'number' ? index : 0
    ]
    if (entry !== undefined) {
      place = isLast && part === 'key' ? entry.keyPlace : entry.value
      term = entry.value.kind === 'call' ? entry.value.args[0] : entry.value
      body = undefined
    } else if (inner !== undefined) {
      if (typeof index === 'number') at += 1
      ;[body, term, place] = [inner.body, undefined, inner]
    } else if (term?.kind === 'list' && typeof key === 'number' && term.items[key] !== undefined) {
      term = term.items[key]
      place = term
      body = undefined
    } else return place
  }
  return place
}

type Parsed = { readonly file: string; readonly body: Body; readonly at: Lines }

const parsedOf = ({ file, bytes }: Source): Reading<Parsed> => {
  if (bytes.length > mostBytes) return unknown('is too large to be read as Terraform')
  const content = textIn(bytes)
  if (content.state !== 'read') return content
  const { text, at } = content.value
  const parsed = parseHcl(text)
  return parsed.ok
    ? read({ file, body: parsed.body, at })
    : malformed(parsed.problem, at.range(parsed.at, parsed.at + 1))
}

const writtenOf = (term: Term | undefined, scope: Scope): string | undefined => {
  const texts = (term?.kind === 'template' ? term.parts : []).map((part) => {
    const value = typeof part === 'string' ? part : termValue(part, scope)
    return typeof value === 'string' || typeof value === 'number' ? value : gap
  })
  const value = term && termValue(term, scope)
  return texts.length > 0 ? texts.join('') : typeof value === 'string' ? value : undefined
}

/** A block begins with its type: all of it would be too long to show. */
const rangeOf = ({ from, type }: Block, at: Lines): Range => at.range(from, from + type.length)

/** Where what a resource sets stands, or of one in another file that which makes it known here. */
type Locate = Document['locate']

const within =
  (block: Block, at: Lines): Locate =>
  (path, part) => {
    const place = placeIn(block, path, part)
    return place === block ? rangeOf(block, at) : at.range(place.from, place.to)
  }

const resourceOf = (block: Block, locate: Locate, scope: Scope, isOverridden = false): Resource => ({
  type: block.labels[0] ?? '',
  address: addressOf(block),
  part: partOf({ data: bodyValue(block.body, scope), locate }),
  range: locate([]),
  source: (attribute) => {
    const term = attributeOf(block.body, attribute)
    return term?.kind === 'reference' ? term.steps.join('.') : undefined
  },
  written: (attribute) => writtenOf(attributeOf(block.body, attribute), scope),
  made: isOverridden ? 'overridden' : madeOf(block.body, scope),
})

/** A name that stands for the id of one of these resources stands for its address. */
const withIds = (around: Scope, addresses: ReadonlySet<string>, prefix = ''): Scope => ({
  ...around,
  lookUp: (kind, name) => {
    const address = `${kind}.${name}`
    return addresses.has(address) ? { id: prefix + address } : around.lookUp(kind, name)
  },
})

/** The resources of a module of this repository, as it is called. */
const inCalled = (
  call: Block,
  range: Range,
  scope: Scope,
  bodies: readonly Body[],
  isOverridden: boolean,
): Resource[] => {
  const given = new Map(call.body.attributes.map(({ key, value }) => [key, termValue(value, scope)]))
  const prefix = `${addressOf(call)}.`
  const blocks = bodies.flatMap((body) => body.blocks.filter(isResource))
  const ids = new Set(blocks.map(addressOf).filter((address) => identified.test(address)))
  const inner = withIds(
    scopeOf(
      bodies.map((body) => ({ isSet: false, body })),
      given,
    ),
    ids,
    prefix,
  )
  const times = isOverridden ? 'overridden' : madeOf(call.body, scope)
  return blocks.map((block) => {
    const resource = resourceOf(block, () => range, inner)
    return { ...resource, address: prefix + resource.address, made: times === 'once' ? resource.made : times }
  })
}

/** `beside` are those of other files of the folder, and `opaque` the modules that are not read. */
export type Resources = {
  readonly own: readonly Resource[]
  readonly beside: readonly Resource[]
  readonly opaque: readonly string[]
}

const fromHcl = (source: Source, repository: Repository, also: readonly string[]): Reading<Resources> => {
  const parsed = parsedOf(source)
  if (parsed.state !== 'read') return parsed
  const { file, body, at } = parsed.value
  const { scope: around, others } = scopeAround(file, repository, new Map([[file, body]]), also)
  const blocks = body.blocks.filter(isResource)
  const calls = body.blocks.filter(({ type, labels }) => type === 'module' && labels.length === 1).slice(0, mostModules)
  if (blocks.length + calls.length === 0) return nothing
  const elsewhere = others.flatMap(({ blocks: all }) => all.filter(isResource))
  const taken = new Set(elsewhere.map(addressOf))
  const twice = blocks.find((block) => taken.size === taken.add(addressOf(block)).size)
  if (twice !== undefined) return malformed('holds a resource that the folder has twice', rangeOf(twice, at))
  const isOverridden = overridesAround(file, repository)
  const scope = withIds(around, new Set([...taken].filter((address) => identified.test(address))))
  const left = { characters: mostParsed }
  const called = calls.map((call) => {
    const named = attributeOf(call.body, 'source')
    return { call, bodies: moduleBodies(file, named && termValue(named, scope), repository, left) }
  })
  return read({
    own: [
      ...blocks.map((block) => resourceOf(block, within(block, at), scope, isOverridden(addressOf(block)))),
      ...called.flatMap(({ call, bodies = [] }) =>
        inCalled(call, rangeOf(call, at), scope, bodies, isOverridden(addressOf(call))),
      ),
    ].slice(0, mostResources),
    beside: elsewhere
      .filter(({ labels }) => also.includes(labels[0] ?? ''))
      .slice(0, mostResources)
      .map((block) => resourceOf(block, () => at.range(0, 0), scope, isOverridden(addressOf(block)))),
    opaque: called.flatMap(({ call, bodies }) => (bodies === undefined ? [addressOf(call)] : [])),
  })
}

/** Resources, each with its file, and the files that are no HCL. */
export type InFolder = {
  readonly resources: readonly (Resource & { readonly file: string })[]
  readonly unread: readonly (Fact<never> & { readonly state: 'malformed' | 'unverified' })[]
}

/** The resources of several files of one folder: the `id` of one is its address. One that is there twice may be either. */
export const resourcesOf = (all: readonly Source[], repository: Repository): InFolder => {
  const sources = all.filter(({ file }) => !overriding.test(file.slice(file.lastIndexOf('/') + 1)))
  const [first] = sources
  if (first === undefined) return { resources: [], unread: [] }
  const readings = sources.map((source) => ({ file: source.file, reading: parsedOf(source) }))
  const parsed = readings.flatMap(({ reading }) => (reading.state === 'read' ? [reading.value] : []))
  const known = new Map(parsed.map(({ file, body }) => [file, body]))
  const blocks = parsed.flatMap(({ file, body, at }) =>
    body.blocks.filter(isResource).map((block) => ({ file, block, at, address: addressOf(block) })),
  )
  const addresses = new Set(blocks.map(({ address }) => address))
  const twice = new Set<string>()
  for (const { address } of blocks) if (!addresses.delete(address)) twice.add(address)
  const scope = withIds(scopeAround(first.file, repository, known).scope, new Set(blocks.map(({ address }) => address)))
  const isOverridden = overridesAround(first.file, repository)
  return {
    resources: blocks.slice(0, mostResources).map(({ file, block, at, address }) => ({
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

/** The resources of a module and of those below it. Source: Terraform, JSON output format. */
const inModule = (module: Part, depth = 0): Part[] =>
  depth > 20
    ? []
    : [
        ...module.at('resources').items(mostResources),
        ...module
          .at('child_modules')
          .items(mostResources)
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
    own: resources.slice(0, mostResources).map((one): Resource => {
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
 * -json` says of a plan or a state. `also` are types of which those in other files of the folder are given, too.
 */
export const resourcesIn = (
  source: Source,
  repository: Repository,
  also: readonly string[] = [],
): Reading<Resources> => (isTerraform(source.file) ? fromHcl(source, repository, also) : fromPlan(source))
