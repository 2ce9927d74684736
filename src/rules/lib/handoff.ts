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

/** Something that answers in the place of the model, at once. */
const toMachine =
  /\b(?:to|on) (?:[^ ]+ ){0,3}(?:models?|llms?|engine|rules|ranker|classifier|heuristics?|templates?|script|chatbot|bot)$/

/**
 * Whether a step passes the work to a person, by whole words: `human_handoff`, `hand over to an agent`, `escalate`;
 * `escalate to a larger model` does not.
 */
export const isHandoff = (step: string): boolean => {
  const text = step.trim().toLowerCase().replaceAll('_', ' ')
  return sign.test(text) && !toMachine.test(text) && handoffs().some((handoff) => handoff.test(text))
}

/** No person takes over faster, in seconds. */
const fastest = 5

type Step = NonNullable<NonNullable<Pilot['fallback']>[number]>

/** A handoff says within what time; a template reply or an older ranker, which is there at once, takes what comes. */
export const goesToPeople = ({ do: step = '', to, within }: Step): boolean =>
  within !== undefined && (isHandoff(step) || (to !== undefined && seconds(within) >= fastest))
