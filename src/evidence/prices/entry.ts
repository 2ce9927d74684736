import type { Pilot } from '../../model/pilot.ts'
import type { PricedModel, PriceTable } from './read.ts'

/** The entry of the model: under its id, or with the provider before it. */
export const entryOf = (
  { models }: PriceTable,
  model: Pilot['model'],
  price: NonNullable<NonNullable<Pilot['cost']>['price']>,
): { readonly name: string; readonly entry: PricedModel } | undefined => {
  const ids = [price.model, model?.id].filter((id) => id !== undefined)
  const providers = [price.provider, model?.provider].filter((one) => one !== undefined)
  const names = ids.flatMap((id) => [id, ...providers.map((provider) => `${provider}/${id}`)])
  const name =
    names.find((one) => models.has(one)) ??
    [...models.keys()].find((one) => ids.some((id) => one.endsWith(`/${id}`)))
  const entry = name === undefined ? undefined : models.get(name)
  return name === undefined || entry === undefined ? undefined : { name, entry }
}

type Price = NonNullable<NonNullable<Pilot['cost']>['price']>

/** The part of a price that a float or a rounded table may be off by. */
export const rounding = 1e-6

const kinds = ['input', 'cached_input', 'output'] as const

/** How many times the declared price is that of the table, for each kind that both state. */
const timesOf = (entry: PricedModel, price: Price): number[] =>
  kinds.flatMap((kind) => {
    const [declared, listed] = [price[kind]?.value, entry[kind]?.perToken]
    return declared === undefined || listed === undefined || declared === 0 ? [] : [(listed * 1e6) / declared]
  })

/** Why nobody can compare the prices of an entry with those that are declared; undefined where they can be. */
export const uncomparable = (entry: PricedModel, price: Price): string | undefined => {
  if (entry.unclear) return 'counts its money in cents, or in something else that is no currency'
  if (entry.currency !== undefined) return undefined
  const times = timesOf(entry, price)
  return times.length > 0 && times.every((one) => Math.abs(one / 100 - 1) <= rounding)
    ? 'names no currency and states each price a hundred times over, as if in cents'
    : undefined
}
