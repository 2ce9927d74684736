import type { CostSection } from '../evidence/cost-section/cost-section.ts'
import type { Fact } from '../evidence/reading/kind.ts'
import type { Pilot } from '../model/pilot.ts'
import type { ListPriceReading, Plan } from '../model/plan.ts'
import { isMap, valueAt } from '../yaml/data.ts'

/** Loaded only if a model is named instead of prices: the price list is large. */
const lookUp = async (pilot: Pilot): Promise<ListPriceReading | undefined> =>
  pilot.cost?.price?.model === undefined ? undefined : (await import('../finance/list-price.ts')).listPriceOf(pilot)

type Shown = { readonly costSection: Fact<CostSection> | undefined }

export const planOf = (pilot: Pilot, { costSection }: Shown, listPrice: ListPriceReading | undefined): Plan => {
  const price = pilot.cost?.price ?? {}
  const listed = listPrice?.ok ? listPrice.price : undefined
  const isIncluded =
    costSection?.state === 'found' && isMap(valueAt(costSection.value.data, ['price'])) ? costSection : undefined
  // A declared price wins over a list price.
  const sourced = (kind: keyof Plan['prices'], fallback: number | undefined): Plan['prices'] => {
    const declared = price[kind]
    if (declared !== undefined)
      return {
        [kind]: {
          value: declared,
          origin: isIncluded
            ? { from: 'file', file: isIncluded.file, range: isIncluded.value.locate(['price', kind]) }
            : { from: 'declared', path: ['cost', 'price', kind] },
        },
      }
    if (listed === undefined || fallback === undefined) return {}
    const { model, on } = listed
    return { [kind]: { value: { value: fallback, unit: 'USD' }, origin: { from: 'list', model, on } } }
  }
  return {
    pilot,
    listPrice,
    prices: {
      ...sourced('input', listed?.input),
      ...sourced('cached_input', price.input ? undefined : listed?.cachedInput),
      ...sourced('output', listed?.output),
    },
  }
}

export const resolve = async (pilot: Pilot, shown: Shown): Promise<Plan> => planOf(pilot, shown, await lookUp(pilot))
