import type { CostSection } from '../evidence/cost-section/cost-section.ts'
import type { Repository } from '../evidence/gather.ts'
import type { Fact } from '../evidence/reading/kind.ts'
import type { Fault } from '../model/fault.ts'
import { isTeamKey } from '../model/read.ts'
import { quote } from '../values/words.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { isMap, valueAt } from './data.ts'
import type { Included, Parsed } from './parsed.ts'

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
  const { readSection } = await import('../evidence/cost-section/section-file.ts')
  const section = await readSection(reference, own, repository)
  if (section?.state === 'found') return { document: grafted(document, section), faults: [], section }
  if (section?.state === 'malformed') return broken(document, reference, section)
  return { document, faults: [], section }
}
