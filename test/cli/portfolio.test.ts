import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../src/rules/index.ts'
import { folder, pilotlint as run } from './harness.ts'

/** With git on the path. */
const pilotlint = (cwd: string, argv: readonly string[]) =>
  run(cwd, [...argv], { env: { PATH: process.env.PATH ?? '' } })

const core = readFileSync('test/fixtures/core.yaml', 'utf8')
const named = (id: string) => core.replace(/^id: .*$/m, `id: ${id}`)

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd, stdio: 'pipe' })

const repository = (files: Record<string, string>) => {
  const cwd = folder(files)
  git(cwd, 'init', '-q', '-b', 'main')
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-q', '-m', 'First')
  return cwd
}

const write = (cwd: string, name: string, text: string) => writeFileSync(join(cwd, name), text)

const known = ['--baseline', 'pilotlint.baseline.json']

test('a baseline makes known findings no failure, and never a pilot ready', async () => {
  const cwd = repository({ 'pilot.yaml': core })
  expect((await pilotlint(cwd, [])).code).toBe(1)
  const update = await pilotlint(cwd, ['baseline', 'update'])
  expect(update).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^pilotlint\.baseline\.json: \d+ known findings\n$/),
  })
  const { code, stdout } = await pilotlint(cwd, known)
  expect(code).toBe(0)
  expect(stdout).toMatch(/NOT READY for production · \d+ known, 0 new · /)
  expect(stdout).not.toContain('error')
  const { files } = JSON.parse((await pilotlint(cwd, [...known, '-f', 'json'])).stdout)
  expect(files[0]).toMatchObject({ verdict: { ready: false, counts: { error: 0 } }, diagnostics: [] })
  expect(files[0].known.length).toBeGreaterThan(3)
  const sarif = JSON.parse((await pilotlint(cwd, [...known, '-f', 'sarif'])).stdout)
  expect(new Set(sarif.runs[0].results.map((one: { baselineState: string }) => one.baselineState))).toEqual(
    new Set(['unchanged']),
  )
})

test('what is new fails, wherever its line is, and what moved is not new', async () => {
  const cwd = repository({ 'pilot.yaml': core })
  await pilotlint(cwd, ['baseline', 'update'])
  write(cwd, 'pilot.yaml', `# a comment\n\n${core}`)
  expect((await pilotlint(cwd, known)).code).toBe(0)
  write(cwd, 'pilot.yaml', core.replace(/^owner: .*$/m, 'owner: {}'))
  const { code, stdout } = await pilotlint(cwd, known)
  expect(code).toBe(1)
  expect(stdout).toMatch(/NOT READY for production: \d errors? \([a-z, -]+\) · \d+ known, \d new/)
})

test('what no exception covers is never known, but for what is not there yet', async () => {
  const cwd = repository({ 'pilot.yaml': core })
  await pilotlint(cwd, ['baseline', 'update'])
  const { files } = JSON.parse(readFileSync(join(cwd, 'pilotlint.baseline.json'), 'utf8'))
  const stored = files['pilot.yaml'].map(({ rule }: { rule: string }) => rule)
  const debts = ['spec/checklist-incomplete', 'spec/stage-skipped', 'evidence/history-unread']
  expect(stored).toEqual(expect.arrayContaining(debts.slice(0, 2)))
  const final = rules.filter(({ id, waivable }) => waivable === false && !debts.includes(id)).map(({ id }) => id)
  expect(final.length).toBeGreaterThan(5)
  expect(stored.filter((rule: string) => final.includes(rule))).toEqual([])
})

test('prune keeps what is known of a pilot that cannot be read just now', async () => {
  const cwd = repository({ 'a/pilot.yaml': named('a') })
  await pilotlint(cwd, ['baseline', 'update'])
  const before = readFileSync(join(cwd, 'pilotlint.baseline.json'), 'utf8')
  write(cwd, 'a/pilot.yaml', `${named('a')}broken: [\n`)
  expect((await pilotlint(cwd, ['baseline', 'prune'])).code).toBe(0)
  expect(readFileSync(join(cwd, 'pilotlint.baseline.json'), 'utf8')).toBe(before)
})

