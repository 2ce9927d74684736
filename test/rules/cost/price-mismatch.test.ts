import { priceMismatch } from '../../../src/rules/cost/price-mismatch.ts'
import { table } from '../table.ts'
import { success, whole } from './whole.ts'

table(priceMismatch, [
  {
    name: 'prices of last spring',
    yaml: `
cost:
  price: {input: 1.00 EUR/Mtok, as_of: 2026-03-02}  # expect: cost/price-mismatch
`,
    says: ['`cost.price.as_of` is 2026-03-02, 265 days ago'],
    helps: [
      'price: {input: 1.00 EUR/Mtok, as_of: 2026-11-22}  # in cost: after checking the price list; prices expire after 90 days, these on 2026-05-31',
    ],
    severity: 'warning',
  },
  {
    name: 'prices of no day',
    yaml: `
cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok}  # expect: cost/price-mismatch
`,
    says: ['`cost.price.as_of` is missing'],
  },
  {
    name: 'closest honest file: the ninetieth day',
    yaml: 'cost: {price: {input: 1.00 EUR/Mtok, as_of: 2026-08-24}}',
  },
  {
    name: 'a price of years ahead, which would never be old',
    yaml: 'cost: {price: {input: 1.00 EUR/Mtok, as_of: 2029-01-01}}   # expect: cost/price-mismatch',
    says: ['`cost.price.as_of` is 2029-01-01, 771 days from now'],
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
    says: ['the price list has no model gpt-4oo from openai'],
    helps: ['did you mean gpt-4o, gpt-4, gpt-4.1?'],
    severity: 'error',
  },
  {
    name: 'a list price in dollars for a file in euros',
    yaml: `cost:
  price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}  # expect: cost/price-mismatch
  one_off: 38000 EUR
`,
    says: ['the list price is in USD, but the file is in another currency'],
    helps: ['add your exchange rate to cost: rates: {USD: <amount> EUR}'],
    severity: 'error',
  },
  {
    name: 'a list that is older than a price may be',
    yaml: `cost:
  price: {model: gpt-4o, provider: openai, as_of: 2027-01-15}  # expect: cost/price-mismatch
`,
    today: '2027-02-01',
    says: ['the built-in price list is from 2026-09-23, 131 days ago'],
    severity: 'warning',
  },
  {
    name: 'a model without a day is told once',
    yaml: 'cost: {price: {model: gpt-4oo}}  # expect: cost/price-mismatch',
    says: ['`cost.price.as_of` is missing'],
  },
  {
    name: 'closest honest file: an unknown model with prices of its own, which win',
    yaml: 'cost: {price: {model: our-llama, input: 1.00 EUR/Mtok, output: 2.00 EUR/Mtok, as_of: 2026-11-02}}',
  },
  {
    name: 'a model in dollars, and in euros with a rate',
    yaml: 'cost: {price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}, rates: {USD: 0.92 EUR}, one_off: 38000 EUR}',
  },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
])

const price = (input: number, rest = '') =>
  `{"small-2": {${rest}\n"input_cost_per_token": ${input},\n"cache_read_input_token_cost": 1e-07,\n"output_cost_per_token": 5e-06}}`

const priced = (line: string, model = 'small-2') => `
model: {provider: example-ai, id: ${model}}
cost:
  price:
    cached_input: 0.10 EUR/Mtok
    output: 5.00 EUR/Mtok
    as_of: 2026-11-02
    ${line}
`
const guilty = '  # expect: cost/price-mismatch'

