import { parse } from '../../yaml/document.ts'
import { parseJson } from '../../yaml/json.ts'
import type { Locator } from '../../yaml/locate.ts'
import { fromFile } from './follow.ts'
import { type Fact, malformed, type Reader, type Reading, type Repository, unknown } from './kind.ts'

/** A part of pilot.yaml that is kept in a file of its own; paths are relative to the part. */
export type FilePart<T> = Pick<Locator, 'locate' | 'nullHint' | 'isFlow'> & { readonly data: T }

/** The file as strictly as a pilot.yaml is read: it is a part of one. */
export const openPart = (file: string, bytes: Uint8Array): FilePart<unknown> | Reading<never> => {
  if (!/\.(?:ya?ml|json)$/i.test(file)) return unknown('is neither YAML nor JSON')
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

const maxBytes = 1024 * 1024

/** The part that `reference` names, read before all evidence because it may name some itself. */
export const readPartFile = <T>(
  reference: string,
  reader: Reader<T>,
  repository: Repository,
): Promise<Fact<T> | undefined> => {
  const read = (file: string) => repository.port.read(file, maxBytes)
  const ground = { pilot: { version: 1, id: '' } as const, repository, read }
  return fromFile(async () => ({ reader }))(reference, ground)
}
