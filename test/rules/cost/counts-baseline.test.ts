import { expect, test } from 'vitest'
import { countsBaseline } from '../../../src/rules/cost/counts-baseline.ts'
import { diagnose, table } from '../table.ts'
import { success, whole } from './whole.ts'

const mark = '   # expect: cost/counts-baseline'

table(countsBaseline, [
  {
    name: 'every success is counted',
    yaml: success + whole({ value: `{per_success: 2.20 EUR, counted_on: gross}${mark}` }),
    says: ['`cost.value.counted_on` is "gross", which counts the baseline again: 4.39 times the value of the lift'],
    helps: [
      'value: {per_success: 2.20 EUR, counted_on: lift}  # in cost: and use the value of the lift in the business case, too',
    ],
    severity: 'error',
  },
  {
    name: 'nobody says',
    yaml: success + whole({ value: `{per_success: 2.20 EUR}${mark}` }),
    says: ['`cost.value.counted_on` is missing'],
  },
  {
    name: 'less is better',
    yaml: `success: {metric: rework_rate, baseline: 35%, target: at most 22%}\n${whole({ value: `{per_success: 2.20 EUR, counted_on: gross}${mark}` })}`,
    says: ['`cost.value.counted_on` is "gross", which counts the baseline again: 11.01 times the value of the lift'],
  },
  {
    name: 'a cost section that is not whole is told without numbers',
    yaml: `cost:\n  value: {per_success: 2.20 EUR, counted_on: gross}${mark}\n`,
    says: ['`cost.value.counted_on` is "gross", which counts the baseline again'],
  },
  {
    name: 'a lift that loses money has no times',
    yaml: success + whole({ volume: '{full: 9000/month}', value: `{per_success: 2.20 EUR, counted_on: gross}${mark}` }),
    says: ['`cost.value.counted_on` is "gross", which counts the baseline again'],
  },
  {
    name: 'a mean that is counted gross',
    yaml: `success: {baseline: 9.4 min, target: at most 7 min}\n${whole({ value: `{per_metric_unit: 0.40 EUR/min, counted_on: gross}${mark}` })}`,
  },
  {
    name: 'closest honest file: a mean is worth a difference only',
    yaml: `success: {baseline: 9.4 min, target: at most 7 min}\n${whole({ value: '{per_metric_unit: 0.40 EUR/min}' })}`,
  },
  { name: 'the lift', yaml: success + whole() },
  { name: 'a value that cannot be read', yaml: success + whole({ value: '{per_success: much}' }) },
  {
    name: 'a word that cannot be read',
    yaml: success + whole({ value: '{per_success: 2.20 EUR, counted_on: everything}' }),
  },
  { name: 'no value is reported elsewhere', yaml: success + whole({ value: '' }) },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
])

test('the working shows both claims in full', async () => {
  const yaml = success + whole({ value: '{per_success: 2.20 EUR, counted_on: gross}' })
  const [found] = await diagnose(countsBaseline, yaml)
  expect(found?.working).toEqual([
    'gross = 35% x 2.20 EUR x 60000 - 8588.31 EUR = 37611.69 EUR a month',
    'lift = 13% x 2.20 EUR x 60000 - 8588.31 EUR = 8571.69 EUR a month',
    'gross / lift = 4.39',
  ])
})
