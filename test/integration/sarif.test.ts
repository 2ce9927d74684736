import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Log, Result } from 'sarif'
import { afterAll, describe, expect, test } from 'vitest'
import { render } from '../../src/report/format.ts'
import { sarif } from '../../src/report/sarif.ts'
import { runs, thousand, view } from '../report/runs.ts'

const require = createRequire(import.meta.url)
// The wrapper would start a shell; the program itself lies in the package for the platform.
const wrapper = createRequire(require.resolve('@microsoft/sarif-multitool/package.json'))
const folder = dirname(wrapper.resolve('@microsoft/sarif-multitool-linux/package.json'))
const multitool = join(folder, 'Sarif.Multitool')
const work = mkdtempSync(join(tmpdir(), 'pilotlint-sarif-'))

afterAll(() => {
  rmSync(work, { recursive: true })
})

const logs = Object.entries({ ...runs, thousand }).map(
  ([name, run]) => [name, JSON.parse(render(sarif, run, view)) as Log] as const,
)

// The formats named by the schema are not checked: the multitool checks what they stand for.
const validate = new Ajv2020({ validateFormats: false, allErrors: true }).compile(
  JSON.parse(readFileSync(join(folder, 'sarif-2.1.0.json'), 'utf8')),
)

test.each(logs)('the log fits the schema of SARIF 2.1.0: %s', (_, log) => {
  validate(log)
  expect(validate.errors ?? []).toEqual([])
})

/** What the multitool has to say about a log, notes left out. Its exit code is 0 whatever it finds. */
const complaints = (name: string, log: Log): Result[] => {
  const input = join(work, `${name}.sarif`)
  const output = join(work, `${name}.out.sarif`)
  writeFileSync(input, JSON.stringify(log))
  const options = ['--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning', '-o', output, '--log', 'ForceOverwrite']
  execFileSync(multitool, ['validate', input, ...options], { stdio: 'pipe' })
  const { runs: found } = JSON.parse(readFileSync(output, 'utf8')) as Log
  return found.flatMap(({ results = [] }) => results)
}

describe.runIf(process.platform === 'linux')('the SARIF multitool with the rules of GitHub', () => {
  test('is here', () => {
    expect(existsSync(multitool)).toBe(true)
  })

  // A file takes seconds, so all runs go into one; those without a result show that none is needed.
  test('accepts every run', () => {
    const [first] = logs.map(([, log]) => log)
    if (first === undefined) throw new Error('no log')
    expect(complaints('all', { ...first, runs: logs.flatMap(([, log]) => log.runs) })).toEqual([])
  })

  test('refuses a log that GitHub would refuse', () => {
    const [, log] = logs.find(([name]) => name === 'not-ready') ?? []
    if (log === undefined) throw new Error('no log')
    const mute = log.runs.map((run) => ({
      ...run,
      results: run.results?.map(({ locations: _, ...rest }) => rest),
    }))
    const found = complaints('bad', { ...log, runs: mute as Log['runs'] })
    expect(found.map(({ level }) => level)).toContain('error')
  })
})
