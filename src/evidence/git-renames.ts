import { parse } from '../document/index.ts'
import type { Git } from './git.ts'
import { askLines, headsOf, objectsOf, parentsOf } from './git-objects.ts'
import { filesOnlyIn, type TreeFile } from './git-trees.ts'

/** A file under one name, up to a commit. */
export type Trail = { readonly commit: string; readonly path: string }

/** A version of the file in a commit whose parents do not hold it under that name. */
export type Appearance = Trail & { readonly oid: string; readonly time: number }

/** No pilot.yaml is larger, in bytes. */
export const largestVersion = 1024 * 1024

/** More files than this are not compared. */
const candidates = 50

/** How many commits before a file appeared it is looked for; one that was away for longer is another file. */
const stepsBack = [1, 2, 10, 100]

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
const read = (git: Git, files: readonly TreeFile[]): (TreeFile & { readonly bytes: Uint8Array })[] => {
  const heads = headsOf(
    git,
    files.map(({ oid }) => oid),
  )
  const small = files.filter((_, at) => (heads[at]?.size ?? Number.POSITIVE_INFINITY) <= largestVersion)
  return objectsOf(
    git,
    small.map(({ oid }) => oid),
  ).flatMap((object, at) => {
    const file = small[at]
    return object && file ? [{ ...file, bytes: object.bytes }] : []
  })
}

/** The one of the files that became what is there `now`; by its `id` alone, where the search is strict. */
export const lookFor = (
  git: Git,
  gone: readonly TreeFile[],
  now: Uint8Array,
  strict = false,
): (TreeFile & { readonly bytes: Uint8Array }) | undefined => {
  const likely = [...gone.filter(({ path }) => isPilot(path)), ...gone.filter(({ path }) => !isPilot(path))]
    .filter(({ path }) => (strict ? isPilot(path) : isYaml(path)))
    .slice(0, candidates)
  const before = read(git, likely)
  const id = idOf(now)
  const same = before.filter(({ bytes }) => id !== undefined && idOf(bytes) === id)
  const exact = same.find(({ bytes }) => Buffer.compare(bytes, now) === 0)
  if (same.length > 0 || strict) return exact ?? same[0]
  return before.find(({ path, bytes }) => isPilot(path) && isAlike(bytes, now))
}

/** Where the file stood in a commit before it appeared: among what the commit that brought it took away. */
const movedAtOnce = (git: Git, parents: readonly string[], file: Appearance, now: Uint8Array) => {
  for (const parent of parents) {
    const gone = filesOnlyIn(git, [`${parent}^{tree}`], `${file.commit}^{tree}`)
    const found = lookFor(git, gone, now)
    if (found !== undefined) return { commit: parent, path: found.path }
  }
  return undefined
}

/**
 * Where the file stood that was copied first and deleted later, or deleted first and added later: looked for in
 * some commits before it appeared, among what is gone by now, since to look at each commit takes too long.
 */
const movedInSteps = (git: Git, head: string, file: Appearance, now: Uint8Array): Trail | undefined => {
  const count = `--max-count=${Math.max(...stepsBack) + 1}`
  const ancestors = askLines(git, { args: ['rev-list', '--first-parent', count, file.commit] })
  const commits = new Set(stepsBack.map((step) => ancestors[step] ?? ancestors.at(-1)))
  const trees = [...commits].map((commit) => `${commit}^{tree}`)
  const found = lookFor(git, filesOnlyIn(git, trees, `${head}^{tree}`), now, true)
  return found === undefined || found.path === file.path ? undefined : { commit: head, path: found.path }
}

/**
 * The name under which a file went before it appeared, and a commit that knows it so. The file is known by its
 * `id` or by most of its lines; one that was not moved in one commit, only by its `id`.
 */
export const renamedFrom = (git: Git, head: string, file: Appearance): Trail | undefined => {
  const [commit, now] = objectsOf(git, [file.commit, file.oid])
  if (commit === undefined || now === undefined) return undefined
  const parents = parentsOf(commit)
  return movedAtOnce(git, parents, file, now.bytes) ?? movedInSteps(git, head, file, now.bytes)
}
