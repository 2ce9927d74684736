import type { PriceKind } from '../../model/metered.ts'
import { type IsoDate, tokenPrice } from '../../values/index.ts'
import { type Data, field, isMap } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { documentIn } from '../reading/documents.ts'
import { type Reader, read, unknown } from '../reading/kind.ts'
import { dayIn, isSane, type MoneyUnit, moneyUnitIn, numberOf, textOf } from '../reading/value.ts'

export type TokenPrice = { readonly perToken: number; readonly key: string }

export type Prices = { readonly [kind in PriceKind]: TokenPrice | undefined }

export type PricedModel = Prices & {
  /** Of calls with more input tokens than `above`. */
  readonly tiers: readonly (Prices & { readonly above: number })[]
  /** The discount in batches, from 0 to 1. */
  readonly batch: number | undefined
  readonly currency: string | undefined
  /** The last day on which it is sold; `deprecation_date` of LiteLLM. */
  readonly retires: IsoDate | undefined
  /** Who sells at these prices, where the entry says so. */
  readonly provider: string | undefined
  /** Whether a price stands there that cannot be read, or is impossible. */
  readonly unread: boolean
  /** Whether the table says of its money something that is no currency, such as cents. */
  readonly unclear: boolean
}

export type PriceTable = {
  readonly models: ReadonlyMap<string, PricedModel>
  readonly locate: (path: Path) => Range
}

/** Source: LiteLLM, model_prices_and_context_window.json; the short names are those of pilot.yaml. */
const keys = {
  input: ['input_cost_per_token', 'input'],
  cached_input: ['cache_read_input_token_cost', 'cached_input'],
  cache_write: ['cache_creation_input_token_cost', 'cache_write'],
  output: ['output_cost_per_token', 'output'],
} as const

const priceAt = (entry: Data, key: string): { price: TokenPrice; currency?: string } | undefined => {
  const number = numberOf(field(entry, key))
  if (/_(?:cost_per_token|token_cost)(?:_above_\d+k_tokens)?$/.test(key))
    return number === undefined || number < 0 ? undefined : { price: { perToken: number, key } }
  const parsed = tokenPrice.parse(textOf(field(entry, key))?.slice(0, 60) ?? '')
  if (!parsed.ok || !isSane(parsed.value.value)) return undefined
  return { price: { perToken: parsed.value.value / 1e6, key }, currency: parsed.value.unit }
}

const pricesOf = (find: (names: readonly string[]) => TokenPrice | undefined) => ({
  input: find(keys.input),
  cached_input: find(keys.cached_input),
  cache_write: find(keys.cache_write),
  output: find(keys.output),
})

/** `input_cost_per_token_above_200k_tokens` is the price of calls with more than 200,000 input tokens. */
const tiersOf = (entry: Data): PricedModel['tiers'] => {
  const lengths = Object.keys(entry).flatMap((key) => /_above_(\d{1,5})k_tokens$/.exec(key)?.[1] ?? [])
  return [...new Set(lengths)].map((length) => ({
    above: Number(length) * 1000,
    ...pricesOf(([name]) => priceAt(entry, `${name}_above_${length}k_tokens`)?.price),
  }))
}

const discountOf = (entry: Data, input: TokenPrice | undefined): number | undefined => {
  const batch = numberOf(field(entry, 'input_cost_per_token_batches'))
  return batch === undefined || !input?.perToken ? undefined : 1 - batch / input.perToken
}

const pricedOf = (entry: unknown, table: MoneyUnit): PricedModel | undefined => {
  if (!isMap(entry)) return undefined
  const find = (names: readonly string[]) =>
    names.map((name) => priceAt(entry, name)).find((found) => found !== undefined)
  const [input, output] = [find(keys.input), find(keys.output)]
  if (input === undefined && output === undefined) return undefined
  const written = Object.values(keys).flat()
  const unread = written.some((key) => (field(entry, key) ?? undefined) !== undefined && !priceAt(entry, key))
  // LiteLLM's own table is in dollars and says so only in its documentation; entries of it name their provider.
  const known = Object.hasOwn(entry, 'litellm_provider') ? 'USD' : undefined
  const own = moneyUnitIn(entry)
  return {
    ...pricesOf((names) => find(names)?.price),
    tiers: tiersOf(entry),
    batch: discountOf(entry, input?.price),
    unread,
    retires: dayIn(textOf(field(entry, 'deprecation_date'))),
    provider: textOf(field(entry, 'litellm_provider')),
    currency: own.currency ?? input?.currency ?? output?.currency ?? table.currency ?? known,
    // A price that is written with its unit is clear, and so is an entry that names a currency of its own.
    unclear:
      own.unclear ||
      (table.unclear && own.currency === undefined && (input?.currency ?? output?.currency) === undefined),
  }
}

/** Reads a price table: a map of models with their prices per token, as LiteLLM keeps it. */
export const reader: Reader<PriceTable> = (source) => {
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return unknown('is not a JSON or YAML file')
  const document = documentIn(source, unknown('is not a mapping of models'))
  if (document.state !== 'read') return document
  const { data, locate } = document.value
  if (!isMap(data)) return unknown('is not a mapping of models')
  const table = moneyUnitIn(data)
  const models = new Map(
    Object.keys(data).flatMap((name) => {
      const priced = pricedOf(field(data, name), table)
      return priced === undefined ? [] : [[name, priced] as const]
    }),
  )
  if (models.size > 0) return read({ models, locate })
  const [text] = Object.values(data).flatMap((entry) => textOf(field(entry, 'input') ?? field(entry, 'output')) ?? [])
  const parsed = tokenPrice.parse(text?.slice(0, 60) ?? '')
  return unknown(
    text === undefined || parsed.ok
      ? 'is not a price table: no model has `input_cost_per_token` or an `input` such as 0.25 EUR/Mtok'
      : `has no readable price: ${parsed.problem.message}`,
  )
}
