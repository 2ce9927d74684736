import type { Pilot } from '../model/pilot.ts'
import { type Decimal, decimal, zero } from './decimal.ts'
import type { ListPrice } from './list-price.ts'

type Cost = NonNullable<Pilot['cost']>
type Money = { readonly value: number; readonly unit: string }

/** The tokens of a model. Counts are per call, prices per million tokens, shares from 0 to 1. */
export type Usage = {
  readonly calls: Decimal
  readonly retries: Decimal
  readonly input: Decimal
  readonly cached: Decimal
  readonly output: Decimal
  readonly inputPrice: Decimal
  readonly cachedPrice: Decimal
  readonly outputPrice: Decimal
}

export const amountOf = (money: { readonly value: number } | undefined): Decimal =>
  money ? decimal(money.value) : zero

export const shareOf = (share: { readonly value: number } | undefined): Decimal =>
  share ? decimal(share.value).times(0.01) : zero

type Prices = { readonly [kind in 'input' | 'cached_input' | 'output']?: Money | undefined }

// The price that the author declares wins over the one of a list.
const pricesOf = (price: NonNullable<Cost['price']>, listed: ListPrice | undefined): Prices => {
  const usd = (value: number | undefined) => (value === undefined ? undefined : { value, unit: 'USD' })
  return {
    input: price.input ?? usd(listed?.input),
    cached_input: price.cached_input ?? (price.input ? undefined : usd(listed?.cachedInput)),
    output: price.output ?? usd(listed?.output),
  }
}

/** What one unit uses of the model, and its prices in the currency of the file; undefined where nothing is used. */
export const usageOf = ({ usage, price = {} }: Cost, listed: ListPrice | undefined): Usage | undefined => {
  if (usage === undefined) return undefined
  const { rate } = price
  const inFile = (money: Money | undefined): Decimal =>
    rate && money?.unit === rate.per ? amountOf(money).times(amountOf(rate)) : amountOf(money)
  const prices = pricesOf(price, listed)
  return {
    calls: amountOf(usage.calls),
    retries: shareOf(usage.retries?.value),
    input: amountOf(usage.input),
    cached: shareOf(usage.cached_input),
    output: amountOf(usage.output),
    inputPrice: inFile(prices.input),
    // A cache whose price nobody says is charged in full.
    cachedPrice: inFile(prices.cached_input ?? prices.input),
    outputPrice: inFile(prices.output),
  }
}
