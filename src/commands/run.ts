import { CommanderError } from 'commander'
import type { Problem } from '../formats/format.ts'
import { bug } from './bug.ts'
import { deliver, tell } from './deliver.ts'
import type { ExitCode, Io } from './io.ts'
import { program } from './program.ts'
import { scanTargets } from './targets.ts'
import { UsageError } from './usage.ts'

const allHelp = 'pilotlint --help lists the commands and flags'

// commander says `error: unknown option '--x'`, and on a second line what was probably meant.
const told = ({ code, message }: CommanderError): Problem => {
  if (code === 'commander.help') return { message: 'there is no such command', help: allHelp }
  const [first = '', second] = message.split('\n')
  const suggestion = second?.replace(/^\(Did you mean (.*)\)$/, 'did you mean $1')
  return {
    message: first.replace(/^error: /, ''),
    help: suggestion ?? allHelp,
  }
}

/** An output that is lost, as on a full disk. */
class LostOutput extends Error {}

const guarded = (io: Io): Io => ({
  ...io,
  stdout: (text) => {
    try {
      io.stdout(text)
    } catch (cause) {
      throw new LostOutput('lost', { cause })
    }
  },
  // Where even standard error is gone, the exit code is all that is left to say it.
  stderr: (text) => {
    try {
      io.stderr(text)
    } catch {}
  },
})

const problemOf = (error: unknown, io: Io): Problem => {
  if (error instanceof UsageError) return error.problem
  return error instanceof CommanderError ? told(error) : bug(error, io)
}

const fail = async (error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> => {
  if (error instanceof LostOutput) {
    tell([{ message: 'the report could not be written to standard output', help: 'is the disk full?' }], io)
    return 2
  }
  const problem = problemOf(error, io)
  const view = { quiet: false, verbose: false, color: 0, width: io.columns } as const
  const limits = { failOn: 'error', maxWarnings: -1 } as const
  try {
    return await deliver(
      { judged: [], problems: [problem] },
      { targets: scanTargets(argv, io.cwd), limits, view },
      io,
    )
  } catch (second) {
    tell(second instanceof LostOutput ? [problem] : [problem, bug(second, io)], io)
    return 2
  }
}

/** Runs one command line, without the name of the program. Never throws; says what the process is to end with. */
export const run = async (argv: readonly string[], process: Io): Promise<ExitCode> => {
  const io = guarded(process)
  let code: ExitCode = 0
  try {
    await program(io, (ended) => {
      code = ended
    }).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    return fail(error, argv, io)
  }
}
