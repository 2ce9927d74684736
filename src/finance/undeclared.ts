import type { Pilot } from '../model/pilot.ts'
import type { ListPrice } from './list-price.ts'

type Cost = NonNullable<Pilot['cost']>

/**
 * What a unit cost needs and the cost section does not say: dotted keys. A zero is said, and ends the question.
 * `approving` is whether a person approves something, whose time is paid.
 */
export const undeclaredOf = (cost: Cost, approving: boolean, listed: ListPrice | undefined): string[] => {
  const { usage, price, fixed, maintenance, oversight, errors } = cost
  const free = usage === undefined && price === undefined
  const idle = maintenance?.effort?.value === 0
  const shares = Object.values(oversight?.reviewed ?? {})
  const unreviewed = shares.length > 0 && shares.every((one) => one?.value === 0)
  const harmless = errors?.rate?.value === 0
  const asked: [string, boolean][] = [
    ['usage.calls', free || usage?.calls !== undefined],
    ['usage.input', free || usage?.input !== undefined],
    ['usage.output', free || usage?.output !== undefined],
    ['usage.retries', free || usage?.retries?.value !== undefined],
    ['price.input', free || (price?.input ?? listed) !== undefined],
    ['price.output', free || (price?.output ?? listed) !== undefined],
    ['fixed', fixed !== undefined],
    ['maintenance.effort', maintenance?.effort !== undefined],
    ['maintenance.wage', idle || maintenance?.wage !== undefined],
    ['oversight.reviewed', oversight?.reviewed?.full !== undefined],
    ['oversight.effort', unreviewed || oversight?.effort !== undefined],
    ['oversight.wage', (unreviewed && !approving) || oversight?.wage !== undefined],
    ['errors.rate', errors?.rate !== undefined],
    ['errors.cost', harmless || errors?.cost !== undefined],
  ]
  return asked.flatMap(([key, there]) => (there ? [] : [`cost.${key}`]))
}
