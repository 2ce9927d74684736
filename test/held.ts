import type { Files } from '../examples/run.js'
import { outcomes } from '../src/cli/io/outcome.ts'
import { type LintOptions, lint } from '../src/lint/lint.ts'
import { memory } from '../src/repo/memory.ts'
import type { FileChange, Port, Version } from '../src/repo/port.ts'
import { fileReport } from '../src/report/json.ts'
import { rules } from '../src/rules/index.ts'
import { dayOf } from '../src/values/date.ts'

/** Each with its day and the files that it changes, the first one first; an undefined file is taken away. */
export type Commits = readonly (readonly [date: string, files: Files])[]

const name = 'pilot.yaml'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The files after the last commit. */
export const lastOf = (commits: Commits): { readonly [path: string]: string } =>
  Object.fromEntries(
    Object.entries(Object.assign({}, ...commits.map(([, files]) => files)) as Files).flatMap(([path, text]) =>
      text === undefined ? [] : [[path, text]],
    ),
  )

/** What each commit changed, the newest first. */
const changesOf = (commits: Commits): FileChange[] => {
  const held = new Map<string, string>()
  return commits
    .flatMap(([date, files], nth) =>
      Object.entries(files).flatMap(([path, text]): FileChange[] => {
        if (held.get(path) === text) return []
        if (text === undefined) held.delete(path)
        else held.set(path, text)
        const read = () => (text === undefined ? undefined : bytes(text))
        return [
          {
            path,
            commit: `${nth}`.padStart(9, '0').padEnd(40, '0'),
            at: commits.length - 1 - nth,
            date,
            blob: text,
            read,
          },
        ]
      }),
    )
    .reverse()
}

/** The repository of these commits without git, which costs ten times what the judgement does; `files` are those of the checkout. */
const portOf = (commits: Commits, files: Files): Port => {
  const changes = changesOf(commits)
  const versions = changes.flatMap(({ path, commit, at, date, blob }): Version[] =>
    path === name && blob !== undefined ? [{ path, commit, at, date, bytes: bytes(blob) }] : [],
  )
  return memory(lastOf([['', files]]), versions, changes)
}

/** The exit code, and all that JSON says of the pilot; `now` is in milliseconds, and the files are those of the checkout. */
export const judgeHeld = async (
  commits: Commits,
  now: number,
  files: Files = lastOf(commits),
  target: LintOptions['for'] = 'production',
) => {
  const repository = { port: portOf(commits, files), file: name }
  const options = { for: target, file: name, today: dayOf(now), rules, exceptions: true, repository }
  const report = await lint(bytes(files[name] ?? ''), options)
  const { add, outcome } = outcomes({ failOn: 'error', maxWarnings: -1 })
  add(report)
  return { code: outcome([]).status === 'passed' ? 0 : 1, file: fileReport(report) }
}
