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
  {
    name: 'a model that the list does not know',
    yaml: `cost:
  price: {model: gpt-4oo, provider: openai, as_of: 2026-11-02}  # expect: cost/price-mismatch
`,
    says: ['the price list knows no model gpt-4oo of openai'],
    helps: ['did you mean gpt-4o, gpt-4, gpt-4.1?'],
    severity: 'error',
  },
  {
    name: 'a list price in dollars for a file in euros',
    yaml: `cost:
  price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}  # expect: cost/price-mismatch
  one_off: 38000 EUR
`,
    says: ['the list price is in USD and the file is not'],
    helps: ['rate: 0.92 EUR/USD beside the model, what a dollar costs you'],
    severity: 'error',
  },
  {
    name: 'a list that is older than a price may be',
    yaml: `cost:
  price: {model: gpt-4o, provider: openai, as_of: 2027-01-15}  # expect: cost/price-mismatch
`,
    today: '2027-02-01',
    says: ['the built-in price list is of 2026-09-23, 131 days ago'],
    severity: 'warning',
  },
  {
    name: 'a model without a day is told once',
    yaml: 'cost: {price: {model: gpt-4oo}}  # expect: cost/price-mismatch',
    says: ['nothing says when the prices were looked up'],
  },
  {
    name: 'closest honest file: an unknown model with prices of its own, which win',
    yaml: 'cost: {price: {model: our-llama, input: 1.00 EUR/Mtok, output: 2.00 EUR/Mtok, as_of: 2026-11-02}}',
  },
  {
    name: 'a model in dollars, and in euros with a rate',
    yaml: 'cost: {price: {model: gpt-4o, provider: openai, rate: 0.92 EUR/USD, as_of: 2026-11-02}, one_off: 38000 EUR}',
  },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
])
