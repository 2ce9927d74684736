const handoff =
  /\bhand(?:s|ed)?[ -]?(?:off|over)\b|\bescalat(?:e|es|ion)\b|\bto (?:an? )?humans?\b|\bhuman (?:agent|expert|operator|queue|review|reviewer|support)s?\b|^humans?$/iu

/** Whether a step passes the work to a person, by whole words: `human_handoff`, `hand over to an agent`, `escalate`. */
export const isHandoff = (step: string): boolean => handoff.test(step.trim().replaceAll('_', ' '))
