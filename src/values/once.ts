/** What became of one key, found out once however often it is asked for. */
export const once = <K, T>(make: (key: K) => T): ((key: K) => T) => {
  const known = new Map<K, T>()
  return (key) => {
    const value = known.has(key) ? (known.get(key) as T) : make(key)
    known.set(key, value)
    return value
  }
}