test('prune leaves out what is gone and takes in nothing', async () => {
  const cwd = repository({ 'pilot.yaml': core.replace(/^owner: .*$/m, 'owner: {}') })
  await pilotlint(cwd, ['baseline', 'update'])
  const before = readFileSync(join(cwd, 'pilotlint.baseline.json'), 'utf8')
  write(cwd, 'pilot.yaml', core.replace(/^started: .*$/m, ''))
  await pilotlint(cwd, ['baseline', 'prune'])
  const after = readFileSync(join(cwd, 'pilotlint.baseline.json'), 'utf8')
  const prints = (text: string): string[] => [...text.matchAll(/"fingerprint": "(\w+)"/g)].map(([, one = '']) => one)
  expect(prints(after).length).toBeLessThan(prints(before).length)
  expect(prints(after).filter((one) => !prints(before).includes(one))).toEqual([])
})

test.each(['', '{', '[]', '{"schemaVersion": 2, "files": {}}', '{"schemaVersion": 1, "files": {"pilot.yaml": [{}]}}'])(
  'what is no baseline makes the run invalid: %j',
  async (text) => {
    const cwd = repository({ 'pilot.yaml': core, 'pilotlint.baseline.json': text })
    expect(await pilotlint(cwd, known)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is not a pilotlint baseline'),
    })
  },
)

const pilots = {
  'a/pilot.yaml': named('a').replace(/^owner: .*$/m, 'owner: {team: acme/a, runbook: runbook.md}'),
  'a/runbook.md': '# Runbook\n',
  'b/pilot.yaml': named('b'),
  '.github/CODEOWNERS': '* @acme/all\n',
}

const judged = async (cwd: string, ...flags: string[]): Promise<string[]> => {
  const { stdout } = await pilotlint(cwd, [...flags, '-f', 'json', '--for', 'declared'])
  return JSON.parse(stdout).files.map(({ file }: { file: string }) => file)
}

test('--changed judges pilots of which the file, a named file or CODEOWNERS changed, came or went', async () => {
  const cwd = repository(pilots)
  expect(await judged(cwd, '--changed')).toEqual([])
  write(cwd, 'b/pilot.yaml', `${named('b')}# more\n`)
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
  git(cwd, 'checkout', '-q', '.')
  write(cwd, 'a/runbook.md', '# Another\n')
  expect(await judged(cwd, '--changed')).toEqual(['a/pilot.yaml'])
  execFileSync('rm', [join(cwd, 'a/runbook.md')])
  expect(await judged(cwd, '--changed')).toEqual(['a/pilot.yaml'])
  git(cwd, 'checkout', '-q', '.')
  write(cwd, '.github/CODEOWNERS', '* @acme/others\n')
  expect(await judged(cwd, '--changed')).toEqual(['a/pilot.yaml', 'b/pilot.yaml'])
  git(cwd, 'checkout', '-q', '.')
  write(cwd, 'b/on-call.tf', 'resource "pagerduty_team" "b" {}\n')
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
  execFileSync('rm', [join(cwd, 'b/on-call.tf')])
  write(cwd, 'b/windows.yaml', 'kind: AlertWindows\n')
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
  execFileSync('rm', [join(cwd, 'b/windows.yaml')])
  write(cwd, '.github/CODEOWNERS', '* @acme/others\n')
  git(cwd, 'commit', '-qam', 'Second')
  expect(await judged(cwd, '--changed')).toEqual([])
  expect(await judged(cwd, '--since', 'HEAD~1')).toEqual(['a/pilot.yaml', 'b/pilot.yaml'])
})

