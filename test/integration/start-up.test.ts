import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// What a start costs follows from what it loads, and what many files cost from what is asked of the disk: both can be counted.
const watch = `
const fs = require('node:fs')
let asked = 0
const counted = (call) => Object.assign((...args) => ((asked += 1), call(...args)), call)
fs.realpathSync.native = counted(fs.realpathSync.native)
for (const name of ['statSync', 'lstatSync', 'existsSync', 'opendirSync', 'readdirSync', 'openSync'])
  fs[name] = counted(fs[name])
process.on('exit', () => {
  const modules = process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')).map((name) => name.slice(13))
  const files = Object.keys(require.cache).filter((file) => file !== __filename)
  fs.writeFileSync(process.env.SEEN, JSON.stringify({ modules, files, asked }))
})`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilotlint-'))
  for (const part of ['bin', 'dist', 'schemas']) cpSync(part, join(folder, part), { recursive: true })
  cpSync('examples/support-automation', join(folder, 'clean'), { recursive: true })
  cpSync('examples/internal-assistant', join(folder, 'small'), { recursive: true })
  writeFileSync(join(folder, 'watch.cjs'), watch)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const node = (...argv: string[]) => {
  const { NODE_OPTIONS, ...env } = process.env
  const seen = join(folder, 'seen.json')
  const { status } = spawnSync(process.execPath, ['-r', './watch.cjs', ...argv], {
    cwd: folder,
    env: { ...env, SEEN: seen },
    timeout: 300_000,
  })
  const told: { modules: string[]; files: string[]; asked: number } = JSON.parse(readFileSync(seen, 'utf8'))
  return { status, ...told }
}

const run = (...argv: string[]) => node('bin/pilotlint.js', ...argv)

const lint = (example: string) =>
  run('--root', example, '--today', '2026-11-22', '--for', 'declared', '--no-history', example)

const bytes = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0)

const saying = (files: readonly string[], text: string) =>
  files.filter((file) => readFileSync(file, 'utf8').includes(text))

/** Modules that a run may load beyond those of an empty process: what commander asks for, and what that asks for. */
const allowed = new Set('os process'.split(' '))

test('a clean run loads no module of Node beyond these', () => {
  const anyway = new Set(node('-e', '0').modules)
  const { status, modules } = lint('clean')
  expect(status).toBe(0)
  const more = modules.filter((name) => !anyway.has(name) && !name.startsWith('internal/'))
  expect(more.filter((name) => !allowed.has(name))).toEqual([])
})

test('a clean run reads few files, and none that another run needs', () => {
  const { status, files } = lint('small')
  expect(status).toBe(0)
  expect(files.length).toBeLessThanOrEqual(12)
  // Rules are most of it, and may grow; a reader of evidence or a library that slips in is more than what is left.
  expect(bytes(files)).toBeLessThan(996_000)
})

test('what is neither linted nor told loads neither rules nor YAML', () => {
  expect(bytes(run('--version').files)).toBeLessThan(75_000)
})

const lintMany = (count: number, text: string) => {
  const root = mkdtempSync(join(folder, 'many-'))
  for (let at = 0; at < count; at += 1) {
    mkdirSync(join(root, `pilot-${at}`))
    writeFileSync(join(root, `pilot-${at}/pilot.yaml`), text.replace(/^id: .*/m, `id: pilot-${at}`))
  }
  return run('--root', root, '--no-history')
}

test('many files are judged in a thread whose memory has a limit, few in the main one', () => {
  const [few, many] = [199, 200].map((count) => lintMany(count, 'version: 1\nid: example\n'))
  expect(few).toMatchObject({ status: 1, modules: expect.not.arrayContaining(['worker_threads']) })
  expect(many).toMatchObject({ status: 1, modules: expect.arrayContaining(['worker_threads']) })
})

test('a file of many in one folder asks no more of the disk than a file of few', () => {
  const text = readFileSync(join(folder, 'clean', 'pilot.yaml'), 'utf8')
  const asked = (count: number) => lintMany(count, text).asked
  const few = asked(10)
  const more = asked(20)
  expect(few).toBeGreaterThan(100)
  expect((asked(40) - more) / 20).toBe((more - few) / 10)
})

test('the price list is loaded where a model stands in place of prices, and nowhere else', () => {
  const list = ({ files }: { files: string[] }) => saying(files, 'mixtral-8x22b')
  const named = 'cost: {price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}}'
  writeFileSync(join(folder, 'named.yaml'), `version: 1\nid: example\nstage: limited\n${named}\n`)
  expect(list(lint('clean'))).toEqual([])
  expect(list(run('cost', 'clean/pilot.yaml'))).toEqual([])
  expect(list(run('named.yaml'))).toHaveLength(1)
  expect(list(run('cost', 'named.yaml'))).toHaveLength(1)
})

test('the program of the package is below 2.56 MB, and docs is beside it', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' })) as [
    { files: { path: string; size: number }[] },
  ]
  // Readers of evidence are most of it: each is loaded only when a pilot names its kind.
  // No start reads docs: it is there for people and agents that look into node_modules.
  const program = files.filter(({ path }) => /^(?:bin|dist)\//.test(path))
  expect(program.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(2_560_000)
  const docs = files.map(({ path }) => path).filter((path) => path.startsWith('docs/'))
  expect(docs).toContain('docs/rules/README.md')
  expect(docs).toContain('docs/pilot-yaml.md')
})
