import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isPlain, quote, wordsOf } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type Entry, wordSet } from './rule.ts'

/** The lower-case words of an identifier such as `readOrder`, `read_order` or `read-order`. */
export const words = (identifier: string): readonly string[] =>
  wordsOf(identifier.replaceAll(isPlain(identifier) ? /([a-z0-9])([A-Z])/g : /([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2'))

/** Verbs for irreversible actions. */
export const verbs = wordSet`refund reimburse pay payout transfer charge withdraw issue cancel terminate delete remove purge erase
  destroy drop wipe send publish submit`

/** Verbs that are also nouns, and the nouns that follow them then. */
const nouns = wordSet`refund pay transfer charge issue drop`
const heads = wordSet`status state history policy rule rules list search lookup count counts tracker info details detail type
  types reason reasons eligibility estimate quote preview draft id ids slip stub rate rates check summary window date
  dates deadline deadlines point points location locations`

/** Objects that make a verb harmless: to submit a query reads, to transfer a chat is a handoff. */
const harmless: { readonly [verb: string]: readonly string[] } = {
  send: ['query'],
  submit: ['query', 'search'],
  transfer: ['agent', 'human', 'person', 'operator', 'call', 'chat', 'conversation'],
  publish: ['date', 'dates'],
  cancel: ['reason', 'reasons', 'policy', 'deadline'],
}

/** The irreversible verb that the name begins with, after its namespace. */
export const verbOf = (name: string): string | undefined => {
  const parts = words(name.split(/[.:/]/).findLast((part) => part.trim() !== '') ?? '')
  const [verb = '', ...rest] = parts
  const last = rest.at(-1) ?? ''
  const isNoun = nouns.has(verb) && heads.has(last)
  return verbs.has(verb) && !isNoun && !harmless[verb]?.includes(last) ? verb : undefined
}

const machines = wordSet`ai llm model models bot chatbot classifier gpt algorithm automation script system auto automatic
  automated`
const fillers = wordSet`the a an another second other same own our large language judge agent itself as`

const modelsOf = ({ model, fallback }: Pilot): readonly string[] =>
  [model?.id, model?.provider, ...readable(fallback).flatMap((path) => [path.model, path.provider])]
    .filter((name) => name !== undefined)
    .map((name) => name.trim().toLowerCase())

const isNumber = (word: string): boolean => (isPlain(word) ? /^[0-9]+[a-z]?$/.test(word) : /^\p{N}+\p{L}?$/u.test(word))

/** Whether an approver is a model; `model risk team` and `AI operations lead` are people. */
export const isMachine = (approver: string, pilot: Pilot): boolean => {
  if (modelsOf(pilot).includes(approver.trim().toLowerCase())) return true
  const named = words(approver).filter((word) => !fillers.has(word) && !isNumber(word))
  return named.length > 0 && named.every((word) => machines.has(word))
}

type Guardrails = NonNullable<Pilot['guardrails']>
type Action = NonNullable<NonNullable<Guardrails['actions']>[number]>

/** The guardrails if there are any; `guardrails/actions-missing` reports that there are none. */
export const filledGuardrails = ({ guardrails }: Pilot): Guardrails | undefined =>
  guardrails && Object.keys(guardrails).length > 0 ? guardrails : undefined

export const forGood = (path: Path): Entry[] => [
  { path: [...path, 'effect'], yaml: 'irreversible' },
  { path: [...path, 'approval'], yaml: 'human' },
]

export const actionsOf = ({ guardrails }: Pilot): { action: Action; path: (string | number)[]; called: string }[] =>
  present(guardrails?.actions).map(({ item, at }) => ({
    action: item,
    path: ['guardrails', 'actions', at],
    called: item.name === undefined ? `\`guardrails.actions[${at}]\`` : quote(item.name),
  }))
