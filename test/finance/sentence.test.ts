import { describe, expect, test } from 'vitest'
import { moneySentence } from '../../src/finance/money-sentence.ts'
import { readingOf } from '../../src/finance/report.ts'
import { sensitivity } from '../../src/finance/sensitivity.ts'
import type { Pilot } from '../../src/model/pilot.ts'
import { changed, inputsFrom, pilotOf, planned } from './fixture.ts'

const bare = (yaml: string): Pilot => pilotOf(`version: 1\nid: example\n${yaml}`)

const mean = (target: string, more = ''): Pilot =>
  bare(`use_case: {unit: invoice}
success: {metric: handling_time, baseline: 9.4 min, target: ${target}}
cost:
  volume: {full: 12000/month}
  fixed: {platform: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 2%, cost: 4.00 EUR}
  value: {per_metric_unit: 28 EUR/h}
${more}`)

/** The complete file, with all of the volume served. */
const all = (...changes: readonly (readonly [from: string, to: string])[]): Pilot =>
  changed(['full: {traffic: 95%, control: 5%', 'full: {traffic: 100%'], ...changes)

const value = '  value: {per_success: 2.20 EUR, why: 5.5 agent minutes at 24 EUR/h}'
const sentences: readonly (readonly [string, Pilot, string])[] = [
  [
    'a plan that pays',
    all(),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR and earns 0.29 EUR: 8,572 EUR a month, paid back in 10.6 months from the start; breaks even at 15,785/month',
  ],
  [
    'a plan that loses',
    all(['full: 60000/month', 'full: 9000/month']),
    'at full volume, 9,000/month, a conversation costs 0.43 EUR and earns 0.29 EUR: it loses 1,315 EUR a month; breaks even at 15,785/month',
  ],
  [
    'a plan that no volume carries',
    all(['full: 8%', 'full: 100%']),
    'at full volume, 60,000/month, a conversation costs 0.70 EUR and earns 0.29 EUR: it loses 24,548 EUR a month, and no volume makes it profitable',
  ],
  [
    'no lift',
    all(['target: at least 35%', 'target: at least 20%']),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR and earns nothing: there is no lift',
  ],
  [
    'no value',
    all([`${value}`, '']),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR, 8,588 EUR a month; no value is declared',
  ],
  [
    'an approval of each unit that no cap bounds',
    all(['by: tier-1 agents, max_amount: 10 EUR, cap: 40/day', 'effort: 30s']),
    'at full volume, 60,000/month, a conversation costs 0.34 EUR and earns 0.29 EUR: it loses 3,428 EUR a month, and no volume makes it profitable',
  ],
  [
    'no building cost',
    all(['  one_off: 38000 EUR', '']),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR and earns 0.29 EUR: 8,572 EUR a month; breaks even at 15,785/month',
  ],
  [
    'parts that are missing',
    all(['  errors: {rate: 1%, cost: 3.50 EUR}', '']),
    'not computed; missing cost.errors.rate and cost.errors.cost',
  ],
  [
    'a cost section of a volume and an amount',
    bare('cost: {volume: {full: 100/month}, one_off: 5 EUR}'),
    'not computed; missing cost.fixed, cost.maintenance.effort, cost.maintenance.wage and 5 more',
  ],
  ['no cost section', bare(''), 'not computed, because the file has no cost section'],
  ['an empty cost section', bare('cost: {}'), 'not computed, because the file has no cost section'],
  [
    'a section in another file',
    bare('cost: {include: ../finance/cost.yaml}'),
    'not computed, because the cost section is in another file',
  ],
  [
    'a demo volume only',
    bare('cost: {volume: {demo: 600/month}, one_off: 5 EUR}'),
    'not computed, because cost.volume.full is missing',
  ],
  [
    'a volume of nothing',
    bare('cost: {volume: {full: 0/month}, one_off: 5 EUR}'),
    'not computed, because cost.volume.full is 0',
  ],
  [
    'no money at all',
    bare('cost: {volume: {full: 10/month}}'),
    'not computed, because the cost section contains no amount of money',
  ],
  [
    'two currencies',
    bare('cost: {volume: {full: 10/month}, one_off: 5 EUR, per_success: 1 USD}'),
    'not computed, because the cost section mixes EUR and USD',
  ],
  [
    'a mean, and less is better',
    mean('at most 7 min'),
    'at full volume, 12,000/month, an invoice costs 0.16 EUR and earns 1.12 EUR: 11,580 EUR a month; breaks even at 866/month',
  ],
  [
    'a mean, and more is better',
    mean('at least 12 min'),
    'at full volume, 12,000/month, an invoice costs 0.16 EUR and earns 1.21 EUR: 12,700 EUR a month; breaks even at 795/month',
  ],
  [
    'a proportion, and less is better',
    all(
      ['baseline: {value: 22%, n: 118400', 'baseline: {value: 48%, n: 118400'],
      ['target: at least 35%', 'target: at most 35%'],
    ),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR and earns 0.29 EUR: 8,572 EUR a month, paid back in 10.6 months from the start; breaks even at 15,785/month',
  ],
  [
    'a target of 100%',
    all(['target: at least 35%', 'target: at least 100%']),
    'at full volume, 60,000/month, a conversation costs 0.14 EUR and earns 1.72 EUR: 94,372 EUR a month, paid back in 5.6 months from the start; breaks even at 1,885/month',
  ],
]

test.each(sentences)('%s', (_, pilot, words) => expect(moneySentence(planned(pilot))).toBe(`cost: ${words}`))

test('what could not be read is neither there nor missing', () =>
  expect(moneySentence(planned(all()), true)).toBe('cost: not computed, because part of it cannot be read'))

describe('the reading', () => {
  const read = (pilot: Pilot) => readingOf(inputsFrom(pilot))

  test('names what the plan hangs on', () => {
    expect(read(all())).toBe(
      'tokens can rise 21-fold; the margin is gone if the lift halves or everything is still reviewed',
    )
    expect(read(all(['per_success: 2.20', 'per_success: 9.00'], ['effort: 1.5 min', 'effort: 0.1 min']))).toBe(
      'tokens can rise 151-fold; the margin survives every change in the table',
    )
  })

  test('says what is missing', () => {
    expect(read(all(['full: 60000/month', 'full: 9000/month']))).toBe(
      'the plan loses 1,315 EUR a month; it breaks even at 15,785/month',
    )
    expect(read(all(['full: 8%', 'full: 100%']))).toContain('more volume does not help')
    expect(read(all([value, '']))).toContain('no value is declared')
    expect(read(all(['at least 35%', 'at least 20%']))).toContain('no lift')
    expect(read(all(['  errors: {rate: 1%, cost: 3.50 EUR}', '']))).toContain('not computed')
  })
})

test.each([
  ['nobody takes over', 'template', false],
  ['people take over', 'human', true],
  ['it goes back to the ordinary queue', 'previous_process', true],
])('a failure that takes longer is a shock only where people mend it: %s', (_, what, told) => {
  const pilot = mean('at most 7 min', `fallback: [{for: [model_error], do: ${what}}]\n`)
  const share = { ...pilot, success: all().success, cost: all().cost } as Pilot
  const names = sensitivity(inputsFrom(share)).map(({ name }) => name)
  expect(names.includes('failures take 0.5 min more')).toBe(told)
})
