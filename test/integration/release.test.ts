import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'

const project = process.cwd()
const base = realpathSync(mkdtempSync(join(tmpdir(), 'pilotlint-release-')))
afterAll(() => rmSync(base, { recursive: true, force: true }))

type Step = { readonly run?: string; readonly uses?: string }

const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
  jobs: { release: { steps: readonly Step[] } }
}
const scripts = jobs.release.steps.flatMap(({ run }) => run ?? [])
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, encoding: 'utf8', stdio: 'pipe' })

/** Runs the scripts of the job in a clone whose origin is a folder; what needs a network or the whole suite is stood in for. */
const release = (asked: string) => {
  const [origin, clone, temp] = ['origin.git', 'clone', 'temp'].map((name) => join(base, `${asked}-${name}`)) as [
    string,
    string,
    string,
  ]
  const files = git(project, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter(Boolean)
  for (const file of files) cpSync(join(project, file), join(clone, file))
  for (const one of ['dist', 'src/model/generated']) cpSync(join(project, one), join(clone, one), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(clone, 'node_modules'))
  git(clone, 'init', '-q', '-b', 'main')
  git(clone, 'add', '-A')
  git(clone, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'x')
  git(base, 'init', '-q', '--bare', origin)
  git(clone, 'remote', 'add', 'origin', origin)
  for (const script of scripts) {
    const dry = script
      .replace('bash .ci/run', 'test -f dist/pilotlint.cjs')
      .replace('npm publish --provenance', 'npm publish --dry-run')
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', dry], {
      cwd: clone,
      env: { ...process.env, VERSION: asked, RUNNER_TEMP: temp, GIT_CONFIG_GLOBAL: '/dev/null' },
      encoding: 'utf8',
    })
    if (status !== 0) return { failed: script, output: stdout + stderr, origin, temp }
  }
  return { failed: undefined, output: '', origin, temp }
}

test('the release job tags a tree that holds the built program, and publishes it', () => {
  expect(scripts.some((one) => one.includes('npm publish --provenance'))).toBe(true)
  const { failed, output, origin, temp } = release(version)
  expect(failed, output).toBeUndefined()
  const tree = git(base, '--git-dir', origin, 'ls-tree', '-r', '--name-only', `v${version}`).split('\n')
  for (const file of [
    'bin/pilotlint.js',
    'dist/pilotlint.cjs',
    'dist/schemas/pilot.schema.json',
    'action.yml',
    'templates/pilotlint.yml',
    '.pre-commit-hooks.yaml',
    'LICENSE',
  ])
    expect(tree).toContain(file)
  expect(tree.filter((file) => /^(?:src|test|node_modules)\//.test(file))).toEqual([])
  const tagged = JSON.parse(git(base, '--git-dir', origin, 'show', `v${version}:package.json`))
  expect(tagged).toMatchObject({ name: 'pilotlint', version })
  expect([tagged.devDependencies, tagged.scripts, tagged.dependencies]).toEqual([undefined, undefined, undefined])
  const says = execFileSync(process.execPath, [join(temp, 'tree/bin/pilotlint.js'), '--version'], { encoding: 'utf8' })
  expect(says.trim()).toBe(version)
})

test('a version that the sources do not name is not released', () => {
  const { failed, origin } = release('99.0.0')
  expect(failed).toContain('package.json')
  expect(git(base, '--git-dir', origin, 'tag')).toBe('')
})
