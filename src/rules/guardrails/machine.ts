import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isPlain } from '../../values/text.ts'
import { words } from './identifier.ts'

const machines = new Set(
  'ai llm model models bot chatbot classifier gpt algorithm automation script system auto automatic automated'.split(
    ' ',
  ),
)
const fillers = new Set(
  'the a an another second other same own our large language judge agent itself as'.split(' '),
)

const modelsOf = ({ model, fallback }: Pilot): readonly string[] =>
  [model?.id, model?.provider, ...readable(fallback).flatMap((path) => [path.model, path.provider])]
    .filter((name) => name !== undefined)
    .map((name) => name.trim().toLowerCase())

const isNumber = (word: string): boolean =>
  isPlain(word) ? /^[0-9]+[a-z]?$/.test(word) : /^\p{N}+\p{L}?$/u.test(word)

/**
 * Whether an approver is a model: named by nothing but words for one, or by its id or provider.
 * A `model risk team` or an `AI operations lead` are people.
 */
export const isMachine = (approver: string, pilot: Pilot): boolean => {
  if (modelsOf(pilot).includes(approver.trim().toLowerCase())) return true
  const named = words(approver).filter((word) => !fillers.has(word) && !isNumber(word))
  return named.length > 0 && named.every((word) => machines.has(word))
}
