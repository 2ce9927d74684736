import { dayOf } from '../../values/index.ts'
import type { Git } from './git.ts'
import { askText, headsOf, objectsOf, treeEntries, Unanswered } from './git-objects.ts'
import { beforeAppearance, renamedFrom, type Trail } from './git-renames.ts'
import { type Known, largestVersion, type Store, store } from './git-store.ts'
import type { Committed, Version } from './history.ts'

type Commit = { readonly oid: string; readonly time: number }
type Found = Commit & { readonly path: string; readonly blob: Known; readonly appears: boolean }

/** A file with more versions is not one that people agree on. */
const mostVersions = 500

/** All versions together, in bytes. */
const mostBytes = 32 * 1024 * 1024

/** A file is not followed through more names. */
const mostNames = 10

/** 2999-12-31: no later day can be told. */
const lastTime = 32_503_593_600

/** The commits that changed the file, as `rev-list` lists them with these flags. */
const commitsBy = (git: Git, { commit, path }: Trail, flags: readonly string[]): Commit[] => {
  const args = ['rev-list', '--timestamp', ...flags, commit, '--', `:(top,literal)${path}`] as const
  const lines = askText(git, { args }).split('\n')
  return lines.flatMap((line) => {
    const [time = '0', oid] = line.split(' ')
    return oid === undefined ? [] : [{ oid, time: Math.min(Number(time), lastTime) }]
  })
}

const commitsOf = (git: Git, trail: Trail): Commit[] => {
  const commits = commitsBy(git, trail, ['--topo-order', '--full-history', `--max-count=${mostVersions + 1}`])
  if (commits.length > mostVersions) throw new Unanswered('large')
  return commits
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

/** The versions under one name; they appear in commits none of whose parents holds the file. */
const versionsAt = ({ git, objects }: Store, trail: Trail): Found[] => {
  const { path } = trail
  const commits = commitsOf(git, trail)
  const names = (oid: string) => [`${oid}:${path}`, `${oid}^1:${path}`, `${oid}^2:${path}`]
  const last = commits.at(-1)
  // All that is needed of a file that never was renamed or taken away, at once.
  objects([
    ...commits.flatMap(({ oid }) => names(oid)),
    ...(last === undefined ? [] : beforeAppearance(trail.commit, last.oid)),
  ])
  const found = commits.map((commit) => ({ commit, held: objects(names(commit.oid)) }))
  refuseLacking(
    git,
    path,
    found.flatMap(({ commit, held: [blob] }) => (blob === undefined ? [commit] : [])),
  )
  return found.flatMap(({ commit, held: [blob, ...before] }) =>
    blob?.type === 'blob'
      ? [{ ...commit, path, blob, appears: before.every((one) => one === undefined) }]
      : [],
  )
}

const follow = (known: Store, start: Trail, seen: Set<string>): Found[] => {
  const name = JSON.stringify(start)
  if (seen.has(name) || seen.size >= mostNames) return []
  seen.add(name)
  return versionsAt(known, start).flatMap((version) => {
    const { oid: commit, path, appears } = version
    const from = appears ? renamedFrom(known, start.commit, { commit, path }) : undefined
    return [version, ...(from === undefined ? [] : follow(known, from, seen))]
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
  const all = once(follow(store(git), trail, new Set()))
  if (all.length > mostVersions) throw new Unanswered('large')
  const small = all.filter(({ blob }) => blob.size <= largestVersion)
  const sizes = new Map(small.map(({ blob }) => [blob.oid, blob.size]))
  if ([...sizes.values()].reduce((sum, size) => sum + size, 0) > mostBytes) throw new Unanswered('large')
  const versions = small.flatMap(({ oid, time, path, blob: { bytes } }) =>
    bytes === undefined ? [] : [{ commit: oid, date: dayOf(time * 1000), path, bytes }],
  )
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

/** A file as the last commit before HEAD that changed it holds it, and what stands at `beside` there. */
export const lastCommitOf = (git: Git, path: string, beside: string): Committed => {
  const [last] = commitsBy(git, { commit: 'HEAD', path }, ['--max-count=1'])
  if (last === undefined) return { state: 'absent' }
  const { oid, time } = last
  const [file, other] = objectsOf(git, [`${oid}:${path}`, `${oid}:${beside}`])
  if (file?.type !== 'blob') return { state: 'absent' }
  return {
    state: 'found',
    commit: oid,
    date: dayOf(time * 1000),
    bytes: file.bytes,
    beside: other?.type === 'blob' ? other.bytes : undefined,
  }
}
