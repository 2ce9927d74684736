import { join, relative, resolve } from 'node:path'
import type { Repository } from '../../evidence/gather.ts'
import { addPilot, budget } from '../../repo/budget.ts'
import { realOf } from '../../repo/checkout.ts'
import { discover, type IgnoreDoubt } from '../../repo/discover.ts'
import { disk } from '../../repo/disk.ts'
import { isInside } from '../../repo/inside.ts'
import type { Port } from '../../repo/port.ts'
import type { RunProblem } from '../../report/format.ts'
import { didYouMean } from '../../values/near.ts'
import { commandNames } from './command-names.ts'
import type { Io } from './io.ts'
import { isFolder, type Names, namesOf, type Roots, within } from './root.ts'
import { UsageError } from './usage.ts'

/** A text to judge. */
export type Input = {
  readonly path: string
  readonly names: Names
  /** Reads it when its turn comes, so that not all files are in memory at once; or says why it cannot be read. */
  readonly open: () => Uint8Array | RunProblem
  /** Where its evidence is looked for. */
  readonly repository: Repository
  /** The folder that links may not lead out of; undefined for standard input, which is no file. */
  readonly root?: string
}

export type FoundInputs = { readonly inputs: readonly Input[]; readonly problems: readonly RunProblem[] }

export type RequestedInputs = {
  /** Files, folders and `-`; none stands for the whole repository. */
  readonly paths: readonly string[]
  readonly stdinFilename: string | undefined
  readonly roots: Roots
  /** Whether it is a problem that there is nothing to lint; undefined where it always is. */
  readonly errorOnNoMatch?: boolean
  /** Whoever asks whether there are so many need not be told all. */
  readonly most?: number
}

/** In bytes; hand-written files are smaller. */
const maxBytes = 1024 * 1024

const nothing = (where: string, isAllowed: boolean): RunProblem => ({
  message: `there is no pilot.yaml below ${where}`,
  help: `name a file, also one that git ignores${isAllowed ? ', or use --no-error-on-no-match' : ''}`,
})

const unreadableFolder = (folder: string): RunProblem => ({
  message: `the folder ${folder} cannot be read`,
  help: 'make it readable, or have git ignore it',
  file: folder,
})

const isYaml = (file: string): boolean => /\.ya?ml$/.test(file)

const strayLink = (file: string): RunProblem => ({
  message: `${file} is a symlink to a file that is not a pilot.yaml`,
  help: 'replace the symlink with the file, or name the file that it points to',
  file,
})

const doubts: { readonly [doubt in IgnoreDoubt]: RunProblem } = {
  patterns: {
    message: '.gitignore patterns take too long to match, so ignored files are linted too',
    help: 'shorten the patterns of .gitignore, or name the files to lint',
  },
  tracked: {
    message: 'git ls-files timed out, so tracked files that are ignored may be left out',
    help: 'name the files to lint',
  },
}

