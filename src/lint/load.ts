import type { CostSection } from '../evidence/cost-section/read.ts'
import type { Claim, Fact, Reference } from '../evidence/fact.ts'
import type { Facts } from '../evidence/facts.ts'
import type { Repository } from '../evidence/gather.ts'
import { type Fault, isTeamKey, layoutAt, pilotLayout, readPart } from '../model/layout.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Elsewhere } from '../rules/lib/rule.ts'
import { phrases } from '../values/index.ts'
import { quote } from '../values/text.ts'
import type { Document } from '../yaml/index.ts'
import { dotted, isWithin, type Path } from '../yaml/path.ts'
import { isMap, scalars, valueAt } from './data.ts'
import { shape } from './shape.ts'

/** A part of the file that is kept in another one: what is found there is reported where it is named. */
export type Included = {
  readonly elsewhere: (path: Path, part: 'key' | 'value', label?: string) => Elsewhere | undefined
}

/** A document that can be read as YAML, perhaps with a part that another file holds. */
export type Parsed = Extract<Document, { ok: true }> & { readonly included?: Included }

/** Where a pilot.yaml names the file that holds its cost section. */
const includePath: Path = ['cost', 'include']

export type Followed = {
  /** The file with the section in its place, where it could be read. */
  readonly document: Parsed
  /** What keeps the section from being read. */
  readonly faults: readonly Fault[]
  readonly section: Fact<CostSection> | undefined
}

const grafted = (document: Parsed, { file, value }: { file: string; value: CostSection }): Parsed => {
  const { include: _, ...own } = valueAt(document.data, ['cost']) as { readonly [key: string]: unknown }
  /** The path within the section; undefined for what pilot.yaml says itself. */
  const inside = ([section, key, ...rest]: Path): Path | undefined =>
    section === 'cost' && key !== undefined && !Object.hasOwn(own, key) ? [key, ...rest] : undefined
  const data = { ...(document.data as object), cost: { ...own, ...value.data } }
  return {
    ...document,
    data,
    locate: (path, part) =>
      inside(path) === undefined ? document.locate(path, part) : document.locate(includePath, part),
    nullHint: (path) => {
      const there = inside(path)
      return there === undefined ? document.nullHint(path) : value.nullHint(there)
    },
    // The section is the whole of its file, so that nothing of it stands between the brackets of another map.
    isFlow: (path) => {
      const there = inside(path)
      return there === undefined ? path[0] !== 'cost' && document.isFlow(path) : value.isFlow(there)
    },
    included: {
      elsewhere: (path, part, label = dotted(path)) => {
        const there = inside(path)
        return there && { file, range: value.locate(there, part), label }
      },
    },
  }
}

const broken = (
  document: Parsed,
  reference: string,
  fact: Extract<Fact<CostSection>, { state: 'malformed' }>,
) => {
  const { file, problem, range } = fact
  const fault: Fault = {
    kind: 'shape',
    keyword: 'format',
    path: includePath,
    value: reference,
    message: `${quote(file)} ${problem}`,
    help: 'name a YAML or JSON file that holds the keys of the cost section, each said once',
  }
  const included: Included = {
    elsewhere: (path) =>
      dotted(path) === 'cost.include' ? { file, range, label: 'it stops being readable here' } : undefined,
  }
  return { document: { ...document, included }, faults: [fault], section: fact }
}

/** Puts the cost section that a file includes in its place. */
export const followInclude = async (
  document: Parsed,
  reference: string,
  repository: Repository,
): Promise<Followed> => {
  const cost = valueAt(document.data, ['cost'])
  const own = Object.keys(isMap(cost) ? cost : {}).filter((key) => key !== 'include' && !isTeamKey(key))
  const { followSection } = await import('../evidence/cost-section/follow.ts')
  const section = await followSection(reference, own, repository)
  if (section?.state === 'found') return { document: grafted(document, section), faults: [], section }
  if (section?.state === 'malformed') return broken(document, reference, section)
  return { document, faults: [], section }
}

/** The file with the cost section that it includes, where it includes one: only then is anything more loaded. */
export const wholeOf = async (
  document: Extract<Document, { ok: true }>,
  repository: Repository | undefined,
): Promise<Followed> => {
  const reference = valueAt(document.data, ['cost', 'include'])
  if (typeof reference !== 'string' || reference === '' || repository === undefined)
    return { document, faults: [], section: undefined }
  return (await import('./load.ts')).followInclude(document, reference, repository)
}

