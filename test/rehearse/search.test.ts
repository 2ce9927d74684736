import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rehearse } from '../../src/rehearse/rehearse.ts'
import { type Search, searchPlan } from '../../src/rehearse/search.ts'
import { pilotOf, planned } from '../finance/fixture.ts'

const text = (name: string) => readFileSync(new URL(`../../examples/${name}/pilot.yaml`, import.meta.url), 'utf8')

const runs = { runs: 600, seed: 1, variation: 0 }

const searched = (yaml: string): Search => {
  const plan = planned(pilotOf(yaml))
  const played = rehearse(plan, runs)
  if (!played.ok) throw new Error(played.why)
  return searchPlan(plan, played, runs)
}

test('the cheapest plan ships a good system, stops every other, and is what its edits say', () => {
  const order = text('order-status')
  const found = searched(order)
  if (!found.ok) throw new Error(found.why)
  // 5% for 14 days, 20% for 7 and 50% for 28.
  expect(found.before).toBeCloseTo(0.7 + 1.4 + 14, 9)
  expect(found.exposure).toBeLessThan(found.before)
  for (const { name, shipped } of found.truths)
    if (name === 'as promised') expect(shipped).toBeGreaterThan(0.8)
    else expect(shipped).toBeLessThan(0.05)
  const edits = found.proposals.flatMap(({ proposal }) => proposal.edits)
  const step = edits.find(({ path }) => path.includes('steps'))?.text
  const control = edits.find(({ path }) => path.includes('progressive') && path.includes('control'))?.text
  const edited = order
    .replace('50% for 28d', step ?? '50% for 28d')
    .replace('control: 30%', `control: ${control ?? '30%'}`)
  const played = rehearse(planned(pilotOf(edited)), runs)
  expect(played.ok && played.truths.map(({ shipped }) => shipped)).toEqual(found.truths.map(({ shipped }) => shipped))
})

test('with too little traffic no plan does', () => {
  const few = text('order-status').replace('full: 60000/month', 'full: 600/month')
  expect(searched(few)).toMatchObject({
    ok: false,
    why: expect.stringContaining('no plan with stages of up to half a year'),
  })
})

test('where people decide, nothing is searched for', () => {
  expect(searched(text('tariff-codes'))).toMatchObject({ ok: false, why: expect.stringContaining('people decide') })
})
