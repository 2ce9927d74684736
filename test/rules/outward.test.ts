import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outward } from '../../src/exits/printed.ts'

test.each([
  [2.951, '2.95', '2.96'],
  [-1.876, '-1.88', '-1.87'],
  [0.60000000000000009, '0.6', '0.6'],
  [9.996, '9.99', '10'],
  [-0.00071149, '-0.000712', '-0.000711'],
  [12345, '12300', '12400'],
  [0, '0', '0'],
])('%d is %s from below and %s from above', (value, down, up) => {
  expect(outward(value, 'down')).toBe(down)
  expect(outward(value, 'up')).toBe(up)
})

test('it is never nearer than the value, nor further than a digit', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), fc.boolean(), (size, negative) => {
      const value = negative ? -size : size
      const [down, up] = [Number(outward(value, 'down')), Number(outward(value, 'up'))]
      const slack = Math.abs(value) * 1e-11
      expect(down).toBeLessThanOrEqual(value + slack)
      expect(up).toBeGreaterThanOrEqual(value - slack)
      expect(up - down).toBeLessThanOrEqual(Math.abs(value) * 0.0101)
    }),
  )
})
