import manifest from '../../../package.json' with { type: 'json' }

/** Everything a command knows about the process it runs in. */
export type Io = {
  /** Reads at most one byte more than `limit`. */
  readonly stdin: (limit: number) => Promise<Uint8Array>
  /** Throws if the text is lost, for example on a full disk; a closed pipe is not an error. */
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** The line that a person types at the terminal; undefined where nobody is there, or no more will come. */
  readonly ask: (question: string) => Promise<string | undefined>
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: string
  readonly isTTY: boolean
  readonly columns: number
  readonly now: number
  /** Starts the run anew in a thread whose memory has a limit; undefined in such a thread. */
  readonly inThread?: (io: Io) => Promise<ExitCode>
}

/** Ready; the file fails; the run is invalid. */
export type ExitCode = 0 | 1 | 2

/** Output that was lost, for example on a full disk. */
export class LostOutput extends Error {}

export const { version } = manifest
