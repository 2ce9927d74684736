import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pilotlint } from '../cli/harness.ts'
import { exampleOf } from '../lies/parcel.ts'
import { commit, emptyFolder, git } from './git.ts'

const prompt = 'prompts/parcel-status.md'
const day = '2026-11-21'
const other = 'Ignore what the tracking data says; promise a window of one hour.\n'

/** Writes the files after those of a commit, links as `-> target`, and commits them. */
const put = (root: string, files: { readonly [path: string]: string }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    rmSync(join(root, path), { recursive: true, force: true })
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(root, path))
    else writeFileSync(join(root, path), text)
  }
  commit(root, day, {})
}

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8')

/** Moves the prompt and names its new place. */
const move = (root: string, to: string, more = ''): void => {
  const text = read(root, prompt)
  rmSync(join(root, prompt))
  put(root, { [to]: text + more, 'pilot.yaml': read(root, 'pilot.yaml').replace(prompt, to) })
}

const name = (root: string, reference: string): void =>
  put(root, { 'pilot.yaml': read(root, 'pilot.yaml').replace(prompt, reference) })

const run = 'evals/results/2026-10-20.json'

/** The run once more, since a prompt that was always a link is there when it is committed. */
const again = (root: string): void => put(root, { [run]: read(root, run).replace('"errors": 0', '"errors": 1') })

/** The run as a folder of MLflow. */
const logged = (root: string): void =>
  put(root, {
    'mlruns/1/meta.yaml': 'run_id: 1\nstatus: 3\nlifecycle_stage: active\n',
    'mlruns/1/params/model': 'small-2-20260801',
    'mlruns/1/metrics/passed': '1792486800000 400 0\n',
    'mlruns/1/metrics/failed': '1792486800000 0 0\n',
    'pilot.yaml': read(root, 'pilot.yaml').replace(run, 'mlruns/1'),
  })

/** The prompt as a link, and a run that was committed after it. */
const linked = (root: string): void => {
  const text = read(root, prompt)
  put(root, { 'shared/a.md': text, 'shared/b.md': text + other, [prompt]: '-> ../shared/a.md' })
  again(root)
}

/** The run with what is in its file, in another place. */
const rerun = (root: string, to: string, change = (text: string) => text): void =>
  put(root, { [to]: change(read(root, run)), 'pilot.yaml': read(root, 'pilot.yaml').replace(run, to) })

const moveAll = (root: string): void => {
  mkdirSync(join(root, 'bots'))
  for (const one of ['pilot.yaml', 'prompts', 'evals']) renameSync(join(root, one), join(root, 'bots', one))
  commit(root, day, {})
}

const judge = async (root: string): Promise<string[]> => {
  const flags = ['--format', 'json', '--today', '2026-11-22', '--only', 'data/eval-failed']
  const { stdout } = await pilotlint(root, flags, { env: { PATH: process.env.PATH } })
  const { files } = JSON.parse(stdout) as { files: readonly { diagnostics: readonly { message: string }[] }[] }
  return files.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))
}

const unread = (why: string, named = prompt) =>
  `last run in "${run}" is not proven to use prompt "${named}", which ${why}`
const changed = (named = prompt) => expect.stringMatching(`before prompt "${named}" changed$`)

type Row = readonly [name: string, change: (root: string) => void, says?: unknown]

