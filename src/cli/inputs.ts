import { join, resolve } from 'node:path'
import type { Repository } from '../evidence/gather.ts'
import { discover } from '../repo/discover.ts'
import { disk } from '../repo/disk.ts'
import type { Problem } from '../report/format.ts'
import type { Io } from './io.ts'
import { isFolder, type Names, namesOf, type Roots, within } from './root.ts'
import { didYouMean, UsageError } from './usage.ts'

/** A text to judge. */
export type Input = {
  readonly path: string
  readonly names: Names
  readonly bytes: Uint8Array
  /** Where its evidence is looked for. */
  readonly repository: Repository
}

export type Inputs = { readonly inputs: readonly Input[]; readonly problems: readonly Problem[] }

export type Asked = {
  /** Files, folders and `-`; none stands for the whole repository. */
  readonly paths: readonly string[]
  readonly stdinFilename: string | undefined
  readonly roots: Roots
  /** Whether it is a problem that there is nothing to lint. */
  readonly errorOnNoMatch: boolean
}

/** No file that a person wrote is longer, in bytes. */
const longest = 1024 * 1024

const commandNames = ['lint', 'next', 'cost', 'rollout', 'diff', 'explain', 'rules', 'schema', 'help']

const nothing = (where: string): Problem => ({
  message: `there is no pilot.yaml below ${where}`,
  help: 'what git ignores is left out: name a file to lint it whatever its name; --no-error-on-no-match accepts that there is none',
})

const unreadableFolder = (folder: string): Problem => ({
  message: `the folder ${folder} may not be read, so nobody knows what is in it`,
  help: 'make it readable, or have git ignore it',
  file: folder,
})

const helpFor = (path: string, refusal: string): string => {
  if (refusal === 'outside') return 'name the file itself, or set --root to the folder that holds both'
  if (refusal !== 'missing') return 'name a pilot.yaml or a folder'
  if (/[*?[{]/.test(path)) return 'pilotlint takes files and folders; let the shell expand patterns'
  const command = /^[a-z]+$/.test(path) ? didYouMean(path, commandNames, '') : ''
  return command === ''
    ? 'name a file or a folder that is there'
    : `${command} a command comes before all flags`
}

/** `stands` is the file for which it stands in the repository, where it is reported under another name. */
const inputOf = (path: string, bytes: Uint8Array, io: Io, roots: Roots, stands = path): Input => ({
  path,
  names: namesOf(path, io.cwd, roots),
  bytes,
  repository: {
    port: disk(roots.of(stands), io.env.PATH),
    file: within(roots.of(stands), stands),
  },
})

const readFile = (file: string, name: string, io: Io, roots: Roots): Inputs => {
  const reading = disk(roots.of(file)).read(file, longest)
  if (reading.ok) return { inputs: [inputOf(file, reading.bytes, io, roots)], problems: [] }
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name
  return {
    inputs: [],
    problems: [{ message: `${shown} ${reading.words}`, help: helpFor(name, reading.refusal), file: shown }],
  }
}

const readStdin = async (io: Io, { stdinFilename, roots }: Asked): Promise<Inputs> => {
  const bytes = await io.stdin(longest)
  const path = resolve(io.cwd, stdinFilename ?? 'stdin')
  // Nothing owns a file called stdin, and nothing was ever committed under that name.
  const stands = resolve(io.cwd, stdinFilename ?? 'pilot.yaml')
  if (bytes.length <= longest) return { inputs: [inputOf(path, bytes, io, roots, stands)], problems: [] }
  const problem = { message: 'standard input is larger than 1 MiB', help: 'give it one pilot.yaml' }
  return { inputs: [], problems: [problem] }
}

const folder = (path: string, shown: string, io: Io, asked: Asked): Inputs => {
  const root = asked.roots.of(join(path, 'pilot.yaml'))
  const { files, unreadable } = discover(root, path)
  const read = files.map((file) => readFile(file, namesOf(file, io.cwd, asked.roots).person, io, asked.roots))
  const isNone = files.length === 0 && unreadable.length === 0 && asked.errorOnNoMatch
  return {
    inputs: read.flatMap(({ inputs }) => inputs),
    problems: [
      ...unreadable.map((one) => unreadableFolder(namesOf(one, io.cwd, asked.roots).person)),
      ...read.flatMap(({ problems }) => problems),
      ...(isNone ? [nothing(shown)] : []),
    ],
  }
}

/** Reads all that is to be judged; what cannot be read is a problem and keeps nobody from the rest. */
export const readInputs = async (io: Io, asked: Asked): Promise<Inputs> => {
  const { paths, roots } = asked
  if (asked.stdinFilename !== undefined && !paths.includes('-')) {
    throw new UsageError(
      '--stdin-filename names what stands on standard input, which nobody reads',
      'add - as the path',
    )
  }
  if (paths.length === 0)
    return folder(roots.run, roots.run === io.cwd ? 'this folder' : 'the repository root', io, asked)
  const seen = new Set<string>()
  const inputs: Input[] = []
  const problems: Problem[] = []
  for (const path of new Set(paths)) {
    const absolute = resolve(io.cwd, path)
    const one =
      path === '-'
        ? await readStdin(io, asked)
        : isFolder(absolute)
          ? folder(absolute, path, io, asked)
          : readFile(absolute, path, io, roots)
    problems.push(...one.problems)
    for (const input of one.inputs) {
      if (path !== '-' && seen.has(input.path)) continue
      seen.add(input.path)
      inputs.push(input)
    }
  }
  return { inputs, problems }
}
