import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from '../../src/yaml/document.ts'
import { cases } from './cases.ts'

const require = createRequire(import.meta.url)
const ajv = require.resolve('ajv-cli/dist/index.js')
const schema = join(import.meta.dirname, '../../schemas/pilot.schema.json')
const work = mkdtempSync(join(tmpdir(), 'pilotlint-ajv-'))

afterAll(() => rmSync(work, { recursive: true }))

const validate = (files: readonly string[]) =>
  spawnSync(
    process.execPath,
    [ajv, 'validate', '--spec=draft7', '--strict=false', '-s', schema, ...files.flatMap((file) => ['-d', file])],
    { encoding: 'utf8' },
  )

const verdictsOf = (files: readonly string[]): string[] => {
  const { stdout, stderr } = validate(files)
  const told = `${stdout}${stderr}`
  return files.map((file) =>
    told.includes(`${file} valid`) ? 'valid' : told.includes(`${file} invalid`) ? 'invalid' : 'untold',
  )
}

const expected = (table: typeof cases): string[] =>
  table.map(([, , lines]) => (lines.length === 0 ? 'valid' : 'invalid'))

test('ajv-cli accepts and refuses what pilotlint accepts and refuses', () => {
  const files = cases.map(([, text], at) => {
    const document = parse(text)
    const file = join(work, `${at}.json`)
    writeFileSync(file, JSON.stringify(document.ok && document.data))
    return file
  })
  expect(verdictsOf(files)).toEqual(expected(cases))
})

test('ajv-cli reads the YAML itself, where no date stands without quotes', () => {
  // The YAML of ajv-cli is 1.1, in which a bare date is no text.
  const readable = cases.filter(([, text]) => !/\d{4}-\d{2}-\d{2}/.test(text))
  const files = readable.map(([, text], at) => {
    const file = join(work, `${at}.yaml`)
    writeFileSync(file, text)
    return file
  })
  expect(readable.length).toBeGreaterThan(25)
  expect(verdictsOf(files)).toEqual(expected(readable))
})