table(priceMismatch, [
  {
    name: 'the prices of the table',
    files: { 'p.json': price(1e-6) },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'half the price of the table',
    files: { 'p.json': price(1e-6) },
    yaml: priced(`table: p.json\n    input: 0.50 EUR/Mtok${guilty}`),
    says: ['`cost.price.input` is 0.50 EUR/Mtok, but "p.json" lists 1.00 EUR/Mtok'],
    helps: ['input: 1.00 EUR/Mtok  # in cost.price: or update the table'],
    severity: 'error',
  },
  {
    name: 'a price that no float can hold',
    files: { 'p.json': price(0.00000015) },
    yaml: priced('input: 0.15 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a model under its provider',
    files: { 'p.json': price(1e-6).replace('small-2', 'example-ai/small-2') },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'the price of another vendor, beside that of its own',
    files: {
      'p.json': `{"small-2": {"litellm_provider": "openai", "currency": "EUR", "input_cost_per_token": 1e-06},
"example-ai/small-2": {"litellm_provider": "example-ai", "currency": "EUR", "input_cost_per_token": 3e-06}}`,
    },
    yaml: priced(`input: 1.00 EUR/Mtok${guilty}\n    table: p.json`),
    says: ['`cost.price.input` is 1.00 EUR/Mtok, but "p.json" lists 3.00 EUR/Mtok'],
  },
  {
    name: 'closest: that of its own, beside that of another vendor',
    files: {
      'p.json': `{"small-2": {"litellm_provider": "openai", "currency": "EUR", "input_cost_per_token": 3e-06},
"example-ai/small-2": {"litellm_provider": "example-ai", "currency": "EUR", "input_cost_per_token": 1e-06}}`,
    },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a model that the table does not hold is for evidence/unproven',
    files: { 'p.json': price(1e-6) },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json', 'small-3'),
  },
  {
    name: 'prices in dollars are not compared with euros',
    files: { 'p.json': price(9e-6, '"litellm_provider": "example-ai",') },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a table that is malformed is for evidence/broken',
    files: { 'p.json': '{"small-2": ' },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a table that is missing',
    files: {},
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a table of no currency whose prices are all a hundred times over',
    files: { 'p.json': '{"small-2": {"input_cost_per_token": 0.0001, "output_cost_per_token": 0.0005}}' },
    yaml: priced('input: 1.00 EUR/Mtok\n    output: 5.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a table that says that it is in cents',
    files: { 'p.json': '{"currency": "EUR cents", "small-2": {"input_cost_per_token": 0.0003}}' },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'a price a hundred times over in the currency of the file',
    files: { 'p.json': '{"currency": "EUR", "small-2": {"input_cost_per_token": 0.0001}}' },
    yaml: priced(`input: 1.00 EUR/Mtok${guilty}\n    table: p.json`),
  },
  {
    name: 'a table in a form that nobody here reads',
    files: { 'p.csv': 'model,input\nsmall-2,9' },
    yaml: priced('input: 1.00 EUR/Mtok\n    table: p.csv'),
  },
])

const billed = (line: string) => `use_case: {unit: conversation}\n${success}${whole()}${`  bill: b.csv${line}\n`}`
const onPremises = (line: string) =>
  `use_case: {unit: conversation}\n${success}${whole({ usage: '', price: '', per_unit: '', fixed: `{infrastructure: 900 EUR/month, tooling: 600 EUR/month}${line}` })}  allocation: b.csv\n`
const bill = (eur: string, unit = 'conversations') => `month,${unit},eur\n2026-09,60000,900.00\n2026-10,50000,${eur}\n`

table(priceMismatch, [
  // The model of the file: 0.00713856 for the model and 0.002 for the carrier, times 50000.
  { name: 'a bill as modelled', for: 'full', files: { 'b.csv': bill('456.93') }, yaml: billed('') },
  { name: 'a bill a fifth above it', for: 'full', files: { 'b.csv': bill('548.31') }, yaml: billed('') },
  {
    name: 'a bill more than a fifth above it',
    for: 'full',
    files: { 'b.csv': bill('548.32') },
    yaml: billed(guilty),
    says: ['a conversation cost 0.01097 EUR in 2026-10 in "b.csv", but `cost` computes 0.009139 EUR'],
  },
  {
    name: 'closest: a bill of few units, which is that of the minimum',
    for: 'full',
    files: { 'b.csv': bill('900.00').replace('50000', '40000') },
    yaml: billed('').replace('  bill:', '  minimum: 900 EUR/month\n  bill:'),
  },
  {
    name: 'a bill below the minimum',
    for: 'full',
    files: { 'b.csv': bill('80.00').replace('50000', '40000') },
    yaml: billed(guilty).replace('  bill:', '  minimum: 900 EUR/month\n  bill:'),
  },
  { name: 'closest: a bill of a tenth of the plan', for: 'full', files: { 'b.csv': bill('45.70') }, yaml: billed('') },
  {
    name: 'a bill of nearly nothing',
    for: 'full',
    files: { 'b.csv': bill('0.01') },
    yaml: billed(guilty),
    says: ['a conversation cost 0.0000002 EUR in 2026-10 in "b.csv", but `cost` computes 0.009139 EUR'],
    severity: 'error',
  },
  {
    name: 'a bill of the quarter before',
    for: 'full',
    today: '2027-02-02',
    files: { 'b.csv': bill('456.93') },
    yaml: billed(guilty).replace('as_of: 2026-11-02', 'as_of: 2027-01-02'),
    says: ['the last complete month of "b.csv" is 2026-10, more than 92 days ago'],
    severity: 'error',
  },
  {
    name: 'closest: a bill whose last month ended 92 days ago',
    for: 'full',
    today: '2027-01-31',
    files: { 'b.csv': bill('456.93') },
    yaml: billed('').replace('as_of: 2026-11-02', 'as_of: 2027-01-02'),
  },
  {
    name: 'a bill with three times the units of the plan',
    for: 'full',
    files: { 'b.csv': 'month,conversations,eur\n2026-10,180001,1600.00\n' },
    yaml: billed('').replace(/volume: .*/, '$&  # expect: cost/price-mismatch'),
    says: ['"b.csv" counts 180001 conversations in 2026-10, but the plan is 60000/month'],
    severity: 'error',
  },
  {
    name: 'a bill of a running month counts no units',
    for: 'full',
    files: { 'b.csv': 'month,conversations,eur\n2026-10,60000,540.00\n2026-11,9000,80.00\n' },
    yaml: billed(''),
  },
  {
    name: 'a bill whose running month is cheap, after a whole one that is not',
    for: 'full',
    files: { 'b.csv': `${bill('5200.00')}2026-11,9000,80.00\n` },
    yaml: billed(guilty),
    says: ['a conversation cost 0.104 EUR in 2026-10 in "b.csv", but `cost` computes 0.009139 EUR'],
  },
  {
    name: 'closest: a running month that is charged in advance, after a whole one as modelled',
    for: 'full',
    files: { 'b.csv': `${bill('456.93')}2026-11,900,456.93\n` },
    yaml: billed(''),
  },
  {
    name: 'a whole month that counts no units is for evidence/unproven, whatever stands around it',
    for: 'full',
    files: { 'b.csv': 'month,conversations,eur\n2026-08,50000,5200.00\n2026-10,0,456.93\n2026-11,50000,5200.00\n' },
    yaml: billed(''),
  },
  {
    name: 'a month of two years ago as modelled, beside an expensive running one',
    for: 'full',
    files: { 'b.csv': 'month,conversations,eur\n2025-01,50000,456.93\n2026-11,50000,5200.00\n' },
    yaml: billed(guilty),
    says: ['the last complete month of "b.csv" is 2025-01, more than 92 days ago'],
  },
  {
    name: 'closest: the month before last, beside the running one',
    for: 'full',
    files: { 'b.csv': 'month,conversations,eur\n2026-09,50000,456.93\n2026-11,50000,456.93\n' },
    yaml: billed(''),
  },
  {
    name: 'an allocation of twice the fixed cost, before a running month',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-10,3000.00\n2026-11,1500.50\n' },
    yaml: onPremises('   # expect: cost/price-mismatch'),
    says: ['"b.csv" allocates 3000 EUR in 2026-10, but `cost.fixed` is 1500 EUR a month'],
  },
  {
    name: 'closest: an allocation of which little is booked of the running month',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-10,1512.50\n2026-11,1.00\n' },
    yaml: onPremises(''),
  },
  {
    name: 'fixed cost only is compared with its allocation, not with a bill of 0 EUR',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-09,1490.00\n2026-10,1512.50\n' },
    yaml: onPremises(''),
  },
  {
    name: 'an allocation of twice the fixed cost',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-09,1490.00\n2026-10,3000.00\n' },
    yaml: onPremises('   # expect: cost/price-mismatch'),
    says: ['"b.csv" allocates 3000 EUR in 2026-10, but `cost.fixed` is 1500 EUR a month'],
  },
  {
    name: 'an allocation above fixed cost and seats',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-09,1490.00\n2026-10,3000.00\n' },
    yaml: `${onPremises('   # expect: cost/price-mismatch')}  seats: [{name: labels, price: 100 EUR/month, for: agents}]\npeople: [{role: agents, count: 5}]\n`,
    says: ['"b.csv" allocates 3000 EUR in 2026-10, but `cost.fixed` and `cost.seats` are 2000 EUR a month'],
  },
  {
    name: 'an allocation above fixed cost and capacity',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-09,1490.00\n2026-10,3000.00\n' },
    yaml: `${onPremises('   # expect: cost/price-mismatch')}  capacity: [{name: edge boxes, price: 300 EUR/month, per: 12/min}]\n`,
    says: ['"b.csv" allocates 3000 EUR in 2026-10, but `cost.fixed` and `cost.capacity` are 2400 EUR a month'],
  },
  {
    name: 'an allocation of nearly nothing',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-09,1490.00\n2026-10,1.00\n' },
    yaml: onPremises('   # expect: cost/price-mismatch'),
    says: ['"b.csv" allocates 1.00 EUR in 2026-10, but `cost.fixed` is 1500 EUR a month'],
    severity: 'error',
  },
  { name: 'before full', for: 'progressive', files: { 'b.csv': bill('9000') }, yaml: billed('') },
  {
    name: 'a bill that counts something else',
    for: 'full',
    files: { 'b.csv': bill('9000', 'tokens') },
    yaml: billed(''),
  },
  {
    name: 'a bill in another currency',
    for: 'full',
    files: { 'b.csv': bill('9000').replace('eur', 'usd') },
    yaml: billed(''),
  },
  {
    name: 'whole amounts of no currency that would be right in cents',
    for: 'full',
    files: { 'b.csv': bill('45693').replaceAll('eur', 'amount').replace('900.00', '90000') },
    yaml: billed(guilty),
    says: ['"b.csv" may be in cents: in 2026-10 a conversation cost either 0.9139 EUR or 0.009139 EUR'],
    severity: 'info',
  },
  {
    name: 'whole amounts of a currency, however much they would be right in cents',
    for: 'full',
    files: { 'b.csv': bill('45693') },
    yaml: billed(guilty),
    severity: 'error',
  },
  {
    name: 'amounts of no currency that would be wrong in cents as well',
    for: 'full',
    files: { 'b.csv': bill('9000').replace('eur', 'amount') },
    yaml: billed(guilty),
    severity: 'error',
  },
  {
    name: 'a bill that says that it is in cents',
    for: 'full',
    files: {
      'b.csv': 'month,conversations,amount,currency,unit\n2026-10,50000,45693,EUR,cents\n',
    },
    yaml: billed(''),
  },
  { name: 'a bill that is missing', for: 'full', files: {}, yaml: billed('') },
  { name: 'a bill that nobody here reads', for: 'full', files: { 'b.csv': 'a,b\n1,2\n' }, yaml: billed('') },
  {
    name: 'a bill that is malformed is for evidence/broken',
    for: 'full',
    files: { 'b.csv': 'month,eur\n2026-10\n' },
    yaml: billed(''),
  },
])

table(priceMismatch, [
  {
    name: 'the second model of a unit is compared with the table as well, and so are longer calls',
    files: {
      'p.json': `{"small-2": {"input_cost_per_token": 1e-06, "input_cost_per_token_above_200k_tokens": 2e-06, "output_cost_per_token": 5e-06},
"mini-1": {"input_cost_per_token": 4e-07}}`,
    },
    yaml: `
model: {provider: example-ai, id: small-2}
cost:
  price:
    input: 1.00 EUR/Mtok
    output: 5.00 EUR/Mtok
    tiers:
      - {above: 200000 tokens, input: 1.50 EUR/Mtok}${guilty}
    as_of: 2026-11-02
    table: p.json
  usage:
    - {calls: 1 per chat, input: 900 tokens, output: 90 tokens, retries: 2%}
    - {model: mini-1, calls: 1 per chat, input: 900 tokens, output: 9 tokens, retries: 2%, price: {input: 0.20 EUR/Mtok}}${guilty}
`,
    says: [
      '`cost.price.tiers[0].input` is 1.50 EUR/Mtok, but "p.json" lists 2.00 EUR/Mtok',
      '`cost.usage[1].price.input` is 0.20 EUR/Mtok, but "p.json" lists 0.40 EUR/Mtok',
    ],
  },
])

table(priceMismatch, [
  {
    name: 'a range that begins at the price of the table',
    files: { 'p.json': price(1e-6) },
    yaml: priced('input: 1.00 EUR/Mtok..1.20 EUR/Mtok\n    table: p.json'),
  },
  {
    name: 'the lie: a range that holds the price of the table, and expects far less',
    files: { 'p.json': price(1e-6) },
    yaml: priced(`table: p.json\n    input: 0.01 EUR/Mtok..1.00 EUR/Mtok${guilty}`),
    says: ['`cost.price.input` is 0.01 EUR/Mtok..1.00 EUR/Mtok, but "p.json" lists 1.00 EUR/Mtok'],
  },
])