test('--changed judges all pilots where the configuration, or a file that it extends, changed', async () => {
  const cwd = repository({
    ...pilots,
    'pilotlint.config.yaml': 'extends: [./policy.yaml]\n',
    'policy.yaml': 'rules: {}\n',
  })
  expect(await judged(cwd, '--changed')).toEqual([])
  write(cwd, 'policy.yaml', 'rules: {cost/fragile: error}\n')
  expect(await judged(cwd, '--changed')).toEqual(['a/pilot.yaml', 'b/pilot.yaml'])
  git(cwd, 'checkout', '-q', '.')
  write(cwd, 'other.yaml', 'rules: {}\n')
  expect(await judged(cwd, '--changed')).toEqual([])
})

test('a run that comes beside the one that is named, or goes, counts', async () => {
  const eval_set = '{path: cases.jsonl, results: runs/2.json}'
  const cwd = repository({
    ...pilots,
    'b/pilot.yaml': `${named('b').replace(/^data:.*\n(?: .*\n)*/m, '')}data: {eval_set: ${eval_set}}\n`,
    'b/runs/1.json': '{}',
    'b/runs/2.json': '{}',
  })
  expect(await judged(cwd, '--changed')).toEqual([])
  write(cwd, 'b/runs/3.txt', 'no run')
  expect(await judged(cwd, '--changed')).toEqual([])
  write(cwd, 'b/runs/3.json', '{}')
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
  execFileSync('rm', [join(cwd, 'b/runs/3.json'), join(cwd, 'b/runs/1.json')])
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
})

test('a file of Terraform or of windows that is gone counts as one that changed', async () => {
  const cwd = repository({
    ...pilots,
    'b/pilot.yaml': `${named('b')}monitoring: {rules: infra/main.tf}\n`,
    'b/infra/main.tf': 'module "care" {\n  source = "../care"\n}\n',
    'b/infra/monitors.tf': 'resource "datadog_monitor" "b" {}\n',
    'b/infra/prod.auto.tfvars': 'bar = 3\n',
    'b/infra/windows/7d.yaml': 'kind: AlertWindows\n',
    'b/care/main.tf': 'resource "datadog_monitor" "c" {}\n',
    'b/other/main.tf': 'resource "datadog_monitor" "d" {}\n',
    'root.tf': 'locals {}\n',
  })
  const without = async (path: string) => {
    execFileSync('rm', [join(cwd, path)])
    const found = await judged(cwd, '--changed')
    git(cwd, 'checkout', '-q', '.')
    return found
  }
  expect(await judged(cwd, '--changed')).toEqual([])
  for (const file of ['infra/monitors.tf', 'infra/prod.auto.tfvars', 'infra/windows/7d.yaml', 'care/main.tf'])
    expect(await without(`b/${file}`), file).toEqual(['b/pilot.yaml'])
  expect(await without('b/other/main.tf')).toEqual([])
  expect(await without('root.tf')).toEqual(['a/pilot.yaml', 'b/pilot.yaml'])
})

test('settings below and calls above count where Terraform is read, and more modules than are looked through', async () => {
  const rules = (path: string) => `${named('b')}monitoring: {rules: ${path}}\n`
  const cwd = repository({
    ...pilots,
    'b/pilot.yaml': rules('infra/mon/main.tf'),
    'b/infra/main.tf': 'module "mon" {\n  source = "./mon"\n  bar = 3\n}\n',
    'b/infra/mon/main.tf': 'variable "bar" {}\n',
    'b/infra/mon/envs/prod.tfvars': 'bar = 3\n',
    'b/infra/many.tf': Array.from({ length: 60 }, (_, at) => `module "m" {\n  source = "./m${at}"\n}\n`).join(''),
    'c/envs/prod.tfvars': 'bar = 3\n',
  })
  expect(await judged(cwd, '--changed')).toEqual([])
  for (const file of ['b/infra/main.tf', 'b/infra/mon/envs/prod.tfvars']) {
    write(cwd, file, 'bar = 90\n')
    expect(await judged(cwd, '--changed'), file).toEqual(['b/pilot.yaml'])
    git(cwd, 'checkout', '-q', '.')
  }
  write(cwd, 'c/envs/prod.tfvars', 'bar = 90\n')
  expect(await judged(cwd, '--changed')).toEqual([])
  write(cwd, 'b/pilot.yaml', rules('infra/many.tf'))
  git(cwd, 'commit', '-qam', 'Second')
  expect(await judged(cwd, '--changed')).toEqual(['b/pilot.yaml'])
})

