import { present } from '../../model/lists.ts'
import { type Metered, meteredOf, type PriceKind, priceKinds } from '../../model/metered.ts'
import { fraction } from '../../values/index.ts'
import { printNumeral } from '../../values/quantity.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { fromFile, leftBy, named } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { PricedModel, Prices, PriceTable, TokenPrice } from './price-table.ts'

type Price = NonNullable<Metered['price']>

type Listed = { readonly name: string; readonly entry: PricedModel }

/** The entries of a table by their names, and by what stands behind a provider: `openai/gpt-4o` by `gpt-4o`. */
const listedByModel = ({ models }: PriceTable): ReadonlyMap<string, Listed[]> => {
  const found = new Map<string, Listed[]>()
  const add = (model: string, listed: Listed) => {
    const known = found.get(model)
    if (known === undefined) found.set(model, [listed])
    else known.push(listed)
  }
  for (const [name, entry] of models) {
    add(name, { name, entry })
    for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) add(name.slice(at + 1), { name, entry })
  }
  return found
}

const known = new WeakMap<PriceTable, ReadonlyMap<string, Listed[]>>()

const byModel = (table: PriceTable): ReadonlyMap<string, Listed[]> => {
  const listed = known.get(table) ?? listedByModel(table)
  known.set(table, listed)
  return listed
}

/** Who sells under several names. Source: LiteLLM, model_prices_and_context_window.json, `litellm_provider`. */
const sellers = ['google gemini vertex palm', 'aws amazon bedrock', 'azure microsoft'].map((names) => names.split(' '))

/** One spelling of a provider: `Vertex AI`, `vertex_ai-language-models` and `gemini` are Google. */
const sellerOf = (provider: string): string => {
  const plain = provider.toLowerCase().replaceAll(/[^a-z\d]/g, '')
  const [seller] = sellers.find((names) => names.some((name) => plain.startsWith(name))) ?? []
  return seller ?? plain.replace(/(?:ai|chat)$/, '')
}

/** Whether two entries say the same, as far as both say anything. */
const isAlike = ({ entry: one }: Listed, { entry: other }: Listed): boolean =>
  one.currency === other.currency &&
  priceKinds.every((kind) => (one[kind]?.perToken ?? other[kind]?.perToken) === (other[kind] ?? one[kind])?.perToken)

type Sold = Pick<Metered, 'model' | 'provider' | 'price'>

const idsOf = ({ price, model }: Sold): string[] => [price?.model, model].filter((id) => id !== undefined)

/** Those from whom the model may be bought at the price of the file: its own provider's, or else everybody's. */
const candidatesOf = (table: PriceTable, { price, provider }: Sold, id: string): readonly Listed[] => {
  const seller = price?.provider ?? provider
  const all = byModel(table).get(id) ?? []
  const isOwn = (vendor: string | undefined): boolean =>
    seller === undefined || vendor === undefined || sellerOf(vendor) === sellerOf(seller)
  const tiers = [
    all.filter(({ name }) => name === `${seller}/${id}` || (name === id && id.includes('/'))),
    all.filter(({ name, entry }) => name === id && isOwn(entry.provider)),
    all.filter(({ name }) => name !== id && seller !== undefined && isOwn(name.split('/', 1)[0])),
  ]
  return tiers.find((tier) => tier.length > 0) ?? all
}

/** The entry of a model: under its id, or with its provider before it; that of others only where they all say the same. */
export const entryOf = (table: PriceTable, one: Sold): Listed | undefined => {
  const [candidates] = idsOf(one)
    .map((id) => candidatesOf(table, one, id))
    .filter(({ length }) => length > 0)
  const [first, ...others] = candidates ?? []
  return first !== undefined && others.every((other) => isAlike(first, other)) ? first : undefined
}

/** The part of a price that a float or a rounded table may be off by. */
export const rounding = 1e-6

/** A declared price, and what the table says in its place. */
export type PriceComparison = {
  readonly path: Path
  readonly name: string
  readonly declared: NonNullable<Price['input']>
  readonly listed: TokenPrice | undefined
}

export const comparisonsOf = ({ price, pricePath }: Metered, entry: PricedModel): PriceComparison[] => {
  const between = (
    declared: Pick<Price, PriceKind>,
    listed: Prices | undefined,
    path: Path,
    of = '',
  ): PriceComparison[] =>
    priceKinds.flatMap((kind) => {
      const money = declared[kind]
      return money ? [{ path: [...path, kind], name: `${kind}${of}`, declared: money, listed: listed?.[kind] }] : []
    })
  const tiers = present(price?.tiers).flatMap(({ item, at }) => {
    const tokens = item.above?.value
    const listed = entry.tiers.find(({ above }) => above === tokens)
    return between(item, listed, [...pricePath, 'tiers', at], ` above ${tokens} tokens`)
  })
  return [...between(price ?? {}, entry, pricePath), ...tiers]
}

/** How many times the declared price is that of the table, for each kind that both state. */
const timesOf = (entry: PricedModel, one: Metered): number[] =>
  comparisonsOf(one, entry).flatMap(({ declared: { value }, listed }) =>
    listed === undefined || value === 0 ? [] : [(listed.perToken * 1e6) / value],
  )

/** Why the prices of an entry cannot be compared with those that are declared; undefined where they can be. */
export const uncomparable = (entry: PricedModel, one: Metered): string | undefined => {
  if (entry.unclear) return 'has prices in cents or in an unknown currency'
  if (entry.currency !== undefined) return undefined
  const times = timesOf(entry, one)
  return times.length > 0 && times.every((time) => Math.abs(time / 100 - 1) <= rounding)
    ? 'has no currency, and its prices are 100 times the declared ones, as if in cents'
    : undefined
}

const isListed = ({ price }: Metered): boolean =>
  price?.model !== undefined && (price.input === undefined || price.output === undefined)

/** Why the table does not show the prices of a model; undefined where it shows them all, or none is declared. */
const unshownOf = (one: Metered, table: PriceTable): string | undefined => {
  const id = one.price?.model ?? one.model
  const entry = entryOf(table, one)?.entry
  if (isListed(one) || id === undefined) return undefined
  if (entry === undefined)
    return idsOf(one).some((name) => byModel(table).has(name))
      ? `has prices for ${quote(id)} that differ by seller; set \`provider\` of the price to your seller`
      : `has no price for ${quote(id)}`
  const words = uncomparable(entry, one)
  if (words !== undefined) return words
  if (entry.unread) return 'has a price that cannot be read'
  for (const { name, declared, listed } of comparisonsOf(one, entry)) {
    if (listed === undefined) return `has no readable price for ${name}`
    if (entry.currency !== undefined && entry.currency !== declared.unit) return 'is in another currency'
  }
  const discount = fraction(one.usage?.batch ?? { value: 0, unit: '%' })
  return discount > (entry.batch ?? 0) + rounding
    ? `has no batch discount of ${printNumeral(100 * discount)}%`
    : undefined
}

export const prices: EvidenceKind<PriceTable> = {
  fields: ['cost.price.table'],
  formats: [
    { name: "A table in LiteLLM's shape", files: '`.json`' },
    { name: 'The names of pilot.yaml', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ cost }) => named(['cost', 'price', 'table'], cost?.price?.table),
  read: fromFile(() => import('./price-table.ts')),
  unread: (fact, named, pilot) =>
    fact.state === 'found'
      ? meteredOf(pilot).flatMap((one) => leftBy(unshownOf(one, fact.value), named, fact.file))
      : [],
}
