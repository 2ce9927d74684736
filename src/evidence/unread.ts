import { isWithin, type Path } from '../document/path.ts'
import type { Fact, Reference } from './facts.ts'

/** What became of the file that the part of the pilot at `path` names. */
export type Followed = { readonly path: Path; readonly fact: Fact<unknown> | undefined }

/**
 * The references, with those unverified that lead to a file which is there and which nobody here can read: to be
 * there is no proof of what it says.
 */
export const withUnread = (
  references: readonly Reference[],
  followed: readonly Followed[],
): readonly Reference[] =>
  references.map((reference) => {
    if (reference.state !== 'found') return reference
    const unread = followed
      .filter(({ path }) => isWithin(path, reference.path))
      .map(({ fact }) => fact)
      .find((fact) => fact?.state === 'unverified' && fact.file === reference.file)
    return unread?.state === 'unverified'
      ? { ...reference, state: 'unverified', words: unread.why }
      : reference
  })
