const wordsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

// What every flag system calls the key that it is given, whoever that is.
const open = new Set(['targetingkey', 'key', 'id', 'identifier', 'default', 'context', 'entity', 'unit'])
const nameless = new Set(['id', 'key', 'uuid', 'hash', 'number', 'no', 'ref', 'context', 'attributes'])
const people = new Set('customer user member client shopper subscriber person account employee'.split(' '))

const meant = (name: string): string[] =>
  wordsOf(name)
    .filter((word) => !nameless.has(word))
    .map((word) => word.replace(/s$/, ''))

/** Whether one of the attributes is the declared unit, under its own name or one that may stand for it. */
export const isAssignedBy = (attributes: readonly string[], unit: string): boolean => {
  const wanted = meant(unit)
  return attributes.some((attribute) => {
    if (open.has(wordsOf(attribute).join(''))) return true
    const found = meant(attribute)
    if (found.length === 0 || wanted.length === 0) return true
    if (wanted.every((word) => found.includes(word)) || found.every((word) => wanted.includes(word)))
      return true
    return found.some((word) => people.has(word)) && wanted.some((word) => people.has(word))
  })
}
