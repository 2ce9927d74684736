import { words } from './identifier.ts'

/** Verbs for what is done to people, money and things for good. */
export const verbs = new Set(
  (
    'refund reimburse pay payout transfer charge withdraw issue cancel terminate ' +
    'delete remove purge erase destroy drop wipe send publish submit'
  ).split(' '),
)

/** Verbs that are nouns as well, and what they are then the first half of. */
const nouns = new Set('refund pay transfer charge issue drop'.split(' '))
const heads = new Set(
  (
    'status state history policy rule rules list search lookup count counts tracker info details detail type types ' +
    'reason reasons eligibility estimate quote preview draft id ids slip stub rate rates check'
  ).split(' '),
)

/** The verb for what cannot be taken back, where the name begins with one: a name space before it does not count. */
export const verbOf = (name: string): string | undefined => {
  const parts = words(name.split(/[.:/]/).findLast((part) => part.trim() !== '') ?? '')
  const [verb = '', ...rest] = parts
  const isNoun = nouns.has(verb) && heads.has(rest.at(-1) ?? '')
  return verbs.has(verb) && !isNoun ? verb : undefined
}
