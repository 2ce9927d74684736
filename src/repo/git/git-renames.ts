import { parse } from '../../yaml/document.ts'
import { goneIn } from './git-gone.ts'
import { headerOf, Unanswered } from './git-objects.ts'
import { type Known, largestVersion, type Store } from './git-store.ts'
import type { TreeFile } from './git-trees.ts'

/** A file under one name, up to a commit. */
export type Trail = { readonly commit: string; readonly path: string }

/** More files than this are not compared. */
const candidates = 50

/** How many commits before a file appeared it is looked for; one that was away for longer is another file. */
const stepsBack = [1, 2, 5, 10, 20, 50, 100]

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path)
export const isPilot = (path: string): boolean => /(?:^|\/)pilot\.ya?ml$/.test(path)

const idOf = (bytes: Uint8Array): unknown => {
  const document = parse(bytes)
  if (!document.ok || typeof document.data !== 'object' || document.data === null) return undefined
  return Object.hasOwn(document.data, 'id') ? (document.data as { id: unknown }).id : undefined
}

/** Whether four in five lines are the same: a file copied from the same template is less alike. */
const isAlike = (one: Uint8Array, other: Uint8Array): boolean => {
  const [a, b] = [one, other].map((bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((line) => line.trim() !== ''),
  ) as [string[], string[]]
  const left = new Map<string, number>()
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1)
  let same = 0
  for (const line of b) {
    const count = left.get(line) ?? 0
    if (count > 0) same++
    left.set(line, count - 1)
  }
  return 5 * same >= 4 * Math.max(a.length, b.length)
}

/** The files that are small enough to be read, with what they hold. */
const read = ({ objects }: Store, files: readonly TreeFile[]) =>
  objects(files.map(({ oid }) => oid)).flatMap((object, at) => {
    const file = files[at]
    const bytes = object && object.size <= largestVersion ? object.bytes : undefined
    return bytes && file ? [{ ...file, bytes }] : []
  })

/** The one of the files that became what is there `now`; by its `id` alone, where the search is strict. */
export const lookFor = (
  store: Store,
  gone: readonly TreeFile[],
  now: Uint8Array,
  strict = false,
): (TreeFile & { readonly bytes: Uint8Array }) | undefined => {
  const likely = [...gone.filter(({ path }) => isPilot(path)), ...gone.filter(({ path }) => !isPilot(path))]
    .filter(({ path }) => (strict ? isPilot(path) : isYaml(path)))
    .slice(0, candidates)
  const before = read(store, likely)
  if (before.length === 0) return undefined
  const id = idOf(now)
  const same = before.filter(({ bytes }) => id !== undefined && idOf(bytes) === id)
  const exact = same.find(({ bytes }) => Buffer.compare(bytes, now) === 0)
  if (same.length > 0 || strict) return exact ?? same[0]
  return before.find(({ path, bytes }) => isPilot(path) && isAlike(bytes, now))
}

const ancestors = (commit: string): string[] => stepsBack.map((step) => `${commit}~${step}`)

/** The objects that tell whether a file that appeared in a commit went by another name before. */
export const beforeAppearance = (head: string, commit: string): string[] => [
  head,
  commit,
  `${commit}^2`,
  ...ancestors(commit),
]

const isKnown = (object: Known | undefined): object is Known => object !== undefined

/**
 * The name under which a file went before it appeared in a commit, and a commit that knows it so. It is looked for
 * among what that commit took away, by its `id` or by most of its lines. One that was copied first and deleted
 * later, or deleted first and added later, is known by its `id` only: it is looked for in some commits before,
 * among what is gone by now, since to look at each commit takes too long.
 */
export const renamedFrom = (store: Store, head: string, file: Trail): Trail | undefined => {
  const { objects, bytesOf } = store
  objects(beforeAppearance(head, file.commit))
  const [last, commit, now] = objects([head, file.commit, `${file.commit}:${file.path}`])
  if (now === undefined || last === undefined || commit === undefined) return undefined
  const parents = objects(headerOf(bytesOf(commit)).parents).filter(isKnown)
  // Nothing was there before a root commit.
  if (parents.length === 0) return undefined
  const steps = objects(ancestors(file.commit)).filter(isKnown)
  const gone = goneIn(store, [
    ...parents.map((before) => ({ before, after: commit })),
    ...steps.map((before) => ({ before, after: last })),
  ])
  // Nobody reads what is that large, so nobody can tell which of them it was.
  if (now.size > largestVersion && gone.flat().length > 0) throw new Unanswered('large')
  for (const [at, parent] of parents.entries()) {
    const found = lookFor(store, gone[at] ?? [], bytesOf(now))
    if (found !== undefined) return { commit: parent.oid, path: found.path }
  }
  const since = gone.slice(parents.length).flat()
  const once = [...new Map(since.map((one) => [`${one.oid} ${one.path}`, one])).values()]
  const found = lookFor(store, once, bytesOf(now), true)
  return found === undefined || found.path === file.path ? undefined : { commit: last.oid, path: found.path }
}
