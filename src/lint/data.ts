import { isTeamKey } from '../model/layout.ts'
import type { Path } from '../yaml/path.ts'

export type Data = { readonly [key: string]: unknown }

export const isMap = (data: unknown): data is Data =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, step) => {
    if (Array.isArray(part)) return typeof step === 'number' ? part[step] : undefined
    return isMap(part) && Object.hasOwn(part, step) ? part[String(step)] : undefined
  }, data)

type Scalar = { readonly path: Path; readonly value: unknown }

/** Without the team's own keys. */
export const scalars = (data: unknown): Scalar[] => {
  const found: Scalar[] = []
  const visit = (part: unknown, path: Path): void => {
    if (Array.isArray(part)) for (const [at, item] of part.entries()) visit(item, [...path, at])
    else if (!isMap(part)) found.push({ path, value: part })
    else for (const key of Object.keys(part)) if (!isTeamKey(key)) visit(part[key], [...path, key])
  }
  visit(data, [])
  return found
}
