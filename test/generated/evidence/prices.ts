import { mebibyte, type Page } from './page.ts'

export const pricesPage: Page = {
  title: 'Prices',
  shows: 'What a token of the model costs.',
  fact: 'prices',
  formats: [
    {
      name: "A table in LiteLLM's shape",
      reads:
        'A mapping of models with `input_cost_per_token`, `output_cost_per_token` and `cache_read_input_token_cost`; `currency` in an entry or at the top. The model is found by `provider/id`, or by its id if `litellm_provider` is not another vendor; prices of other vendors count if they all agree.',
      maxBytes: 10 * mebibyte,
      path: 'costs/prices.json',
      sample: {
        'costs/prices.json': `{"small-2-20260801": {
  "currency": "EUR",
  "input_cost_per_token": 0.000001,
  "output_cost_per_token": 0.000005
}}
`,
      },
    },
    {
      name: 'The names of pilot.yaml',
      reads: 'A mapping of models with `input`, `cached_input` and `output` as prices with their unit.',
      maxBytes: mebibyte,
      path: 'costs/prices.yaml',
      sample: {
        'costs/prices.yaml': 'small-2-20260801: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok}\n',
      },
    },
  ],
  claim: `model: {id: small-2-20260801}
cost: {price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02, table: FILE}}
`,
  lie: `model: {id: small-2-20260801}
cost: {price: {input: 0.50 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02, table: FILE}}
`,
  notes:
    'A table in cents (`unit: cents`), or without a currency and with prices 100 times the declared ones, is unverified.',
  unread: { path: 'costs/prices.csv', text: 'model,input\n' },
  broken: { path: 'costs/prices.json', text: '{"small-2-20260801": {\n' },
}
