import { mebibyte, type Page } from './page.ts'

export const billPage: Page = {
  title: 'Bill',
  shows: 'At full, the cost of a unit in the last month, from the amount charged and the number of units.',
  fact: 'bill',
  formats: [
    {
      name: 'CSV',
      reads:
        'A header with `month` (or `date`, `day`), one column of money (`amount`, `cost`, `total`, `spend`, with or without a currency as in `amount_eur`, or the currency alone), and one with the name of the unit of the use case. Amounts are written `1234.56` or `1234,56`, also with signs before thousands (`1.234,56`, `1,234.56`, `1 234,56`), with the sign or code of their currency, and credits as `-5.00` or `(5.00)`; a column of numbers such as `1,234`, or of which every dot may stand before thousands (`1.234`), is not read. Months are written `2026-07`, `2026/07`, `202607`, `07/2026`, `Jul 2026`, or as a day, `2026-07-31` or `31.07.2026`. The rows of a month are added up; empty rows, and one that adds up those above it, are ignored. Rows with an `environment` such as `staging` are left out; a bill with only such rows is unverified.',
      maxBytes: 10 * mebibyte,
      path: 'costs/bill.csv',
      sample: {
        'costs/bill.csv': `month,conversations,amount_eur
2026-09,58000,5010.22
2026-10,61000,5228.40
`,
      },
    },
    {
      name: 'JSON',
      reads: 'The same as a list of rows, alone or as `months`, `rows` or `data`.',
      maxBytes: 10 * mebibyte,
      path: 'costs/bill.json',
      sample: {
        'costs/bill.json': `{"months": [
  {"month": "2026-10", "conversations": 61000, "amount_eur": 5228.40}
]}
`,
      },
    },
  ],
  claim: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost:
  volume: {demo: 600/month, full: 60000/month}
  per_unit: {replies: 0.09 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 0%}
  bill: FILE
`,
  lie: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost:
  volume: {demo: 600/month, full: 60000/month}
  per_unit: {replies: 0.02 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 0%}
  bill: FILE
`,
  unread: { path: 'costs/bill.pdf', text: '%PDF-1.7\n' },
  broken: { path: 'costs/bill.json', text: '[{"month": "2026-10",\n' },
  notes:
    'A column `currency` may name the currency of a row; a bill in cents (`unit: cents`), or in several currencies, is unverified. At most 1200 months. The bill is required and compared at stage full.',
}
