import type { Period } from '../values/date.ts'
import { addDays, daysBetween } from '../values/index.ts'
import { readable } from './lists.ts'
import type { Pilot } from './pilot.ts'

/** How many days from `from` to `to`, both inclusive, lie in a freeze: no units arrive on them, so nothing is observed. */
export const frozenDays = ({ rollout }: Pilot, { from, to }: Period): number => {
  let next = from
  let count = 0
  for (const freeze of readable(rollout?.freeze).toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const [first, last] = [freeze.from > next ? freeze.from : next, freeze.to < to ? freeze.to : to]
    if (first > last) continue
    count += daysBetween(first, last) + 1
    next = addDays(last, 1)
  }
  return count
}
