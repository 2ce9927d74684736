import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { budget } from '../../src/repo/budget.ts'
import { archive, trackedPilots } from '../../src/repo/history.ts'
import type { History } from '../../src/repo/port.ts'
import { pilotlint } from '../cli/harness.ts'
import { honest } from '../lies/parcel.ts'
import { commit, emptyFolder, git, head, repo } from './git.ts'

const path = process.env.PATH ?? ''

const open = (root: string, on = path) => archive(root, on, budget())

const told = (history: History): string[] =>
  history.state === 'found'
    ? history.versions.map(
        (version) => `${version.date} ${version.path} ${new TextDecoder().decode(version.bytes).trim()}`,
      )
    : [`${history.state}: ${history.why}; ${history.help}`]

const nothing = { bytes: new Uint8Array(), isGone: () => false, alike: true }

const pilot = (id: string, rest: string): string =>
  `version: 1\nid: ${id}\n${Array.from({ length: 12 }, (_, at) => `x-${at}: same\n`).join('')}${rest}\n`

const last = (history: History): string[] => told(history).map((line) => line.replace(/version[\s\S]*same\n/, ''))

describe('the versions of a file', () => {
  test('are all there, the newest first, with the day in UTC and nothing of other files', () => {
    const root = repo([
      ['2026-09-01', { 'pilot.yaml': 'one', other: '1' }],
      ['2026-09-02', { other: '2' }],
      ['2026-09-03', { 'pilot.yaml': 'two' }],
      ['2026-09-04', { 'pilot.yaml': undefined }],
      ['2026-09-05', { 'pilot.yaml': 'three', 'sub/pilot.yaml': 'another' }],
    ])
    const { history } = open(root)
    expect(told(history('pilot.yaml'))).toEqual([
      '2026-09-05 pilot.yaml three',
      '2026-09-03 pilot.yaml two',
      '2026-09-01 pilot.yaml one',
    ])
    expect(told(history('sub/pilot.yaml'))).toEqual(['2026-09-05 sub/pilot.yaml another'])
    expect(history('none.yaml')).toEqual({ state: 'found', versions: [], unread: 0 })
    expect(history('*.yaml')).toEqual({ state: 'found', versions: [], unread: 0 })
    const [newest] = (history('pilot.yaml') as Extract<History, { state: 'found' }>).versions
    expect(newest?.commit).toBe(head(root))
  })

  test('are followed through a rename, a moved folder, there and back again', () => {
    const root = repo([
      ['2026-09-01', { 'a/x/pilot.yaml': pilot('p', 'n: 1'), keep: '' }],
      ['2026-09-02', { 'a/x/pilot.yaml': undefined, 'b/y/pilot.yml': pilot('p', 'n: 1') }],
      ['2026-09-03', { 'b/y/pilot.yml': undefined, 'a/x/pilot.yaml': pilot('p', 'n: 2') }],
    ])
    expect(last(open(root).history('a/x/pilot.yaml'))).toEqual([
      '2026-09-03 a/x/pilot.yaml n: 2',
      '2026-09-02 b/y/pilot.yml n: 1',
      '2026-09-01 a/x/pilot.yaml n: 1',
    ])
  })

  test.each([
    ['by its id', pilot('p', 'n: 1').replaceAll('same', 'other'), 'old/pilot.yaml'],
    ['by its id, whatever its name was', pilot('p', 'n: 1').replaceAll('same', 'other'), 'old/order.yml'],
    ['by most of its lines', pilot('q', 'n: 1'), 'old/pilot.yaml'],
  ])('are followed %s', (_, before, name) => {
    const root = repo([
      ['2026-09-01', { [name]: before, 'old/decoy.yaml': 'id: z' }],
      ['2026-09-02', { [name]: undefined, 'old/decoy.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 1') }],
    ])
    expect(told(open(root).history('pilot.yaml')).map((line) => line.slice(0, 26).trim())).toEqual([
      expect.stringMatching(/^2026-09-02 pilot.yaml/),
      expect.stringContaining(`2026-09-01 ${name}`),
    ])
  })

  test.each([
    ['deleted first and added later', [{ 'a/pilot.yaml': undefined }, { 'pilot.yaml': pilot('p', 'n: 2') }]],
    ['copied first and deleted later', [{ 'pilot.yaml': pilot('p', 'n: 2') }, { 'a/pilot.yaml': undefined }]],
  ] as const)('are followed where the file was %s', (_, [first, second]) => {
    const root = repo([
      ['2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1'), keep: '' }],
      ['2026-09-10', first],
      ['2026-09-11', second],
    ])
    expect(last(open(root).history('pilot.yaml')).at(-1)).toBe('2026-09-01 a/pilot.yaml n: 1')
  })

  test.each([
    ['a copy of an example that is still there', { 'pilot.yaml': pilot('p', 'n: 1') }],
    [
      'another pilot in the place of one that is gone',
      { 'examples/pilot.yaml': undefined, 'pilot.yaml': 'version: 1\nid: q\nowner: b\n' },
    ],
  ])('%s begins anew', (_, files) => {
    const root = repo([
      ['2026-09-01', { 'examples/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-02', files],
    ])
    expect(told(open(root).history('pilot.yaml'))).toHaveLength(1)
  })

  test('of every branch that was merged are there, the first of them last', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
    git(root, ['checkout', '-q', '-b', 'side'])
    commit(root, '2026-09-03', { 'pilot.yaml': 'side' })
    git(root, ['checkout', '-q', 'main'])
    commit(root, '2026-09-02', { 'pilot.yaml': 'two' })
    git(root, ['merge', '-q', '--no-edit', '-s', 'ours', 'side'], {
      GIT_COMMITTER_DATE: '2026-09-04T12:00:00Z',
    })
    const lines = told(open(root).history('pilot.yaml'))
    expect([...lines].sort()).toEqual([
      '2026-09-01 pilot.yaml one',
      '2026-09-02 pilot.yaml two',
      '2026-09-03 pilot.yaml side',
      '2026-09-04 pilot.yaml two',
    ])
    expect(lines.at(-1)).toBe('2026-09-01 pilot.yaml one')
  })

  test('of both sides of a merge count, whichever tree it took, also under another name', () => {
    const root = repo([
      ['2026-09-01', { keep: '' }],
      ['2026-09-02', { 'a/pilot.yaml': pilot('p', 'n: 1') }],
    ])
    git(root, ['checkout', '-q', '-b', 'side', 'HEAD^'])
    commit(root, '2026-09-03', { 'pilot.yaml': pilot('p', 'n: 2') })
    git(root, ['merge', '-q', '--no-edit', '-s', 'ours', 'main'], {
      GIT_COMMITTER_DATE: '2026-09-04T12:00:00Z',
    })
    expect(last(open(root).history('pilot.yaml'))).toEqual([
      '2026-09-04 pilot.yaml n: 2',
      '2026-09-03 pilot.yaml n: 2',
      '2026-09-02 a/pilot.yaml n: 1',
    ])
  })

  test('are followed through a merge that renames by itself', () => {
    const root = repo([['2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1'), keep: '' }]])
    git(root, ['checkout', '-q', '-b', 'side'])
    commit(root, '2026-09-02', { keep: 'x' })
    git(root, ['checkout', '-q', 'main'])
    commit(root, '2026-09-03', { other: 'x' })
    git(root, ['merge', '-q', '--no-commit', 'side'])
    git(root, ['mv', 'a/pilot.yaml', 'b.yaml'])
    commit(root, '2026-09-04', {})
    expect(last(open(root).history('b.yaml'))).toEqual(['2026-09-04 b.yaml n: 1', '2026-09-01 a/pilot.yaml n: 1'])
  })

  test('of another file that took the old name later are not among them', () => {
    const root = repo([
      ['2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-02', { 'a/pilot.yaml': undefined, 'b/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-03', { 'a/pilot.yaml': 'id: q' }],
      ['2026-09-04', { 'a/pilot.yaml': 'id: q\nn: 2' }],
    ])
    expect(last(open(root).history('b/pilot.yaml'))).toEqual([
      '2026-09-02 b/pilot.yaml n: 1',
      '2026-09-01 a/pilot.yaml n: 1',
    ])
    expect(told(open(root).history('a/pilot.yaml'))).toHaveLength(3)
  })

  test.each([
    ['of a pilot that moved with two like it and once more', 'p', ['b/p/pilot.yaml', 'a/p/pilot.yaml']],
    ['of one that got another id when it moved once more', 'z', ['b/p/pilot.yaml', 'a/p/pilot.yaml']],
  ])('%s are its own', (_, id, names) => {
    const [p, q, r] = ['p', 'q', 'r'].map((one) => pilot(one, 'n: 1'))
    const root = repo([
      ['2026-09-01', { 'a/p/pilot.yaml': p, 'a/q/pilot.yaml': q, 'a/r/pilot.yaml': r }],
      [
        '2026-09-02',
        {
          ...{ 'a/p/pilot.yaml': undefined, 'a/q/pilot.yaml': undefined, 'a/r/pilot.yaml': undefined },
          ...{ 'b/p/pilot.yaml': p, 'b/q/pilot.yaml': q, 'b/r/pilot.yaml': r },
        },
      ],
      ['2026-09-03', { 'b/p/pilot.yaml': undefined, 'b/z/pilot.yaml': pilot(id, 'n: 1') }],
    ])
    const history = open(root).history('b/z/pilot.yaml')
    expect(history.state === 'found' && history.versions.map(({ path }) => path)).toEqual(['b/z/pilot.yaml', ...names])
  })

  test('of a pilot that came when another one moved are its own; of one that got another id beside it as well', () => {
    const root = repo([
      ['2026-09-01', { 'a/p/pilot.yaml': pilot('p', 'n: 1'), 'a/q/pilot.yaml': pilot('q', 'n: 1') }],
      [
        '2026-09-02',
        {
          ...{ 'a/p/pilot.yaml': undefined, 'a/q/pilot.yaml': undefined },
          ...{ 'b/q/pilot.yaml': pilot('q', 'n: 1'), 'b/z/pilot.yaml': pilot('z', 'n: 2') },
        },
      ],
      [
        '2026-09-03',
        {
          ...{ 'b/z/pilot.yaml': undefined, 'c/z/pilot.yaml': pilot('z', 'n: 2') },
          'c/new/pilot.yaml': pilot('new', 'n: 2'),
        },
      ],
    ])
    const paths = (file: string) => {
      const history = open(root).history(file)
      return history.state === 'found' && history.versions.map(({ path }) => path)
    }
    expect(paths('c/new/pilot.yaml')).toEqual(['c/new/pilot.yaml'])
    expect(paths('c/z/pilot.yaml')).toEqual(['c/z/pilot.yaml', 'b/z/pilot.yaml', 'a/p/pilot.yaml'])
  })

  test('of a pilot that came when hundreds moved whose flags contain one another are its own', () => {
    const all = Array.from({ length: 300 }, (_, at) => {
      const flag = `f${'1'.repeat(1 + (at % 20))}`
      return [`p${at}/pilot.yaml`, pilot(`p${at}`, `rollback: {how: {feature_flag: ${flag}}}`)] as const
    })
    const root = repo([
      ['2026-09-01', Object.fromEntries(all.map(([name, text]) => [`a/${name}`, text]))],
      [
        '2026-09-02',
        {
          ...Object.fromEntries(
            all.flatMap(([name, text]) => [
              [`a/${name}`, undefined],
              [`b/${name}`, text],
            ]),
          ),
          'b/new/pilot.yaml': pilot('new', 'n: 1'),
        },
      ],
    ])
    const history = open(root).history('b/new/pilot.yaml')
    expect(history.state === 'found' && history.versions.map(({ path }) => path)).toEqual(['b/new/pilot.yaml'])
  })

  test('are followed through thirty names, each with another text', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': pilot('p', 'n: 0') }]])
    for (let at = 1; at <= 30; at++)
      commit(root, '2026-09-02', {
        [at === 1 ? 'pilot.yaml' : `p${at - 1}.yaml`]: undefined,
        [`p${at}.yaml`]: pilot('p', `success: {target: ${at}}`),
      })
    expect(told(open(root).history('p30.yaml'))).toHaveLength(31)
  })

  test.each([
    ['as a text in quotes', '"id": "p"'],
    ['with a letter as a number', 'id: "\\x70"'],
    ['in the next line', 'id: >-\n  p'],
    ['in flow style', '{id: p, success: {target: 1}}'],
  ])('are followed by an id that is written %s', (_, text) => {
    const root = repo([
      ['2026-09-01', { 'a/pilot.yaml': text }],
      ['2026-09-02', { 'a/pilot.yaml': undefined, 'b/pilot.yaml': 'id: p' }],
    ])
    expect(told(open(root).history('b/pilot.yaml'))).toHaveLength(2)
  })

  test('are followed by the id that the file has now, and a name may hold a line break', () => {
    const root = repo([
      ['2026-09-01', { 'a\nb/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-02', { 'pilot.yaml': 'id: other' }],
      ['2026-09-03', { 'a\nb/pilot.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 2') }],
    ])
    expect(last(open(root).history('pilot.yaml')).at(-1)).toBe('2026-09-01 a\nb/pilot.yaml n: 1')
    expect(told(open(root).history('a\nb/pilot.yaml'))).toHaveLength(1)
  })

  test('under a name that is no UTF-8 are told to be unread', () => {
    const root = repo([['2026-09-01', { keep: '' }]])
    const name = Buffer.from([...Buffer.from(join(root, 'a')), 0xff])
    mkdirSync(name)
    writeFileSync(Buffer.concat([name, Buffer.from('/pilot.yaml')]), pilot('p', 'n: 1'))
    commit(root, '2026-09-02', {})
    rmSync(name, { recursive: true })
    commit(root, '2026-09-03', { 'pilot.yaml': pilot('p', 'n: 2') })
    expect(told(open(root).history('pilot.yaml'))).toEqual([expect.stringMatching(/not UTF-8/)])
  })

  test('that padding makes larger than anybody reads hide no pilot', () => {
    const root = repo([
      ['2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-02', { 'a/pilot.yaml': `${pilot('p', 'n: 1')}${'# x\n'.repeat(2 ** 18)}` }],
      ['2026-09-03', { 'a/pilot.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 2') }],
    ])
    expect(open(root).history('pilot.yaml')).toMatchObject({ state: 'unverified', isPadded: true })
  })

  test('are told to be unread where much that was taken away names the id, and nobody parses it all', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `l${at}: x`).join('\n')
    const files = Array.from({ length: 12 }, (_, at) => [`g/${at}.yaml`, `k: p\nsuccess: ${at}\n${lines}`] as const)
    const root = repo([
      ['2026-09-01', Object.fromEntries(files)],
      ['2026-09-02', { ...Object.fromEntries(files.map(([name]) => [name, undefined])), 'pilot.yaml': 'id: p' }],
    ])
    expect(open(root).history('pilot.yaml')).toMatchObject({ isPadded: true })
    const other = repo([
      ['2026-09-01', Object.fromEntries(files)],
      ['2026-09-02', { ...Object.fromEntries(files.map(([name]) => [name, undefined])), 'pilot.yaml': 'id: qq' }],
    ])
    expect(told(open(other).history('pilot.yaml'))).toEqual(['2026-09-02 pilot.yaml id: qq'])
  })

  test('that are too large are counted, not read; a link is none', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'x'.repeat(2 ** 20 + 1) }]])
    commit(root, '2026-09-02', { 'pilot.yaml': undefined })
    symlinkSync('/etc/passwd', join(root, 'pilot.yaml'))
    commit(root, '2026-09-03', {})
    const found = open(root).history('pilot.yaml')
    expect(found).toMatchObject({ state: 'found', unread: 1 })
    expect(told(found)).toEqual([])
  })

  test('are followed where a link takes the old name', () => {
    const root = repo([
      ['2026-09-01', { 'pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-02', { 'pilot.yaml': undefined, 'real.yaml': pilot('p', 'n: 2') }],
    ])
    symlinkSync('real.yaml', join(root, 'pilot.yaml'))
    commit(root, '2026-09-03', {})
    expect(last(open(root).history('real.yaml'))).toEqual(['2026-09-02 real.yaml n: 2', '2026-09-01 pilot.yaml n: 1'])
  })

  test('are read from a repository that names its objects by SHA-256', () => {
    const root = emptyFolder()
    git(root, ['init', '-q', '--object-format=sha256'])
    commit(root, '2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1') })
    commit(root, '2026-09-02', { 'a/pilot.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 2') })
    expect(last(open(root).history('pilot.yaml'))).toEqual([
      '2026-09-02 pilot.yaml n: 2',
      '2026-09-01 a/pilot.yaml n: 1',
    ])
  })
})

