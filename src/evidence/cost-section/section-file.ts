import { isTeamKey, layoutAt, pilotLayout } from '../../model/layout.ts'
import { type Data, field, isMap } from '../../yaml/data.ts'
import { parse } from '../../yaml/document.ts'
import { parseJson } from '../../yaml/json.ts'
import type { Locator } from '../../yaml/locate.ts'
import type { Path } from '../../yaml/path.ts'
import { fromFile } from '../reading/follow.ts'
import { type Fact, malformed, type Reader, type Reading, type Repository, read, unknown } from '../reading/kind.ts'

import type { CostSection } from './cost-section.ts'

type Opened = Pick<Locator, 'locate' | 'nullHint' | 'isFlow'> & { readonly data: unknown }

/** The file as strictly as a pilot.yaml is read: it is a part of one. */
const open = (file: string, bytes: Uint8Array): Opened | Reading<never> => {
  if (/\.json$/i.test(file)) {
    const json = parseJson(bytes)
    if (json.ok) return { ...json, nullHint: () => undefined, isFlow: () => false }
    return malformed(`cannot be read: ${json.problem.message}`, json.problem.range)
  }
  const yaml = parse(bytes)
  if (yaml.ok) return yaml
  const [problem] = yaml.problems
  return problem === undefined
    ? unknown('cannot be read')
    : malformed(`cannot be read: ${problem.message}`, problem.range)
}

const layout = layoutAt(pilotLayout, ['cost'])
const keys = typeof layout === 'object' && 'keys' in layout ? layout.keys : {}

/** The section itself, or a file with the one key `cost` that holds it. */
const baseOf = (data: Data): Path =>
  Object.keys(data).every((key) => key === 'cost' || isTeamKey(key)) && isMap(field(data, 'cost')) ? ['cost'] : []

/** Reads a cost section; `own` are the keys that stand beside the `include`, of which none may be said twice. */
export const readerOf =
  (own: readonly string[]): Reader<CostSection> =>
  ({ file, bytes }) => {
    if (!/\.(?:ya?ml|json)$/i.test(file)) return unknown('is no cost section in YAML or JSON')
    const opened = open(file, bytes)
    if ('state' in opened) return opened
    if (!isMap(opened.data)) return malformed('holds no cost section', opened.locate([]))
    const base = baseOf(opened.data)
    const data = base.length === 0 ? opened.data : field(opened.data, 'cost')
    if (!isMap(data)) return malformed('holds no cost section', opened.locate([]))
    const at = (path: Path): Path => [...base, ...path]
    if (Object.hasOwn(data, 'include'))
      return malformed('includes another file, which is not followed', opened.locate(at(['include']), 'key'))
    // What is no cost section at all is nobody's to show in a message, key by key.
    if (!Object.keys(data).some((key) => Object.hasOwn(keys, key)))
      return malformed('holds no cost section', opened.locate(base))
    const twice = own.find((key) => Object.hasOwn(data, key))
    if (twice !== undefined)
      return malformed(`says \`${twice}\`, which stands beside the include as well`, opened.locate(at([twice]), 'key'))
    return read({
      data,
      locate: (path, part) => opened.locate(at(path), part),
      nullHint: (path) => opened.nullHint(at(path)),
      isFlow: (path) => opened.isFlow(at(path)),
    })
  }

const mostBytes = 1024 * 1024

/** The cost section that `reference` names, without any that this one names in turn. */
export const readSection = (
  reference: string,
  own: readonly string[],
  repository: Repository,
): Promise<Fact<CostSection> | undefined> => {
  const read = (file: string) => repository.port.read(file, mostBytes)
  const ground = { pilot: { version: 1, id: '' } as const, repository, read }
  return fromFile(async () => ({ reader: readerOf(own) }))(reference, ground)
}
