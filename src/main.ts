import { fstatSync, statSync, writeSync } from 'node:fs'
import type { ExitCode, Io } from './cli/io/io.ts'
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
const fail = (message: string, help: string): void => {
  write(stderr, `pilotlint: ${message}\n  help: ${help}\n`)
  process.exit(2)
}

type Seen = Pick<Io, 'isTTY' | 'columns'>

const commandLine = (): string[] => process.argv.slice(2)

/** In MiB; what is young is collected when there is so much of it. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

/** Runs the command line in a thread: in the main one, garbage grows to what the machine has, however little is in use. */
const inThread = async ({ isTTY, columns }: Seen): Promise<ExitCode> => {
  const { Worker } = await import('node:worker_threads')
  const how = { argv: commandLine(), workerData: { isTTY, columns }, resourceLimits: memory }
  return new Promise((resolve, reject) => {
    const worker = new Worker(`${import.meta.dirname}/thread.cjs`, how)
    worker.on('exit', (code) => resolve(code as ExitCode))
    worker.on('error', (error) => {
      if (codeOf(error) !== 'ERR_WORKER_OUT_OF_MEMORY') return reject(error)
      const needed = `more than ${memory.maxOldGenerationSizeMb} MiB of memory are needed`
      fail(needed, 'lint fewer files in one run: see --shard')
    })
  })
}

const seenHere = (): Seen => {
  const isTTY = isTerminal()
  return { isTTY, columns: isTTY ? process.stdout.columns : 80 }
}

const runHere = async (seen: Seen | undefined): Promise<ExitCode> =>
  run(commandLine(), {
    stdin: read,
    stdout: (text) => write(stdout, text),
    stderr: (text) => write(stderr, text),
    ask,
    env: process.env,
    cwd: process.cwd(),
    now: Date.now(),
    ...(seen ?? { ...seenHere(), inThread }),
  })

/** Runs the command line of the process, and ends it. A thread is told what the main one has `seen` of the terminal. */
export const start = (seen?: Seen): void => {
  runHere(seen).then(
    // Everything is written, so there is nothing to wait for.
    (code) => process.exit(code),
    // Only a deleted current folder can fail before the run.
    () => fail('the current directory does not exist', 'change to an existing directory'),
  )
}