describe('git is started', () => {
  const log = join(emptyFolder(), 'log')
  const bin = emptyFolder()
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: { PATH: path } })
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\nfor word; do case $word in rev-*|cat-*|diff-*|ls-*) echo $word >>${log};; esac; done\nexec ${real.trim()} "$@"\n`,
  )
  chmodSync(join(bin, 'git'), 0o755)

  /** What is started for the history of pilot.yaml, and how many versions it has. */
  const started = (root: string) => {
    writeFileSync(log, '')
    const versions = told(open(root, `${bin}:${path}`).history('pilot.yaml')).length
    return { versions, commands: readFileSync(log, 'utf8').trim().split('\n') }
  }
  const folders = { 'a/b/c/one': '', 'd/e/f/two.yaml': '', 'docs/x/three': '' }
  const edits: [string, { 'pilot.yaml': string }][] = Array.from({ length: 20 }, (_, at) => [
    `2026-09-${at + 10}`,
    { 'pilot.yaml': pilot('p', `n: ${at}`) },
  ])

  const plain = ['rev-list', 'diff-tree', 'diff-tree', 'cat-file']

  test('four times for a file that was never renamed, however deep the folders are', () => {
    const root = repo([
      ['2026-09-01', { ...folders, 'pilot.yaml': pilot('p', '') }],
      ['2026-09-02', { 'a/b/c/one': '1', 'docs/x/three': undefined }],
      ...edits,
    ])
    expect(started(root)).toEqual({ versions: 21, commands: plain })
  })

  test('once for the changes of all evidence, and twice for what its files held, however many versions are read', async () => {
    const root = honest()
    writeFileSync(log, '')
    await pilotlint(root, [], { env: { PATH: `${bin}:${path}` }, now: Date.UTC(2027, 5, 15, 12) })
    const commands = readFileSync(log, 'utf8').trim().split('\n')
    // The second time says which versions are small enough to be asked for together.
    expect(commands).toEqual([...plain, 'diff-tree', 'ls-files', 'cat-file', 'cat-file'])
  })

  test('a few times more for one that was renamed, however often', () => {
    const root = repo([
      ['2026-09-01', folders],
      ['2026-09-02', { 'a/b/c/pilot.yaml': pilot('p', 'n: 0') }],
      ['2026-09-03', { 'a/b/c/pilot.yaml': undefined, 'x/pilot.yaml': pilot('p', 'n: 1') }],
      ['2026-09-04', { 'x/pilot.yaml': undefined, 'y/pilot.yaml': pilot('p', 'n: 2') }],
      ['2026-09-05', { 'y/pilot.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 3') }],
    ])
    const { versions, commands } = started(root)
    expect(versions).toBe(4)
    expect(commands.length).toBeLessThanOrEqual(10)
  })
})

test('versions that are too large together are told, and so is what git prints beyond the budget', () => {
  const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
  commit(root, '2026-09-02', { 'pilot.yaml': 'x'.repeat(49 * 2 ** 20) })
  commit(root, '2026-09-03', { 'pilot.yaml': 'two' })
  expect(open(root).history('pilot.yaml')).toMatchObject({ state: 'unverified', isPadded: true })
  const small = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
  const left = { ...budget(), git: { left: 100 } }
  expect(archive(small, path, left).history('pilot.yaml')).toMatchObject({ isPadded: true })
  expect(left.git.left).toBeLessThanOrEqual(0)
})

test('a version that is too large hides none before a rename', () => {
  const large = `${pilot('p', 'n: 2')}${'# x\n'.repeat(2 ** 18)}`
  const root = repo([
    ['2026-09-01', { 'a/pilot.yaml': pilot('p', 'n: 1'), keep: '' }],
    ['2026-09-02', { 'a/pilot.yaml': undefined, 'pilot.yaml': large }],
    ['2026-09-03', { 'pilot.yaml': pilot('p', 'n: 3') }],
  ])
  expect(told(open(root).history('pilot.yaml'))).toEqual([expect.stringMatching(/they are too large/)])
})

test('a list of shallow commits that cannot be read may cut off anything', () => {
  const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
  const list = join(emptyFolder(), 'list')
  writeFileSync(list, '')
  symlinkSync(list, join(root, '.git/shallow'))
  expect(told(open(root).history('pilot.yaml'))).toEqual([expect.stringMatching(/the clone is shallow/)])
})

test('a repository that names another one as its own shows nothing of it', () => {
  const other = repo([['2026-09-01', { 'pilot.yaml': 'secret' }]])
  const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
  writeFileSync(join(root, '.git/commondir'), join(other, '.git'))
  expect(git(root, ['show', 'HEAD:pilot.yaml'])).toBe('secret')
  const isClosed = (at: string) => {
    expect(told(open(at).history('pilot.yaml'))).toEqual([expect.stringMatching(/does not list this worktree/)])
    expect(open(at).at('HEAD', 'pilot.yaml', nothing)).toMatchObject({ state: 'unverified' })
    expect(open(at).pilotsAt('HEAD')).toBe(undefined)
  }
  isClosed(root)
  // Files of an archive may say anything.
  const archived = emptyFolder()
  const say = (file: string, text: string) => writeFileSync(join(archived, file), `${text}\n`)
  say('.git', `gitdir: ${join(other, '.git')}`)
  isClosed(archived)
  mkdirSync(join(archived, 'fake/worktrees/x'), { recursive: true })
  say('.git', 'gitdir: fake/worktrees/x')
  say('fake/worktrees/x/gitdir', join(archived, '.git'))
  say('fake/worktrees/x/commondir', join(other, '.git'))
  isClosed(archived)
  mkdirSync(join(archived, 'sub'))
  say('.git', `gitdir: ${join(other, '.git')}`)
  say('sub/.git', `gitdir: ${join(other, '.git')}`)
  isClosed(join(archived, 'sub'))
  const tree = join(emptyFolder(), 'tree')
  git(other, ['worktree', 'add', '-q', tree])
  say('.git', readFileSync(join(tree, '.git'), 'utf8').trim())
  isClosed(archived)
  for (const text of ['', 'gitdir:', 'gitdir: ', `gitdir: ${'x'.repeat(9000)}`, 'gitdir: a\nb', 'gitdir: \0']) {
    say('.git', text)
    isClosed(archived)
  }
})

describe('the versions are read', () => {
  const two = () =>
    repo([
      ['2026-09-01', { 'pilot.yaml': 'one' }],
      ['2026-09-02', { 'pilot.yaml': 'two' }],
    ])
  const both = ['2026-09-02 pilot.yaml two', '2026-09-01 pilot.yaml one']

  test('in a linked worktree, through a link to it, too', () => {
    const tree = join(emptyFolder(), 'tree')
    git(two(), ['worktree', 'add', '-q', tree])
    commit(tree, '2026-09-03', { 'pilot.yaml': 'three' })
    expect(told(open(tree).history('pilot.yaml'))).toEqual(['2026-09-03 pilot.yaml three', ...both])
    const alias = join(emptyFolder(), 'alias')
    symlinkSync(tree, alias)
    expect(told(open(alias).history('pilot.yaml'))).toHaveLength(3)
    const found = open(tree).at('HEAD~1', 'pilot.yaml', nothing)
    expect(found).toMatchObject({ state: 'found', file: { path: 'pilot.yaml' } })
  })

  test('in a submodule, in one of its own, and in one of a linked worktree', () => {
    const allowed = ['-c', 'protocol.file.allow=always']
    const middle = repo([['2026-09-01', { x: '' }]])
    git(middle, [...allowed, 'submodule', '--quiet', 'add', `file://${two()}`, 'inner'])
    commit(middle, '2026-09-02', {})
    const outer = repo([['2026-09-01', { x: '' }]])
    git(outer, [...allowed, 'submodule', '--quiet', 'add', `file://${middle}`, 'middle'])
    git(outer, [...allowed, 'submodule', '--quiet', 'update', '--init', '--recursive'])
    commit(outer, '2026-09-02', {})
    const tree = join(emptyFolder(), 'tree')
    git(outer, ['worktree', 'add', '-q', tree])
    git(tree, [...allowed, 'submodule', '--quiet', 'update', '--init', '--recursive'])
    for (const at of [outer, tree]) {
      expect(told(open(join(at, 'middle')).history('x'))).toHaveLength(1)
      expect(told(open(join(at, 'middle/inner')).history('pilot.yaml'))).toEqual(both)
    }
  })

  test('in a clone that borrows its objects', () => {
    const clone = emptyFolder()
    git(clone, ['clone', '-q', '--shared', two(), '.'])
    expect(existsSync(join(clone, '.git/objects/info/alternates'))).toBe(true)
    expect(told(open(clone).history('pilot.yaml'))).toEqual(both)
  })
})

