import { isMainThread, Worker, workerData } from 'node:worker_threads'
import type { ExitCode, Io } from './cli/io/io.ts'
import { commandLine, fail, start } from './start.ts'

/** In MiB; what is young is collected when there is so much of it. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

const isExhausted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Runs the command line in a thread: in the main one, garbage grows to what the machine has, however little is in use. */
export const inThread = ({ isTTY, columns }: Io): Promise<ExitCode> =>
  new Promise((resolve, reject) => {
    const how = { argv: commandLine(), workerData: { isTTY, columns }, resourceLimits: memory }
    const worker = new Worker(import.meta.filename, how)
    worker.on('exit', (code) => resolve(code as ExitCode))
    worker.on('error', (error) => {
      if (!isExhausted(error)) return reject(error)
      const needed = `more than ${memory.maxOldGenerationSizeMb} MiB of memory are needed`
      fail(needed, 'lint fewer files in one run: see --shard')
    })
  })

if (!isMainThread) start(workerData)
