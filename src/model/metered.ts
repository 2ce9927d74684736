import type { Path } from '../yaml/path.ts'
import { modelName, present, readable, sameText } from './lists.ts'
import type { Cost, Pilot } from './pilot.ts'

type Used = Exclude<NonNullable<Cost['usage']>, readonly unknown[]>

export const priceKinds = ['input', 'cached_input', 'cache_write', 'output'] as const

export type PriceKind = (typeof priceKinds)[number]

/** A model whose tokens are paid. */
export type Metered = {
  readonly name: string
  readonly provider: string | undefined
  /** The id of the model. */
  readonly model: string | undefined
  /** `cost.usage`, or one entry of it. */
  readonly path: Path
  readonly usage: Used | undefined
  /** Where its price is declared, or would be. */
  readonly pricePath: Path
  readonly price: Cost['price']
}

/** Whether two ids name one model; without an id it is that of the pilot. */
const isSame = (id: string | undefined, own: string | undefined): boolean =>
  id === undefined || (own !== undefined && modelName(id) === modelName(own))

/** Every model that a unit needs: that of `cost.usage`, or one for each entry. Empty if no tokens are paid. */
export const meteredOf = ({ cost, model }: Pilot): Metered[] => {
  const { usage, price } = cost ?? {}
  const own = { provider: model?.provider, model: model?.id, pricePath: ['cost', 'price'], price }
  if (!Array.isArray(usage) || usage.length === 0) {
    const used = Array.isArray(usage) ? undefined : (usage as Used | undefined)
    return used === undefined && price === undefined
      ? []
      : [{ ...own, name: 'model', path: ['cost', 'usage'], usage: used }]
  }
  const names = new Set<string>()
  return present(usage as Extract<Cost['usage'], readonly unknown[]>).map(({ item, at }) => {
    const path = ['cost', 'usage', at]
    const wanted = item.name ?? item.model ?? `model ${at + 1}`
    const name = names.has(wanted) ? `${wanted} ${at + 1}` : wanted
    names.add(name)
    const isOwn = item.price === undefined && isSame(item.model, own.model)
    return {
      name,
      provider: item.provider ?? own.provider,
      model: item.model ?? own.model,
      path,
      usage: item,
      pricePath: isOwn ? own.pricePath : [...path, 'price'],
      price: isOwn ? price : { as_of: price?.as_of, ...item.price },
    }
  })
}

/** The prices of calls as long as those of the pilot. */
export const tierOf = (usage: Used, price: Cost['price']) =>
  readable(price?.tiers)
    .toSorted((a, b) => (a.above?.value ?? 0) - (b.above?.value ?? 0))
    .findLast(({ above }) => above !== undefined && (usage.input?.value ?? 0) > above.value)

/** Of each seat, how many are paid: the people of the role; undefined if they are not counted. */
export const seatsOf = ({ cost, people }: Pilot) =>
  present(cost?.seats).map(({ item, at }) => ({
    ...item,
    at,
    count: readable(people).find(({ role }) => role !== undefined && item.for !== undefined && sameText(role, item.for))
      ?.count,
  }))

/** The one that `model` is. */
export const ownOf = (pilot: Pilot): Metered | undefined => {
  const all = meteredOf(pilot)
  return all.find(({ model }) => isSame(model, pilot.model?.id)) ?? all[0]
}
