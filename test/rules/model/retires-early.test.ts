import { retiresEarly } from '../../../src/rules/model/retires-early.ts'
import { table } from '../table.ts'

const full = 'rollout: {full: {start: 2027-03-01}}'
const guilty = (retires: string) => `model: {id: small-2, retires: ${retires}} # expect: model/retires-early\n${full}`

table(retiresEarly, [
  {
    name: 'a month after full starts',
    yaml: guilty('2027-03-31'),
    says: ['`model.retires` is 2027-03-31, 30 days after `rollout.full.start` on 2027-03-01'],
    helps: ['pin a model that is available until 2027-05-30 or later, 90 days after full starts'],
    severity: 'warning',
  },
  {
    name: 'before full starts',
    yaml: guilty('2027-01-31'),
    says: ['`model.retires` is 2027-01-31, before `rollout.full.start` on 2027-03-01'],
  },
  {
    name: 'on the day',
    yaml: guilty('2027-03-01'),
    says: ['`model.retires` is 2027-03-01, the same day as `rollout.full.start` on 2027-03-01'],
  },
  { name: 'one day short', yaml: guilty('2027-05-29') },
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
    yaml: 'model: {id: small-2, retires: 2027-02-19} # expect: model/retires-early\nrollout: {full: 95%}',
  },
  { name: 'closest: 90 days to the day', yaml: `model: {id: small-2, retires: 2027-05-30}\n${full}` },
  { name: 'a model of their own', yaml: `model: ranker-v41\n${full}` },
  { name: 'closest: a quarter from today', yaml: 'model: {id: small-2, retires: 2027-02-20}\nrollout: {full: 95%}' },
  { name: 'before progressive', for: 'limited', yaml: `model: {id: small-2, retires: 2026-12-01}\n${full}` },
])
