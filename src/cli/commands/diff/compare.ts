import { type BarMoves, diffPilot, type End, type PilotDiff } from '../../../diff/diff.ts'
import { gather, gatherShown, type Repository } from '../../../evidence/gather.ts'
import { type Loaded, load } from '../../../lint/load.ts'
import { pastReader } from '../../../lint/past-reader.ts'
import { atRef } from '../../../repo/at-ref.ts'
import { budget } from '../../../repo/budget.ts'
import { disk } from '../../../repo/disk.ts'
import { type Archive, type AtRef, archive } from '../../../repo/history.ts'
import type { RunProblem } from '../../../report/format.ts'
import { movesOf } from '../../../rules/lib/moves.ts'
import { bug } from '../../io/bug.ts'
import type { Opened } from '../../io/inputs.ts'
import type { Io } from '../../io/io.ts'
import type { Roots } from '../../io/root.ts'
import { compareConfig } from './compare-config.ts'

export type DiffQuestion = {
  readonly ref: string
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string
  /** Whether exceptions cover anything. */
  readonly exceptions: boolean
}

const noRef = (ref: string, shallow: boolean): RunProblem => ({
  message: `unknown ref ${ref.length > 100 ? `${ref.slice(0, 100)}…` : ref} in this clone`,
  help: shallow
    ? 'the clone is shallow: git fetch --unshallow, or git fetch origin with the name of the branch'
    : 'name a branch, a tag or a commit of this clone, such as origin/main, or run git fetch first',
})

const unreadable = (file: string, ref: string): RunProblem => ({
  message: `${file} cannot be read at ${ref}, so it cannot be compared`,
  help: 'compare with a ref at which it is a pilot.yaml',
  file,
})

const untold = (diff: Pick<PilotDiff, 'file' | 'state'>): PilotDiff => ({
  ...diff,
  wasFile: undefined,
  changes: [],
  unread: 0,
})

type Found = Extract<AtRef, { state: 'found' }>

const problemOf = (at: Exclude<AtRef, Found>, ref: string): RunProblem =>
  at.state === 'absent' ? noRef(ref, at.shallow) : { message: `the history ${at.why}`, help: at.help }

/** Asks for a file at the ref, among the files that are gone and that no other file has become. */
const ask = (known: Archive, input: Opened, ref: string, taken: ReadonlySet<string>, alike: boolean): AtRef => {
  const { file, port } = input.repository
  const isGone = (path: string): boolean => {
    const look = port.look(path)
    return !look.ok && look.refusal === 'missing' && !taken.has(path)
  }
  return known.at(ref, file, { bytes: input.bytes, isGone, alike })
}

/** Every file as it was at the ref: first those of the same name or `id`, then what is merely alike. */
const findAll = (archiveOf: (input: Opened) => Archive, inputs: readonly Opened[], ref: string) => {
  const taken = new Set<string>()
  const first = inputs.map((input) => {
    const at = ask(archiveOf(input), input, ref, taken, false)
    if (at.state === 'found' && at.file !== undefined) taken.add(at.file.path)
    return at
  })
  const all = first.map((at, index) => {
    const input = inputs[index]
    if (input === undefined || at.state !== 'found' || at.file !== undefined) return at
    const again = ask(archiveOf(input), input, ref, taken, true)
    if (again.state === 'found' && again.file !== undefined) taken.add(again.file.path)
    return again
  })
  return { all, taken }
}

/** One end of a comparison, with what its own files hold and show. */
const endAt = async (bytes: Uint8Array, repository: Repository): Promise<End> => {
  const loaded = await load(bytes, repository)
  return { loaded, shown: loaded.ok ? await gatherShown(loaded.pilot, repository) : {} }
}

/** What became of the bar since it was fixed, whatever the ref. */
const barOf = async (after: Loaded, repository: Repository): Promise<BarMoves> => {
  if (!after.ok || after.pilot.success === undefined) return { moves: [] }
  const { document, pilot, faults } = after
  const { history } = await gather(pilot, [], repository, {
    past: pastReader(),
    costSection: document.section,
    exceptions: document.exceptions,
  })
  if (history?.state === 'found') return { moves: movesOf(history.value, pilot, faults) }
  if (history?.state === 'unverified') return { moves: [], unread: history.why }
  return { moves: [], unread: history?.state === 'malformed' ? `the file ${history.problem}` : 'it is not committed' }
}

const compare = async (
  input: Opened,
  { file: old }: Found,
  known: Archive,
  question: DiffQuestion,
): Promise<PilotDiff | RunProblem> => {
  const name = input.names.person
  if (old === undefined) return untold({ file: name, state: 'new' })
  const names = { file: name, wasFile: old.path === input.repository.file ? undefined : old.path }
  const before = await endAt(old.bytes, { port: atRef(known, question.ref), file: old.path })
  const after = await endAt(input.bytes, input.repository)
  const bar = await barOf(after.loaded, input.repository)
  return diffPilot(names, before, after, { ...question, bar }) ?? unreadable(name, question.ref)
}

/** The pilots that the ref holds and that are there no more, under whatever name. */
const goneSince = (known: Archive, ref: string, root: string, taken: ReadonlySet<string>): PilotDiff[] => {
  const { look } = disk(root)
  return (known.pilotsAt(ref) ?? [])
    .filter((file) => !taken.has(file) && !look(file).ok)
    .map((file) => untold({ file, state: 'gone' }))
}

/** What became of the files since the ref, and of the pilots that are gone where `isAll` is set. */
export const compareAll = async (
  inputs: readonly Opened[],
  roots: Roots,
  isAll: boolean,
  question: DiffQuestion,
  io: Io,
): Promise<{ readonly diffs: readonly PilotDiff[]; readonly problems: readonly RunProblem[] }> => {
  const left = inputs[0]?.repository.port.budget ?? budget()
  const archives = new Map<string, Archive>()
  const archiveAt = (root: string): Archive => {
    const known = archives.get(root) ?? archive(root, io.env.PATH ?? '', left)
    archives.set(root, known)
    return known
  }
  const { ref } = question
  const { all, taken } = findAll((input) => archiveAt(roots.of(input.path)), inputs, ref)
  const diffs: PilotDiff[] = []
  const problems = new Map<string, RunProblem>()
  for (const [index, input] of inputs.entries()) {
    const at = all[index]
    if (at === undefined) continue
    try {
      const one =
        at.state === 'found' ? await compare(input, at, archiveAt(roots.of(input.path)), question) : problemOf(at, ref)
      if ('state' in one) diffs.push(one)
      else problems.set(one.message, one)
    } catch (error) {
      const problem = bug(error, io, input.names.person)
      problems.set(problem.message, problem)
    }
  }
  if (isAll) diffs.push(...goneSince(archiveAt(roots.run), ref, roots.run, taken))
  if (problems.size > 0) return { diffs, problems: [...problems.values()] }
  const config = compareConfig(archiveAt(roots.run), ref, roots.run, io.cwd)
  diffs.push(...config.diffs)
  for (const problem of config.problems) problems.set(problem.message, problem)
  return { diffs, problems: [...problems.values()] }
}
