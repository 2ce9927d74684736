import { describe, expect, test, vi } from 'vitest'
import { bare, broken, champion, folder, pilotlint } from '../harness.ts'

vi.mock('../../../src/rules/index.ts', () => import('./fake-rules.ts'))

describe('the exit code', () => {
  const rows: readonly [string, string, readonly string[], 0 | 1 | 2][] = [
    ['a ready file', bare, [], 0],
    ['an error', champion('wrong'), [], 1],
    ['a warning', champion('odd'), [], 0],
    ['a warning that is to fail', champion('odd'), ['--fail-on', 'warning'], 1],
    ['an error where warnings fail', champion('wrong'), ['--fail-on', 'warning'], 1],
    ['an error that is not to fail', champion('wrong'), ['--fail-on', 'never'], 0],
    ['a file that nobody can judge, whatever fails', broken, ['--fail-on', 'never'], 1],
    ['YAML that does not parse', broken, [], 1],
    ['an empty file', '', [], 1],
    ['more warnings than are allowed', champion('odd'), ['--max-warnings', '0'], 1],
    ['as many warnings as are allowed', champion('odd'), ['--max-warnings=1'], 0],
    ['no limit to warnings', champion('odd'), ['--max-warnings', '-1'], 0],
    [
      'warnings beyond the limit that are not to fail',
      champion('odd'),
      ['--max-warnings', '0', '--fail-on', 'never'],
      0,
    ],
    ['a later stage that is ready', champion('late'), ['--for', 'limited'], 0],
    ['a later stage that is not', champion('late'), ['--for', 'full'], 1],
    ['the rule left out', champion('wrong'), ['--skip', 'owner/wrong'], 0],
    ['the section left out', champion('wrong'), ['--skip', 'spec,owner'], 0],
    ['another rule alone', champion('wrong'), ['--only', 'owner/odd'], 0],
    ['the rule alone', champion('wrong'), ['--only', 'owner/odd', '--only', 'owner/wrong'], 1],
    ['the hidden name of the command', champion('wrong'), ['lint'], 1],
    ['a crash of ours', champion('crash'), [], 2],
  ]
  test.each(rows)('%s', async (_, yaml, flags, code) => {
    const cwd = folder({ 'pilot.yaml': yaml })
    const ended = await pilotlint(cwd, [...flags, '-f', 'json'])
    expect(ended.code).toBe(code)
    expect(JSON.parse(ended.stdout).status).toBe(['passed', 'failed', 'error'][code])
    expect((await pilotlint(cwd, [...flags])).code).toBe(code)
  })

  test('only some rules make the verdict PARTIAL, never READY', async () => {
    const { stdout, code } = await pilotlint(folder({ 'pilot.yaml': bare }), ['--only', 'cost'])
    expect(code).toBe(0)
    expect(stdout).toContain('PARTIAL')
    expect(stdout).not.toContain('READY')
  })

  test('one file that cannot be read wins over findings, and keeps nobody from the rest', async () => {
    const cwd = folder({ 'a.yaml': champion('wrong') })
    const { code, stdout } = await pilotlint(cwd, ['none.yaml', 'a.yaml'])
    expect(code).toBe(2)
    expect(stdout).toContain('the champion is wrong')
    expect(stdout).toContain('none.yaml does not exist')
  })

  test('exceptions count unless they are switched off', async () => {
    const exception =
      'exceptions: [{rule: owner/wrong, at: champion, why: moving, by: acme/finance, until: 2026-12-20}]\n'
    const cwd = folder({ 'pilot.yaml': `${champion('wrong')}${exception}` })
    expect((await pilotlint(cwd, [])).code).toBe(0)
    expect((await pilotlint(cwd, ['--no-exceptions'])).code).toBe(1)
    expect((await pilotlint(cwd, ['--today', '2026-12-21'])).code).toBe(1)
    expect((await pilotlint(cwd, [], { env: { SOURCE_DATE_EPOCH: '1797811200' } })).code).toBe(1)
  })

  test('a run without history is partial, and no flag makes an error of it', async () => {
    const cwd = folder({ 'pilot.yaml': bare })
    const { code, stdout } = await pilotlint(cwd, ['--no-history'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('PARTIAL for production')])
  })
})

describe('a crash of ours', () => {
  test('names the rule, asks for a report and shows nothing of the file', async () => {
    const cwd = folder({ 'pilot.yaml': champion('crash'), 'sub/pilot.yml': champion('wrong') })
    const { code, stdout, stderr } = await pilotlint(cwd, [])
    expect(code).toBe(2)
    expect(stdout).toContain('rule spec/crash crashed on pilot.yaml')
    expect(stdout).toContain('https://github.com/pilotlint/pilotlint/issues')
    expect(stdout).toContain('the champion is wrong')
    expect(stdout + stderr).not.toContain('secret')
  })

  test('shows the stack where that is asked for', async () => {
    const cwd = folder({ 'pilot.yaml': champion('crash') })
    const { stderr } = await pilotlint(cwd, [], { env: { PILOTLINT_DEBUG: '1' } })
    expect(stderr).toMatch(/secret of the file\n\s+at /)
  })
})
