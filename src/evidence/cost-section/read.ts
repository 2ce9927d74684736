import { isTeamKey, layoutAt, pilotLayout } from '../../model/layout.ts'
import { parse } from '../../yaml/document.ts'
import { parseJson } from '../../yaml/json.ts'
import type { Locator } from '../../yaml/locate.ts'
import type { Path } from '../../yaml/path.ts'
import type { Reader } from '../reader.ts'
import { malformed, type Reading, read, unknown } from '../reading.ts'
import { type DataMap, field, isMap } from '../value.ts'

/** A cost section that is kept in a file of its own; paths are relative to the section. */
export type CostSection = Pick<Locator, 'locate' | 'nullHint' | 'isFlow'> & { readonly data: DataMap }

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
const baseOf = (data: DataMap): Path =>
  Object.keys(data).every((key) => key === 'cost' || isTeamKey(key)) && isMap(field(data, 'cost'))
    ? ['cost']
    : []

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
      return malformed(
        `says \`${twice}\`, which stands beside the include as well`,
        opened.locate(at([twice]), 'key'),
      )
    return read({
      data,
      locate: (path, part) => opened.locate(at(path), part),
      nullHint: (path) => opened.nullHint(at(path)),
      isFlow: (path) => opened.isFlow(at(path)),
    })
  }
