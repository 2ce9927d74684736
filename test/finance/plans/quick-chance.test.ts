import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chanceOf } from '../../../src/finance/plans/chance.ts'
import { chanceThrough, decidedStages, slipsOf } from '../../../src/finance/plans/plan-chance.ts'
import { quickChance } from '../../../src/finance/plans/quick-chance.ts'
import { planOf } from '../../../src/finance/plans/stage-plan.ts'
import { courseOf, moneyOf, playTruth, truthsOf } from '../../../src/rehearse/rehearse.ts'
import { pilotOf, planned } from '../fixture.ts'

const text = (name: string) => readFileSync(new URL(`../../../examples/${name}/pilot.yaml`, import.meta.url), 'utf8')

const examples = ['order-status', 'fraud-review', 'posteingang', 'product-ranking', 'discharge-letters', 'site-search']

test.each(examples)('the quick chance of %s is the exact one, to a point', (name) => {
  const pilot = pilotOf(text(name))
  for (const stage of ['limited', 'progressive'] as const) {
    const found = planOf(pilot, stage)
    if (!found.ok) throw new Error(`${stage} cannot be planned`)
    for (const { value, chance } of chanceOf(pilot, found.plan)?.chances ?? [])
      expect(Math.abs((quickChance(pilot, found.plan, { primary: value }) ?? 2) - chance)).toBeLessThan(0.01)
  }
})

const thin = `version: 1
id: thin
use_case: {unit: chat}
success:
  metric: rate
  baseline: 22%
  target: at least 24%
  expected: 25%
  guardrail_metrics:
    - {metric: csat, sd: 1.05 points, baseline: 4 points, max_drop: 0.2 points, response_rate: 10%}
    - {metric: wrong, limit: at most 3%}
cost:
  volume: {full: 30000/month}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 4 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 0%}
  errors: {rate: 1%, cost: 0 EUR}
  value: {per_success: 2.20 EUR}
rollout:
  assign_by: chat
  limited: {traffic: 10%, control: 10%, duration: 7d, exit: [rate not below baseline, wrong at most 3%]}
  progressive: {steps: [20% for 7d, 40% for 7d], control: 40%, exit: [rate above control, rate at least 24%, guardrail_metrics hold]}
  full: 95%
`

test('an exit in another unit than the baseline is the same exit', () => {
  const timed = (primary: string, guardrail: string) =>
    thin
      .replace('baseline: 22%', 'baseline: {value: 16d, sd: 9d}')
      .replace('at least 24%\n', 'at most 15d\n')
      .replace('expected: 25%', 'expected: 14.8d')
      .replace('wrong, limit: at most 3%', 'wait, limit: at most 10 min, sd: 4 min')
      .replace('wrong at most 3%', `wait ${guardrail}`)
      .replace('rate above control, rate at least 24%,', `rate below control, rate ${primary},`)
      .replace('not below', 'not above')
  const asked = [timed('at most 15d', 'at most 9 min'), timed('at most 360h', 'at most 540s')].map((yaml) => {
    const pilot = pilotOf(yaml)
    return (['limited', 'progressive'] as const).map((stage) => {
      const found = planOf(pilot, stage)
      if (!found.ok) throw new Error(`${stage} cannot be planned`)
      return [quickChance(pilot, found.plan, { primary: 14.8 }), chanceOf(pilot, found.plan)?.chances]
    })
  })
  expect(asked[1]).toEqual(asked[0])
  expect(asked[0]?.[1]?.[0]).toBeGreaterThan(0.2)
})

test('each truth passes about as often as when it is played', () => {
  const pilot = pilotOf(thin)
  const plan = planned(pilot)
  const plans = decidedStages(pilot) ?? []
  const inputs = moneyOf(plan)
  const course = courseOf(plan)
  const needed = 1160 / (0.95 * 30000 * 2.2)
  if (!course.ok) throw new Error(course.why)
  const slips = slipsOf(pilot, plans, needed)
  const closed = new Map(slips.map(({ what, metric, chance }) => [`${what} ${metric}`, chance]))
  expect([...closed.keys()]).toEqual(['useless rate', 'worthless rate', 'harmful csat', 'harmful wrong'])
  for (const truth of truthsOf(course.streams, inputs)) {
    const { shipped } = playTruth(course, truth, { runs: 3000, seed: 3, variation: 0 })
    const chance =
      truth.name === 'as promised'
        ? chanceThrough(pilot, plans, { primary: 0.25 }, needed)
        : (closed.get(`${truth.name} ${truth.metric}`) ?? Number.NaN)
    expect(Math.abs(shipped - chance)).toBeLessThan(0.012 + 3 * Math.sqrt((chance * (1 - chance)) / 3000))
  }
})

test('a stage that an expert review decides is left out', () => {
  expect(decidedStages(pilotOf(text('tariff-codes')))?.map(({ stage }) => stage)).toEqual(['limited'])
})
