import type { Git } from './git.ts'
import { headsOf, type ObjectHead, objectsOf, Unanswered } from './git-objects.ts'

/** No pilot.yaml is larger, in bytes. */
export const largestVersion = 1024 * 1024

/** An object; its bytes are left out where much was asked for and it is larger than any version. */
export type Known = ObjectHead & { readonly bytes?: Uint8Array }

/** The objects of a repository: to start git is what costs, so what was asked for once is not asked for again. */
export type Store = {
  readonly git: Git
  /** The objects that the names stand for; undefined where there is none. */
  readonly objects: (names: readonly string[]) => (Known | undefined)[]
  /** All the bytes of an object, whatever its size. */
  readonly bytesOf: (object: Known) => Uint8Array
}

const isTooMuch = (error: unknown): boolean => error instanceof Unanswered && error.why === 'large'

/** The objects, in one process, and in two more where they are too large together. */
const read = (git: Git, names: readonly string[]): (Known | undefined)[] => {
  try {
    return objectsOf(git, names)
  } catch (error) {
    if (!isTooMuch(error)) throw error
  }
  const heads = headsOf(git, names)
  const small = heads.flatMap((head) => (head && head.size <= largestVersion ? [head.oid] : []))
  const oids = [...new Set(small)]
  const objects = new Map(objectsOf(git, oids).map((object, at) => [oids[at], object]))
  return heads.map((head) => head && (objects.get(head.oid) ?? head))
}

export const store = (git: Git): Store => {
  const known = new Map<string, Known | undefined>()
  return {
    git,
    objects: (names) => {
      const fresh = [...new Set(names)].filter((name) => !known.has(name))
      for (const [at, object] of read(git, fresh).entries()) {
        known.set(fresh[at] ?? '', object)
        if (object !== undefined) known.set(object.oid, object)
      }
      return names.map((name) => known.get(name))
    },
    bytesOf: ({ oid, bytes }) => {
      const whole = bytes ?? objectsOf(git, [oid])[0]?.bytes
      if (whole === undefined) throw new Unanswered('lacking')
      return whole
    },
  }
}
