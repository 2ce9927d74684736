import { readFileSync } from 'node:fs'
import { findProvider } from '@pydantic/genai-prices'
import { expect, test } from 'vitest'
import { listPriceOf } from '../../src/finance/list-price.ts'
import { listAge, priceList, providers } from '../../src/finance/price-list.ts'
import { meteredOf } from '../../src/model/metered.ts'
import type { Pilot } from '../../src/model/pilot.ts'
import type { ListPriceReading } from '../../src/model/plan.ts'
import { pilotOf } from './fixture.ts'

const priceIn = async (pilot: Pilot) => {
  const [metered] = meteredOf(pilot)
  return metered && listPriceOf(pilot, metered)
}

const priceOf = (price: string, rest = ''): Promise<ListPriceReading | undefined> =>
  priceIn(pilotOf(`version: 1\nid: example\ncost:\n  price: ${price}\n${rest}`))

const usd = (provider: string, model: string, on: string, [input, cachedInput, output]: (number | undefined)[]) => ({
  ok: true,
  price: { provider, model, on, input, cachedInput, output },
})

test('a model of a provider, at a day', async () => {
  expect(await priceOf('{model: gpt-4o, provider: openai, as_of: 2026-11-02}')).toEqual(
    usd('openai', 'gpt-4o', '2026-11-02', [2.5, 1.25, 10]),
  )
  expect(await priceOf('{model: gpt-4o, as_of: 2026-11-02}')).toEqual(
    usd('openai', 'gpt-4o', '2026-11-02', [2.5, 1.25, 10]),
  )
})

test('the price of that day, not of today', async () => {
  const o3 = (on: string) => priceOf(`{model: o3, provider: openai, as_of: ${on}}`)
  expect(await o3('2025-05-01')).toMatchObject({ price: { input: 10, output: 40 } })
  expect(await o3('2026-01-01')).toMatchObject({ price: { input: 2, output: 8 } })
})

test('the price of calls as long as those of the file', async () => {
  const gemini = (tokens: number) =>
    priceOf(
      '{model: gemini-2.5-pro, provider: google, as_of: 2026-11-02}',
      `  usage: {calls: 1 per chat, input: ${tokens} tokens, output: 500 tokens}\n`,
    )
  expect(await gemini(1000)).toMatchObject({ price: { input: 1.25, output: 10 } })
  expect(await gemini(250_000)).toMatchObject({ price: { input: 2.5, output: 15 } })
  expect(await gemini(0)).toMatchObject({ price: { input: 1.25, output: 10 } })
})

test.each([
  ['{input: 1.00 USD/Mtok, output: 2.00 USD/Mtok, as_of: 2026-11-02}', 'no model'],
  [
    '{model: gpt-4o, provider: openai, input: 1.00 USD/Mtok, output: 2.00 USD/Mtok, as_of: 2026-11-02}',
    'a declared price, which always wins',
  ],
])('no list is asked where there is %s', async (price) => expect(await priceOf(price)).toBeUndefined())

test.each([
  ['{model: gpt-4oo, provider: openai, as_of: 2026-11-02}', 'no model gpt-4oo from openai', 'did you mean gpt-4o'],
  ['{model: gpt-4o, provider: opnai, as_of: 2026-11-02}', 'no provider opnai', 'did you mean openai?'],
  ['{model: claude-sonet-4-5, as_of: 2026-11-02}', 'no model claude-sonet-4-5', 'claude-sonnet-4-5'],
  ['{model: our-own-llama, as_of: 2026-11-02}', 'no model our-own-llama', 'declare the prices'],
  ['{model: whisper-1, provider: openai, as_of: 2026-11-02}', 'no ', ''],
  ['{model: gpt-4o, provider: openai}', 'cost.price.as_of is missing', 'add the date'],
  [`{model: ${'gpt-'.repeat(9000)}, as_of: 2026-11-02}`, 'such a long name', 'declare the prices'],
  ['{model: __proto__, provider: __proto__, as_of: 2026-11-02}', 'no provider __proto__', 'declare the prices'],
])('%.60s has no list price', async (price, why, help) => {
  const reading = await priceOf(price)
  expect(reading).toMatchObject({
    ok: false,
    why: expect.stringContaining(why),
    help: expect.stringContaining(help),
  })
})

test('another currency needs a rate', async () => {
  const euros = '  one_off: 5.00 EUR\n'
  const model = 'model: gpt-4o, provider: openai, as_of: 2026-11-02'
  expect(await priceOf(`{${model}}`, euros)).toMatchObject({
    ok: false,
    help: expect.stringContaining('rates: {USD: <amount> EUR}'),
  })
  expect(await priceOf(`{${model}}`, `${euros}  rates: {USD: 0.92 EUR}\n`)).toMatchObject({ ok: true })
  expect(await priceOf(`{${model}}`, `${euros}  rates: {USD: 0.80 GBP}\n`)).toMatchObject({ ok: false })
  expect(await priceOf(`{${model}}`, '  one_off: 5.00 USD\n')).toMatchObject({ ok: true })
})

test('the providers that are suggested are known, and the version is the one that is built in', () => {
  expect(providers.filter((id) => findProvider({ providerId: id }) === undefined)).toEqual([])
  const file = new URL('../../node_modules/@pydantic/genai-prices/package.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(priceList.version)
  expect(listAge('2026-11-22')).toBe(60)
})
