import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/prices/price-table.ts'
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

test('YAML as well', async () => {
  expect(await first('m:\n  output: 5.00 EUR/Mtok\n', 'p.yaml')).toMatchObject({ output: { perToken: 5e-6 } })
})

test.each([
  ['p.json', '{"m": secret}', '1:7 cannot be read: invalid JSON'],
  ['p.json', '[]', 'unknown: is no map of models'],
  ['p.json', '{}', 'unknown: is no price table: no model has an input_cost_per_token'],
  ['p.json', '{"m": {"input_cost_per_token": "1"}}', 'unknown: is no price table'],
  ['p.yaml', 'm: {input: 1.000 EUR/Mtok}', 'unknown: has no price that can be read: "1.000" can mean thousands or'],
  ['p.yaml', 'm: {output: 5 EUR}', 'unknown: has no price that can be read: '],
  ['p.json', '{"m": {"input_cost_per_token": -1}}', 'unknown: is no price table'],
  ['p.json', '{"m": {"input_cost_per_token": 1e400}}', 'unknown: is no price table'],
  ['p.json', '{"__proto__": {"input_cost_per_token": 1}}', 'read'],
  ['p.yaml', '', 'unknown: is no map of models'],
  ['p.csv', 'model,input', 'unknown: is no price table in JSON or YAML'],
])('%s with %j', async (file, text, says) => {
  const problem = await problemOf(reader, file, text)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})
