/** All that a command knows of the process it runs in. */
export type Io = {
  /** What stands on standard input, or its beginning where it is longer than `limit` bytes: then one byte more. */
  readonly stdin: (limit: number) => Promise<Uint8Array>
  /** Throws where the text is lost, as on a full disk; a reader that went away is no error. */
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: string
  /** Whether standard output is a terminal. */
  readonly isTTY: boolean
  /** Columns of the terminal. */
  readonly columns: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What the process ends with: ready, the file is at fault, the run is not valid. */
export type ExitCode = 0 | 1 | 2
