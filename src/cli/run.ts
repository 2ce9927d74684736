import { CommanderError } from 'commander'
import { type ExitCode, type Io, LostOutput } from './io/io.ts'
import { program } from './program.ts'

const guarded = (io: Io): Io => ({
  ...io,
  stdout: (text) => {
    try {
      io.stdout(text)
    } catch (cause) {
      throw new LostOutput('lost', { cause })
    }
  },
  // If standard error is gone too, only the exit code is left.
  stderr: (text) => {
    try {
      io.stderr(text)
    } catch {}
  },
})

/** Runs one command line. Never throws. */
export const run = async (argv: readonly string[], process: Io): Promise<ExitCode> => {
  const io = guarded(process)
  let code: ExitCode = 0
  try {
    const command = await program(argv, io, (ended) => {
      code = ended
    })
    await command.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    return (await import('./fail.ts')).fail(error, argv, io)
  }
}
