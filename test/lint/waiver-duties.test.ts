import { expect, test } from 'vitest'
import type { PastException } from '../../src/evidence/exceptions/held.ts'
import type { Facts } from '../../src/evidence/facts.ts'
import { withPast } from '../../src/lint/waiver-duties.ts'
import { flaws, type Waiver } from '../../src/model/waiver.ts'

const today = '2026-11-22'

const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  rule: 'cost/fragile',
  at: 'cost.usage',
  why: 'w',
  by: 'b',
  until: '2026-12-22',
  path: ['exceptions', 0],
  ...more,
})

const held = (from: string, to: string | undefined, more: Partial<PastException> = {}): PastException => ({
  rule: 'cost/fragile',
  at: 'cost.usage',
  until: to ?? '2026-12-22',
  from,
  to,
  ...more,
})

const past = (versions: readonly PastException[] | undefined) =>
  ({ history: { state: 'found' }, held: versions }) as unknown as Facts

const said = (one: Waiver, versions: readonly PastException[] | undefined, now = today) =>
  flaws(withPast(one, { facts: past(versions), today, now }), today).map(({ says, help }) => `${says} => ${help}`)

test.each<[string, Waiver, readonly PastException[] | undefined, string[]]>([
  ['that is not committed yet', waiver(), [], []],
  ['of 90 days from its commit', waiver({ until: '2026-12-22' }), [held('2026-09-23', undefined)], []],
  [
    'of 91 days from its commit',
    waiver(),
    [held('2026-09-22', undefined)],
    [
      'lasts until 2026-12-22, longer than 90 days after its commit on 2026-09-22 => until: 2026-12-21  # at the latest',
    ],
  ],
  [
    'whose commit claims a later day',
    waiver({ until: '2027-03-01' }),
    [held('2027-01-10', undefined, { until: '2027-03-01' })],
    [
      'lasts until 2027-03-01, longer than 90 days after its commit on 2026-11-22 => until: 2027-02-20  # at the latest',
    ],
  ],
  [
    'that ended, of which 69 days are left',
    waiver({ until: '2026-11-21' }),
    [held('2026-08-02', undefined, { until: '2026-11-21' })],
    ['expired on 2026-11-21 => fix the finding, or renew the exception until a date up to 2027-01-30'],
  ],
  [
    'that is renewed until then',
    waiver({ until: '2027-01-30' }),
    [held('2026-08-02', '2026-11-22', { until: '2026-11-21' })],
    [],
  ],
  [
    'that is renewed until the day after',
    waiver({ until: '2027-01-31' }),
    [held('2026-08-02', '2026-11-22', { until: '2026-11-21' })],
    ['waives it for 181 days in all since 2026-08-02, longer than 180 => until: 2027-01-30  # at the latest'],
  ],
  [
    'that ended, of which no day is left',
    waiver({ until: '2026-11-21' }),
    [held('2026-08-20', undefined, { until: '2026-11-21' }), held('2026-05-01', '2026-08-20')],
    ['expired on 2026-11-21 => fix the finding and remove the exception'],
  ],
  [
    'that lasts too long, of which 69 days are left',
    waiver({ until: '2027-03-01' }),
    [held('2026-08-02', '2026-11-21')],
    ['lasts until 2027-03-01, longer than 90 days => until: 2027-01-30  # at the latest'],
  ],
  [
    'of 180 days in all, with a pause and two versions of one time',
    waiver(),
    [held('2026-11-12', undefined), held('2026-06-01', '2026-08-01'), held('2026-06-30', '2026-10-19')],
    [],
  ],
  [
    'of 181 days in all',
    waiver(),
    [held('2026-11-12', undefined), held('2026-06-01', '2026-10-20')],
    ['waives it for 181 days in all since 2026-06-01, longer than 180 => until: 2026-12-21  # at the latest'],
  ],
  [
    'whose rule was waived as a whole, and by a comment',
    waiver(),
    [held('2026-05-01', '2026-07-01', { at: 'cost' }), held('2026-07-01', '2026-11-20', { at: undefined })],
    ['waives it for 233 days in all since 2026-05-01, longer than 180 => fix the finding and remove the exception'],
  ],
  [
    'after others that ended before their version was replaced',
    waiver(),
    [held('2026-03-01', '2026-11-20', { until: '2026-05-30' })],
    [],
  ],
  [
    'beside one for another place, and for another rule',
    waiver(),
    [
      held('2026-03-01', '2026-11-20', { at: 'cost.usages' }),
      held('2026-03-01', '2026-11-20', { rule: 'cost/no-value' }),
    ],
    [],
  ],
  [
    'whose past is padded',
    waiver(),
    undefined,
    ['has too many or too large versions to check => move exceptions to a small file with few versions'],
  ],
])('an exception %s', (_, one, versions, expected) => {
  expect(said(one, versions)).toEqual(expected)
})
