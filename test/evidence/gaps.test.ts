import { expect, test } from 'vitest'
import { gapIn } from '../../src/evidence/rows/gaps.ts'
import { addDays } from '../../src/values/index.ts'

const from = '2026-06-01'
const phase = (length: number) => ({ from, to: addDays(from, length - 1), until: [] })

/** Rows of treatment and control by the number of the day. */
const rows = (length: number, of: (day: number) => readonly [number, number] | undefined) =>
  new Map(
    Array.from({ length }, (_, day) => day).flatMap((day) => {
      const found = of(day)
      return found && found[0] + found[1] > 0 ? [[addDays(from, day), found] as const] : []
    }),
  )

const gap = (length: number, of: Parameters<typeof rows>[1], frozen: (day: string) => boolean = () => false) =>
  gapIn(rows(length, of), phase(length), frozen)

const daily = [20, 20] as const

test.each<[string, number, Parameters<typeof rows>[1]]>([
  ['every day', 84, () => daily],
  ['no weekends', 84, (day) => (day % 7 < 5 ? daily : undefined)],
  ['a closed day each week', 84, (day) => (day % 7 === 0 ? undefined : daily)],
  ['a holiday of six days', 84, (day) => (day >= 30 && day < 36 ? undefined : daily)],
  ['a batch each week', 84, (day) => (day % 7 === 2 ? daily : undefined)],
  ['a batch each month', 84, (day) => (day % 30 === 0 ? daily : undefined)],
  ['one batch', 28, (day) => (day === 9 ? daily : undefined)],
  ['weeks that take turns', 56, (day) => (Math.floor(day / 7) % 2 === 0 ? [20, 0] : [0, 20])],
  ['days that take turns', 56, (day) => (day % 2 === 0 ? [20, 0] : [0, 20])],
  ['a small arm that chance leaves out', 84, (day) => [day % 9 === 0 ? 1 : 0, 10]],
  ['no row', 28, () => undefined],
])('nothing is left out: %s', (_, length, of) => {
  expect(gap(length, of)).toBeUndefined()
})

test.each<[string, number, Parameters<typeof rows>[1], object]>([
  ['all but two weeks', 84, (day) => (day < 14 ? daily : undefined), { from: '2026-06-15', days: 70, of: 84 }],
  ['three weeks', 84, (day) => (day >= 30 && day < 51 ? undefined : daily), { from: '2026-07-01', days: 21 }],
  ['two times', 84, (day) => (day % 40 > 30 ? undefined : daily), { from: '2026-07-02', days: 9 }],
  [
    'three weeks without weekends',
    84,
    (day) => (day % 7 > 4 || (day >= 28 && day < 49) ? undefined : daily),
    { days: 23 },
  ],
  ['two months of a weekly batch', 112, (day) => (day % 7 === 2 && day < 50 ? daily : undefined), { days: 67 }],
  [
    'the bad week of treatment',
    84,
    (day) => [day >= 21 && day < 28 ? 0 : 20, 20],
    { from: '2026-06-22', to: '2026-06-28', days: 7, of: 84, arm: 'treatment' },
  ],
  ['a good day of control', 84, (day) => [20, day === 5 ? 0 : 20], { from: '2026-06-06', days: 1, arm: 'control' }],
])('left out: %s', (_, length, of, found) => {
  expect(gap(length, of)).toMatchObject(found)
})

test('days of a freeze are not missed', () => {
  const isFrozen = (day: string) => day >= '2026-07-01' && day <= '2026-07-21'
  const of = (day: number) => (day >= 30 && day < 51 ? undefined : daily)
  expect(gap(84, of, isFrozen)).toBeUndefined()
})
