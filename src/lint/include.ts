import type { CostSection } from '../evidence/cost-section/cost-section.ts'
import { readSection } from '../evidence/cost-section/section-file.ts'
import { readExceptions } from '../evidence/exceptions/exception-file.ts'
import type { Exceptions } from '../evidence/exceptions/exceptions.ts'
import type { Repository } from '../evidence/gather.ts'
import type { Fact } from '../evidence/reading/kind.ts'
import type { FilePart } from '../evidence/reading/part-file.ts'
import { isTeamKey, type ShapeFault } from '../model/layout.ts'
import type { Elsewhere } from '../rules/lib/rule.ts'
import { quote } from '../values/text.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import type { ReadableDocument } from '../yaml/document.ts'
import { dotted, type Path } from '../yaml/path.ts'

/** A file that is YAML, with the cost section that it includes. */
export type ParsedPilot = ReadableDocument & {
  /** What was read from the file that `cost.include` names; undefined where none is named. */
  readonly section?: Fact<CostSection>
  /** What was read from the file that `exceptions` names; undefined where none is named. */
  readonly exceptions?: Exceptions | undefined
  /** The data of pilot.yaml itself, where `data` holds parts of other files. */
  readonly own?: unknown
  /** What keeps the included section from being read. */
  readonly includeFault?: ShapeFault
  /** The place of a part that is in another file. */
  readonly included?: (path: Path, part: 'key' | 'value', label?: string) => Elsewhere | undefined
}

const includePath: Path = ['cost', 'include']

/** Where a part of the data is kept in another file. */
type Graft = {
  /** What names the file. */
  readonly at: Path
  readonly file: string
  readonly part: FilePart<unknown>
  /** The path within the file; undefined if pilot.yaml holds it. */
  readonly inside: (path: Path) => Path | undefined
}

/** The file with these data, of which a part is found elsewhere. */
const grafted = (document: ParsedPilot, data: object, { at, file, part: held, inside }: Graft): ParsedPilot => ({
  ...document,
  data,
  own: document.own ?? document.data,
  locate: (path, part) => document.locate(inside(path) === undefined ? path : at, part),
  nullHint: (path) => {
    const there = inside(path)
    return there === undefined ? document.nullHint(path) : held.nullHint(there)
  },
  // The part is a file of its own, so it is not inside another flow mapping.
  isFlow: (path) => {
    const there = inside(path)
    return there === undefined ? path[0] !== at[0] && document.isFlow(path) : held.isFlow(there)
  },
  included: (path, part, label = dotted(path)) => {
    const there = inside(path)
    return there ? { file, range: held.locate(there, part), label } : document.included?.(path, part, label)
  },
})

const withSection = (document: ParsedPilot, section: Extract<Fact<CostSection>, { state: 'found' }>): ParsedPilot => {
  const { file, value } = section
  const { include: _, ...own } = valueAt(document.data, ['cost']) as { readonly [key: string]: unknown }
  const inside = ([section, key, ...rest]: Path): Path | undefined =>
    section === 'cost' && key !== undefined && !Object.hasOwn(own, key) ? [key, ...rest] : undefined
  const data = { ...(document.data as object), cost: { ...own, ...value.data } }
  return { ...grafted(document, data, { at: includePath, file, part: value, inside }), section }
}

const broken = (
  document: ParsedPilot,
  reference: string,
  section: Extract<Fact<CostSection>, { state: 'malformed' }>,
): ParsedPilot => {
  const { file, problem, range } = section
  const fault: ShapeFault = {
    kind: 'shape',
    keyword: 'format',
    path: includePath,
    value: reference,
    message: `${quote(file)} ${problem}`,
    help: 'set it to a YAML or JSON file with the keys of the cost section, each one once',
  }
  return {
    ...document,
    section,
    includeFault: fault,
    included: (path) => (dotted(path) === 'cost.include' ? { file, range, label: 'unreadable from here' } : undefined),
  }
}

/** Replaces `cost.include` with the section of the file. */
const followSection = async (
  document: ParsedPilot,
  reference: string,
  repository: Repository,
): Promise<ParsedPilot> => {
  const cost = valueAt(document.data, ['cost'])
  const own = Object.keys(isMap(cost) ? cost : {}).filter((key) => key !== 'include' && !isTeamKey(key))
  const section = await readSection(reference, own, repository)
  if (section === undefined) return document
  if (section.state === 'found') return withSection(document, section)
  return section.state === 'malformed' ? broken(document, reference, section) : { ...document, section }
}

/** Replaces the name of a file of exceptions with what it holds. */
const followExceptions = async (
  document: ParsedPilot,
  reference: string,
  repository: Repository,
): Promise<ParsedPilot> => {
  const exceptions = await readExceptions(reference, repository)
  if (exceptions?.state !== 'found') return { ...document, exceptions }
  const { file, value: part } = exceptions
  const inside = ([section, ...rest]: Path) => (section === 'exceptions' && rest.length > 0 ? rest : undefined)
  const data = { ...(document.data as object), exceptions: part.data }
  return { ...grafted(document, data, { at: ['exceptions'], file, part, inside }), exceptions }
}

const nameAt = ({ data }: ParsedPilot, path: Path): string => {
  const name = valueAt(data, path)
  return typeof name === 'string' ? name : ''
}

/** The file with what others hold of it in its place. */
export const followParts = async (document: ParsedPilot, repository: Repository): Promise<ParsedPilot> => {
  const [section, exceptions] = [nameAt(document, includePath), nameAt(document, ['exceptions'])]
  const whole = section === '' ? document : await followSection(document, section, repository)
  return exceptions === '' ? whole : followExceptions(whole, exceptions, repository)
}