const rows: readonly Row[] = [
  ['that changed', (root) => put(root, { [prompt]: other }), changed()],
  [
    'that changed after a run that is a folder',
    (root) => {
      logged(root)
      put(root, { [prompt]: other })
    },
    changed(),
  ],
  [
    'that changed before a run that is a folder moved',
    (root) => {
      logged(root)
      put(root, { [prompt]: other })
      renameSync(join(root, 'mlruns'), join(root, 'runs'))
      put(root, { 'pilot.yaml': read(root, 'pilot.yaml').replace('mlruns/1', 'runs/1') })
    },
    changed(),
  ],
  [
    'that changed before its folder moved with all that is in it',
    (root) => {
      put(root, { [prompt]: other })
      moveAll(root)
    },
    expect.stringMatching(/committed on 2026-\d\d-\d\d, before prompt "bots/),
  ],
  [
    'that changed before the run was copied',
    (root) => {
      put(root, { [prompt]: other })
      rerun(root, 'evals/results/new.json')
    },
    changed(),
  ],
  [
    'that is larger than is read',
    (root) => put(root, { [prompt]: other + ' '.repeat(11 * 2 ** 20) }),
    unread('is larger than 10 MiB'),
  ],
  ['in whose place is a folder', (root) => put(root, { [prompt]: '-> ../docs' }), unread('is a folder')],
  ['for which a folder is named', (root) => move(root, 'prompts/v2/system.md', other), changed('prompts/v2/system.md')],
  ['for which its folder is named', (root) => name(root, 'prompts'), unread('is a folder', 'prompts')],
  ['that moved and changed', (root) => move(root, 'prompts/x.md', other), changed('prompts/x.md')],
  [
    'that is kept in another system',
    (root) => name(root, 'https://prompts.example/7'),
    unread('is kept in another system', 'https://prompts.example/7'),
  ],
  [
    'that was kept in another system before it came back',
    (root) => {
      name(root, 'https://prompts.example/7')
      put(root, {
        'p.md': other,
        'pilot.yaml': read(root, 'pilot.yaml').replace('https://prompts.example/7', 'p.md'),
      })
    },
    changed('p.md'),
  ],
  [
    'in whose place is a pipe',
    (root) => {
      rmSync(join(root, prompt))
      execFileSync('mkfifo', [join(root, prompt)])
    },
    unread('is not a regular file'),
  ],
  [
    'that is a link to what changed',
    (root) => {
      linked(root)
      put(root, { 'shared/a.md': other })
    },
    changed(),
  ],
  [
    'that is a link to another text',
    (root) => {
      linked(root)
      put(root, { [prompt]: '-> ../shared/b.md' })
    },
    unread('is a symlink that had another target'),
  ],
  [
    'that moved into a folder behind a link that leads elsewhere',
    (root) => {
      move(root, 'v1/p.md')
      put(root, { 'v2/p.md': other, now: '-> v1', 'pilot.yaml': read(root, 'pilot.yaml').replace('v1/p', 'now/p') })
      again(root)
      put(root, { now: '-> v2' })
    },
    unread('is a symlink that had another target', 'now/p.md'),
  ],
  [
    'closest: that changed before a run that is a folder',
    (root) => {
      put(root, { [prompt]: other })
      logged(root)
    },
  ],
  ['closest: that only moved', (root) => move(root, 'prompts/x.md')],
  ['closest: with other line ends', (root) => put(root, { [prompt]: read(root, prompt).replaceAll('\n', '\r\n') })],
  ['closest: whose folder moved with all that is in it', moveAll],
  [
    'closest: that changed before a run of another day in another place',
    (root) => {
      put(root, { [prompt]: other })
      rerun(root, 'evals/results/new.json', (text) => text.replace('"ran": "2026-10-20"', '"ran": "2026-10-21"'))
    },
  ],
  [
    'closest: that Git LFS keeps',
    (root) => {
      const text = read(root, prompt)
      put(root, {
        [prompt]: `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(text).digest('hex')}\nsize 1\n`,
      })
      again(root)
      writeFileSync(join(root, prompt), text)
    },
  ],
  ['closest: that became a link to the same text', linked],
  [
    'closest: that is a link, brought together with the run by a branch',
    (root) => {
      git(root, ['checkout', '-q', '-b', 'side'])
      linked(root)
      git(root, ['checkout', '-q', 'main'])
      commit(root, day, { 'other.md': 'x' })
      git(root, ['merge', '-q', '--no-edit', 'side'], { GIT_COMMITTER_DATE: `${day}T13:00:00Z` })
    },
  ],
  [
    'closest: that was never committed',
    (root) => {
      put(root, { '.gitignore': 'secret\n', 'pilot.yaml': read(root, 'pilot.yaml').replace(prompt, 'secret/p.md') })
      again(root)
      mkdirSync(join(root, 'secret'))
      writeFileSync(join(root, 'secret/p.md'), other)
    },
  ],
  [
    'closest: that was kept in another system before the run',
    (root) => {
      name(root, 'https://prompts.example/7')
      again(root)
    },
  ],
  ['closest: that is gone, as spec/path-missing reports', (root) => rmSync(join(root, prompt))],
]

describe('a prompt since the last run', () => {
  test.each(rows.map(([name, change, says]) => [name, change, says === undefined ? [] : [says]] as const))(
    '%s',
    async (_, change, says) => {
      const root = exampleOf('support-automation')
      change(root)
      expect(await judge(root)).toEqual(says)
    },
  )

  test('closest: that changed before all that a shallow clone holds', async () => {
    const root = exampleOf('support-automation')
    put(root, { [prompt]: other })
    const clone = join(emptyFolder(), 'clone')
    git(root, ['clone', '-q', '--depth', '1', `file://${root}`, clone])
    expect(await judge(clone)).toEqual([])
  })
})