describe('what cannot be told is unverified', () => {
  const why = (root: string, on = path) => told(open(root, on).history('pilot.yaml'))[0]

  test('where there is no repository, none that can be followed, no git or no commit', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
    expect(why(emptyFolder())).toMatch(/no git repository here/)
    expect(why(root, '')).toMatch(/no git on the PATH/)
    expect(why(root, 'bin:.')).toMatch(/no git on the PATH/)
    const bare = emptyFolder()
    git(bare, ['clone', '-q', '--bare', root, '.'])
    expect(why(bare)).toMatch(/no git repository here/)
    const fresh = emptyFolder()
    git(fresh, ['init', '-q'])
    expect(why(fresh)).toMatch(/nothing is committed/)
    const damaged = emptyFolder()
    mkdirSync(join(damaged, '.git'))
    expect(why(damaged)).toMatch(/git refuses this repository/)
  })

  test('before the day on which a shallow clone ends, with the command that deepens it', () => {
    const root = repo([
      ['2026-09-01', { 'pilot.yaml': 'one' }],
      ['2026-09-02', { 'pilot.yaml': 'two' }],
    ])
    const clone = emptyFolder()
    git(clone, ['clone', '-q', '--depth=1', `file://${root}`, '.'])
    const cut = { date: '2026-09-02', help: expect.stringMatching(/^git fetch --unshallow/) }
    expect(open(clone).history('pilot.yaml')).toMatchObject({ state: 'found', cut })
    expect(open(clone).changes(['pilot.yaml'])).toMatchObject({ changes: [{ isCut: true }] })
    const tree = join(emptyFolder(), 'tree')
    git(clone, ['worktree', 'add', '-q', tree])
    expect(open(tree).history('pilot.yaml')).toMatchObject({ cut })
    git(clone, ['fetch', '-q', '--unshallow'])
    const whole = open(clone).history('pilot.yaml')
    expect(told(whole)).toHaveLength(2)
    expect(whole).not.toHaveProperty('cut')
  })

  test.each(['blob:none', 'tree:0'])('in a partial clone, %s, and nothing is fetched', (filter) => {
    const root = repo([
      ['2026-09-01', { 'pilot.yaml': 'one' }],
      ['2026-09-02', { 'pilot.yaml': 'two' }],
    ])
    git(root, ['config', 'uploadpack.allowFilter', 'true'])
    const clone = emptyFolder()
    git(clone, ['clone', '-q', '--no-checkout', `--filter=${filter}`, `file://${root}`, '.'])
    expect(why(clone)).toMatch(/the clone is partial/)
    git(clone, ['checkout', '-q', 'HEAD'])
    git(clone, ['log', '-p', '--', 'pilot.yaml'])
    expect(told(open(clone).history('pilot.yaml'))).toHaveLength(2)
  })

  test('when git takes too long, which is not waited for again in the same run', () => {
    const bin = emptyFolder()
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho x >> '${bin}/asked'\nsleep 60\n`)
    chmodSync(join(bin, 'git'), 0o755)
    const roots = [1, 2].map(() => repo([['2026-09-01', { 'pilot.yaml': 'one' }]]))
    const left = budget()
    for (const root of roots) {
      const slow = archive(root, `${bin}:/bin:/usr/bin`, left, 1000)
      for (const file of ['pilot.yaml', 'other.yaml'])
        expect(told(slow.history(file))).toEqual([expect.stringMatching(/took too long/)])
      expect(slow.changes(['r.json'])).toMatchObject({ why: expect.stringMatching(/took too long/) })
      expect(slow.at('HEAD', 'pilot.yaml', nothing)).toMatchObject({ state: 'unverified' })
    }
    expect(readFileSync(join(bin, 'asked'), 'utf8')).toBe('x\n')
  })
})

test('a hostile repository starts nothing', () => {
  const root = repo([
    ['2026-09-01', { 'pilot.yaml': 'one' }],
    ['2026-09-02', { 'pilot.yaml': 'two' }],
  ])
  git(root, ['config', 'uploadpack.allowFilter', 'true'])
  const clone = emptyFolder()
  git(clone, ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${root}`, '.'])
  const seen = join(emptyFolder(), 'seen')
  const payload = join(clone, 'git')
  writeFileSync(payload, `#!/bin/sh\ntouch ${seen}\n`)
  chmodSync(payload, 0o755)
  for (const at of [clone, root]) {
    const set = (key: string, value: string) => git(at, ['config', key, value])
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'core.sshCommand',
      'core.gitProxy',
      'core.askPass',
      'core.alternateRefsCommand',
      'credential.helper',
      'gpg.program',
      'diff.external',
      'diff.x.textconv',
      'filter.x.clean',
      'filter.x.smudge',
      'filter.x.process',
      'pager.rev-list',
      'pager.diff-tree',
      'remote.origin.uploadpack',
      'uploadpack.packObjectsHook',
      'interactive.diffFilter',
    ])
      set(key, payload)
    for (const command of ['rev-list', 'cat-file', 'rev-parse', 'diff-tree', 'ls-files', 'ls-tree', 'fetch'])
      set(`alias.${command}`, `!${payload}`)
    set('log.showSignature', 'true')
    set('protocol.ext.allow', 'always')
    set('remote.origin.promisor', 'true')
    set('remote.origin.url', `ext::${payload}`)
    mkdirSync(join(at, '.git/hooks'), { recursive: true })
    for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc', 'post-index-change'])
      symlinkSync(payload, join(at, '.git/hooks', hook))
    mkdirSync(join(at, '.git/info'), { recursive: true })
    writeFileSync(join(at, '.git/info/attributes'), '* filter=x diff=x\n')
  }
  expect(told(open(root, `${root}:.:${path}`).history('pilot.yaml'))).toHaveLength(2)
  expect(told(open(clone, `${clone}:.:${path}`).history('pilot.yaml'))[0]).toMatch(/partial/)
  open(root).at('main', 'pilot.yaml', nothing)
  open(root).at('--output=x', 'pilot.yaml', nothing)
  expect(trackedPilots(root, `${root}:.:${path}`, budget())).toEqual(['pilot.yaml'])
  expect(existsSync(seen)).toBe(false)
  // The bait is good: what anybody types does start it, however git takes what it answers.
  const type = (at: string, ...args: string[]) => {
    rmSync(seen, { force: true })
    try {
      git(at, args)
    } catch {}
    return existsSync(seen)
  }
  expect(type(root, 'status')).toBe(true)
  expect(type(clone, 'cat-file', '-p', 'HEAD:pilot.yaml')).toBe(true)
})

