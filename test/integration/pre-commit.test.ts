import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')
const base = mkdtempSync(join(tmpdir(), 'pilotlint-hook-'))
const hooks = join(base, 'pilotlint')
const consumer = join(base, 'consumer')
const core = readFileSync(join(project, 'test/fixtures/core.yaml'), 'utf8')

const env = {
  ...process.env,
  PRE_COMMIT_HOME: join(base, 'cache'),
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, env, encoding: 'utf8' })

const commit = (file: string, text: string) => {
  const path = join(consumer, file)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  git(consumer, 'add', '-A')
  const { status, stdout, stderr } = spawnSync('git', ['commit', '-m', file], {
    cwd: consumer,
    env,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const commits = () => git(consumer, 'rev-list', '--all', '--count').trim()

const isHere = spawnSync('pre-commit', ['--version']).status === 0
const reason = 'pre-commit is not installed'

test.runIf(process.env.CI === 'true')('pre-commit is there', () => {
  expect(isHere, reason).toBe(true)
})

describe.skipIf(!isHere)(isHere ? 'the hook' : `skipped: ${reason}`, () => {
  beforeAll(() => {
    execFileSync(join(project, '.ci/release-tree'), [hooks], { env })
    git(hooks, 'init', '-q', '-b', 'main')
    git(hooks, 'add', '-A', '-f')
    git(hooks, 'commit', '-q', '-m', 'Release v0.0.0')
    git(hooks, 'tag', 'v0.0.0')

    mkdirSync(consumer)
    git(consumer, 'init', '-q', '-b', 'main')
    const config = `repos:\n  - repo: ${hooks}\n    rev: v0.0.0\n    hooks:\n      - id: pilotlint\n`
    writeFileSync(join(consumer, '.pre-commit-config.yaml'), config)
    execFileSync('pre-commit', ['install'], { cwd: consumer, env })
  })

  afterAll(() => rmSync(base, { recursive: true, force: true }))

  test('the manifest is valid', () => {
    execFileSync('pre-commit', ['validate-manifest', join(project, '.pre-commit-hooks.yaml')], { env })
  })

  test('a commit in a repository without a pilot is not held up', () => {
    const { status } = commit('README.md', '# consumer\n')
    expect({ status, commits: commits() }).toEqual({ status: 0, commits: '1' })
  })

  test('a pilot that is not ready for its stage blocks the commit, and the finding is shown', () => {
    const { status, output } = commit('pilots/search/pilot.yaml', core.replace('owner: acme/support-platform\n', ''))
    expect(status).toBe(1)
    expect(output).toContain('pilots/search/pilot.yaml:3:1')
    expect(output).toContain('owner/missing')
    expect(commits()).toBe('1')
  })

  test('a newer pre-commit, which lets npm install the tag from git, gets a program that runs', () => {
    const prefix = join(base, 'global')
    const source = `git+file://${hooks}#v0.0.0`
    execFileSync('npm', ['install', '--allow-git=root', '--install-links', '--global', '--prefix', prefix, source], {
      env,
    })
    const { stdout } = spawnSync(join(prefix, 'bin/pilotlint'), ['--version'], { env, encoding: 'utf8' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('the local recipe installs the package and blocks what is not ready', () => {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', base], { cwd: hooks, env })
    const tarball = readdirSync(base).find((name) => name.endsWith('.tgz')) ?? ''
    const local = join(base, 'local')
    mkdirSync(local)
    git(local, 'init', '-q', '-b', 'main')
    const hook = [
      'id: pilotlint',
      'name: pilotlint',
      'entry: pilotlint --for declared --no-error-on-no-match',
      'language: node',
      `additional_dependencies: ["${join(base, tarball)}"]`,
      'pass_filenames: false',
      'always_run: true',
    ]
    const config = `repos:\n  - repo: local\n    hooks:\n      - ${hook.join('\n        ')}\n`
    writeFileSync(join(local, '.pre-commit-config.yaml'), config)
    writeFileSync(join(local, 'pilot.yaml'), core.replace('target: at least 35%', 'target: 35'))
    git(local, 'add', '-A')
    const run = () => spawnSync('pre-commit', ['run', '--all-files'], { cwd: local, env, encoding: 'utf8' })
    const blocked = run()
    expect({ status: blocked.status, told: blocked.stdout }).toEqual({
      status: 1,
      told: expect.stringContaining('spec/unit-missing'),
    })
    writeFileSync(join(local, 'pilot.yaml'), core)
    expect(run()).toMatchObject({ status: 0 })
  })

  test('a pilot that is ready for its stage is committed', () => {
    expect(commit('pilots/search/pilot.yaml', core)).toMatchObject({ status: 0 })
    expect(commits()).toBe('2')
  })

  test('a commit that leaves pilot.yaml alone is judged too: it may change the evidence', () => {
    const { status, output } = commit('notes.md', '# notes\n')
    expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/pilotlint\.+Passed/) })
  })
})