const marker =
  /^(?:tbd|tba|tbc|to be (?:announced|confirmed|decided|defined|determined)|todo|fixme|idem|xxx|n\/?a|\?+|…|\.{2,3}|[-–—]{1,3}|<[^<>]*>)[.!]?$/i

/** Whether a text stands for a decision that nobody has made yet. */
export const isPlaceholder = (text: string): boolean =>
  text.trim() === '' || (text.length <= 200 && marker.test(text.trim()))

/**
 * The values that stand for a decision nobody has made yet: `TBD`, `<…>`, `…`, an empty text, or nothing at all.
 * `hint` says what to write where YAML turned a text into nothing, as it does with an unquoted `#channel`.
 */
export const placeholders = (data: unknown, hint: (path: Fault['path']) => string | undefined): Fault[] => {
  const faults: Fault[] = []
  for (const { path, value } of scalars(data)) {
    const isBlank = value === null || (typeof value === 'string' && isPlaceholder(value))
    if (!isBlank) continue
    const base = { kind: 'placeholder', keyword: 'type', path, value } as const
    const name = dotted(path)
    if (value === null) {
      const help = hint(path) ?? `write a value for ${name}, or leave the key out`
      faults.push({ ...base, message: `"${name}" has no value`, help })
    } else {
      faults.push({
        ...base,
        message: value.trim() === '' ? `"${name}" is blank` : `"${name}" is still ${quote(value)}`,
        help: `decide it and write it down, or leave the key out until the stage asks for it`,
      })
    }
  }
  return faults
}

/** What could be read of the file, and what could not. */
export type Reading = { readonly pilot: Pilot; readonly faults: readonly Fault[] }

const id = (path: Path): string => JSON.stringify(path)

/** The model of the file; every part of it that cannot be read is a fault and is left out of the model. */
export const readPilot = (data: unknown, hint: (path: Path) => string | undefined): Reading => {
  const refused = shape(data)
  const unknown = refused.filter(({ kind }) => kind === 'key')
  const undecided = placeholders(data, hint).filter(
    ({ path }) => !unknown.some((fault) => isWithin(path, fault.path)),
  )
  const blank = new Set(undecided.map(({ path }) => id(path)))
  const faults: Fault[] = [...refused.filter(({ path }) => !blank.has(id(path))), ...undecided]
  const unreadable = new Set(faults.map(({ path }) => id(path)))
  const pilot = readPart(pilotLayout, data, [], {
    phrases,
    skip: (path) => unreadable.size > 0 && unreadable.has(id(path)),
    refuse: (path, value, problem) =>
      faults.push({
        kind: 'phrase',
        keyword: 'format',
        path,
        value,
        message: `"${dotted(path)}" cannot be read: ${problem.message}`,
        help: problem.help,
      }),
  })
  return { pilot: pilot as Pilot, faults }
}

/** Fields that name something in another system, which no path can show. */
const elsewhere = new Set(['on_call', 'vendor_managed', 'feature_flag'])

const kindOf = (path: Path): 'path' | 'elsewhere' | undefined => {
  const layout = layoutAt(pilotLayout, path)
  const text = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.text : layout
  if (text !== undefined && typeof text === 'object' && 'phrase' in text && text.phrase === 'path')
    return 'path'
  return text !== undefined && elsewhere.has(String(path.at(-1))) ? 'elsewhere' : undefined
}

/** Every reference of the file to something that only the repository or another system can show. */
export const claimsOf = ({ data }: Extract<Document, { ok: true }>): Claim[] =>
  scalars(data).flatMap(({ path, value }) => {
    const kind = typeof value === 'string' ? kindOf(path) : undefined
    return kind === undefined ? [] : [{ path, reference: String(value), isPath: kind === 'path' }]
  })

/** The references that nobody could check. */
export const unverifiedClaims = ({ references }: Facts): Reference[] =>
  references.filter(({ state }) => state === 'unverified')

/**
 * Those of the references that a repository could show and does not. A rota lives in the paging system alone: if it
 * counted, no pilot could ever pass the strictest gate.
 */
export const showableClaims = (facts: Facts): Reference[] =>
  unverifiedClaims(facts).filter(({ path }) => path.at(-1) !== 'on_call')
