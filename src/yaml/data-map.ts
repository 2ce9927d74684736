/** A map of data that somebody else wrote: only its own keys count. */
export type DataMap = { readonly [key: string]: unknown }

export const isMap = (data: unknown): data is DataMap =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

/** The own value of a key; undefined where `data` is no map or has no such key. */
export const field = (data: unknown, key: string): unknown =>
  isMap(data) && Object.hasOwn(data, key) ? data[key] : undefined
