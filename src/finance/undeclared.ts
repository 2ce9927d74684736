import { present } from '../model/lists.ts'
import { seatsOf } from '../model/metered.ts'
import type { Cost } from '../model/pilot.ts'
import type { Plan, Priced } from '../model/plan.ts'
import type { Rate } from '../values/quantity.ts'
import { dotted } from '../yaml/path.ts'
import { approvalsOf } from './work.ts'

const busy: readonly string[] = ['s', 'min', 'h']

/** Whether the peak rate decides how many are needed. */
export const isAtPeak = ({ per }: { readonly per?: Rate | undefined }): boolean =>
  per !== undefined && busy.includes(per.per)

/** What a price needs of a model, and what is not declared; an explicit zero counts as declared. */
export const lackingOf = ({ usage, price, listPrice }: Pick<Priced, 'usage' | 'price' | 'listPrice'>) => {
  const listed = listPrice?.ok === true
  const asked = (['calls', 'input', 'output', 'retries'] as const).filter((key) =>
    key === 'retries' ? usage?.retries?.value === undefined : usage?.[key] === undefined,
  )
  const priced = (['input', 'output'] as const).filter(
    (key) => !listed && price?.[key] === undefined && (usage === undefined || usage[key]?.value !== 0),
  )
  return { usage: asked, price: priced }
}

/** Dotted keys that a unit cost needs. An explicit zero counts as declared. */
export const undeclaredOf = ({ metered, pilot }: Plan, cost: Cost): string[] => {
  const { fixed, maintenance, oversight, errors, capacity, seats, volume } = cost
  const approving = approvalsOf(pilot, cost).length > 0
  const idle = maintenance?.effort?.value === 0
  const shares = Object.values(oversight?.reviewed ?? {})
  const unpaid = oversight?.part_of !== undefined || (shares.length > 0 && shares.every((one) => one?.value === 0))
  const harmless = errors?.rate?.value === 0
  const asked: [string, boolean][] = [
    ['fixed', (fixed ?? capacity ?? seats) !== undefined],
    ...present(capacity).flatMap(({ item: { price, per }, at }): [string, boolean][] => [
      [`capacity[${at}].price`, price !== undefined],
      [`capacity[${at}].per`, per !== undefined && per.value > 0],
      ['volume.peak_rate', !isAtPeak({ per }) || volume?.peak_rate !== undefined],
    ]),
    ...seatsOf(pilot).flatMap(({ price, count, at }): [string, boolean][] => [
      [`seats[${at}].price`, price !== undefined],
      [`seats[${at}].for`, count !== undefined],
    ]),
    ['maintenance.effort', maintenance?.effort !== undefined],
    ['maintenance.wage', idle || maintenance?.wage !== undefined],
    ['oversight.reviewed', oversight?.reviewed?.full !== undefined],
    ['oversight.effort', unpaid || oversight?.effort !== undefined],
    ['oversight.wage', (unpaid && !approving) || oversight?.wage !== undefined],
    ['errors.rate', errors?.rate !== undefined],
    ['errors.cost', harmless || errors?.cost !== undefined],
  ]
  const tokens = metered.flatMap((one) => {
    const { usage, price } = lackingOf(one)
    return [...usage.map((key) => dotted([...one.path, key])), ...price.map((key) => dotted([...one.pricePath, key]))]
  })
  return [...new Set([...tokens, ...asked.flatMap(([key, there]) => (there ? [] : [`cost.${key}`]))])]
}
