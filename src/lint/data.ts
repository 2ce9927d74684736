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

type Scalar = { readonly path: Path; readonly value: unknown }

/** Every scalar of the data with its path, the team's own keys left out. */
export const scalars = (data: unknown, path: Path = []): Scalar[] => {
  if (Array.isArray(data)) return data.flatMap((item, at) => scalars(item, [...path, at]))
  if (!isMap(data)) return [{ path, value: data }]
  const keys = Object.keys(data).filter((key) => !isTeamKey(key))
  return keys.flatMap((key) => scalars(data[key], [...path, key]))
}
