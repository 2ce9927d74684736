import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { bare, folder, pilotlint } from '../harness.ts'

vi.mock('../../../src/rules/index.ts', () => import('./fake-rules.ts'))

describe('a command line that cannot be followed', () => {
  const rows: readonly [readonly string[], string][] = [
    [['--fro', 'pilot'], "unknown option '--fro'"],
    [['--for', 'limitd'], 'did you mean limited?'],
    [['--for'], 'argument missing'],
    [['--fail-on', 'errors'], 'did you mean error?'],
    [['--max-warnings', 'many'], 'expected an integer'],
    [['--color', 'sometimes'], 'no such value'],
    [['--today', '2026-02-30'], '2026-02 has 28 days'],
    [['--today', '22.11.2026'], '22.11.2026'],
    [['--only', 'ownr'], 'did you mean owner?'],
    [['--skip', 'owner/wrongg'], 'did you mean owner/wrong?'],
    [['--skip', 'yaml/syntax'], 'cannot be switched off'],
    [['--only', 'owner', '--skip', 'owner'], 'leave no rule'],
    [['--quiet', '--verbose'], 'contradict'],
    [['-f', 'jsn'], 'did you mean json?'],
    [['-f', 'sarif='], 'no file after the ='],
    [['-f', 'agent', '-f', 'json'], 'both write to standard output'],
    [['-f', 'sarif=a.txt', '-f', 'agent=./a.txt'], 'both write to'],
    [['--root', 'nowhere'], 'no such folder'],
    [['--root', ''], '--root needs a folder'],
    [['--root='], '--root needs a folder'],
    [['--'], '-- has no path after it'],
    [['next', '--'], '-- has no path after it'],
    [[''], 'an empty path names no file'],
    [['--', '--'], '-- does not exist'],
    [['--stdin-filename', 'a.yaml'], 'add - as the path'],
    [['none.yaml'], 'none.yaml does not exist'],
    [['explian'], 'did you mean explain?'],
    [['**/pilot.yaml'], 'let the shell expand patterns'],
    [['a\0b'], 'is not a valid path'],
    [['x'.repeat(5000)], 'is not a valid path'],
    [['--quiet', 'rules'], 'write flags after the command'],
    [['rules', 'all'], 'too many arguments'],
    [['rules', '--format', 'cvs'], 'no such value'],
    [['schema', 'pilt'], 'did you mean pilot?'],
    [['explain'], 'missing required argument'],
    [['help', 'nothing'], 'unknown command'],
    [['next', '--for', 'ful'], 'did you mean full?'],
  ]
  test.each(rows)('%j is exit code 2 and says %j', async (argv, says) => {
    const { code, stdout, stderr } = await pilotlint(folder({ 'pilot.yaml': bare }), argv)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/\n\s+at /)
    if (!argv.includes('-f')) expect(stdout).toBe('')
  })

  test.each(['json', 'sarif'])('it is one valid %s document', async (format) => {
    const cwd = folder({ 'pilot.yaml': bare })
    for (const argv of [
      ['--bogus', '-f', format],
      [`-f${format}`, '--only', 'nope'],
      ['none.yaml', `--format=${format}`],
    ]) {
      const { code, stdout } = await pilotlint(cwd, argv)
      expect(code).toBe(2)
      expect(() => JSON.parse(stdout)).not.toThrow()
    }
  })

  test('it is a document in the file, too, that was asked for', async () => {
    const cwd = folder({ 'pilot.yaml': bare })
    const { stdout } = await pilotlint(cwd, ['--bogus', '-f', 'json=report.json'])
    expect(stdout).toBe('')
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).status).toBe('error')
  })

  test('what the caller wrote cannot steer the terminal', async () => {
    const { stderr } = await pilotlint(folder(), ['--\u001b[31m\n::error::x'])
    expect(stderr).not.toContain('\u001b')
    expect(stderr).not.toMatch(/^\s*::/m)
  })
})

test.each(['--help', '-h', 'help', 'lint --help', 'next --help', 'help explain'])('%s explains', async (line) => {
  const { code, stdout, stderr } = await pilotlint(folder(), line.split(' '))
  expect(code).toBe(0)
  expect(stdout).toContain('Usage: pilotlint')
  expect(stderr).toBe('')
})

test('--help ends with the exit codes, and --version says the version', async () => {
  expect((await pilotlint(folder(), ['--help'])).stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect((await pilotlint(folder(), ['--version'])).stdout).toBe(`${version}\n`)
})
