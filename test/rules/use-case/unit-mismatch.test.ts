import { unitMismatch } from '../../../src/rules/use-case/unit-mismatch.ts'
import { table } from '../table.ts'

const guilty = '  # expect: use-case/unit-mismatch'
const of = (unit: string, affected: string, per: string, lines: readonly [string, string] = ['', '']) =>
  `use_case: {unit: ${unit}}\nrollback: {max_affected: 40 ${affected}}${lines[0]}\ncost: {usage: {calls: 3 per ${per}}}${lines[1]}\n`

table(unitMismatch, [
  {
    name: 'contracts in a pilot of e-mails',
    yaml: of('e-mail', 'contracts', 'contract', [guilty, guilty]),
    says: [
      '`rollback.max_affected` counts "contracts", but `use_case.unit` is "e-mail"',
      '`cost.usage.calls` counts "contract", but `use_case.unit` is "e-mail"',
    ],
    severity: 'error',
  },
  { name: 'closest: plurals', yaml: of('e-mail', 'e-mails', 'E-Mail') },
  { name: 'closest: a noun for the whole', yaml: of('support ticket', 'tickets', 'ticket') },
  {
    name: 'closest: a plural of another language',
    yaml: of('{one: Vorgang, many: Vorg\u00e4nge}', 'Vorg\u00e4nge', 'Vorgang'),
  },
  { name: 'closest: an irregular plural', yaml: of('{one: person, many: people}', 'people', 'person') },
  {
    name: 'a plural that is not declared',
    yaml: of('person', 'people', 'person', [guilty, '']),
    helps: ['write the number of persons, or set use_case.unit to {one: person, many: people} if that is its plural'],
  },
  ...['day', 'years', 'Month', 'workday', 'h'].map((unit) => ({
    name: `a period: ${unit}`,
    yaml: `use_case:\n  unit: ${unit}${guilty}\n`,
    says: [`\`use_case.unit\` is "${unit}", a period`],
  })),
  {
    name: 'closest: what is assigned',
    yaml: `${of('e-mail', 'customers', 'e-mail')}rollout: {assign_by: customer}\n`,
  },
  {
    name: 'calls for each of what is assigned',
    yaml: `${of('e-mail', 'e-mails', 'customer', ['', guilty])}rollout: {assign_by: customer}\n`,
  },
  {
    name: 'volumes and capacity of something else',
    yaml: `use_case: {unit: support ticket}
cost:
  volume:
    full: 60000 orders/month${guilty}
    peak_day: 6000/day
  capacity: [{name: workers, price: 90 EUR/month, per: 900 calls/month}]${guilty}
`,
    says: [
      '`cost.volume.full` counts "orders", but `use_case.unit` is "support ticket"',
      '`cost.capacity[0].per` counts "calls", but `use_case.unit` is "support ticket"',
    ],
  },
  ...[
    ['support ticket', '60000 support tickets/month', '1 support ticket/min'],
    ['support ticket', '60000 tickets/month', '25/min'],
    ['{one: person, many: people}', '60000 people/month', '1 person/min'],
  ].map(([unit, full, rate]) => ({
    name: `closest: ${full} of ${unit}`,
    yaml: `use_case: {unit: ${unit}}\ncost: {volume: {demo: 600/month, full: ${full}, peak_rate: ${rate}}}\n`,
  })),
  { name: 'no unit', yaml: 'rollback: {max_affected: 40 contracts}\n' },
  { name: 'two words', yaml: of('email', 'mails', 'mail', [guilty, guilty]) },
])
