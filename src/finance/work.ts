import { present } from '../model/lists.ts'
import type { Cost, Pilot } from '../model/pilot.ts'
import type { Duration } from '../values/index.ts'
import type { Rate } from '../values/quantity.ts'
import { amountOf, type Decimal, minutesOf, perDay, zero } from './amounts.ts'

/** What people do for a unit, and the wage of an hour. */
export type Work = { readonly minutes: Decimal; readonly wage: Decimal }

/** Once per unit, and at most `cap` times a day. */
export type Approval = { readonly name: string; readonly cap: Decimal | undefined; readonly work: Work }

type Declared = { readonly effort?: Duration | undefined; readonly wage?: Rate | undefined }

export const workOf = (part: Declared = {}): Work => ({
  minutes: part.effort ? minutesOf(part.effort) : zero,
  wage: amountOf(part.wage),
})

/** Actions without an effort are left out. */
export const approvalsOf = ({ guardrails }: Pilot, { oversight }: Cost): Approval[] =>
  present(guardrails?.actions).flatMap(({ item: { name, approval, effort, cap }, at }) =>
    approval === 'human' && effort
      ? [
          {
            name: name ?? `action ${at + 1}`,
            cap: cap && perDay(cap),
            work: { minutes: minutesOf(effort), wage: amountOf(oversight?.wage) },
          },
        ]
      : [],
  )
