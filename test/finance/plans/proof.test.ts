import { expect, test } from 'vitest'
import { proofSentence } from '../../../src/finance/plans/sentence.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { changed, pilotOf, planned } from '../fixture.ts'

const proofOf = (pilot: Pilot) => proofSentence(planned(pilot))

const few = ['full: 60000/month', 'full: 300/month'] as const

test('the complete file', () =>
  expect(proofOf(changed())).toBe(
    'evidence of lift: limited can show a lift from 22% to 35% (power 1.00); progressive can show csat unharmed (0.91); as planned, a useless system ships in 0 of 100 cases, a good one in 91',
  ))

test('a plan that shows the lift and not CSAT', () =>
  expect(proofOf(changed(['50% for 28d', '50% for 14d'], ['control: 20%', 'control: 10%']))).toBe(
    'evidence of lift: limited can show a lift from 22% to 35% (power 1.00); no stage can show csat unharmed (0.54); as planned, a useless system ships in 0 of 100 cases, a good one in 54',
  ))

test('a power that its digits do not tell from what is required', () =>
  expect(proofOf(changed(['full: 60000/month', 'full: 56500/month']))).toContain(
    'no stage can show csat unharmed (0.899)',
  ))

test('too little traffic, and who stands in', () =>
  expect(
    proofOf(changed(few, ['looks: 1', 'prove: {by: expert_review, why: 300 a month, approver: acme/legal}'])),
  ).toBe(
    'evidence of lift: no stage can show a lift from 22% to 35%: progressive comes closest (power 0.38); no stage can show csat unharmed (0.08); an expert review by acme/legal replaces statistics at progressive',
  ))

test('a fall, where nothing has a control', () =>
  expect(
    proofOf(
      pilotOf(`version: 1
id: x
success: {metric: minutes, baseline: {value: 9.4 min, sd: 6.1 min}, target: at most 7 min}
cost: {volume: {full: 60000/month}}
rollout: {limited: 5% for 14d}
`),
    ),
  ).toBe('evidence of lift: no stage has a control and enough time to show a fall from 9.4 min to 7 min'))

test('a file that says too little', () => expect(proofOf(pilotOf('version: 1\nid: x\n'))).toBeUndefined())
