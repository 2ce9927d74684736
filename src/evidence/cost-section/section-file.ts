import { isTeamKey, layoutAt, pilotLayout } from '../../model/layout.ts'
import { type Data, field, isMap } from '../../yaml/data.ts'
import type { Path } from '../../yaml/path.ts'
import { type Fact, malformed, type Reader, type Repository, read } from '../reading/kind.ts'
import { openPart, readPartFile } from '../reading/part-file.ts'
import type { CostSection } from './cost-section.ts'

const layout = layoutAt(pilotLayout, ['cost'])
const keys = typeof layout === 'object' && 'keys' in layout ? layout.keys : {}

/** The section itself, or a file with the one key `cost` that holds it. */
const baseOf = (data: Data): Path =>
  Object.keys(data).every((key) => key === 'cost' || isTeamKey(key)) && isMap(field(data, 'cost')) ? ['cost'] : []

/** Reads a cost section; `own` are the keys that stand beside the `include`, of which none may be said twice. */
export const readerOf =
  (own: readonly string[]): Reader<CostSection> =>
  ({ file, bytes }) => {
    const opened = openPart(file, bytes)
    if ('state' in opened) return opened
    if (!isMap(opened.data)) return malformed('is not a cost section', opened.locate([]))
    const base = baseOf(opened.data)
    const data = base.length === 0 ? opened.data : field(opened.data, 'cost')
    if (!isMap(data)) return malformed('is not a cost section', opened.locate([]))
    const at = (path: Path): Path => [...base, ...path]
    if (Object.hasOwn(data, 'include'))
      return malformed('has an `include` of its own, which is not followed', opened.locate(at(['include']), 'key'))
    // What is no cost section at all is nobody's to show in a message, key by key.
    if (!Object.keys(data).some((key) => Object.hasOwn(keys, key)))
      return malformed('is not a cost section', opened.locate(base))
    const twice = own.find((key) => Object.hasOwn(data, key))
    if (twice !== undefined)
      return malformed(`sets \`${twice}\`, which is also set beside the \`include\``, opened.locate(at([twice]), 'key'))
    return read({
      data,
      locate: (path, part) => opened.locate(at(path), part),
      nullHint: (path) => opened.nullHint(at(path)),
      isFlow: (path) => opened.isFlow(at(path)),
    })
  }

/** The cost section that `reference` names, without any that this one names in turn. */
export const readSection = (
  reference: string,
  own: readonly string[],
  repository: Repository,
): Promise<Fact<CostSection> | undefined> => readPartFile(reference, readerOf(own), repository)
