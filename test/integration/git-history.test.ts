import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archive } from '../../src/repo/git/git-archive.ts'
import type { History } from '../../src/repo/git/history.ts'
import { commit, emptyFolder, git, repo } from './git.ts'

const path = process.env.PATH ?? ''

const open = (root: string, on = path) => archive(root, on)

const told = (history: History): string[] =>
  history.state === 'found'
    ? history.versions.map(
        (version) => `${version.date} ${version.path} ${new TextDecoder().decode(version.bytes).trim()}`,
      )
    : [`${history.state}: ${history.why}; ${history.help}`]

const nothing = { bytes: new Uint8Array(), isGone: () => false, alike: true }

const pilot = (id: string, rest: string): string =>
  `version: 1\nid: ${id}\n${Array.from({ length: 12 }, (_, at) => `x-${at}: same\n`).join('')}${rest}\n`

const last = (history: History): string[] =>
  told(history).map((line) => line.replace(/version[\s\S]*same\n/, ''))

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
    expect(newest?.commit).toBe(git(root, ['rev-parse', 'HEAD']).trim())
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

  test('that are too large are counted, not read; a link is one line of text', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'x'.repeat(2 ** 20 + 1) }]])
    commit(root, '2026-09-02', { 'pilot.yaml': undefined })
    symlinkSync('/etc/passwd', join(root, 'pilot.yaml'))
    commit(root, '2026-09-03', {})
    const found = open(root).history('pilot.yaml')
    expect(found).toMatchObject({ state: 'found', unread: 1 })
    expect(told(found)).toEqual(['2026-09-03 pilot.yaml /etc/passwd'])
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
    `#!/bin/sh\nfor word; do case $word in rev-*|cat-*|diff-*) echo $word >>${log};; esac; done\nexec ${real.trim()} "$@"\n`,
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

  test('twice for a file that the first commit holds', () => {
    const root = repo([['2026-09-01', { ...folders, 'pilot.yaml': pilot('p', '') }], ...edits])
    expect(started(root)).toEqual({ versions: 21, commands: ['rev-list', 'cat-file'] })
  })

  test('three times for one that was added later, however deep the folders are', () => {
    const root = repo([
      ['2026-09-01', folders],
      ['2026-09-02', { 'a/b/c/one': '1', 'docs/x/three': undefined }],
      ['2026-09-03', { 'a/b/c/one': '2', 'pilot.yaml': pilot('p', '') }],
      ['2026-09-04', { 'd/e/f/new': '3' }],
      ...edits,
    ])
    expect(started(root)).toEqual({ versions: 21, commands: ['rev-list', 'cat-file', 'diff-tree'] })
  })

  test('a few times more for one that was renamed', () => {
    const root = repo([
      ['2026-09-01', folders],
      ['2026-09-02', { 'a/b/c/pilot.yaml': pilot('p', 'n: 0') }],
      ['2026-09-03', { 'a/b/c/pilot.yaml': undefined, 'pilot.yaml': pilot('p', 'n: 1') }],
    ])
    expect(started(root)).toEqual({
      versions: 2,
      commands: ['rev-list', 'cat-file', 'diff-tree', 'cat-file', 'rev-list', 'cat-file', 'diff-tree'],
    })
  })

  test('twice more where the versions are too large together, and what can be read still is', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
    commit(root, '2026-09-02', { 'pilot.yaml': 'x'.repeat(49 * 2 ** 20) })
    commit(root, '2026-09-03', { 'pilot.yaml': 'two' })
    expect(started(root).commands).toEqual(['rev-list', 'cat-file', 'cat-file', 'cat-file'])
    const found = open(root).history('pilot.yaml')
    expect(found).toMatchObject({ state: 'found', unread: 1 })
    expect(told(found)).toEqual(['2026-09-03 pilot.yaml two', '2026-09-01 pilot.yaml one'])
  })
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
  expect(told(open(root).history('pilot.yaml'))).toEqual([expect.stringMatching(/leads out of this folder/)])
  expect(open(root).at('HEAD', 'pilot.yaml', nothing)).toMatchObject({ state: 'unverified' })
  expect(open(root).pilotsAt('HEAD')).toBe(undefined)
})

describe('what cannot be told is unverified', () => {
  const why = (root: string, on = path) => told(open(root, on).history('pilot.yaml'))[0]

  test('where there is no repository, none that can be followed, no git or no commit', () => {
    const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
    expect(why(emptyFolder())).toMatch(/no git repository here/)
    expect(why(root, '')).toMatch(/no git on the PATH/)
    expect(why(root, 'bin:.')).toMatch(/no git on the PATH/)
    const worktree = join(emptyFolder(), 'tree')
    git(root, ['worktree', 'add', '-q', worktree])
    expect(why(worktree)).toMatch(/linked worktree or a submodule/)
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

  test('in a shallow clone, with the command that deepens it', () => {
    const root = repo([
      ['2026-09-01', { 'pilot.yaml': 'one' }],
      ['2026-09-02', { 'pilot.yaml': 'two' }],
    ])
    const clone = emptyFolder()
    git(clone, ['clone', '-q', '--depth=1', `file://${root}`, '.'])
    expect(why(clone)).toMatch(/the clone is shallow; git fetch --unshallow/)
    git(clone, ['fetch', '-q', '--unshallow'])
    expect(told(open(clone).history('pilot.yaml'))).toHaveLength(2)
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
  })

  test('when git takes too long', () => {
    const bin = emptyFolder()
    writeFileSync(join(bin, 'git'), '#!/bin/sh\nsleep 60\n')
    chmodSync(join(bin, 'git'), 0o755)
    const root = repo([['2026-09-01', { 'pilot.yaml': 'one' }]])
    const slow = archive(root, `${bin}:/bin:/usr/bin`, 100)
    expect(told(slow.history('pilot.yaml'))).toEqual([expect.stringMatching(/took too long/)])
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
    for (const command of ['rev-list', 'cat-file', 'rev-parse', 'diff-tree', 'fetch'])
      set(`alias.${command}`, `!${payload}`)
    set('log.showSignature', 'true')
    set('protocol.ext.allow', 'always')
    set('remote.origin.promisor', 'true')
    set('remote.origin.url', `ext::${payload}`)
    mkdirSync(join(at, '.git/hooks'), { recursive: true })
    for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc', 'post-index-change'])
      symlinkSync(payload, join(at, '.git/hooks', hook))
    writeFileSync(join(at, '.git/info/attributes'), '* filter=x diff=x\n')
  }
  expect(told(open(root, `${root}:.:${path}`).history('pilot.yaml'))).toHaveLength(2)
  expect(told(open(clone, `${clone}:.:${path}`).history('pilot.yaml'))[0]).toMatch(/partial/)
  open(root).at('main', 'pilot.yaml', nothing)
  open(root).at('--output=x', 'pilot.yaml', nothing)
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

test('a configuration that moves the work tree, calls it bare or replaces objects changes no answer', () => {
  const root = repo([
    ['2026-09-01', { 'pilot.yaml': 'one' }],
    ['2026-09-02', { 'pilot.yaml': 'two' }],
  ])
  const before = told(open(root).history('pilot.yaml'))
  const tree = git(root, ['write-tree']).trim()
  const orphan = git(root, ['commit-tree', '-m', 'x', tree]).trim()
  git(root, ['replace', 'HEAD', orphan])
  writeFileSync(join(root, '.git/info/grafts'), `${git(root, ['rev-parse', 'HEAD']).trim()}\n`)
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
