import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lint } from '../src/lint/lint.ts'
import { disk } from '../src/repo/disk.ts'
import { rules } from '../src/rules/index.ts'
import { pilotlint } from './cli/harness.ts'
import { judge, tried } from './lies/lie.ts'
import { honest } from './lies/parcel.ts'
import { refuted } from './lies/refuted.ts'

test('an honest pilot at full, with everything that it asks for, is ready and hears nothing', async () => {
  const { code, found } = await judge(honest())
  expect(found).toEqual([])
  expect(code).toBe(0)
})

const aged = ['spec/overdue', 'model/retires-early', 'drills/stale', 'cost/price-mismatch', 'results/stale']

test.each([
  ['a year later, only what time alone brings is found', '2028-06-15', aged.map((rule) => `${rule} time`)],
  ['as on the day of its last commit, nothing is found', 'HEAD', []],
])('judged %s', async (_, today, expected) => {
  const env = { PATH: process.env.PATH }
  const args = ['--format', 'json', '--today', today]
  const { stdout } = await pilotlint(honest(), args, { now: Date.UTC(2028, 5, 15), env })
  const [{ diagnostics }] = JSON.parse(stdout).files
  const found = diagnostics.map(({ rule, cause }: { rule: string; cause: string | null }) => `${rule} ${cause}`)
  expect([...new Set(found)]).toEqual(expected)
})

test('whose changes are asked for later is asked for at first, since each question walks all commits', async () => {
  const root = honest()
  const port = disk(root, process.env.PATH)
  const asked: (readonly string[])[] = []
  const changes: typeof port.changes = (files) => {
    asked.push(files)
    return port.changes(files)
  }
  const { verdict } = await lint(readFileSync(join(root, 'pilot.yaml')), {
    file: 'pilot.yaml',
    for: 'production',
    today: '2027-06-15',
    rules,
    exceptions: true,
    repository: { port: { ...port, changes }, file: 'pilot.yaml' },
  })
  expect(verdict.ready).toBe(true)
  const [first = [], ...later] = asked
  expect(later.length).toBeGreaterThan(3)
  expect(later.flat().filter((file) => !first.includes(file))).toEqual([])
})

test.for(refuted)('refuted $line: $name', tried)
