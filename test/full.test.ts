import { expect, test } from 'vitest'
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

test.for(refuted)('refuted $line: $name', tried)
