import { fstatSync, statSync, writeSync } from 'node:fs'
import type { Io } from './cli/io/io.ts'
import { run } from './cli/run.ts'

const stdout = 1
const stderr = 2

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

const pause = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

/** Writes everything, however slow the reader is; a closed pipe is not an error. */
const write = (file: number, text: string): void => {
  const bytes = Buffer.from(text)
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(file, bytes, at)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
      pause(2)
    }
  }
}

/** Reads at most one byte more than `limit`. */
const read = async (limit: number): Promise<Uint8Array> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit + 1)
}

// Reading `process.stdout` loads the network and terminal modules, which only a terminal needs.
const isTerminal = (): boolean => {
  try {
    const device = fstatSync(stdout)
    if (!device.isCharacterDevice()) return false
    const nowhere = statSync('/dev/null', { throwIfNoEntry: false })
    return device.rdev !== nowhere?.rdev && process.stdout.isTTY === true
  } catch {
    return false
  }
}

const ask = async (question: string): Promise<string | undefined> => {
  const { stdin: input, stdout: output } = process
  if (!isTerminal() || !input.isTTY) return undefined
  const { askAt } = await import('./cli/io/terminal.ts')
  return askAt(question, { input, output, interrupted: () => process.exit(130) })
}

/** Ends the process with what is wrong with it. */
export const fail = (message: string, help: string): void => {
  write(stderr, `pilotlint: ${message}\n  help: ${help}\n`)
  process.exit(2)
}

export const commandLine = (): string[] => process.argv.slice(2)

const runHere = async (more: Partial<Io>): Promise<number> => {
  const isTTY = isTerminal()
  return run(commandLine(), {
    stdin: read,
    stdout: (text) => write(stdout, text),
    stderr: (text) => write(stderr, text),
    ask,
    env: process.env,
    cwd: process.cwd(),
    isTTY,
    columns: isTTY ? process.stdout.columns : 80,
    now: Date.now(),
    ...more,
  })
}

/** Runs the command line of the process, and ends it. */
export const start = (more: Partial<Io>): void => {
  runHere(more).then(
    // Everything is written, so there is nothing to wait for.
    (code) => process.exit(code),
    // Only a deleted current folder can fail before the run.
    () => fail('the current directory does not exist', 'change to an existing directory'),
  )
}
