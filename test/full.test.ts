import { expect, test } from 'vitest'
import { judge, tried } from './lies/lie.ts'
import { honest } from './lies/parcel.ts'
import { refuted } from './lies/refuted.ts'

test('an honest pilot at full, with everything that it asks for, is ready and hears nothing', async () => {
  const { code, found } = await judge(honest())
  expect(found).toEqual([])
  expect(code).toBe(0)
})

test.for(refuted)('refuted $line: $name', tried)
