import { readFileSync, symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { presets } from '../../src/config/presets.ts'
import { folder, pilotlint } from './harness.ts'

const bare = readFileSync('test/fixtures/core.yaml', 'utf8')

const own = (ready: string) => `own:
  - id: acme/runbook
    path: owner.runbook
    assert: {like: 'handbook/**'}
    message: the runbook is not in the handbook
    help: move it to handbook/
    tests:
      ready: 'owner: {runbook: ${ready}}'
      not_ready: 'owner: {runbook: docs/a.md}'
`

const inside = (config: string, files: Record<string, string> = {}) =>
  folder({ '.git/HEAD': 'ref: refs/heads/main\n', 'pilot.yaml': bare, 'pilotlint.config.yaml': config, ...files })

test('a configuration at fault makes the run invalid, and nothing is judged by it', async () => {
  const cwd = inside('rules: {cost/fragile: off}\n')
  const { code, stdout, stderr } = await pilotlint(cwd, [])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('pilotlint.config.yaml:1: cost/fragile is off, weaker than its default')
  expect((await pilotlint(cwd, ['--no-config', '--for', 'declared'])).code).toBe(0)
  expect((await pilotlint(cwd, ['next'])).code).toBe(2)
  const json = JSON.parse((await pilotlint(cwd, ['-f', 'json'])).stdout)
  expect(json).toMatchObject({ status: 'error', files: [] })
})

test('a configuration from outside weakens, and the closing line names it with its hash', async () => {
  const cwd = inside('rules: {owner/missing: error}\n')
  const policy = `${folder({ 'policy.yaml': 'rules: {owner/missing: off}\n' })}/policy.yaml`
  const { code, stdout } = await pilotlint(cwd, ['--config', policy, '--for', 'declared'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/configured by policy\.yaml [0-9a-f]{12}\n$/)
  const { run } = JSON.parse((await pilotlint(cwd, ['--config', policy, '-f', 'json'])).stdout)
  expect(run).toMatchObject({ config: expect.stringMatching(/^policy\.yaml [0-9a-f]{12}$/) })
})

test('a file of the judged repository stays one, however it is named', async () => {
  const cwd = inside('{}\n', { 'ci/policy.yaml': 'rules: {owner/missing: off}\n' })
  for (const name of ['ci/policy.yaml', `${cwd}/ci/policy.yaml`, `${cwd}/../${cwd.split('/').at(-1)}/ci/policy.yaml`]) {
    const { code, stderr } = await pilotlint(cwd, ['--config', name])
    expect(code).toBe(2)
    expect(stderr).toContain('owner/missing is off, weaker than its default')
  }
})

test('what is not there, or leads out, is told', async () => {
  expect(await pilotlint(inside('{}\n'), ['--config', 'gone.yaml'])).toMatchObject({ code: 2 })
  const { code, stderr } = await pilotlint(inside('extends: [../outside.yaml]\n'), [])
  expect(code).toBe(2)
  expect(stderr).toContain('pilotlint.config.yaml:1:')
})

test('a name that is not read, and a link that leads nowhere, are no missing configuration', async () => {
  const named = folder({ '.git/HEAD': 'ref: x\n', 'pilot.yaml': bare, 'pilotlint.config.yml': 'rules: {}\n' })
  const { code, stderr } = await pilotlint(named, [])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'pilotlint: pilotlint.config.yml is not read\n  help: rename it to pilotlint.config.yaml\n',
  })
  expect((await pilotlint(named, ['--no-config', '--for', 'declared'])).code).toBe(0)
  const linked = folder({ '.git/HEAD': 'ref: x\n', 'pilot.yaml': bare })
  symlinkSync('gone.yaml', `${linked}/pilotlint.config.yaml`)
  expect(await pilotlint(linked, ['--for', 'declared'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('pilotlint.config.yaml does not exist'),
  })
})

test('ignored pilots are counted in every report, and nothing left to judge is no green light', async () => {
  const two = inside('ignore: [old/**]\n', { 'old/pilot.yaml': bare.replace(/^id: .*$/m, 'id: other') })
  const { code, stdout } = await pilotlint(two, ['--for', 'declared'])
  expect(code).toBe(0)
  expect(stdout).toContain('pilotlint: 1 pilot ignored by the configuration')
  expect(JSON.parse((await pilotlint(two, ['-f', 'json'])).stdout)).toMatchObject({ ignored: 1 })
  for (const format of ['pretty', 'github', 'azure', 'markdown', 'html', 'agent'])
    expect((await pilotlint(two, ['-f', format])).stdout).toContain('1 pilot ignored by the configuration')
  expect(await pilotlint(inside('ignore: ["*"]\n'), [])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the configuration ignores 1 pilot, and there are no others'),
  })
  expect((await pilotlint(inside('ignore: ["*"]\n'), ['--no-error-on-no-match'])).code).toBe(0)
  const named = await pilotlint(inside('ignore: ["*"]\n'), ['pilot.yaml', '--for', 'declared'])
  expect(named.stdout).toContain('READY')
})

