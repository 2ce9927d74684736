import type { Fact, Reference } from './fact.ts'

/**
 * The references, with those unverified that lead to a file which is there and which nobody here can read: to be
 * there is no proof of what it says.
 */
export const withUnread = (
  references: readonly Reference[],
  facts: readonly (Fact<unknown> | undefined)[],
): readonly Reference[] =>
  references.map((reference) => {
    const unread = facts.find((fact) => fact?.state === 'unverified' && fact.file === reference.file)
    return reference.state === 'found' && unread?.state === 'unverified'
      ? { ...reference, state: 'unverified', words: unread.why }
      : reference
  })
