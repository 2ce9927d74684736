import type { Metered } from '../model/metered.ts'
import type { Cost, Pilot } from '../model/pilot.ts'
import type { ListPriceReading } from '../model/plan.ts'
import { nearNames } from '../values/near.ts'
import { dotted } from '../yaml/path.ts'
import { currenciesOf } from './currencies.ts'
import { providers } from './price-list.ts'

type Library = typeof import('@pydantic/genai-prices')

/** The list is searched with regular expressions, so long names are refused. */
const maxNameLength = 100

const no = (why: string, help: string): ListPriceReading => ({ ok: false, why, help })

/** The names that a word begins, and those that it is like. */
const nearest = (word: string, known: readonly string[]): string[] => {
  const begun = known.filter((one) => one.toLowerCase().startsWith(word.toLowerCase()))
  const farthest = Math.min(5, Math.max(2, Math.floor(word.length / 3)))
  return [...new Set([...begun, ...nearNames(word, known, farthest, known.length)])].slice(0, 3)
}

const meant = (word: string, known: readonly string[], otherwise: string): string => {
  const near = nearest(word, known)
  return near.length === 0 ? otherwise : `did you mean ${near.join(', ')}?`
}

const declare = 'declare the prices: input and output'

/** Noon in UTC: some prices differ by the hour. */
const noon = (day: string): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date, 12))
}

// The library computes with binary floats; prices have few digits.
const perMillion = (paid: number, count: number): number => Number(((paid / count) * 1e6).toPrecision(12))

type Asked = { readonly model: string; readonly provider: string | undefined; readonly on: string }

const lookUp = ({ calcPrice }: Library, usage: Metered['usage'], { model, provider, on }: Asked) => {
  // The price may depend on the length of a call, so use that of the file.
  const input = Math.max(1, usage?.input?.value ?? 1)
  const output = Math.max(1, usage?.output?.value ?? 1)
  const options = { timestamp: noon(on), ...(provider !== undefined && { providerId: provider }) }
  const price = (usage: { readonly [kind: string]: number }) => calcPrice(usage, model, options)
  const plain = price({ input_tokens: input, output_tokens: output })
  if (plain === null) return undefined
  const { input_mtok, output_mtok, cache_read_mtok, cache_write_mtok } = plain.model_price
  if (input_mtok === undefined || output_mtok === undefined) return undefined
  const cached = cache_read_mtok === undefined ? undefined : price({ input_tokens: input, cache_read_tokens: input })
  const written = cache_write_mtok === undefined ? undefined : price({ input_tokens: input, cache_write_tokens: input })
  return {
    provider: plain.provider.id,
    model: plain.model.id,
    on,
    input: perMillion(plain.input_price, input),
    cachedInput: cached ? perMillion(cached.input_price, input) : undefined,
    cacheWrite: written ? perMillion(written.input_price, input) : undefined,
    output: perMillion(plain.output_price, output),
  }
}

const unknown = ({ findProvider }: Library, { model, provider }: Asked): ListPriceReading => {
  const found = provider === undefined ? undefined : findProvider({ providerId: provider })
  if (provider !== undefined && found === undefined)
    return no(`the price list has no provider ${provider}`, meant(provider, providers, declare))
  const searched = found ? [found] : providers.flatMap((id) => findProvider({ providerId: id }) ?? [])
  const models = searched.flatMap((one) => one.models.map(({ id }) => id))
  const whose = found ? ` from ${found.id}` : ''
  return no(`the price list has no model ${model}${whose}`, meant(model, [...new Set(models)], declare))
}

const isShort = (name: string | undefined): boolean => name === undefined || name.length <= maxNameLength

const inDollars = (cost: Cost): boolean => {
  const others = currenciesOf(cost).filter((one) => one !== 'USD')
  return others.length === 0 || others.every((one) => one === cost.rates?.USD?.unit)
}

/** Undefined if no list price is needed. Offline: the list is part of pilotlint, and is loaded only here. */
export const listPriceOf = async (
  { cost }: Pilot,
  { usage, price: declared, pricePath }: Metered,
): Promise<ListPriceReading | undefined> => {
  const { model, provider, as_of: on, input, output } = declared ?? {}
  if (cost === undefined || model === undefined || (input !== undefined && output !== undefined)) return undefined
  if (on === undefined)
    return no(`${dotted(pricePath)}.as_of is missing, the date of the list price`, 'add the date next to the model')
  if (!inDollars(cost))
    return no(
      'the list price is in USD, but the file is in another currency',
      `add your exchange rate to cost: rates: {USD: <amount> ${currenciesOf(cost).find((one) => one !== 'USD') ?? ''}}`,
    )
  if (!isShort(model) || !isShort(provider)) return no('the price list has no model with such a long name', declare)
  const asked = { model, provider, on }
  const library = await import('@pydantic/genai-prices')
  try {
    const price = lookUp(library, usage, asked)
    return price ? { ok: true, price } : unknown(library, asked)
  } catch {
    // The library throws for input it considers impossible.
    return no(`the price list has no price for ${model}`, declare)
  }
}
