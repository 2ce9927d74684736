import { priceMismatch } from '../../../src/rules/cost/price-mismatch.ts'
import { table } from '../table.ts'

table(priceMismatch, [
  {
    name: 'prices of last spring',
    yaml: `
cost:
  price: {input: 1.00 EUR/Mtok, as_of: 2026-03-02}  # expect: cost/price-mismatch
`,
    says: ['the prices are of 2026-03-02, 265 days ago'],
    helps: [
      'as_of: 2026-11-22, after a look at the price list; a price holds for 90 days, here until 2026-05-31',
    ],
    severity: 'warning',
  },
  {
    name: 'prices of no day',
    yaml: `
cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok}  # expect: cost/price-mismatch
`,
    says: ['nothing says when the prices were looked up'],
  },
  {
    name: 'closest honest file: the ninetieth day',
    yaml: 'cost: {price: {input: 1.00 EUR/Mtok, as_of: 2026-08-24}}',
  },
  {
    name: 'a price of tomorrow, agreed in the contract',
    yaml: 'cost: {price: {input: 1.00 EUR/Mtok, as_of: 2027-01-01}}',
  },
  { name: 'a ranking model has no token prices', yaml: 'cost: {per_unit: {scoring: 0.0004 EUR}}' },
  { name: 'a date that cannot be read', yaml: 'cost: {price: {input: 1.00 EUR/Mtok, as_of: last month}}' },
  { name: 'a misspelt key', yaml: 'cost: {price: {input: 1.00 EUR/Mtok, asof: 2026-11-02}}' },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
])
