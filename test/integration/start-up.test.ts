import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// A copy of what is published, so that a test can damage it.
let copy: string
let bytecode: string

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'pilotlint-'))
  for (const folder of ['bin', 'dist']) cpSync(folder, join(copy, folder), { recursive: true })
  writeFileSync(join(copy, 'pilot.yaml'), readFileSync('bench/subjects/pilot.yaml'))
  writeFileSync(join(copy, 'watch.cjs'), watch)
  bytecode = join(copy, 'dist', `${process.version}-${process.platform}-${process.arch}.bytecode`)
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Writes down the modules of Node that a run loads, and of its parts, which are loaded and which from bytecode. */
const watch = `
const vm = require('node:vm')
const { basename } = require('node:path')
const parts = []
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options)
    parts.push({ name: basename(options.filename), kept: options.cachedData !== undefined && !this.cachedDataRejected })
  }
}
process.on('exit', () => {
  const modules = process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')).map((name) => name.slice(13))
  const plain = Object.keys(require.cache).map((file) => ({ name: basename(file), kept: false }))
  require('node:fs').writeFileSync(process.env.SEEN, JSON.stringify({ modules, parts: [...parts, ...plain] }))
})`

type Seen = {
  readonly modules: string[]
  readonly parts: { readonly name: string; readonly kept: boolean }[]
}

const start = (...argv: string[]) => {
  const { NODE_OPTIONS, ...env } = process.env
  const seen = join(copy, 'seen.json')
  const ended = spawnSync(process.execPath, ['-r', './watch.cjs', ...argv], {
    cwd: copy,
    env: { ...env, SEEN: seen },
    encoding: 'utf8',
    timeout: 20_000,
  })
  const { modules, parts }: Seen = JSON.parse(readFileSync(seen, 'utf8'))
  const ours = parts.filter(({ name }) =>
    statSync(join(copy, 'dist', name), { throwIfNoEntry: false })?.isFile(),
  )
  return {
    told: { code: ended.status, stdout: ended.stdout, stderr: ended.stderr },
    modules,
    parts: ours.map(({ name }) => name),
    kept: ours.filter(({ kept }) => kept).map(({ name }) => name),
  }
}

const run = (...argv: string[]) => start('bin/pilotlint.js', ...argv)

const lint = () =>
  run('--for', 'declared', '--root', '.', '--today', '2026-11-22', '--format', 'compact', 'pilot.yaml')

test('a run loads no network, starts nothing and compiles no unused format', () => {
  const { modules, parts } = lint()
  const unwanted =
    /^(?:child_process|net|https?|dns|dgram|crypto|cluster|tty|inspector|worker_threads|process|internal\/fs\/dir)$/
  const anyway = new Set(start('-e', '0').modules)
  expect(modules.filter((name) => unwanted.test(name) && !anyway.has(name))).toEqual([])
  expect(
    parts.filter((name) => /^(?:pretty|sarif|json|github|agent|explain|next|.*schema)-/.test(name)),
  ).toEqual([])
  expect(parts.some((name) => name.startsWith('compact-'))).toBe(true)
})

test('what is neither linted nor told loads neither rules nor YAML', () => {
  const { parts } = run('--version')
  expect(parts.filter((name) => statSync(join(copy, 'dist', name)).size > 60_000)).toEqual([])
})

test('the flags of the start spare every expression that Node ran before them', () => {
  // V8 dies of such a one where the text is in two pieces. A preload would change which ones Node has run.
  const script =
    "const text = 'a long enough text '.repeat(2) + process.pid\nprocess.stdout.write(text.replace(/^/, 'x'))"
  writeFileSync(join(copy, 'text.cjs'), `require('./bin/pilotlint.js')\n${script}`)
  const { status, signal } = spawnSync(process.execPath, ['text.cjs'], { cwd: copy, timeout: 20_000 })
  expect({ status, signal }).toEqual({ status: 0, signal: null })
})

test('a run loads no more code than it has to', () => {
  const bytes = lint().parts.reduce((sum, name) => sum + statSync(join(copy, 'dist', name)).size, 0)
  // Rules are most of it, and may grow; a reader of evidence or a library that slips in is more than what is left.
  expect(bytes).toBeLessThan(800_000)
})