test('a git that lies in the checkout is not started, whatever way leads to it', () => {
  const outer = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
  const inner = join(outer, 'inner')
  mkdirSync(inner)
  git(inner, ['init', '-q', '-b', 'main'])
  commit(inner, '2026-09-01', { 'pilot.yaml': 'one' })
  const seen = join(emptyFolder(), 'seen')
  const away = emptyFolder()
  symlinkSync(outer, join(away, 'link'))
  mkdirSync(join(away, 'bin'))
  for (const at of [outer, inner]) {
    mkdirSync(join(at, 'bin'))
    writeFileSync(join(at, 'bin/git'), `#!/bin/sh\ntouch ${seen}\nexec ${path.split(':')[0]}/git "$@"\n`)
    chmodSync(join(at, 'bin/git'), 0o755)
  }
  symlinkSync(join(outer, 'bin/git'), join(away, 'bin/git'))
  const roots = [outer, inner, join(away, 'link'), join(away, 'link/inner')]
  const entries = [outer, inner, join(away, 'link'), join(away, 'link/inner'), `${away}/link/inner/..`, away]
  for (const root of roots)
    for (const entry of entries)
      expect(told(open(root, `${entry}/bin:${path}`).history('pilot.yaml'))).toEqual(['2026-09-01 pilot.yaml one'])
  expect(existsSync(seen)).toBe(false)
})

