import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Io } from '../../src/cli/io/io.ts'
import { run } from '../../src/cli/run.ts'

/** A folder with these files, gone after the test. */
export const folder = (files: { readonly [path: string]: string | Uint8Array } = {}): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pilotlint-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

type Setting = Partial<Omit<Io, 'stdin' | 'stderr' | 'ask'>> & {
  readonly stdin?: string
  /** What somebody at a terminal types, a line a question; nobody is there without it. */
  readonly typed?: readonly string[]
}

/** Runs one command line in `cwd` and returns all that it does. */
export const pilotlint = async (
  cwd: string,
  argv: readonly string[],
  { stdin = '', typed, ...setting }: Setting = {},
) => {
  let stdout = ''
  let stderr = ''
  const answers = [...(typed ?? [])]
  const code = await run(argv, {
    stdin: async (limit) => new TextEncoder().encode(stdin).subarray(0, limit + 1),
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
    // A terminal shows what is typed.
    ask: async (question) => {
      const answer = answers.shift()
      stdout += `${question}${answer ?? ''}\n`
      return answer
    },
    env: {},
    cwd,
    isTTY: typed !== undefined,
    columns: 80,
    now: Date.UTC(2026, 10, 22, 12),
    ...setting,
  })
  return { code, stdout, stderr }
}

export const bare = 'version: 1\nid: example\n'

export const broken = 'version: [1\n'

/** A file that the fake rules speak about. */
export const champion = (name: string): string => `${bare}champion: ${name}\n`
