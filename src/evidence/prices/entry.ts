import type { Pilot } from '../../spec/pilot.ts'
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
