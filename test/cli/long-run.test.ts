import { expect, test } from 'vitest'
import { bare, folder, pilotlint } from './harness.ts'

const files = (count: number) =>
  folder(Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}/pilot.yaml`, bare])))

test.each([
  [40, 0],
  [41, 1],
])('a run over %i files asks %i times for optimised code', async (count, asked) => {
  let told = 0
  await pilotlint(files(count), [], { longRun: () => (told += 1) })
  expect(told).toBe(asked)
})
