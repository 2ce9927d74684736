import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import type { Entry } from '../rule.ts'

type Guardrails = NonNullable<Pilot['guardrails']>
type Action = NonNullable<NonNullable<NonNullable<Pilot['guardrails']>['actions']>[number]>

/** The guardrails where the file has some; that there are none is for one rule to say. */
export const filledGuardrails = ({ guardrails }: Pilot): Guardrails | undefined =>
  guardrails && Object.keys(guardrails).length > 0 ? guardrails : undefined

/** What to write for an action that cannot be taken back. */
export const forGood = (path: Path): Entry[] => [
  { path: [...path, 'effect'], yaml: 'irreversible' },
  { path: [...path, 'approval'], yaml: 'human' },
]

/** The actions that could be read, with their place and what to call them. */
export const actionsOf = ({
  guardrails,
}: Pilot): { action: Action; path: (string | number)[]; called: string }[] =>
  present(guardrails?.actions).map(({ item, at }) => ({
    action: item,
    path: ['guardrails', 'actions', at],
    called: item.name === undefined ? `action ${at + 1}` : quote(item.name),
  }))
