import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { pilotlint } from './cli/harness.ts'

type Line = { readonly state: string; readonly failed: boolean }
type File = {
  readonly items: readonly (Line & { readonly item: string })[]
  readonly results: Line
  readonly history: Line
}

export type Judged = { readonly code: number; readonly lines: ReadonlyMap<string, string> }

/** The exit code, and each line of the verdict in words. */
export const judge = async (root: string, now: number): Promise<Judged> => {
  const { code, stdout } = await pilotlint(root, ['--format', 'json'], { now, env: { PATH: process.env.PATH } })
  const { items, results, history } = (JSON.parse(stdout) as { files: [File] }).files[0]
  const lines = [...items, { ...results, item: 'results' }, { ...history, item: 'history' }]
  return { code, lines: new Map(lines.map(({ item, state, failed }) => [item, `${state} ${failed}`])) }
}

/** The lines that are not as good as a stage asks for. */
export const short = ({ lines }: Judged): string[] =>
  [...lines.values()].filter((line) => !/^(?:proven|stated|shown|read|none asked) false$/.test(line))

export const lostIn = (now: Judged, whole: Judged): string[] =>
  [...now.lines].filter(([item, line]) => line !== whole.lines.get(item)).map(([item]) => item)

/** Puts another thing where a file was; with a result, pilot.yaml names that instead. */
export const doings: { readonly [name: string]: (at: string, file: string) => string | undefined } = {
  removed: (at) => {
    rmSync(at)
    return undefined
  },
  emptied: (at) => {
    writeFileSync(at, '')
    return undefined
  },
  'a folder': (at) => {
    rmSync(at)
    mkdirSync(at)
    return undefined
  },
  'a file of another kind': (at) => {
    writeFileSync(at, 'select count(*) from answers\n')
    return undefined
  },
  'a file of no known form': (at, file) => {
    renameSync(at, `${at}.old`)
    return `${file}.old`
  },
  'a page of another system': (_, file) => `https://example.com/${file}`,
}
