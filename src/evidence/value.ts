/** A map of data that somebody else wrote: only its own keys count. */
export type DataMap = { readonly [key: string]: unknown }

export const isMap = (data: unknown): data is DataMap =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

/** The own value of a key; undefined where `data` is no map or has no such key. */
export const field = (data: unknown, key: string): unknown =>
  isMap(data) && Object.hasOwn(data, key) ? data[key] : undefined

/** The value below a few keys, one inside the other. */
export const below = (data: unknown, ...keys: readonly string[]): unknown => keys.reduce(field, data)

export const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : [])

export const textOf = (data: unknown): string | undefined => (typeof data === 'string' ? data : undefined)

/** A number that is one: JSON reads `1e400` as infinite. */
export const numberOf = (data: unknown): number | undefined =>
  typeof data === 'number' && Number.isFinite(data) ? data : undefined

/** How many there are of something, as a whole number. */
export const countOf = (data: unknown): number | undefined => {
  const number = numberOf(data)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
