import { once } from '../values/once.ts'
import { valueAt } from '../yaml/data.ts'
import { parse } from '../yaml/document.ts'
import { type Allowance, spend } from './budget.ts'
import { type BlobChange, type Blobs, differences, filesAt, type Git, literal, patternOf, Unanswered } from './git.ts'

/** No pilot.yaml is larger, in bytes. */
export const maxVersionBytes = 1024 * 1024

/** What is parsed to find the names that one file had, in bytes. */
const maxParsedBytes = 256 * 1024

/** A file is not followed through more names. */
const maxNames = 200

/** To compare more commits with their parents takes git longer than anybody waits. */
const maxCommits = 300_000

/** Of a file that came more often so long ago, only the last times are compared with what is there now. */
const maxBirths = 16

/** So many commits are looked at together for what they took away. */
const stretch = 1000

export const isPilot = (path: string): boolean => /(?:^|\/)pilot\.ya?ml$/.test(path)

const patterns = (names: readonly string[]) => [
  ...names.map((name) => `:(top,glob)**/${name}`),
  ':(top,glob,exclude)**/node_modules/**',
]

/** Patterns of git for what may be a pilot under another name, and for what is called one. */
export const yaml = patterns(['*.yaml', '*.yml'])
export const pilots = patterns(['pilot.yaml', 'pilot.yml'])

/** What a commit changed, and how many commits are newer. */
export type Placed = BlobChange & { readonly at: number; readonly time: number }

/** A file that was taken away: its name counts from there on, back in time. */
type Death = { readonly path: string; readonly blob: string; readonly at: number }

/** What HEAD came from; `blobs` keeps what is compared with many files. */
export const pastOf = (ask: Git, blobs: Blobs) => {
  const args = ['--date-order', '--timestamp', `--max-count=${maxCommits + 1}`, 'HEAD'] as const
  const lines = ask(['rev-list', ...args])
    .toString()
    .split('\n')
    .slice(0, -1)
  if (lines.length > maxCommits) throw new Unanswered('slow')
  const commits = lines.map((line) => line.slice(line.indexOf(' ') + 1))
  const places = new Map(commits.map((commit, at) => [commit, { at, time: Number.parseInt(lines[at] ?? '', 10) }]))
  const [head = ''] = commits

  const changesIn = (some: readonly string[], paths: readonly string[], ...flags: string[]): Placed[] => {
    const input = some.map((commit) => `${commit}\n`).join('')
    return differences(ask, ['--stdin', '-m', '--root', '--format=%H %cI', ...flags], paths, input).map((change) => ({
      ...change,
      ...(places.get(change.commit) ?? { at: 0, time: 0 }),
    }))
  }

  const known = new Map<number, Death[]>()
  const load = (stretches: readonly number[]): void => {
    const fresh = stretches.filter((one) => !known.has(one))
    const some = fresh.flatMap((one) => commits.slice(one * stretch, (one + 1) * stretch))
    const dead = some.length === 0 ? [] : changesIn(some, yaml, '--diff-filter=D')
    for (const one of fresh) known.set(one, [])
    for (const { path, before: blob, at } of dead)
      if (blob !== undefined) known.get(Math.floor(at / stretch))?.push({ path, blob, at })
  }

  return {
    /** The commit that is checked out. */
    head,
    /** What became of the files, as against each parent of each commit, the newest first. */
    changes: (paths: readonly string[]) => changesIn(commits, paths.map(patternOf)),
    /** The YAML files taken away of late, or not long before or after these commits, and the pilots gone since. */
    deaths: (around: readonly number[]): Death[] => {
      const middles = [0, ...around].map((at) => Math.floor(at / stretch))
      const stretches = [...new Set(middles.flatMap((one) => [one - 1, one, one + 1]))].filter((one) => one >= 0)
      load(stretches)
      const since = around
        .filter((at) => at >= 4 * stretch)
        .slice(0, maxBirths)
        .flatMap((at) => differences(ask, [commits[at] ?? head, head, '--diff-filter=D'], pilots))
        .flatMap(({ path, before: blob }) => (blob === undefined ? [] : [{ path, blob, at: -1 }]))
      const all = [...stretches.flatMap((one) => known.get(one) ?? []), ...since]
      // A merge lacks the same file as against each of its parents.
      return [...new Map(all.map((death) => [`${death.at} ${death.path}`, death])).values()]
    },
    /** The ids of the pilots that a commit brought, as far as they are read. */
    idsAdded: once((at: number): ReadonlySet<string> => {
      const added = changesIn([commits[at] ?? head], pilots, '--diff-filter=A').flatMap(({ after = [] }) => after)
      blobs.load(added)
      const parsed = { left: maxParsedBytes }
      return new Set(
        added.flatMap((blob) => {
          const bytes = blobs.get(blob, maxVersionBytes)
          return (bytes && idOf(bytes, parsed)) ?? []
        }),
      )
    }),
    /** Those of the paths that are there now. */
    present: (paths: readonly string[]): ReadonlyMap<string, string> =>
      paths.length === 0 ? new Map() : filesAt(ask, head, paths.map(literal)),
    /** When those of the commits were made that HEAD came from, in seconds. */
    timesOf: (some: readonly string[]): number[] => some.flatMap((commit) => places.get(commit)?.time ?? []),
    isMerge: (at: number): boolean => ask(['rev-list', '--no-walk', '--min-parents=2', commits[at] ?? head]).length > 0,
  }
}

