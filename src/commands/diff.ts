import { disk } from '../evidence/disk.ts'
import type { Repository } from '../evidence/gather.ts'
import { archive } from '../evidence/git-archive.ts'
import type { Archive } from '../evidence/history.ts'
import type { DiffRun } from '../formats/diff.ts'
import type { Problem } from '../formats/format.ts'
import { isWeaker, type PilotDiff } from '../lint/diff/change.ts'
import { diffPilot } from '../lint/diff/diff.ts'
import { plural } from '../phrases/words.ts'
import { bug } from './bug.ts'
import { today } from './clock.ts'
import { tell } from './deliver.ts'
import { type Input, readInputs } from './inputs.ts'
import type { ExitCode, Io } from './io.ts'
import { exitCodeOf } from './outcome.ts'
import { type Roots, rootsOf } from './root.ts'
import { version } from './version.ts'

export type DiffFlags = {
  readonly format: 'text' | 'json' | 'markdown'
  readonly exceptions: boolean
  readonly stdinFilename?: string
  readonly root?: string
  readonly today?: string
}

const formats: { readonly [name in DiffFlags['format']]: () => Promise<(run: DiffRun) => string> } = {
  text: async () => (await import('../formats/diff-text.ts')).diffText,
  json: async () => (await import('../formats/diff-json.ts')).diffJson,
  markdown: async () => (await import('../formats/diff-markdown.ts')).diffMarkdown,
}

const noRef = (ref: string, shallow: boolean): Problem => ({
  message: `there is no ref ${ref.length > 100 ? `${ref.slice(0, 100)}…` : ref} in this clone`,
  help: shallow
    ? 'the clone is shallow: git fetch --unshallow, or git fetch origin with the name of the branch'
    : 'name a branch, a tag or a commit that is here, as in origin/main; git fetch brings what is not',
})

const unreadable = (file: string, ref: string): Problem => ({
  message: `${file} cannot be read as it was at ${ref}, so nobody can tell what became of it`,
  help: 'compare with a ref at which it is a pilot.yaml',
  file,
})

type Compared = { readonly diff: PilotDiff; readonly old: string | undefined } | { readonly problem: Problem }

type Question = {
  readonly ref: string
  readonly name: string
  readonly today: string
  readonly exceptions: boolean
}

const compareOne = (known: Archive, { bytes, repository }: Input, question: Question): Compared => {
  const { ref, name } = question
  const { file, port }: Repository = repository
  const isGone = (path: string) => {
    const look = port.look(path)
    return !look.ok && look.refusal === 'missing'
  }
  const found = known.at(ref, file, bytes, isGone)
  if (found.state === 'absent') return { problem: noRef(ref, found.shallow) }
  if (found.state === 'unverified')
    return { problem: { message: `the history ${found.why}`, help: found.help } }
  const old = found.file?.path
  if (found.file === undefined)
    return { diff: { file: name, wasFile: undefined, state: 'new', changes: [], unread: 0 }, old }
  const names = { file: name, wasFile: old === file ? undefined : old }
  const diff = diffPilot(names, found.file.bytes, bytes, question)
  return diff === undefined ? { problem: unreadable(name, ref) } : { diff, old }
}

/** The pilots that the ref holds and that are there no more, under whatever name. */
const gone = (known: Archive, ref: string, { run }: Roots, kept: ReadonlySet<string>): PilotDiff[] =>
  (known.pilotsAt(ref) ?? [])
    .filter((file) => !kept.has(file) && !disk(run).look(file).ok)
    .map((file) => ({ file, wasFile: undefined, state: 'gone', changes: [], unread: 0 }))

const outcome = (diffs: readonly PilotDiff[], problems: readonly Problem[]) => {
  const [problem] = problems
  if (problem !== undefined) return { status: 'error', reason: problem.message } as const
  const weaker = diffs.filter(isWeaker)
  if (weaker.length === 0) return { status: 'passed' } as const
  return {
    status: 'failed',
    reason: `${weaker.length} of ${plural(diffs.length, 'pilot')} got weaker`,
  } as const
}

const once = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.message, problem])).values(),
]

type Asked = { readonly inputs: readonly Input[]; readonly roots: Roots; readonly isAll: boolean }

const compareAll = (asked: Asked, question: Omit<Question, 'name'>, format: DiffFlags['format'], io: Io) => {
  const archives = new Map<string, Archive>()
  const archiveOf = (root: string): Archive => {
    const known = archives.get(root) ?? archive(root, io.env.PATH ?? '')
    archives.set(root, known)
    return known
  }
  const diffs: PilotDiff[] = []
  const problems: Problem[] = []
  const kept = new Set<string>()
  for (const input of asked.inputs) {
    const name = format === 'json' ? input.names.machine : input.names.person
    try {
      const compared = compareOne(archiveOf(asked.roots.of(input.path)), input, { ...question, name })
      kept.add(input.repository.file)
      if ('problem' in compared) problems.push(compared.problem)
      else {
        diffs.push(compared.diff)
        if (compared.old !== undefined) kept.add(compared.old)
      }
    } catch (error) {
      problems.push(bug(error, io, input.names.person))
    }
  }
  if (asked.isAll) diffs.push(...gone(archiveOf(asked.roots.run), question.ref, asked.roots, kept))
  return { diffs, problems }
}

/** `pilotlint diff <ref> [paths…]`: 1 where a pilot got weaker without an exception, 2 where nobody can tell. */
export const runDiff = async (
  ref: string,
  paths: readonly string[],
  { format, exceptions, stdinFilename, ...flags }: DiffFlags,
  io: Io,
): Promise<ExitCode> => {
  const on = flags.today ?? today(io)
  const roots = rootsOf(io.cwd, flags.root)
  const isAll = paths.length === 0
  const read = await readInputs(io, { paths, stdinFilename, roots, errorOnNoMatch: true })
  const { diffs, problems: found } = compareAll(
    { inputs: read.inputs, roots, isAll },
    { ref, today: on, exceptions },
    format,
    io,
  )
  const problems = once([...read.problems, ...found])
  const run: DiffRun = { version, ...outcome(diffs, problems), ref, diffs, problems }
  tell(problems, io)
  const render = await formats[format]()
  if (format === 'json' || diffs.length > 0) io.stdout(render(run))
  return exitCodeOf(run.status)
}
