import { pointer } from '../../yaml/path.ts'
import type { Fact, Reference } from '../fact.ts'

/**
 * The references, with a cost section that is not there unverified: it may be kept where only some can see it, and
 * what nobody has seen is no pass.
 */
export const withSection = (
  references: readonly Reference[],
  fact: Fact<unknown> | undefined,
): readonly Reference[] =>
  fact?.state !== 'absent'
    ? references
    : references.map((reference) =>
        pointer(reference.path) === '/cost/include' && reference.state === 'absent'
          ? { ...reference, state: 'unverified' }
          : reference,
      )