type Past = ReturnType<typeof pastOf>

/** What a pilot is known by: its id, and the flag that turns it off. */
type Identity = { readonly id: string | undefined; readonly flag: string | undefined }

const identityOf = (bytes: Uint8Array): Identity => {
  const document = parse(bytes)
  const named = (path: readonly string[]): string | undefined => {
    const value = document.ok ? valueAt(document.data, path) : undefined
    return typeof value === 'object' || value === undefined || value === '' ? undefined : String(value)
  }
  return { id: named(['id']), flag: named(['rollback', 'how', 'feature_flag']) }
}

/** The id of a file in which it stands as people write it, on a line of its own; undefined for every other file. */
const plainId = (text: string): string | undefined => {
  const [line = '', ...more] = text.match(/^["']?id["']?[ \t]*:.*$/gm) ?? []
  return more.length === 0 ? /^id:[ \t]+([\w.-]+)[ \t\r]*(?:#.*)?$/.exec(line)?.[1] : undefined
}

/** The id of a pilot; undefined as well where it takes longer to find than is left. */
const idOf = (bytes: Buffer, parsed: Allowance): string | undefined =>
  plainId(bytes.toString()) ?? (spend(parsed, bytes.length) ? identityOf(bytes).id : undefined)

/**
 * The files that hold the same id, or a pilot of the same flag. To parse a file takes long, so that is done only where
 * the flag stands in it, or the id in some other way, or may: where letters are written as numbers, or a text goes on in
 * the next line.
 */
export const withId = <T extends { readonly path: string; readonly bytes: Buffer }>(
  files: readonly T[],
  now: Uint8Array,
  parsed: Allowance = { left: maxParsedBytes },
): T[] => {
  const { id, flag } = identityOf(now)
  if (id === undefined) return []
  return files.filter(({ path, bytes }) => {
    const text = bytes.toString()
    const plain = plainId(text)
    if (plain === id) return true
    const mayServe = flag !== undefined && isPilot(path) && text.includes(flag)
    if (plain !== undefined && !mayServe) return false
    // By another name, it is a pilot where it says what success is.
    const mayBe = isPilot(path)
      ? text.includes(id) || /\\(?:[xuU]|\r?\n)/.test(text)
      : text.includes(id) && /success["']?[ \t]*:/.test(text)
    if (!mayBe && !mayServe) return false
    if (!spend(parsed, bytes.length)) throw new Unanswered('large')
    const then = identityOf(bytes)
    return then.id === id || (flag !== undefined && then.flag === flag)
  })
}

const linesOf = (bytes: Uint8Array): string[] => {
  const lines = new TextDecoder().decode(bytes).split('\n')
  return lines.map((line) => line.trimStart()).filter((line) => line !== '' && !line.startsWith('#'))
}

/** The share of lines that are the same. */
const likeness = (one: readonly string[], other: readonly string[]): number => {
  const left = new Map<string, number>()
  for (const line of one) left.set(line, (left.get(line) ?? 0) + 1)
  const same = other.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count > 0
  })
  return same.length / Math.max(one.length, other.length, 1)
}

/** The pilots like the file, the most alike first; with less than four in five lines the same, one is of one template. */
export const alikeTo = <T extends { readonly path: string; readonly bytes: Buffer }>(
  files: readonly T[],
  now: Uint8Array,
): T[] => {
  const lines = linesOf(now)
  return files
    .filter(({ path }) => isPilot(path))
    .map((file) => ({ file, share: likeness(linesOf(file.bytes), lines) }))
    .filter(({ share }) => share >= 0.8)
    .sort((a, b) => b.share - a.share)
    .map(({ file }) => file)
}

/** The files that are small enough, with what they hold. Padding hides no pilot. */
export const readable = <T extends { readonly path: string; readonly blob: string }>(
  blobs: Blobs,
  files: readonly T[],
): (T & { readonly bytes: Buffer })[] => {
  blobs.load(files.map(({ blob }) => blob))
  return files.flatMap((file) => {
    const bytes = blobs.get(file.blob, maxVersionBytes)
    if (bytes === undefined && isPilot(file.path)) throw new Unanswered('large')
    return bytes === undefined ? [] : [{ ...file, bytes }]
  })
}

/** What is compared with many files is kept for the whole run. */
type Kept = { readonly own: Blobs; readonly dead: Blobs }

/**
 * What a file was before it came: what of the same `id` was taken away by then, or was called pilot.yaml anywhere and
 * is gone; else the pilot taken away by then that is most like it. `blobs` is what the file holds at its births, and
 * now.
 */
const before = (
  past: Past,
  { own, dead }: Kept,
  births: readonly Placed[],
  blobs: readonly string[],
  parsed: Allowance,
): Death[] => {
  const times = new Set(births.map(({ at }) => at))
  const paths = new Set(births.map(({ path }) => path))
  const candidates = past
    .deaths([...times])
    // One that is followed already is still what the file was, and no other pilot that left with it.
    .filter(({ path, at }) => times.has(at) || (isPilot(path) && !paths.has(path)))
  if (candidates.length === 0) return []
  own.load(blobs)
  const read = readable(dead, candidates)
  const same = new Set(
    [...new Set(blobs)].flatMap((blob) => {
      const now = own.get(blob, maxVersionBytes)
      // Files of that size are not read, so it is unknown which of them it was.
      if (now === undefined) throw new Unanswered('large')
      return withId(read, now, parsed)
    }),
  )
  const far = [...same].filter(({ at }) => !times.has(at)).map(({ path }) => path)
  const present = past.present(far)
  const alike = births.flatMap(({ at, after = '' }) => {
    const near = read.filter((death) => death.at === at)
    const now = own.get(after, maxVersionBytes)
    if (now === undefined || near.some((one) => same.has(one))) return []
    const ids = { left: maxParsedBytes }
    // One that only moved, as its id says, is no ancestor of what came beside it.
    const best = alikeTo(near, now).find(({ bytes }) => !past.idsAdded(at).has(idOf(bytes, ids) ?? ''))
    // What two branches did apart is no rename.
    return best === undefined || past.isMerge(at) ? [] : [best]
  })
  return [...[...same].filter(({ path, at }) => times.has(at) || !present.has(path)), ...alike]
}

/**
 * Every version of a file up to HEAD, on every branch that was merged, the newest first, under all the names that it
 * had; of each name, from the commit that took it away.
 */
export const versionsOf = (past: Past, kept: Kept, file: string): (Placed & { readonly after: string })[] => {
  const names = new Map([[file, 0]])
  const followed = new Set<string>()
  const parsed = { left: maxParsedBytes }
  for (;;) {
    const changes = past
      .changes([...names.keys()])
      .filter(({ path, at }) => at >= (names.get(path) ?? Number.POSITIVE_INFINITY))
    const births = changes.filter(
      (change) => change.before === undefined && !followed.has(`${change.at} ${change.path}`),
    )
    for (const { at, path } of births) followed.add(`${at} ${path}`)
    const blobs = [...births, ...changes.slice(0, 1)].flatMap(({ after = [] }) => after)
    const found = births.length === 0 ? [] : before(past, kept, births, blobs, parsed)
    const fresh = found.filter(({ path, at }) => at < (names.get(path) ?? Number.POSITIVE_INFINITY))
    if (fresh.length === 0) {
      const versions = changes.flatMap((change) =>
        change.after === undefined ? [] : [{ ...change, after: change.after }],
      )
      // A merge shows the same file as against each of its parents.
      return [...new Map(versions.map((one) => [`${one.at} ${one.path}`, one])).values()]
    }
    for (const { path, at } of fresh) {
      // Git takes names as text alone.
      if (path.includes('\ufffd')) throw new Unanswered('odd')
      names.set(path, Math.min(at, names.get(path) ?? at))
    }
    if (names.size > maxNames) throw new Unanswered('large')
  }
}
