import type { Path } from '../document/path.ts'
import { isTeamKey } from '../spec/read.ts'

export type Data = { readonly [key: string]: unknown }

export const isMap = (data: unknown): data is Data =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

/** The value at `path` in the data as written; undefined where there is none. */
export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, step) => {
    if (Array.isArray(part)) return typeof step === 'number' ? part[step] : undefined
    return isMap(part) && Object.hasOwn(part, step) ? part[String(step)] : undefined
  }, data)

/** Every scalar of the data with its path, the team's own keys left out. */
export function* scalars(data: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  if (Array.isArray(data)) {
    for (const [at, item] of data.entries()) yield* scalars(item, [...path, at])
  } else if (isMap(data)) {
    for (const key of Object.keys(data)) if (!isTeamKey(key)) yield* scalars(data[key], [...path, key])
  } else yield { path, value: data }
}
