import { describe, expect, test } from 'vitest'
import { inArms, observationsOrNone } from '../../../src/finance/plans/print-plan.ts'

describe('what is observed', () => {
  test.each([
    [700, 700, '700 observations and 700 in control'],
    [1.9, 1, '1 observation and 1 in control'],
    [14, 0.8, '14 observations and none in control'],
    [0.3, 5, 'no observations and 5 in control'],
    [0.3, 0, 'no observations in either arm'],
  ])('%d and %d is %s', (treatment, control, text) => expect(inArms({ treatment, control })).toBe(text))

  test('is none where it is less than one', () =>
    expect([0, 0.9, 1].map(observationsOrNone)).toEqual(['none', 'none', '1']))
})
