import { CommanderError } from 'commander'
import type { RunProblem } from '../report/format.ts'
import { bug } from './io/bug.ts'
import { openDelivery, tell } from './io/deliver.ts'
import { type ExitCode, type Io, LostOutput } from './io/io.ts'
import { scanTargets } from './io/targets.ts'
import { UsageError } from './io/usage.ts'

const allHelp = 'run pilotlint --help for the commands and flags'

// commander writes `error: unknown option '--x'`, and its suggestion on a second line.
const commanderProblem = ({ code, message }: CommanderError): RunProblem => {
  if (code === 'commander.help') return { message: 'unknown command', help: allHelp }
  const [first = '', second] = message.split('\n')
  const suggestion = second?.replace(/^\(Did you mean (.*)\)$/, 'did you mean $1')
  return {
    message: first.replace(/^error: /, ''),
    help: suggestion ?? allHelp,
  }
}

const problemOf = (error: unknown, io: Io): RunProblem => {
  if (error instanceof UsageError) return error.problem
  return error instanceof CommanderError ? commanderProblem(error) : bug(error, io)
}

/** Reports the failure in the requested formats. */
export const fail = async (error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> => {
  if (error instanceof LostOutput) {
    tell(
      [
        {
          message: 'the report could not be written to standard output',
          help: 'check that the disk is not full',
        },
      ],
      io,
    )
    return 2
  }
  const problem = problemOf(error, io)
  const view = { quiet: false, verbose: false, color: 0, width: io.columns } as const
  const limits = { failOn: 'error', maxWarnings: -1 } as const
  try {
    const delivery = {
      targets: scanTargets(argv, io.cwd),
      limits,
      view,
      several: false,
      rules: [],
      ignored: 0,
      unchanged: 0,
    }
    return await (await openDelivery(delivery, io)).end([problem])
  } catch (second) {
    tell(second instanceof LostOutput ? [problem] : [problem, bug(second, io)], io)
    return 2
  }
}
