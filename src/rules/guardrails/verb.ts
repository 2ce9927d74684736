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
    'reason reasons eligibility estimate quote preview draft id ids slip stub rate rates check ' +
    'summary window date dates deadline deadlines point points location locations'
  ).split(' '),
)

/** What follows a verb that changes nothing: whoever submits a query reads, and whoever transfers a chat hands over. */
const harmless: { readonly [verb: string]: readonly string[] } = {
  send: ['query'],
  submit: ['query', 'search'],
  transfer: ['agent', 'human', 'person', 'operator', 'call', 'chat', 'conversation'],
  publish: ['date', 'dates'],
  cancel: ['reason', 'reasons', 'policy', 'deadline'],
}

/** The verb for what cannot be taken back, where the name begins with one: a name space before it does not count. */
export const verbOf = (name: string): string | undefined => {
  const parts = words(name.split(/[.:/]/).findLast((part) => part.trim() !== '') ?? '')
  const [verb = '', ...rest] = parts
  const last = rest.at(-1) ?? ''
  const isNoun = nouns.has(verb) && heads.has(last)
  return verbs.has(verb) && !isNoun && !harmless[verb]?.includes(last) ? verb : undefined
}
