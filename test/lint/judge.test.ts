import { expect, test } from 'vitest'
import type { Context } from '../../src/rules/lib/rule.ts'
import { finding, report, rule } from './fixture.ts'

const counting = (ask: (context: Context) => boolean) => {
  let runs = 0
  const counted = rule('rollback/counted', function* (context) {
    runs += 1
    if (ask(context)) yield finding(['rollback'])
  })
  return { rule: counted, runs: () => runs }
}

const file = 'version: 1\nid: x\nstage: limited\n'

test.each<[string, (context: Context) => boolean, boolean]>([
  ['does not ask for the gate is judged once for all gates', ({ pilot }) => pilot.rollback === undefined, true],
  ['asks for the gate is judged at each', ({ gate }) => gate !== 'full', false],
  ['hands its context on is judged at each, where the other asks', (context) => context.gate !== 'full', false],
  ['asks for what is missing is judged at each', ({ missing }) => missing.length === 0, false],
])('a rule that %s', async (_, ask, once) => {
  const one = counting(ask)
  const { diagnostics, verdict } = await report(file, [one.rule], { for: 'limited' })
  expect(diagnostics).toHaveLength(1)
  // The gate, the stage after it, and the first, which blocks already.
  expect(verdict).toMatchObject({ readyFor: undefined, next: { stage: 'progressive', asks: 1 } })
  expect(one.runs() === 1).toBe(once)
})

test('what is found once is graded at each gate', async () => {
  const graded = rule('rollback/graded', () => [finding(['rollback'])], {
    severity: { pilot: 'warning', progressive: 'error' },
  })
  const { diagnostics, verdict } = await report(file, [graded], { for: 'limited' })
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
  expect(verdict).toMatchObject({ readyFor: 'limited', next: { asks: 1 } })
})