test('an ignored pilot still has its copy reported', async () => {
  const cwd = inside('ignore: [/pilot.yaml]\n', { 'copy/pilot.yaml': bare })
  const { stdout } = await pilotlint(cwd, ['--for', 'declared'])
  expect(stdout).toContain('spec/duplicate-id')
})

test('own rules are rules: chosen, listed in SARIF, and reported with their message', async () => {
  const cwd = inside(own('handbook/a.md'), {
    'pilot.yaml': `${bare}owner: {team: acme/a, runbook: docs/a.md}\n`.replace(/^owner: [^{].*\n/m, ''),
  })
  const { stdout } = await pilotlint(cwd, ['--only', 'acme/runbook', '--for', 'declared'])
  expect(stdout).toContain('the runbook is not in the handbook')
  const sarif = JSON.parse((await pilotlint(cwd, ['-f', 'sarif', '--for', 'declared'])).stdout)
  expect(JSON.stringify(sarif.runs[0].tool.driver.rules)).toContain('acme/runbook')
})

test('config check runs the tests of own rules', async () => {
  expect(await pilotlint(inside(own('handbook/a.md')), ['config', 'check'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^pilotlint\.config\.yaml [0-9a-f]{12}: no problems\n$/),
  })
  const broken = await pilotlint(inside(own('docs/b.md')), ['config', 'check'])
  expect(broken).toMatchObject({ code: 2 })
  expect(broken.stderr).toContain('pilotlint.config.yaml:8: acme/runbook reports the ready example')
  expect(await pilotlint(folder({}), ['config', 'check'])).toMatchObject({ code: 0 })
})

test('the tests of the presets hold', async () => {
  const names = Object.keys(presets).join(', ')
  expect(await pilotlint(inside(`extends: [${names}]\n`), ['config', 'check'])).toMatchObject({ code: 0, stderr: '' })
})

test('config print tells where each value comes from', async () => {
  const cwd = inside('extends: [prove-bound]\nrules:\n  rollout/jump: {settings: {largest_step: 3}}\n')
  const { stdout } = await pilotlint(cwd, ['config', 'print'])
  expect(stdout).toContain('rollout/jump.settings.largest_step: 3  (pilotlint.config.yaml:3)\n')
  expect(stdout).toContain('cost/fragile.severity: error  (preset prove-bound)\n')
  expect(stdout).toContain('rollout/short-window.settings.')
  expect(stdout).toContain('(default)\n')
  const { values } = JSON.parse((await pilotlint(cwd, ['config', 'print', '-f', 'json'])).stdout)
  expect(values.length).toBeGreaterThan(100)
  expect(await pilotlint(cwd, ['config', 'chekc'])).toMatchObject({ code: 2, stderr: expect.stringContaining('check') })
})