test('a file that the old version named counts as well', async () => {
  const cwd = repository(pilots)
  write(cwd, 'a/pilot.yaml', named('a'))
  git(cwd, 'commit', '-qam', 'Second')
  write(cwd, 'a/runbook.md', '# Another\n')
  expect(await judged(cwd, '--since', 'HEAD~1')).toEqual(['a/pilot.yaml'])
})

test('--changed asks git as often for many pilots as for one', async () => {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  const askedFor = async (ids: readonly string[]): Promise<number> => {
    const cwd = repository(Object.fromEntries(ids.map((id) => [`${id}/pilot.yaml`, named(id)])))
    const bin = folder({ asked: '' })
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho x >> '${bin}/asked'\nexec '${real}' "$@"\n`, { mode: 0o755 })
    const { stdout } = await run(cwd, ['--changed'], { env: { PATH: `${bin}:/bin:/usr/bin` } })
    expect(stdout).toMatch(/unchanged\n$/)
    return readFileSync(join(bin, 'asked'), 'utf8').split('\n').length - 1
  }
  const once = await askedFor(['a'])
  expect(once).toBeGreaterThan(0)
  expect(await askedFor(['a', 'b', 'c', 'd'])).toBe(once)
})

test('nothing changed is told and passes; a ref that is not there is never that', async () => {
  const cwd = repository(pilots)
  expect(await pilotlint(cwd, ['--changed'])).toMatchObject({ code: 0, stdout: 'pilotlint: 2 pilots unchanged\n' })
  expect(await pilotlint(cwd, ['--since', 'origin/main'])).toMatchObject({ code: 2, stdout: '' })
  const none = folder({ 'pilot.yaml': core })
  expect((await pilotlint(none, ['--changed'])).code).toBe(2)
})

test('shards have each pilot once, and merge joins them only when all are there', async () => {
  const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [`${id}/pilot.yaml`, named(id)]))
  const cwd = repository({ ...files, 'e/pilot.yaml': core.replace(/^owner: .*$/m, 'owner: {}') })
  const names: string[] = []
  for (const part of [1, 2, 3]) {
    const { stdout } = await pilotlint(cwd, ['--shard', `${part}/3`, '-f', 'json', '--for', 'declared'])
    write(cwd, `${part}.json`, stdout)
    names.push(...JSON.parse(stdout).files.map(({ file }: { file: string }) => file))
  }
  expect(names.toSorted()).toEqual(Object.keys(files))
  const all = ['merge', '1.json', '2.json', '3.json']
  const { code, stdout } = await pilotlint(cwd, all)
  expect(code).toBe(1)
  await expect(stdout).toMatchFileSnapshot('golden/portfolio.txt')
  const merged = JSON.parse((await pilotlint(cwd, [...all, '-f', 'json'])).stdout)
  expect(merged.files.map(({ file }: { file: string }) => file)).toEqual(Object.keys(files))
  for (const format of ['markdown', 'html'])
    expect((await pilotlint(cwd, [...all, '-f', format])).stdout).toContain('5 pilots')
  expect(await pilotlint(cwd, ['merge', '1.json', '3.json'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('shard 2 of 3 is missing'),
  })
  write(cwd, 'no.json', '{"files": []}')
  expect(await pilotlint(cwd, ['merge', 'no.json'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no.json is not a JSON report'),
  })
  expect((await pilotlint(cwd, ['merge', 'gone.json'])).code).toBe(2)
  expect(await pilotlint(cwd, ['--shard', '4/3'])).toMatchObject({ code: 2 })
})
