import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// The bench brings further versions of Node; CI runs this under each of them.
const nodes = [
  process.execPath,
  ...[22, 24, 26].map((major) => resolve(`bench/node_modules/node${major}/bin/node`)).filter(existsSync),
]

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilotlint-'))
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder])
  execFileSync('bash', ['-c', 'tar -xzf *.tgz'], { cwd: folder })
  cpSync('examples', join(folder, 'examples'), { recursive: true })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (node: string, argv: readonly string[]) => {
  const { NODE_OPTIONS, GITHUB_ACTIONS, ...env } = process.env
  // A cache of its own, which the first run fills and the others read.
  const { status, stdout, stderr } = spawnSync(node, argv, {
    cwd: folder,
    env: { ...env, NODE_COMPILE_CACHE: join(folder, 'cache') },
    encoding: 'utf8',
    timeout: 300_000,
  })
  return { code: status, stdout, stderr }
}

const program = 'package/bin/pilotlint.js'
const lint = [program, '--root', 'examples', '--today', '2026-11-22', '--format', 'json', 'examples']

describe.each(nodes)('the packed program under %s', (node) => {
  test('prints its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(run(node, [program, '--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('says of every example what it says under this Node, with a cold cache and a warm one', () => {
    const expected = run(process.execPath, lint)
    expect(expected.stdout.length).toBeGreaterThan(10_000)
    expect(run(node, lint)).toEqual(expected)
    expect(run(node, lint)).toEqual(expected)
  })

  test('has its schemas beside it', () => {
    const schema = readFileSync('schemas/pilot.schema.json', 'utf8')
    expect(run(node, [program, 'schema'])).toEqual({ code: 0, stdout: schema, stderr: '' })
  })

  test('refuses an unknown flag without a stack', () => {
    const { code, stderr } = run(node, [program, '--bogus'])
    expect(code).toBe(2)
    expect(stderr).toContain("unknown option '--bogus'")
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

test('a Node that is too old is told which one is needed', () => {
  const old = `Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })`
  const { code, stderr } = run(process.execPath, ['--import', `data:text/javascript,${old}`, program, '--version'])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'pilotlint: Node 20.19 or newer is needed, this is Node 18.20.8\n',
  })
  // What Node 12 does not understand it cannot refuse.
  expect(readFileSync(join(folder, program), 'utf8')).not.toMatch(/\?\.|\?\?|\bimport\b|\bawait\b|#\w/)
})

test('without the built program, it says how to get one', () => {
  cpSync(join(folder, 'package/bin'), join(folder, 'unbuilt/bin'), { recursive: true })
  expect(run(process.execPath, ['unbuilt/bin/pilotlint.js'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'pilotlint: not built: npm ci && npm run build, or use a release tag\n',
  })
})
