import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { afterAll, beforeAll, expect, test } from 'vitest'

const core = readFileSync('test/fixtures/core.yaml', 'utf8')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-'))
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder])
  mkdirSync(join(folder, 'node_modules'))
  execFileSync('bash', ['-c', 'tar -xzf *.tgz && mv package node_modules/pilotlint'], { cwd: folder })
  writeFileSync(join(folder, 'core.yaml'), core)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const node = (name: string, code: string): unknown => {
  writeFileSync(join(folder, name), code)
  return JSON.parse(execFileSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' }))
}

const use = `
const text = readFileSync('core.yaml', 'utf8')
const good = await lint(text, { today: '2026-11-22', for: 'declared', files: { 'CODEOWNERS': '* @acme/support-platform' } })
const bad = await lint('version: 1\\nid: a\\nsucess: {}\\n', { today: '2026-11-22', for: 'pilot' })
const why = await lint(text, { today: 'now' }).catch((error) => error.message)
console.log(JSON.stringify({ good, bad, why, broken: await load('a: ['), whole: await load(text) }))
`

const expected = {
  good: { file: 'pilot.yaml', verdict: { judged: true, partial: true, gate: 'pilot', counts: { error: 0 } } },
  bad: {
    diagnostics: expect.arrayContaining([expect.objectContaining({ rule: 'schema/additionalProperties', line: 3 })]),
  },
  why: 'today: expected YYYY-MM-DD, found now',
  broken: { ok: false, problems: [{ line: 1 }] },
  whole: { ok: true, faults: [], data: { version: 1 } },
}

test('an ES module and a CommonJS module get the same library, and the program does not start', () => {
  const esm = node('a.mjs', `import { readFileSync } from 'node:fs'\nimport { lint, load } from 'pilotlint'\n${use}`)
  const cjs = node(
    'a.cjs',
    `const { readFileSync } = require('node:fs')\nconst { lint, load } = require('pilotlint')\n;(async () => {${use}})()`,
  )
  expect(esm).toMatchObject(expected)
  expect(cjs).toEqual(esm)
})

test.each([
  ['lint(null, { today })', 'text: expected a string or a Uint8Array, found null'],
  ['load()', 'text: expected a string or a Uint8Array, found undefined'],
  ['lint("")', 'today: expected YYYY-MM-DD, found undefined'],
  ['lint("", { today: new Date(0) })', expect.stringMatching(/^today: expected YYYY-MM-DD, found Thu Jan 01 1970/)],
  ['lint("", { today: "2026-02-30" })', 'today: expected YYYY-MM-DD, found 2026-02-30'],
  ['lint("", { today, for: "soon" })', 'for: expected production, declared or a stage, found soon'],
  ['lint("", { today, files: { a: 3 } })', 'files["a"]: expected a string or a Uint8Array, found number'],
  ['lint("", { today, files: new Map([["a", "b"]]) })', 'files: expected an object with the texts by their paths'],
])('%s is a TypeError in plain words', (call, message) => {
  const caught = `await (async () => ${call})().catch(({ name, message }) => ({ name, message }))`
  const code = `import { lint, load } from 'pilotlint'\nconst today = '2026-11-22'\nconsole.log(JSON.stringify(${caught}))`
  expect(node('wrong.mjs', code)).toEqual({ name: 'TypeError', message })
})

test('its types are found by every way to resolve a module, and fit what it returns', async () => {
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  const { problems } = (await checkPackage(createPackageFromTarballData(readFileSync(join(folder, tarball))))) as {
    problems: { kind: string }[]
  }
  // A resolver older than Node 12 knows no exports.
  expect(problems.filter(({ kind }) => !['NoResolution'].includes(kind))).toEqual([])
  cpSync('node_modules/typescript', join(folder, 'node_modules/typescript'), { recursive: true })
  writeFileSync(
    join(folder, 'a.ts'),
    `import { lint, load, type Finding, type Report } from 'pilotlint'
const report: Report = await lint('', { today: '2026-11-22' })
const rules: string[] = report.diagnostics.map(({ rule }: Finding) => rule)
const loaded = await load('')
if (!loaded.ok) for (const { line } of loaded.problems) rules.push(String(line))
// @ts-expect-error: no such stage
await lint('', { today: '2026-11-22', for: 'soon' })
export { rules }
`,
  )
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', 'false']
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...flags, 'a.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
})
