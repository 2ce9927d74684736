import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const program = resolve('bin/pilotlint.js')

let cwd: string

beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'pilotlint-')))
  mkdirSync(join(cwd, '.git'))
  writeFileSync(join(cwd, 'pilot.yaml'), 'version: 1\nid: example\n')
})

afterAll(() => rmSync(cwd, { recursive: true, force: true }))

type Setting = { readonly env?: Record<string, string>; readonly input?: string; readonly cwd?: string }

const node = (argv: readonly string[], setting: Setting = {}) => {
  const { GITHUB_ACTIONS, NO_COLOR, FORCE_COLOR, ...env } = process.env
  const ended = spawnSync(process.execPath, argv, {
    cwd: setting.cwd ?? cwd,
    env: { ...env, ...setting.env },
    input: setting.input ?? '',
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 2 ** 26,
  })
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr }
}

const pilotlint = (argv: readonly string[], setting: Setting = {}) => node([program, ...argv], setting)

/** Runs a line of shell in which `$PILOTLINT` is the program. */
const shell = (line: string, folder = cwd) => {
  const ended = spawnSync('bash', ['-c', line], {
    cwd: folder,
    env: { ...process.env, PILOTLINT: `${process.execPath} ${program}`, GITHUB_ACTIONS: '' },
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 2 ** 26,
  })
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr }
}

const stack = /\n\s+at .*:\d+/

describe('the exit code', () => {
  test.each([
    [['--skip', 'owner', '--fail-on', 'never'], 0],
    [[], 1],
    [['--bogus'], 2],
    [['none.yaml'], 2],
    [['--version'], 0],
    [['--help'], 0],
    [['rules'], 0],
    [['explain', 'rollback.when'], 0],
    [['schema', 'report'], 0],
    [['next'], 0],
  ])('%j ends with %i', (argv, code) => {
    const ended = pilotlint(argv)
    expect(ended.code).toBe(code)
    expect(ended.stderr).not.toMatch(stack)
  })

  test('is the same for standard input', () => {
    expect(pilotlint(['-'], { input: readFileSync(join(cwd, 'pilot.yaml'), 'utf8') }).code).toBe(1)
    expect(pilotlint(['-'], { input: '#'.repeat(2 ** 21) })).toMatchObject({ code: 2, stdout: '' })
  })

  test('is 2 where the current folder is gone', () => {
    const ended = shell(`mkdir gone && cd gone && rmdir ../gone && $PILOTLINT`)
    expect(ended.code).toBe(2)
    expect(ended.stderr).not.toMatch(stack)
  })
})

describe('a long report', () => {
  let many: string
  let whole: string

  beforeAll(() => {
    many = join(cwd, 'many')
    for (let at = 0; at < 300; at++) {
      mkdirSync(join(many, String(at)), { recursive: true })
      writeFileSync(join(many, String(at), 'pilot.yaml'), 'version: 1\nid: example\n')
    }
    expect(pilotlint(['many', '-f', 'json=whole.json']).code).toBe(1)
    whole = readFileSync(join(cwd, 'whole.json'), 'utf8')
  })

  afterAll(() => rmSync(many, { recursive: true, force: true }))

  test('of more than 3 MiB arrives whole through a slow pipe', () => {
    expect(whole.length).toBeGreaterThan(3 * 2 ** 20)
    const { code, stdout } = shell(`set -o pipefail; $PILOTLINT many -f json | { sleep 1; cat; }`)
    expect(code).toBe(1)
    expect(stdout === whole).toBe(true)
  })

  test('has what stands on standard input as well', () => {
    const { stdout } = shell("printf 'version: 1\\nid: read\\n' | $PILOTLINT many - -f json")
    const { files } = JSON.parse(stdout)
    expect(files).toHaveLength(301)
    expect(files.at(-1)).toMatchObject({ file: 'stdin', verdict: { judged: true } })
  })

  test('into a pipe that somebody closed is no crash, and the exit code stays', () => {
    const { stdout, stderr } = shell('$PILOTLINT many -f json | head -c 10 >/dev/null; echo "$PIPESTATUS"')
    expect(stdout).toBe('1\n')
    expect(stderr).toBe('')
  })

  test('that a full device swallows is exit code 2', () => {
    const { code, stderr } = shell('$PILOTLINT many -f json >/dev/full')
    expect(code).toBe(2)
    expect(stderr).toContain('the report could not be written')
    expect(stderr).not.toMatch(stack)
  })
})

test('a report goes to what a name stands for: a pipe of the shell, one with a name, one that nobody reads on', () => {
  expect(
    JSON.parse(shell('$PILOTLINT -f json=>(cat >pipe.json) >/dev/null; sleep 1; cat pipe.json').stdout),
  ).toMatchObject({ schemaVersion: 1 })
  const named = shell('mkfifo named; cat named & $PILOTLINT -f json=named >/dev/null; echo "ended $?" >&2; wait')
  expect(JSON.parse(named.stdout)).toMatchObject({ schemaVersion: 1 })
  expect(named.stderr).toBe('ended 1\n')
  const closed = shell('$PILOTLINT -f json=>(exec 0<&-) >/dev/null; echo "ended $?"')
  expect(closed.stdout).toBe('ended 1\n')
})

test('standard output and standard error that are closed or full do not change what is told by the exit code', () => {
  expect(shell('$PILOTLINT >/dev/full 2>/dev/full').code).toBe(2)
  expect(shell('$PILOTLINT --bogus 2>/dev/full').code).toBe(2)
  expect(shell('$PILOTLINT --bogus >&- 2>&-').code).toBe(2)
})

