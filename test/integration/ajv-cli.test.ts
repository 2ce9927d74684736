import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from '../../src/document/index.ts'
import { cases } from './cases.ts'

const require = createRequire(import.meta.url)
const ajv = require.resolve('ajv-cli/dist/index.js')
const schema = join(import.meta.dirname, '../../schemas/pilot.schema.json')
const work = mkdtempSync(join(tmpdir(), 'pilotlint-ajv-'))

afterAll(() => rmSync(work, { recursive: true }))

const validate = (files: readonly string[]) =>
  spawnSync(
    process.execPath,
    [
      ajv,
      'validate',
      '--spec=draft7',
      '--strict=true',
      '-s',
      schema,
      ...files.flatMap((file) => ['-d', file]),
    ],
    { encoding: 'utf8' },
  )

test('ajv-cli accepts and refuses what pilotlint accepts and refuses', () => {
  const files = cases.map(([, text], at) => {
    // As JSON: the YAML of ajv-cli is 1.1, in which a date is no text.
    const document = parse(text)
    const file = join(work, `${at}.json`)
    writeFileSync(file, JSON.stringify(document.ok && document.data))
    return file
  })
  const { stdout, stderr } = validate(files)
  const told = `${stdout}${stderr}`
  const verdicts = files.map((file) =>
    told.includes(`${file} valid`) ? 'valid' : told.includes(`${file} invalid`) ? 'invalid' : 'untold',
  )
  expect(verdicts).toEqual(cases.map(([, , lines]) => (lines.length === 0 ? 'valid' : 'invalid')))
})
