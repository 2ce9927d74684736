import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/prices/price-table.ts'
import { entryOf, prices } from '../../src/evidence/prices/prices.ts'
import { problemOf, readValue } from './reading.ts'

const first = async (content: string, file = 'p.json') =>
  [...(await readValue(reader, file, content)).models].map(([name, priced]) => ({ name, ...priced }))[0]

test('the shape of LiteLLM, with the place of every price', async () => {
  const text = `{
  "sample_spec": {"max_tokens": "one of"},
  "small-2": {
    "input_cost_per_token": 1e-06,
    "cache_read_input_token_cost": 0.0000001,
    "output_cost_per_token": 5e-06,
    "litellm_provider": "example-ai",
    "mode": "chat"
  }
}`
  const table = await readValue(reader, 'p.json', text)
  expect([...table.models.keys()]).toEqual(['small-2'])
  expect(table.models.get('small-2')).toMatchObject({
    input: { perToken: 1e-6, key: 'input_cost_per_token' },
    cached_input: { perToken: 1e-7 },
    output: { perToken: 5e-6 },
    currency: 'USD',
  })
  expect(table.locate(['small-2', 'output_cost_per_token']).start.line).toBe(6)
})

test.each([
  ['a table of ours', '{"m": {"input_cost_per_token": 1e-06}}', undefined],
  ['one with a currency', '{"currency": "EUR", "m": {"input_cost_per_token": 1e-06}}', 'EUR'],
  ['one with no currency by that name', '{"currency": "beans", "m": {"input_cost_per_token": 1e-06}}', undefined],
  ['the words of pilot.yaml', '{"m": {"input": "1.00 EUR/Mtok"}}', 'EUR'],
])('%s', async (_, text, currency) => {
  expect(await first(text)).toMatchObject({
    name: 'm',
    input: { perToken: 1e-6 },
    output: undefined,
    currency,
    unclear: text.includes('beans'),
  })
})

test('a table in cents is unclear, but for what names a currency of its own', async () => {
  const text =
    '{"unit": "cents", "a": {"input_cost_per_token": 0.0001}, "b": {"input": "1.00 EUR/Mtok"}, "c": {"currency": "USD", "input_cost_per_token": 1e-06}}'
  const { models } = await readValue(reader, 'p.json', text)
  expect([...models.values()].map(({ unclear }) => unclear)).toEqual([true, false, false])
})

const mini = (name: string, input: number, provider?: string) =>
  `"${name}": {"input_cost_per_token": ${input}, "litellm_provider": ${JSON.stringify(provider)}}`

test.each([
  ['the bare entry of its own vendor', 'openai', 'gpt-4o-mini'],
  ['the entry under its provider, before the bare one', 'azure', 'azure/gpt-4o-mini'],
  ['another spelling of it', 'Azure OpenAI', 'azure/gpt-4o-mini'],
  ['with a place behind it', 'bedrock/us-east-1', 'bedrock/us-east-1/claude-v2', 'claude-v2'],
  ['of two places that differ', 'bedrock', undefined, 'claude-v2'],
  ['Google by the name of its platform', 'google', 'gemini-2.5-pro', 'gemini-2.5-pro'],
  ['and by that of the API', 'vertex_ai', 'gemini-2.5-pro', 'gemini-2.5-pro'],
  ['the bare entry where no provider is named', undefined, 'gpt-4o-mini'],
  ['a whole name, through a gateway', 'our-gateway', 'azure/gpt-4o-mini', 'azure/gpt-4o-mini'],
  ['of others, which differ', 'our-gateway', undefined],
  ['of others, which say the same', 'our-gateway', 'a/llama', 'llama'],
  ['of an entry that names nobody', 'our-gateway', 'own', 'own'],
])('the price of a model: %s', async (_, provider, name, model = 'gpt-4o-mini') => {
  const text = `{${[
    mini('gpt-4o-mini', 1.5e-7, 'openai'),
    mini('azure/gpt-4o-mini', 1.65e-7, 'azure'),
    mini('bedrock/us-east-1/claude-v2', 8e-6, 'bedrock'),
    mini('bedrock/eu-west-1/claude-v2', 9e-6, 'bedrock'),
    mini('gemini-2.5-pro', 1.25e-6, 'vertex_ai-language-models'),
    mini('gemini/gemini-2.5-pro', 1.3e-6, 'gemini'),
    mini('openrouter/gemini-2.5-pro', 1.4e-6, 'openrouter'),
    mini('a/llama', 1e-6, 'a'),
    mini('b/llama', 1e-6, 'b'),
    '"own": {"input_cost_per_token": 1e-06}',
    mini('a/own', 2e-6, 'a'),
  ].join()}}`
  const value = await readValue(reader, 'p.json', text)
  expect(entryOf(value, { provider, model, price: undefined })?.name).toBe(name)
  const pilot = { model: { provider, id: model }, cost: { price: { as_of: '2026-11-02' }, usage: { calls: 1 } } }
  const named = { path: ['cost', 'price', 'table'], reference: 'p.json' }
  const left = prices.unread({ state: 'found', file: 'p.json', value }, named, pilot as never)
  expect(left.map((one) => 'words' in one && one.words)).toEqual(
    name === undefined ? [expect.stringContaining(`has prices for "${model}" that differ by seller`)] : [],
  )
})

test('YAML as well', async () => {
  expect(await first('m:\n  output: 5.00 EUR/Mtok\n', 'p.yaml')).toMatchObject({ output: { perToken: 5e-6 } })
})

test.each([
  ['p.json', '{"m": secret}', '1:7 cannot be read: invalid JSON'],
  ['p.json', '[]', 'unknown: is not a mapping of models'],
  [
    'p.json',
    '{}',
    'unknown: is not a price table: no model has `input_cost_per_token` or an `input` such as 0.25 EUR/Mtok',
  ],
  [
    'p.json',
    '{"m": {"input_cost_per_token": "1"}}',
    'unknown: is not a price table: no model has `input_cost_per_token` or an `input` such as 0.25 EUR/Mtok',
  ],
  ['p.yaml', 'm: {input: 1.000 EUR/Mtok}', 'unknown: has no readable price: "1.000" can mean thousands or decimals'],
  ['p.yaml', 'm: {output: 5 EUR}', 'unknown: has no readable price: expected a rate, found "5 EUR"'],
  [
    'p.json',
    '{"m": {"input_cost_per_token": -1}}',
    'unknown: is not a price table: no model has `input_cost_per_token` or an `input` such as 0.25 EUR/Mtok',
  ],
  [
    'p.json',
    '{"m": {"input_cost_per_token": 1e400}}',
    'unknown: is not a price table: no model has `input_cost_per_token` or an `input` such as 0.25 EUR/Mtok',
  ],
  ['p.json', '{"__proto__": {"input_cost_per_token": 1}}', 'read'],
  ['p.yaml', '', 'unknown: is not a mapping of models'],
  ['p.csv', 'model,input', 'unknown: is not a JSON or YAML file'],
])('%s with %j', async (file, text, says) => {
  const problem = await problemOf(reader, file, text)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})
