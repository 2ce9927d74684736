import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rewrite } from '../../src/cli/commands/lint/rewrite.ts'
import { folder, pilotlint } from './harness.ts'

const slips = `# a comment\r\nversion: 1\r\nid: x\r\n\r\nstage: Limted   # kept\r\nsuccess: {target: >= 35%, window: 7 Days}\r\nstarted: 14.09.2026\r\n`
const right = slips
  .replace('Limted', 'limited')
  .replace('>= 35%', '">= 35%"')
  .replace('7 Days', '7d')
  .replace('14.09.2026', '2026-09-14')

const flags = ['--for', 'pilot', '--quiet']

const edited = { 'pilot.yaml': slips, '.git/HEAD': '' }

const text = (cwd: string, file = 'pilot.yaml'): string => readFileSync(join(cwd, file), 'utf8')

const drafts = (cwd: string): string[] => readdirSync(cwd).filter((name) => name.endsWith('.tmp'))

describe('--fix', () => {
  test.each([[['--fix']], [['lint', '--fix']]])('%j edits the file, and reports what is left', async (command) => {
    const cwd = folder(edited)
    chmodSync(join(cwd, 'pilot.yaml'), 0o640)
    const { code, stdout, stderr } = await pilotlint(cwd, [...command, ...flags])
    expect(text(cwd)).toBe(right)
    expect(statSync(join(cwd, 'pilot.yaml')).mode & 0o777).toBe(0o640)
    expect(stderr).toBe('pilotlint: fixed 4 findings in pilot.yaml\n')
    expect(stdout).not.toMatch(/schema|yaml\/syntax|fixable/)
    expect(code).toBe(1)
    expect(await pilotlint(cwd, [...command, ...flags])).toEqual({ code, stdout, stderr: '' })
    expect(drafts(cwd)).toEqual([])
  })

  test('keeps a byte order mark', async () => {
    const cwd = folder({ 'pilot.yaml': `\uFEFF${slips}` })
    await pilotlint(cwd, ['--fix', ...flags])
    expect(text(cwd)).toBe(`\uFEFF${right}`)
  })

  test('does not touch a file with nothing to fix', async () => {
    const cwd = folder({ 'pilot.yaml': right })
    const before = statSync(join(cwd, 'pilot.yaml'))
    const { stderr } = await pilotlint(cwd, ['--fix', ...flags])
    expect(statSync(join(cwd, 'pilot.yaml'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
    expect(stderr).toBe('')
  })

  test('edits several files, and nothing that --skip left out', async () => {
    const over = `${right}exceptions: [{rule: a/b, why: w, by: a/b, until: 2026-10-01}]\r\n`
    const cwd = folder({ 'a/pilot.yaml': slips, 'b/pilot.yaml': over })
    const { stderr } = await pilotlint(cwd, ['--fix', '--skip', 'spec/exception-invalid', ...flags])
    expect(stderr).toBe('pilotlint: fixed 4 findings in a/pilot.yaml\n')
    expect(text(cwd, 'b/pilot.yaml')).toBe(over)
    await pilotlint(cwd, ['--fix', ...flags])
    expect(text(cwd, 'b/pilot.yaml')).toBe(right)
  })

  test('writes every format about the fixed file', async () => {
    const cwd = folder(edited)
    const { stdout } = await pilotlint(cwd, ['--fix', '-f', 'json', '-f', 'sarif=out.sarif', ...flags])
    const { files } = JSON.parse(stdout)
    expect(files[0].verdict.counts.fixable).toBe(0)
    expect(text(cwd, 'out.sarif')).not.toContain('"fixes"')
    expect(text(cwd)).toBe(right)
  })

  test('follows a link within the repository, and keeps it', async () => {
    const cwd = folder({ 'real/pilot.yaml': slips, '.git/HEAD': '' })
    symlinkSync('real/pilot.yaml', join(cwd, 'pilot.yaml'))
    await pilotlint(cwd, ['pilot.yaml', '--fix', ...flags])
    expect(lstatSync(join(cwd, 'pilot.yaml')).isSymbolicLink()).toBe(true)
    expect(text(cwd, 'real/pilot.yaml')).toBe(right)
    expect([...drafts(cwd), ...drafts(join(cwd, 'real'))]).toEqual([])
  })

  test('writes nothing behind a link that points outside the repository', async () => {
    const outside = folder({ 'pilot.yaml': slips })
    const cwd = folder({ '.git/HEAD': '' })
    symlinkSync(join(outside, 'pilot.yaml'), join(cwd, 'pilot.yaml'))
    const { code } = await pilotlint(cwd, ['pilot.yaml', '--fix', ...flags])
    expect(code).toBe(2)
    expect(text(outside)).toBe(slips)
  })

  test('of standard input goes to standard output, and the report to standard error', async () => {
    const cwd = folder()
    const { code, stdout, stderr } = await pilotlint(cwd, ['-', '--fix', ...flags], { stdin: `\uFEFF${slips}` })
    expect(stdout).toBe(`\uFEFF${right}`)
    expect(stderr).toMatch(/^stdin: NOT READY/m)
    expect(stderr).toContain('pilotlint: fixed 4 findings in stdin\n')
    expect(code).toBe(1)
    expect(readdirSync(cwd)).toEqual([])
    const same = await pilotlint(cwd, ['-', '--fix', '-f', 'json', ...flags], { stdin: right })
    expect(same.stdout).toBe(right)
    expect(JSON.parse(same.stderr).status).toBe('failed')
  })

  test('of standard input that is no YAML gives it back', async () => {
    const { code, stdout } = await pilotlint(folder(), ['-', '--fix'], { stdin: 'version: [1\n' })
    expect([code, stdout]).toEqual([1, 'version: [1\n'])
  })

  test('with --diff is exit 2', async () => {
    const cwd = folder(edited)
    const { code, stdout, stderr } = await pilotlint(cwd, ['--fix', '--diff'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--fix and --diff contradict each other')
    expect(text(cwd)).toBe(slips)
  })
})

describe('--diff', () => {
  test('shows what --fix would write, and changes nothing', async () => {
    const cwd = folder(edited)
    const { code, stdout, stderr } = await pilotlint(cwd, ['--diff', ...flags])
    await expect(stdout).toMatchFileSnapshot('golden/fix.diff')
    expect(stderr).toMatch(/NOT JUDGED.*1 fixable with --fix/)
    expect(code).toBe(1)
    expect(text(cwd)).toBe(slips)
  })

  test('is exit 1 for a warning that would be fixed, and tells machines why', async () => {
    const one = '{rule: a/b, why: w, by: a/b, until: 2026-10-01}'
    const cwd = folder({ 'pilot.yaml': `version: 1\nid: x\nexceptions: [${one}]\n` })
    const all = ['--diff', '--only', 'spec/exception-invalid', '--fail-on', 'never', '-f', 'json']
    const { code, stdout, stderr } = await pilotlint(cwd, all)
    expect(stdout).toContain(`-exceptions: [${one}]\n`)
    expect(JSON.parse(stderr)).toMatchObject({ status: 'failed', reason: '--fix would change 1 file' })
    expect(code).toBe(1)
    const fixed = await pilotlint(cwd, ['--fix', ...all.slice(1)])
    expect([fixed.code, text(cwd)]).toEqual([0, 'version: 1\nid: x\n'])
    expect(await pilotlint(cwd, all)).toMatchObject({ code: 0, stdout: '' })
  })

  test('shows control characters, and emits none', async () => {
    const cwd = folder({
      'pilot.yaml': `version: 1\nid: x\nchampion: "\u202eab"\n::set-output name=x::y: 1\n##[add-mask]e: 1\nstage: Limted\n`,
    })
    const { stdout } = await pilotlint(cwd, ['--diff', ...flags])
    expect(stdout).toContain('+stage: limited')
    expect(stdout).toContain('\\u202eab')
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202e]|^.\s*::|##\[/mu)
  })

  test('of standard input', async () => {
    const { stdout } = await pilotlint(folder(), ['-', '--diff', ...flags], { stdin: slips })
    expect(stdout.split('\n').slice(0, 2)).toEqual(['--- stdin', '+++ stdin'])
  })
})

describe('a file that cannot be written', () => {
  const write = (cwd: string, before = slips) =>
    rewrite({
      root: cwd,
      path: join(cwd, 'pilot.yaml'),
      name: 'pilot.yaml',
      before: Buffer.from(before),
      after: Buffer.from(right),
    })

  test('is left alone if it changed since it was read', () => {
    const cwd = folder({ 'pilot.yaml': `${slips}champion: j\n` })
    expect(write(cwd)?.message).toMatch(/^pilot.yaml was not fixed: it was changed since it was read/)
    expect(text(cwd)).toBe(`${slips}champion: j\n`)
    expect(drafts(cwd)).toEqual([])
  })

  test('needs nothing if another run has fixed it', () => {
    const cwd = folder({ 'pilot.yaml': right })
    expect(write(cwd)).toBeUndefined()
  })

  test('is left alone if it is gone, a folder, or a link that leads out', () => {
    const gone = folder()
    expect(write(gone)?.message).toContain('does not exist')
    expect(existsSync(join(gone, 'pilot.yaml'))).toBe(false)
    mkdirSync(join(gone, 'pilot.yaml'))
    expect(write(gone)?.message).toBe('pilot.yaml was not fixed: it is not a regular file')
    const outside = folder({ 'pilot.yaml': slips })
    const cwd = folder()
    symlinkSync(join(outside, 'pilot.yaml'), join(cwd, 'pilot.yaml'))
    expect(write(cwd)?.message).toContain('points outside the repository')
    expect(text(outside)).toBe(slips)
  })

  test('that has a second name gets the text under the name that was fixed', () => {
    const cwd = folder({ 'pilot.yaml': slips })
    linkSync(join(cwd, 'pilot.yaml'), join(cwd, 'other.yaml'))
    expect(write(cwd)).toBeUndefined()
    expect([text(cwd), text(cwd, 'other.yaml')]).toEqual([right, slips])
  })
})

test('a file of 1 MB is fixed within seconds', async () => {
  const long = Array.from({ length: 9_000 }, (_, at) => `x-${at}: ${'a'.repeat(100)}\n`).join('')
  const cwd = folder()
  writeFileSync(join(cwd, 'pilot.yaml'), `${slips.replaceAll('\r', '')}${long}`)
  const { stderr } = await pilotlint(cwd, ['--fix', ...flags])
  expect(stderr).toBe('pilotlint: fixed 4 findings in pilot.yaml\n')
  expect(text(cwd)).toBe(`${right.replaceAll('\r', '')}${long}`)
})
