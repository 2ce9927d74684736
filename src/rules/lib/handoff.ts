import type { Pilot } from '../../model/pilot.ts'
import { seconds } from '../../values/index.ts'

const sign = /hand|escalat|human/

const handoffs = () => [
  /\bhand(?:s|ed)?[ -]?(?:off|over)\b/,
  /\bescalat(?:e|es|ion)\b/,
  /\bto (?:an? )?humans?\b/,
  /\bhuman (?:agent|expert|operator|queue|review|reviewer|support)s?\b/,
  /^humans?$/,
]

const toMachine =
  /\b(?:to|on) (?:[^ ]+ ){0,3}(?:models?|llms?|engine|rules|ranker|classifier|heuristics?|templates?|script|chatbot|bot)$/

/** Whether a step goes to a person: `human_handoff` and `escalate`, but not `escalate to a larger model`. */
export const isHandoff = (step: string): boolean => {
  const text = step.trim().toLowerCase().replaceAll('_', ' ')
  return sign.test(text) && !toMachine.test(text) && handoffs().some((handoff) => handoff.test(text))
}

/** No person takes over faster than this, in seconds. */
const fastest = 5

type Step = NonNullable<NonNullable<Pilot['fallback']>[number]>

/** A template reply or an older ranker takes over at once and needs no people. */
export const goesToPeople = ({ do: step = '', to, within }: Step): boolean =>
  within !== undefined && (isHandoff(step) || (to !== undefined && seconds(within) >= fastest))