const helpFor = (path: string, refusal: string): string => {
  if (refusal === 'outside') return 'name the file itself, or set --root to the folder that contains both'
  if (refusal !== 'missing') return 'name a pilot.yaml or a folder'
  if (/[*?[{]/.test(path)) return 'name files and folders; let the shell expand patterns'
  const command = /^[a-z]+$/.test(path) ? didYouMean(path, commandNames, '') : ''
  return command === '' ? 'name an existing file or folder' : `${command} a command comes before all flags`
}

/** What a run reads from: one port a repository, and one budget for all. */
const portsOf = ({ env }: Io) => {
  const left = budget()
  const ports = new Map<string, Port>()
  return {
    left,
    at: (root: string): Port => {
      const port = ports.get(root) ?? disk(root, env.PATH, left)
      ports.set(root, port)
      return port
    },
  }
}

type Reader = { readonly io: Io; readonly asked: RequestedInputs; readonly ports: ReturnType<typeof portsOf> }

/** `stands` is the file for which it stands in the repository, where it is reported under another name. */
const inputOf = (path: string, open: Input['open'], { io, asked: { roots }, ports }: Reader, stands = path): Input => {
  const real = realOf(stands)
  const root = realOf(roots.of(real))
  addPilot(ports.left)
  return {
    path: realOf(path),
    names: namesOf(path, io.cwd, roots),
    open,
    repository: { port: ports.at(root), file: within(root, real) },
  }
}

const readFile = (file: string, name: string, reader: Reader): Input => {
  const { io, asked, ports } = reader
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name
  const { machine } = namesOf(file, io.cwd, asked.roots)
  const open = (): Uint8Array | RunProblem => {
    const reading = ports.at(asked.roots.of(file)).read(file, maxBytes)
    if (!reading.ok)
      return {
        message: `${shown} ${reading.words}`,
        help: helpFor(name, reading.refusal),
        file: shown,
        machine,
      }
    // Whoever names a YAML file asks for no .env to be shown.
    return isYaml(file) && !isYaml(realOf(file)) ? { ...strayLink(shown), machine } : reading.bytes
  }
  return { ...inputOf(file, open, reader), root: asked.roots.of(file) }
}

const readStdin = async (reader: Reader): Promise<FoundInputs> => {
  const { io, asked } = reader
  const bytes = await io.stdin(maxBytes)
  const path = resolve(io.cwd, asked.stdinFilename ?? 'stdin')
  // Nothing owns a file called stdin, and nothing was ever committed under that name.
  const stands = resolve(io.cwd, asked.stdinFilename ?? 'pilot.yaml')
  if (bytes.length <= maxBytes) return { inputs: [inputOf(path, () => bytes, reader, stands)], problems: [] }
  const problem = { message: 'standard input is larger than 1 MiB', help: 'give it one pilot.yaml' }
  return { inputs: [], problems: [problem] }
}

const readFolder = async (path: string, shown: string, reader: Reader): Promise<FoundInputs> => {
  const { io, asked, ports } = reader
  const [root, real] = [realOf(asked.roots.of(join(path, 'pilot.yaml'))), realOf(path)]
  if (!isInside(root, real)) {
    const message = `${shown} points outside the repository`
    return { inputs: [], problems: [{ message, help: helpFor(shown, 'outside'), file: shown }] }
  }
  const found = await discover(root, real, io.env.PATH, ports.left, asked.most)
  // People know it by the way on which they came.
  const named = (file: string) => join(path, relative(real, file))
  const told = (problem: (name: string) => RunProblem) => (file: string) => {
    const { person, machine } = namesOf(named(file), io.cwd, asked.roots)
    return { ...problem(person), machine }
  }
  const inputs = found.files.map((file) => readFile(named(file), within(io.cwd, named(file)), reader))
  const problems = [
    ...found.doubts.map((doubt) => doubts[doubt]),
    ...found.unreadable.map(told(unreadableFolder)),
    ...found.links.map(told(strayLink)),
  ]
  const { errorOnNoMatch } = asked
  const isNone = inputs.length === 0 && problems.length === 0 && errorOnNoMatch !== false
  return { inputs, problems: isNone ? [nothing(shown, errorOnNoMatch === true)] : problems }
}

/** Finds all that is to be judged; what cannot be found is a problem, and the rest is judged all the same. */
export const readInputs = async (io: Io, asked: RequestedInputs): Promise<FoundInputs> => {
  const { paths, roots } = asked
  if (asked.stdinFilename !== undefined && !paths.includes('-')) {
    throw new UsageError('--stdin-filename is set, but standard input is not read', 'add - as the path')
  }
  if (paths.includes(''))
    throw new UsageError('an empty path names no file', 'leave it out, or write . for the current folder')
  const reader: Reader = { io, asked, ports: portsOf(io) }
  if (paths.length === 0)
    return readFolder(roots.run, roots.run === io.cwd ? 'this folder' : 'the repository root', reader)
  const seen = new Set<string>()
  const inputs: Input[] = []
  const problems: RunProblem[] = []
  for (const path of new Set(paths)) {
    const absolute = resolve(io.cwd, path)
    const one =
      path === '-'
        ? await readStdin(reader)
        : isFolder(absolute)
          ? await readFolder(absolute, path, reader)
          : { inputs: [readFile(absolute, path, reader)], problems: [] }
    problems.push(...one.problems)
    for (const input of one.inputs) {
      if (path !== '-' && seen.has(input.path)) continue
      seen.add(input.path)
      inputs.push(input)
    }
  }
  return { inputs, problems }
}

/** The inputs with their bytes, for a command that compares them with each other; what cannot be read is a problem. */
export const openAll = ({ inputs, problems }: FoundInputs) => {
  const opened = inputs.map((input) => ({ ...input, bytes: input.open() }))
  return {
    inputs: opened.flatMap((one) => (one.bytes instanceof Uint8Array ? [{ ...one, bytes: one.bytes }] : [])),
    problems: [...problems, ...opened.flatMap(({ bytes }) => (bytes instanceof Uint8Array ? [] : [bytes]))],
  }
}

export type Opened = ReturnType<typeof openAll>['inputs'][number]
