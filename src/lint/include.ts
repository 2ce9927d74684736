import type { CostSection } from '../evidence/cost-section/cost-section.ts'
import { readSection } from '../evidence/cost-section/section-file.ts'
import type { Repository } from '../evidence/gather.ts'
import type { Fact } from '../evidence/reading/kind.ts'
import { type Fault, isTeamKey } from '../model/layout.ts'
import { quote } from '../values/text.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { dotted, type Path } from '../yaml/path.ts'
import type { Parsed } from './load.ts'

const includePath: Path = ['cost', 'include']

const grafted = (document: Parsed, section: Extract<Fact<CostSection>, { state: 'found' }>): Parsed => {
  const { file, value } = section
  const { include: _, ...own } = valueAt(document.data, ['cost']) as { readonly [key: string]: unknown }
  /** The path within the section; undefined if pilot.yaml holds it. */
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
    // The section is a file of its own, so it is not inside another flow mapping.
    isFlow: (path) => {
      const there = inside(path)
      return there === undefined ? path[0] !== 'cost' && document.isFlow(path) : value.isFlow(there)
    },
    section,
    included: (path, part, label = dotted(path)) => {
      const there = inside(path)
      return there && { file, range: value.locate(there, part), label }
    },
  }
}

const broken = (
  document: Parsed,
  reference: string,
  section: Extract<Fact<CostSection>, { state: 'malformed' }>,
): Parsed => {
  const { file, problem, range } = section
  const fault: Fault = {
    kind: 'shape',
    keyword: 'format',
    path: includePath,
    value: reference,
    message: `${quote(file)} ${problem}`,
    help: 'name a YAML or JSON file with the keys of the cost section, each one once',
  }
  return {
    ...document,
    section,
    includeFault: fault,
    included: (path) => (dotted(path) === 'cost.include' ? { file, range, label: 'unreadable from here' } : undefined),
  }
}

/** Replaces `cost.include` with the section of the file. */
export const followInclude = async (document: Parsed, reference: string, repository: Repository): Promise<Parsed> => {
  const cost = valueAt(document.data, ['cost'])
  const own = Object.keys(isMap(cost) ? cost : {}).filter((key) => key !== 'include' && !isTeamKey(key))
  const section = await readSection(reference, own, repository)
  if (section === undefined) return document
  if (section.state === 'found') return grafted(document, section)
  return section.state === 'malformed' ? broken(document, reference, section) : { ...document, section }
}
