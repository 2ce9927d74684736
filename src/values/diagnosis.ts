import type { Problem } from './phrase.ts'
import { firstFault, type Repair } from './repair.ts'
import { enumerate, quote } from './words.ts'

type Reader = {
  readonly noun: string
  readonly expects: string
  readonly repairs: readonly Repair[]
  belongs(word: string): boolean
  /** The text as pilot.yaml writes it, where it is a phrase of this kind. */
  canonical(text: string): string | undefined
}

/** Two slips in a phrase are common, six are a different text. */
const ROUNDS = 6

/** The phrases that the text could be, once its slips are repaired one after the other. */
const repaired = (text: string, reader: Reader, rounds = ROUNDS): readonly string[] => {
  const phrase = reader.canonical(text)
  if (phrase !== undefined) return [phrase]
  const next = rounds > 0 ? (firstFault(text, reader.repairs)?.instead ?? []) : []
  // Choices multiply: a hostile text must not make them branch at every round.
  const tried = rounds === ROUNDS ? next : next.slice(0, 1)
  return tried.flatMap((candidate) => repaired(candidate, reader, rounds - 1))
}

/** As many as a reader takes in at a glance. */
const CHOICES = 4

/** The first word that cannot stand in such a phrase; the whole text where each of them could. */
const stumble = (text: string, { noun, expects, belongs }: Reader): Problem => {
  const help = `write ${expects}`
  for (const { 0: word, index } of text.matchAll(/[0-9][0-9.,]*|[^\s0-9/]+/gu))
    if (!/^[0-9]/u.test(word) && !belongs(word) && word !== text)
      return { word, at: index, message: `${quote(word)} does not belong in ${noun}`, help }
  return { word: text, at: 0, message: `${quote(text)} is not ${noun}`, help }
}

/** Why a text is no phrase of this kind, and what to write: a repair that is shown has been read as a phrase. */
export const diagnose = (text: string, reader: Reader): Problem => {
  const fault = firstFault(text, reader.repairs)
  if (fault === undefined) return stumble(text, reader)
  const { word, at, message } = fault
  const cures = [...new Set(fault.instead.flatMap((candidate) => repaired(candidate, reader)))]
  const cure = cures.length > 0 ? enumerate(cures.slice(0, CHOICES), 'or') : reader.expects
  return { word, at, message, help: fault.help ?? `write ${cure}` }
}