test('the price list is loaded where a model stands in place of prices, and nowhere else', () => {
  const list = ({ parts }: { parts: readonly string[] }) =>
    parts.filter((name) => statSync(join(copy, 'dist', name)).size > 400_000)
  const named = 'cost: {price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}}'
  writeFileSync(join(copy, 'named.yaml'), `version: 1\nid: example\nstage: limited\n${named}\n`)
  expect(list(lint())).toEqual([])
  expect(list(run('cost', 'pilot.yaml'))).toEqual([])
  expect(list(run('named.yaml'))).toHaveLength(1)
  expect(list(run('cost', 'named.yaml'))).toHaveLength(1)
})

describe('bytecode', () => {
  test('serves every part of a run under the Node that built it', () => {
    const { parts, kept } = lint()
    expect(kept.length).toBeGreaterThan(5)
    expect(kept).toEqual(parts)
  })

  test('serves the format of a terminal, too', () => {
    expect(run('--root', '.', '--format', 'pretty').kept.some((name) => name.startsWith('pretty-'))).toBe(
      true,
    )
  })

  test('of another Node is left alone', () => {
    expect(readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.bytecode'))).toEqual([
      basename(bytecode),
    ])
    const before = lint()
    const bytes = readFileSync(bytecode)
    rmSync(bytecode)
    const without = lint()
    writeFileSync(bytecode, bytes)
    expect(without.kept).toEqual([])
    expect(without.told).toEqual(before.told)
  })

  // Where the bytecode begins, behind its index.
  const begin = (bytes: Buffer) => 4 + bytes.readUInt32LE()

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['that is damaged', (bytes) => bytes.fill(0x55, begin(bytes))],
    ['whose index is damaged', (bytes) => bytes.fill(0x7b, 4, 8)],
    ['that is cut off', (bytes) => bytes.subarray(0, begin(bytes) + 8)],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is no bytecode', () => Buffer.from('version https://git-lfs.github.com/spec/v1\n')],
  ])('%s is not used', (_, damage) => {
    const before = lint()
    const bytes = readFileSync(bytecode)
    writeFileSync(bytecode, damage(Buffer.from(bytes)))
    const after = lint()
    writeFileSync(bytecode, bytes)
    expect(after.kept).toEqual([])
    expect(after.told).toEqual(before.told)
  })

  test('of a part that is damaged leaves the others', () => {
    const { parts, told } = lint()
    const bytes = readFileSync(bytecode)
    const one = Buffer.from(bytes)
    one[begin(bytes)] = (one[begin(bytes)] ?? 0) ^ 1
    writeFileSync(bytecode, one)
    const after = lint()
    writeFileSync(bytecode, bytes)
    expect(after.kept).toEqual(parts.slice(1))
    expect(after.told).toEqual(told)
  })

  test('for other flags of V8 is not used', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--stack-size=900', 'bin/pilotlint.js', '--version'],
      {
        cwd: copy,
        encoding: 'utf8',
      },
    )
    expect({ status, stdout }).toEqual({ status: 0, stdout: run('--version').told.stdout })
  })
})

test('the parts are ASCII: the bin reads a byte a character, and a dash in a regular expression would match no more', () => {
  const parts = readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.cjs'))
  expect(parts.length).toBeGreaterThan(10)
  expect(parts.filter((name) => /[^\0-\x7f]/.test(readFileSync(join(copy, 'dist', name), 'utf8')))).toEqual(
    [],
  )
  writeFileSync(
    join(copy, 'dash.yaml'),
    'version: 1\nid: x\nchampion: …\nsuccess: {baseline: {value: 22%, measured: 2026-06-01–2026-08-31}}\n',
  )
  const { stdout } = run('--format', 'agent', '--for', 'declared', 'dash.yaml').told
  expect(stdout).toContain('dash.yaml:3:11 spec/placeholder')
  expect(stdout).toContain('write 2026-06-01..2026-08-31')
})

test('the parts that a bin needs are published', () => {
  const { files } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))
  expect(files).toEqual(expect.arrayContaining(['bin', 'dist']))
})
