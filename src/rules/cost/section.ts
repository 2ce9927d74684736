import type { Pilot } from '../../model/pilot.ts'
import type { Context } from '../rule.ts'
import { unread } from '../unread.ts'

export type Cost = NonNullable<Pilot['cost']>

/** Whether the section is in another file that could not be read: one that could stands in the pilot itself. */
const isElsewhere = ({ pilot, faults }: Context): boolean =>
  pilot.cost?.include !== undefined || unread(faults, ['cost', 'include']) !== undefined

/** The cost section as far as it is known: empty where there is none, undefined where nobody could read it. */
export const costHere = (context: Context): Cost | undefined =>
  isElsewhere(context) ? undefined : (context.pilot.cost ?? {})

/** The cost section where there is one that is known; that there is none is for one rule to say. */
export const filledCost = (context: Context): Cost | undefined => {
  const cost = costHere(context)
  return cost && Object.keys(cost).length > 0 ? cost : undefined
}