test('a configuration that moves the work tree, calls it bare or replaces objects changes no answer', () => {
  const root = repo([
    ['2026-09-01', { 'pilot.yaml': 'one' }],
    ['2026-09-02', { 'pilot.yaml': 'two' }],
  ])
  const before = told(open(root).history('pilot.yaml'))
  const tree = git(root, ['write-tree']).trim()
  const orphan = git(root, ['commit-tree', '-m', 'x', tree]).trim()
  git(root, ['replace', 'HEAD', orphan])
  mkdirSync(join(root, '.git/info'))
  writeFileSync(join(root, '.git/info/grafts'), `${head(root)}\n`)
  git(root, ['config', 'core.bare', 'true'])
  expect(told(open(root).history('pilot.yaml'))).toEqual(before)
  git(root, ['config', 'core.bare', 'false'])
  git(root, ['config', 'core.worktree', '/'])
  expect(told(open(root).history('pilot.yaml'))).toEqual(before)
})

describe('a file at a ref', () => {
  const two = () =>
    repo([
      ['2026-09-01', { 'old/pilot.yaml': pilot('p', 'n: 1'), 'other/pilot.yaml': pilot('o', '') }],
      ['2026-09-02', { 'old/pilot.yaml': undefined, 'new/pilot.yaml': pilot('p', 'n: 2') }],
    ])
  const now = new TextEncoder().encode(pilot('p', 'n: 2'))

  test('is read, under the name that it had', () => {
    const root = two()
    const at = (ref: string, file: string) =>
      open(root).at(ref, file, { bytes: now, isGone: (one) => !existsSync(join(root, one)), alike: false })
    const text = (found: ReturnType<typeof at>) =>
      found.state === 'found' &&
      found.file &&
      `${found.file.path} ${new TextDecoder().decode(found.file.bytes).trim().split('\n').at(-1)}`
    expect(text(at('HEAD', 'new/pilot.yaml'))).toBe('new/pilot.yaml n: 2')
    expect(text(at('main~1', 'new/pilot.yaml'))).toBe('old/pilot.yaml n: 1')
    expect(text(at('HEAD~1', 'other/pilot.yaml'))).toBe('other/pilot.yaml x-11: same')
    expect(open(root).pilotsAt('HEAD~1')).toEqual(['old/pilot.yaml', 'other/pilot.yaml'])
  })

  test('was not there yet', () => {
    const root = two()
    const found = open(root).at('HEAD', 'third/pilot.yaml', {
      ...nothing,
      bytes: new TextEncoder().encode('id: t\n'),
      isGone: () => true,
    })
    expect(found).toMatchObject({ state: 'found', file: undefined })
  })

  test('is not told where there is no such ref', () => {
    const root = two()
    for (const ref of ['nowhere', '', '-n', '--all', 'HEAD:new', 'HEAD\n', 'main..HEAD', 'x'.repeat(5000)])
      expect(open(root).at(ref, 'new/pilot.yaml', nothing)).toEqual({
        state: 'absent',
        shallow: false,
      })
  })
})
