const APPROVAL =
  '(?:approvals?|sign-?offs?|go-?ahead)(?! (?:rights?|rota|desk|team|group|role|board|channel|queue)\\b)'
const CHIEF = '(?:c[etofi]o|ciso|cro|vp|board|directors?|management|managers?|committee|cab|executives?)'

/** What every chain holds. */
const agreement = /approv|sign|go-?ahead/

const chains = () => [
  new RegExp(
    `\\b(?:after|upon|following|awaiting|pending|subject to|requires|needs)(?: [^ ]+){0,4} ${APPROVAL}\\b`,
  ),
  new RegExp(`\\b(?:with|once)(?: [^ ]+){0,4} ${APPROVAL}(?: is given)?$`),
  new RegExp(`\\b${APPROVAL} (?:by|from)\\b`),
  new RegExp(`\\b${CHIEF}(?:'s)? ${APPROVAL}\\b`),
  /\b(?:after|once|if|when)(?: [^ ]+){1,4} (?:approves|approved|signs off|signed off)\b/,
  /\b(?:must be|has to be|needs to be|if|once|when) (?:approved|signed off) by\b/,
]

/** What comes after the rollback, as to turn the system on again, and what was agreed before it, holds nobody up. */
const otherTime = () =>
  /\bpre-?approv|\b(?:already|in advance|beforehand|afterwards|standing)\b|\bre-?(?:enabl|activat|launch|start)|\b(?:turn|switch)(?:ing|ed)?(?: [^ ]+){0,3} (?:back )?on\b/

const denied = /\b(?:no|not|never|without|neither|nor)\b|n't\b/

/**
 * Whether the words make somebody wait for somebody else before the rollback. A clause that holds a denial, such as
 * "no sign-off by the CTO", is left alone whatever it denies.
 */
export const asksApproval = (who: string): boolean =>
  who
    .toLowerCase()
    .split(/[,;.()]| [-–—] /)
    .map((clause) => clause.replaceAll(/\s+/g, ' ').trim())
    .filter((clause) => agreement.test(clause) && !denied.test(clause) && !otherTime().test(clause))
    .some((clause) => chains().some((chain) => chain.test(clause)))
