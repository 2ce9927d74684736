import { retiresEarly } from '../../../src/rules/model/retires-early.ts'
import { table } from '../table.ts'

const full = 'rollout: {full: {start: 2027-03-01}}'
const priced = 'cost: {price: {table: prices.json}}'
const prices = (day: string) =>
  JSON.stringify({ currency: 'EUR', 'small-2': { input_cost_per_token: 1e-6, deprecation_date: day } })
const guilty = (retires: string) => `model: {id: small-2, retires: ${retires}} # expect: model/retires-early\n${full}`

table(retiresEarly, [
  {
    name: 'a month after full starts',
    for: 'progressive',
    yaml: guilty('2027-03-31'),
    says: ['`model.retires` is 2027-03-31, 30 days after `rollout.full.start` on 2027-03-01'],
    helps: ['pin a model that is available until 2027-05-30 or later, 90 days after full starts'],
    severity: 'warning',
  },
  {
    name: 'before full starts',
    yaml: guilty('2027-01-31'),
    says: ['`model.retires` is 2027-01-31, before `rollout.full.start` on 2027-03-01'],
    severity: 'error',
    for: 'limited',
  },
  {
    name: 'on the day',
    yaml: guilty('2027-03-01'),
    says: ['`model.retires` is 2027-03-01, the same day as `rollout.full.start` on 2027-03-01'],
  },
  { name: 'one day short', for: 'progressive', yaml: guilty('2027-05-29') },
  {
    name: 'retired already, whatever the plan',
    yaml: 'model: {id: small-1, retires: 2026-11-22} # expect: model/retires-early',
    says: ['`model.retires` is 2026-11-22, which has passed'],
    helps: ['pin an available model, and run the stage again with it'],
    severity: 'error',
  },
  {
    name: 'retires soon, long after full started',
    yaml: 'model: {id: small-2, retires: 2026-12-01} # expect: model/retires-early\nrollout: {full: {start: 2026-03-01}}',
    for: 'full',
    says: ['`model.retires` is 2026-12-01, in 9 days'],
    helps: ['pin a model that is available until 2027-02-20 or later, and run the stage again with it'],
    severity: 'warning',
  },
  {
    name: 'one day short of a quarter, without a date of full',
    for: 'progressive',
    yaml: 'model: {id: small-2, retires: 2027-02-19} # expect: model/retires-early\nrollout: {full: 95%}',
  },
  {
    name: 'closest: 90 days to the day',
    for: 'progressive',
    yaml: `model: {id: small-2, retires: 2027-05-30}\n${full}`,
  },
  { name: 'a model of their own', yaml: `model: ranker-v41\n${full}` },
  {
    name: 'closest: a quarter from today',
    for: 'progressive',
    yaml: 'model: {id: small-2, retires: 2027-02-20}\nrollout: {full: 95%}',
  },
  {
    name: 'soon after full starts, before progressive',
    for: 'limited',
    yaml: `model: {id: small-2, retires: 2027-03-02}\n${full}`,
  },
  {
    name: 'a price table in which the model has retired',
    for: 'limited',
    yaml: `model: {id: small-2, retires: 2027-09-30} # expect: model/retires-early\n${priced}`,
    files: { 'prices.json': prices('2026-01-01') },
    says: ['`model.retires` is 2027-09-30, but "prices.json" has a `deprecation_date` of 2026-01-01'],
    severity: 'error',
  },
  {
    name: 'a price table alone',
    for: 'limited',
    yaml: `model: {id: small-2} # expect: model/retires-early\n${priced}\n${full}`,
    files: { 'prices.json': prices('2027-02-01') },
    says: ['"prices.json" retires the model on 2027-02-01, before `rollout.full.start` on 2027-03-01'],
    severity: 'error',
  },
  {
    name: 'closest: a price table that says the same',
    yaml: `model: {id: small-2, retires: 2027-09-30}\n${priced}\n${full}`,
    files: { 'prices.json': prices('2027-09-30') },
  },
  {
    name: 'closest: another model of the table has retired',
    yaml: `model: {id: small-3, retires: 2027-09-30}\n${priced}\n${full}`,
    files: { 'prices.json': prices('2026-01-01') },
  },
])