describe('rows of an experiment', () => {
  const asked = '--stage limited --by acme/analytics --today 2027-01-20'

  beforeAll(() => {
    mkdirSync(join(cwd, 'counted/.git'), { recursive: true })
    const plan = 'limited: {traffic: 5%, control: 5%, start: 2026-11-02, duration: 14d}'
    const pilot = `version: 1\nid: rows\nsuccess: {metric: m_rate, baseline: 22%}\nmodel: m-1\nrollout:\n  ${plan}\n`
    writeFileSync(join(cwd, 'counted/pilot.yaml'), pilot)
    const rows = Array.from({ length: 9000 }, (_, at) => `u${at},${at % 2 ? 'treatment' : 'control'},2026-11-02,1\n`)
    writeFileSync(join(cwd, 'counted/rows.csv'), `unit,arm,day,m_rate\n${rows.join('')}`)
    writeFileSync(join(cwd, 'counted/bad.csv'), 'unit,arm,day,m_rate\na,B,2026-11-02,1\n')
  })

  const results = (line: string) => shell(`$PILOTLINT results ${line}`, join(cwd, 'counted'))

  test('are counted into a file, which is written once', () => {
    const { code, stdout } = results(`rows.csv ${asked}`)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).phases[0].arms.treatment).toEqual({
      assigned: 4500,
      m_rate: { good: 4500, total: 4500, observed: 4500 },
    })
    expect(results(`rows.csv ${asked} --out limited.json`)).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(join(cwd, 'counted/limited.json'), 'utf8')).toBe(stdout)
    expect(results(`rows.csv ${asked} --out limited.json`)).toMatchObject({ code: 2, stdout: '' })
    rmSync(join(cwd, 'counted/limited.json'))
  })

  test.each([
    [`bad.csv ${asked}`, 1],
    ['rows.csv --stage limited', 2],
    [`none.csv ${asked}`, 2],
    [`/dev/zero ${asked}`, 2],
    [`rows.csv ${asked} >/dev/full`, 2],
    [`rows.csv ${asked} --out none/limited.json`, 2],
    [`rows.csv ${asked} | true`, 0],
  ])('%s is exit code %i', (line, code) => {
    const ended = results(line)
    expect(ended.code).toBe(code)
    expect(ended.stderr).not.toMatch(stack)
  })
})

describe('a file that is no file', () => {
  const refused = (name: string, words: string) => {
    const ended = pilotlint([name, '-f', 'json'])
    rmSync(join(cwd, name), { recursive: true, force: true })
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(words)
    expect(ended.stderr).not.toMatch(stack)
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'error', files: [] })
  }

  test('a pipe keeps nobody waiting', () => {
    execFileSync('mkfifo', [join(cwd, 'pipe.yaml')])
    refused('pipe.yaml', 'is not a regular file')
  })

  test('a link out of the repository shows nothing of what it leads to', () => {
    symlinkSync('/etc/passwd', join(cwd, 'link.yaml'))
    refused('link.yaml', 'points outside the repository')
  })

  test('a link that leads nowhere', () => {
    symlinkSync('nowhere', join(cwd, 'dangling.yaml'))
    refused('dangling.yaml', 'does not exist')
  })

  test('a folder without a pilot.yaml', () => {
    mkdirSync(join(cwd, 'empty.yaml'))
    refused('empty.yaml', 'there is no pilot.yaml below')
  })

  test('a file of 3 GiB is not read', () => {
    execFileSync('truncate', ['-s', '3G', join(cwd, 'large.yaml')])
    refused('large.yaml', 'is larger than 1 MiB')
  })

  test('a pipe that is found, not named, is told too', () => {
    mkdirSync(join(cwd, 'sub'))
    execFileSync('mkfifo', [join(cwd, 'sub', 'pilot.yaml')])
    const { code, stdout } = pilotlint([])
    rmSync(join(cwd, 'sub'), { recursive: true })
    expect(code).toBe(2)
    expect(stdout).toContain('sub/pilot.yaml is not a regular file')
  })
})

test('colours follow FORCE_COLOR, then NO_COLOR, and never reach a machine', () => {
  const has = (argv: readonly string[], env: Record<string, string>) =>
    pilotlint(argv, { env }).stdout.includes('\u001b[')
  expect(has(['-f', 'pretty'], {})).toBe(false)
  expect(has(['-f', 'pretty'], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true)
  expect(has(['-f', 'pretty', '--color', 'always'], { NO_COLOR: '1' })).toBe(true)
  expect(has(['-f', 'sarif'], { FORCE_COLOR: '3' })).toBe(false)
})

test('a terminal gets the pretty report in colour', () => {
  const { stdout } = shell(`env -u NO_COLOR -u FORCE_COLOR TERM=xterm script -qec "$PILOTLINT" /dev/null </dev/null`)
  expect(stdout).toContain('\u001b[')
})

test('says the same in another place, time zone and language', () => {
  const today = ['--today', '2026-11-22', '-f', 'json']
  const one = pilotlint(today)
  expect(pilotlint(today, { env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' } })).toEqual(one)
  const alias = `${cwd}-alias`
  symlinkSync(cwd, alias)
  expect(pilotlint(today, { cwd: alias })).toEqual(one)
  rmSync(alias)
})
