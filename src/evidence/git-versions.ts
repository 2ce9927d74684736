import { dayOf } from '../phrases/index.ts'
import type { Git } from './git.ts'
import { askLines, headsOf, type ObjectHead, objectsOf, treeEntries, Unanswered } from './git-objects.ts'
import { type Appearance, largestVersion, renamedFrom, type Trail } from './git-renames.ts'
import type { Version } from './history.ts'

type Commit = { readonly oid: string; readonly time: number }
type Found = Commit & { readonly path: string; readonly head: ObjectHead }

/** A file with more versions is not one that people agree on. */
const mostVersions = 500

/** All versions together, in bytes. */
const mostBytes = 32 * 1024 * 1024

/** A file is not followed through more names. */
const mostNames = 10

/** 2999-12-31: no later day can be told. */
const lastTime = 32_503_593_600

const commitsOf = (git: Git, { commit, path }: Trail): Commit[] => {
  const flags = ['--topo-order', '--full-history', '--timestamp', `--max-count=${mostVersions + 1}`]
  const lines = askLines(git, { args: ['rev-list', ...flags, commit, '--', `:(top,literal)${path}`] })
  if (lines.length > mostVersions) throw new Unanswered('large')
  return lines.map((line) => {
    const [time = '0', oid = ''] = line.split(' ')
    return { oid, time: Math.min(Number(time), lastTime) }
  })
}

/** What a commit's tree holds, and the clone does not, is not what the commit removed. */
const refuseLacking = (git: Git, path: string, commits: readonly Commit[]): void => {
  const cut = path.lastIndexOf('/')
  const folder = (oid: string) => (cut === -1 ? `${oid}^{tree}` : `${oid}:${path.slice(0, cut)}`)
  const trees = objectsOf(
    git,
    commits.map(({ oid }) => folder(oid)),
  )
  const name = path.slice(cut + 1)
  for (const tree of trees)
    if (
      tree?.type === 'tree' &&
      treeEntries(tree).some((entry) => entry.name === name && entry.kind === 'file')
    )
      throw new Unanswered('lacking')
}

const versionsAt = (git: Git, trail: Trail): Found[] => {
  const { path } = trail
  const commits = commitsOf(git, trail)
  const heads = headsOf(
    git,
    commits.map(({ oid }) => `${oid}:${path}`),
  )
  refuseLacking(
    git,
    path,
    commits.filter((_, at) => heads[at] === undefined),
  )
  return commits.flatMap((commit, at) => {
    const head = heads[at]
    return head?.type === 'blob' ? [{ ...commit, path, head }] : []
  })
}

/** Which of the versions stand in commits none of whose parents holds the file. */
const appearances = (git: Git, versions: readonly Found[]): ReadonlySet<Found> => {
  const before = versions.flatMap(({ oid, path }) => [`${oid}^1:${path}`, `${oid}^2:${path}`])
  const heads = headsOf(git, before)
  return new Set(versions.filter((_, at) => (heads[2 * at] ?? heads[2 * at + 1]) === undefined))
}

const follow = (git: Git, start: Trail, seen: Set<string>): Found[] => {
  const name = JSON.stringify(start)
  if (seen.has(name) || seen.size >= mostNames) return []
  seen.add(name)
  const versions = versionsAt(git, start)
  const fresh = appearances(git, versions)
  return versions.flatMap((version) => {
    if (!fresh.has(version)) return [version]
    const { oid: commit, path, time, head } = version
    const appearance: Appearance = { commit, path, time, oid: head.oid }
    const from = renamedFrom(git, start.commit, appearance)
    return [version, ...(from === undefined ? [] : follow(git, from, seen))]
  })
}

const once = (versions: readonly Found[]): Found[] => {
  const known = new Set<string>()
  return versions.filter(({ oid, path }) => {
    const name = `${oid}:${path}`
    return !known.has(name) && known.add(name)
  })
}

/** Every version of a file up to the commit of the trail, the newest first, through all its names. */
export const versionsOf = (git: Git, trail: Trail): { versions: Version[]; unread: number } => {
  const all = once(follow(git, trail, new Set()))
  if (all.length > mostVersions) throw new Unanswered('large')
  const small = all.filter(({ head }) => head.size <= largestVersion)
  const blobs = new Map(small.map(({ head }) => [head.oid, head.size]))
  if ([...blobs.values()].reduce((sum, size) => sum + size, 0) > mostBytes) throw new Unanswered('large')
  const names = [...blobs.keys()]
  const objects = new Map(objectsOf(git, names).map((object, at) => [names[at], object]))
  const versions = small.flatMap(({ oid, time, path, head }) => {
    const bytes = objects.get(head.oid)?.bytes
    return bytes === undefined ? [] : [{ commit: oid, date: dayOf(time * 1000), path, bytes }]
  })
  return { versions, unread: all.length - versions.length }
}

/** The file as one commit holds it; undefined where it does not. */
export const fileAt = (git: Git, { commit, path }: Trail): Uint8Array | undefined => {
  const [head] = headsOf(git, [`${commit}:${path}`])
  if (head === undefined) refuseLacking(git, path, [{ oid: commit, time: 0 }])
  if (head?.type !== 'blob') return undefined
  if (head.size > largestVersion) throw new Unanswered('large')
  return objectsOf(git, [head.oid])[0]?.bytes
}
