import { present } from '../../model/lists.ts'
import type { Guardrails, Pilot } from '../../model/pilot.ts'
import { isPlain, quote, wordsOf } from '../../values/text.ts'

/** The lower-case words of an identifier such as `readOrder`, `read_order` or `read-order`. */
export const words = (identifier: string): readonly string[] =>
  wordsOf(identifier.replaceAll(isPlain(identifier) ? /([a-z0-9])([A-Z])/g : /([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2'))

type Action = NonNullable<NonNullable<Guardrails['actions']>[number]>

/** The guardrails if there are any; `guardrails/actions-missing` reports that there are none. */
export const filledGuardrails = ({ guardrails }: Pilot): Guardrails | undefined =>
  guardrails && Object.keys(guardrails).length > 0 ? guardrails : undefined

export const actionsOf = ({ guardrails }: Pilot): { action: Action; path: (string | number)[]; called: string }[] =>
  present(guardrails?.actions).map(({ item, at }) => ({
    action: item,
    path: ['guardrails', 'actions', at],
    called: item.name === undefined ? `\`guardrails.actions[${at}]\`` : quote(item.name),
  }))

/** The systems that the pilot writes to. */
export const writtenTo = ({ integration }: Pilot) =>
  present(integration).filter(({ item }) => item.direction === 'out' || item.direction === 'both')
