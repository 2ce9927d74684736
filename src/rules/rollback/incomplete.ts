import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Stage } from '../../model/stage.ts'
import { printQuantity } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { gap, isNobody, isNothing } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

const APPROVAL = '(?:approvals?|sign-?offs?|go-?ahead)(?! (?:rights?|rota|desk|team|group|role|board|channel|queue)\\b)'
const CHIEF = '(?:c[etofi]o|ciso|cro|vp|board|directors?|management|managers?|committee|cab|executives?)'

const agreement = /approv|sign|go-?ahead/

const chains = () => [
  new RegExp(`\\b(?:after|upon|following|awaiting|pending|subject to|requires|needs)(?: [^ ]+){0,4} ${APPROVAL}\\b`),
  new RegExp(`\\b(?:with|once)(?: [^ ]+){0,4} ${APPROVAL}(?: is given)?$`),
  new RegExp(`\\b${APPROVAL} (?:by|from)\\b`),
  new RegExp(`\\b${CHIEF}(?:'s)? ${APPROVAL}\\b`),
  /\b(?:after|once|if|when)(?: [^ ]+){1,4} (?:approves|approved|signs off|signed off)\b/,
  /\b(?:must be|has to be|needs to be|if|once|when) (?:approved|signed off) by\b/,
]

/** Approval in advance, or to turn the system on again, does not delay the rollback. */
const otherTime = () =>
  /\bpre-?approv|\b(?:already|in advance|beforehand|afterwards|standing)\b|\bre-?(?:enabl|activat|launch|start)|\b(?:turn|switch)(?:ing|ed)?(?: [^ ]+){0,3} (?:back )?on\b/

const denied = /\b(?:no|not|never|without|neither|nor)\b|n't\b/

/** A clause with a denial, such as "no sign-off by the CTO", is never judged. */
export const asksApproval = (who: string): boolean =>
  who
    .toLowerCase()
    .split(/[,;.()]| [-–—] /)
    .map((clause) => clause.replaceAll(/\s+/g, ' ').trim())
    .filter((clause) => agreement.test(clause) && !denied.test(clause) && !otherTime().test(clause))
    .some((clause) => chains().some((chain) => chain.test(clause)))

const asks = [
  {
    key: 'how',
    write: '{feature_flag: order-status-ai, file: flags/support.flagd.json}',
    help: 'without a flag, how: redeploy image tag ranking-v41',
  },
  { key: 'time', write: 'at most 10m', help: '' },
  { key: 'who', write: 'any shift lead', help: 'a role that may act alone' },
  { key: 'when', write: '[{metric: wrong_answer_rate, is: above 3%, over: 3d}]', help: '' },
] as const

const parts = {
  metric: { word: 'metric', yaml: 'wrong_answer_rate' },
  is: { word: 'threshold', yaml: 'above 3%' },
}

type Trigger = NonNullable<NonNullable<NonNullable<Pilot['rollback']>['when']>[number]>

/** The first trigger, if none has a window for the stage, and a window that it has for another one. */
const idleAt = (
  triggers: readonly { readonly item: Trigger; readonly at: number }[],
  gate: Stage,
): { readonly at: number; readonly window: string } | undefined => {
  const [first] = triggers
  const { over = {} } = first?.item ?? {}
  const isIdle = triggers.every(({ item }) => item.over !== undefined && (gate === 'pilot' || !item.over[gate]))
  const [elsewhere] = Object.values(over)
  return first && isIdle ? { at: first.at, window: elsewhere ? printQuantity(elsewhere) : '1d' } : undefined
}

export const incomplete: Rule = {
  id: 'rollback/incomplete',
  severity: 'error',
  from: 'limited',
  summary: 'The rollback has a method, a time limit, a role and a trigger, and needs no approval',
  why: 'Without these, a rollback starts with a meeting, and customers are affected until it ends.',
  details: `\`how\` is a feature flag or another way back, \`time\` a duration, \`who\` a person or role, and \`when\` at least one trigger with a metric and a threshold. If every trigger has a window (\`over\`), at least one needs a window for the judged stage. \`who: nobody\` and \`how: none\` count as missing.

\`who\` is reported only if it clearly requires an approval: "after approval by the CTO", "CTO sign-off", "once the board approves". Denials ("no sign-off needed"), approvals in advance or afterwards, and rights ("any agent with approval rights") are accepted.`,
  principles: ['rollback'],
  fields: ['rollback.how', 'rollback.time', 'rollback.who', 'rollback.when'],
  references: ['NIST AI RMF MANAGE 2.4', 'NIST AI 600-1 MG-2.4-004', 'EU AI Act Art. 14(4)(e)'],
  examples: {
    ready: `rollback:
  how: redeploy image tag ranking-v41
  time: at most 15m
  who: any engineer on call
  when:
    - {metric: revenue_per_search, is: below 1.80 EUR, over: 1d}`,
    notReady: `rollback:
  how: we can always go back to the old ranking
  time: at most 15m
  who: on-call engineer after approval by the CTO   # expect: rollback/incomplete
  when:
    - {metric: revenue_per_search, over: 1d}   # expect: rollback/incomplete`,
  },

  *check({ pilot: { rollback }, gate }) {
    if (rollback === undefined) {
      yield {
        path: ['rollback'],
        message: '`rollback` is missing',
        write: `{${asks.map(({ key, write }) => `${key}: ${write}`).join(', ')}}`,
        help: '',
        absent: true,
      }
      return
    }
    const { how, time, who, when } = rollback
    const there = {
      how: how?.feature_flag !== undefined || (how?.revert !== undefined && !isNothing(how.revert)),
      time: time !== undefined,
      who: who !== undefined && !isNobody(who),
      when: when !== undefined && when.length > 0,
    }
    for (const { key, write, help } of asks) {
      const value = { who, how: how?.revert, time: undefined, when: undefined }[key]
      const message = `\`rollback.${key}\` is ${value === undefined ? 'missing' : quote(value)}`
      if (!there[key]) yield { path: ['rollback', key], message, write, help, absent: true }
    }
    if (who !== undefined && asksApproval(who))
      yield {
        path: ['rollback', 'who'],
        message: `\`rollback.who\` requires an approval: ${quote(who)}`,
        write: 'any shift lead',
        help: 'a role that may act alone and informs others afterwards',
      }
    const idle = idleAt(present(when), gate)
    if (idle !== undefined)
      yield {
        path: ['rollback', 'when', idle.at, 'over'],
        message: `no rollback trigger has a window for ${gate}`,
        write: [{ path: ['rollback', 'when', idle.at, 'over', gate], yaml: idle.window }],
        help: 'or one window for every stage, such as over: 3d',
      }
    for (const { item, at } of present(when)) {
      const lacks = (['metric', 'is'] as const).filter((key) => item[key] === undefined)
      if (lacks.length === 0) continue
      const words = lacks.map((key) => parts[key].word)
      const path = ['rollback', 'when', at]
      yield {
        ...gap(path, lacks, parts),
        path: [...path, ...lacks.slice(0, 1)],
        message: `rollback trigger${item.metric === undefined ? '' : ` on ${quote(item.metric)}`} has no ${enumerate(words, 'and no')}`,
        help: 'with your own threshold',
      }
    }
  },
}
