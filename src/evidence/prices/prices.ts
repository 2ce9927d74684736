import type { Pilot } from '../../model/pilot.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { fromFile, leftBy, named } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

export type TokenPrice = { readonly perToken: number; readonly key: string }

export type PricedModel = {
  readonly input: TokenPrice | undefined
  readonly cached_input: TokenPrice | undefined
  readonly output: TokenPrice | undefined
  readonly currency: string | undefined
  /** Whether a price stands there that cannot be read, or that nobody can mean. */
  readonly unread: boolean
  /** Whether the table says of its money something that is no currency, such as cents. */
  readonly unclear: boolean
}

export type PriceTable = {
  readonly models: ReadonlyMap<string, PricedModel>
  readonly locate: (path: Path) => Range
}

type Price = NonNullable<NonNullable<Pilot['cost']>['price']>

/** The entry of the model: under its id, or with the provider before it. */
export const entryOf = (
  { models }: PriceTable,
  model: Pilot['model'],
  price: Price,
): { readonly name: string; readonly entry: PricedModel } | undefined => {
  const ids = [price.model, model?.id].filter((id) => id !== undefined)
  const providers = [price.provider, model?.provider].filter((one) => one !== undefined)
  const names = ids.flatMap((id) => [id, ...providers.map((provider) => `${provider}/${id}`)])
  const name =
    names.find((one) => models.has(one)) ?? [...models.keys()].find((one) => ids.some((id) => one.endsWith(`/${id}`)))
  const entry = name === undefined ? undefined : models.get(name)
  return name === undefined || entry === undefined ? undefined : { name, entry }
}

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

/** Why the table does not show the prices that the pilot declares; undefined where it shows them all, or none is. */
const unshownPrices = ({ cost, model }: Pilot, table: PriceTable): string | undefined => {
  const price = cost?.price
  const entry = price && entryOf(table, model, price)?.entry
  if (price === undefined || entry === undefined) return undefined
  const words = uncomparable(entry, price)
  if (words !== undefined) return words
  if (entry.unread) return 'states a price that cannot be read'
  for (const kind of ['input', 'output'] as const) {
    const declared = price[kind]
    if (declared === undefined) continue
    if (entry[kind] === undefined) return `states no price for ${kind} that can be read`
    if (entry.currency !== undefined && entry.currency !== declared.unit) return 'is in another currency'
  }
  return undefined
}

export const prices: Kind<PriceTable> = {
  fields: ['cost.price.table'],
  formats: [
    { name: "A table in LiteLLM's shape", files: '`.json`' },
    { name: 'The names of pilot.yaml', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ cost }) => named(['cost', 'price', 'table'], cost?.price?.table),
  read: fromFile(() => import('./price-table.ts')),
  unread: (fact, named, pilot) =>
    fact.state === 'found' ? leftBy(unshownPrices(pilot, fact.value), named, fact.file) : [],
}
