/** The items that could be read, each with the index that the author sees. */
export const present = <T>(list: readonly (T | undefined)[] | undefined): { item: T; at: number }[] =>
  (list ?? []).flatMap((item, at) => (item === undefined ? [] : [{ item, at }]))

/** The items that could be read. */
export const readable = <T>(list: readonly (T | undefined)[] | undefined): T[] =>
  (list ?? []).filter((item) => item !== undefined)
