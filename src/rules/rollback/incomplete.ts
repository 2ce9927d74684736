import { metricKey, present, readable } from '../../model/lists.ts'
import type { Pilot, Trigger } from '../../model/pilot.ts'
import { exposedStages, type Stage } from '../../model/stage.ts'
import {
  compare,
  isAbove,
  isShare,
  moreIsBetter,
  printQuantity,
  type Quantity,
  type Threshold,
  threshold,
} from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { quantityOf } from '../../values/threshold.ts'
import { called, gap, inBackticks, isNothing, lacking, missing } from '../lib/absent.ts'
import { certainty, isBadAbove, longWindow, usedUp } from '../lib/alerts.ts'
import { both, fields, type Rule } from '../lib/rule.ts'
import { rolesOf, sameName } from '../lib/teams.ts'

const asks = {
  how: { yaml: '{feature_flag: <name of the flag>, file: <file of the flag>}' },
  time: { yaml: '<time until nobody is affected>' },
  who: { yaml: '<owner.team or a role in people>' },
  approval: { yaml: '<none or required>' },
  when: { yaml: '[{metric: <metric>, is: <threshold>, over: <window>}]' },
}

const keys = ['how', 'time', 'who', 'approval', 'when'] as const

const parts = {
  metric: { word: 'metric', yaml: '<metric>' },
  is: { word: 'threshold', yaml: '<threshold>' },
}

const mayRollBack = (pilot: Pilot, who: string): boolean => {
  const roles = rolesOf(pilot)
  const known = readable([pilot.owner?.team, pilot.owner?.on_call, ...(roles ?? [])])
  return roles === undefined || known.some((name) => sameName(name, who))
}

/** The first trigger, if none has a window for the stage, and a window that it has for another one. */
const idleAt = (
  triggers: readonly { readonly item: Trigger; readonly at: number }[],
  gate: Stage,
): { readonly at: number; readonly window: string } | undefined => {
  const [first] = triggers
  const { over = {} } = first?.item ?? {}
  const isIdle = triggers.every(({ item }) => item.over !== undefined && (gate === 'pilot' || !item.over[gate]))
  const [elsewhere] = Object.values(over)
  return first && isIdle ? { at: first.at, window: elsewhere ? printQuantity(elsewhere) : '<window>' } : undefined
}

/** The triggers that watch an earlier stage and none of the judged one, with the window that they had last. */
const stopped = (triggers: readonly { readonly item: Trigger; readonly at: number }[], gate: Stage) =>
  triggers.flatMap(({ item: { metric, over }, at }) => {
    if (gate === 'pilot' || over === undefined || over[gate] !== undefined) return []
    const before = exposedStages.slice(0, exposedStages.indexOf(gate)).findLast((stage) => over[stage] !== undefined)
    const window = before && over[before]
    return window ? [{ at, metric, before, window: printQuantity(window) }] : []
  })

/** At so many times what a limit or an exit allows, the harm is done. */
const maxTimes = 10

/** What a metric is allowed at most, so many times over; a margin is what a test can tell, and a trigger may need more. */
const boundsOf = ({ success, rollout }: Pilot, key: string): { readonly most: Quantity; readonly name: string }[] => [
  ...readable(success?.guardrail_metrics).flatMap((item) => {
    const used = item.limit && metricKey(item.metric ?? '') === key ? usedUp(item, maxTimes) : undefined
    return used?.isAbove ? [{ most: used.quantity, name: 'limit' }] : []
  }),
  ...exposedStages.flatMap((stage) =>
    readable(rollout?.[stage]?.exit).flatMap((exit) => {
      if (!('metric' in exit) || metricKey(exit.metric) !== key || moreIsBetter(exit.threshold)) return []
      const level = quantityOf(exit.threshold)
      return level ? [{ most: { ...level, value: level.value * maxTimes }, name: `exit of ${stage}` }] : []
    }),
  ),
]

/** The bound that a trigger leaves far behind before it fires; what is allowed nothing is exceeded by anything. */
const farFrom = (pilot: Pilot, trigger: Trigger): string | undefined => {
  const { metric = '', is } = trigger
  if (isLate(pilot, trigger)) return 'nearly the worst value that the metric has'
  const level = quantityOf(is)
  if (is === undefined || level === undefined || !isAbove(is)) return undefined
  const bounds = boundsOf(pilot, metricKey(metric)).filter(({ most }) => most.value > 0)
  return bounds.length > 0 && bounds.every(({ most }) => (compare(level, most) ?? 0) > 0)
    ? `beyond ${maxTimes} times its ${bounds[0]?.name}`
    : undefined
}

/** Of the way from the usual value to the worst that there is, a trigger that leaves a tenth fires when all is lost. */
const lateShare = 0.9

const isLate = ({ success, rollback }: Pilot, { metric = '', is }: Trigger): boolean => {
  const key = metricKey(metric)
  const usedBy = (bar: Threshold | undefined): number => {
    const level = quantityOf(bar)
    const one = [success, ...readable(success?.guardrail_metrics)].find((one) => metricKey(one?.metric ?? '') === key)
    const usual = one?.baseline?.value
    if (bar === undefined || level === undefined || usual === undefined || compare(level, usual) === undefined) return 0
    const scale = one !== undefined && 'scale' in one ? one.scale : undefined
    const [low, high] = scale ? [scale.from, scale.to] : isShare(usual) && usual.value <= 100 ? [0, 100] : []
    const worst = isAbove(bar) ? high : low
    return worst === undefined || worst === usual.value ? 0 : (level.value - usual.value) / (worst - usual.value)
  }
  const isOwn = (one: Trigger) => metricKey(one.metric ?? '') === key
  // One on the primary metric may be for its collapse, where others stop harm.
  const isPrimary = metricKey(success?.metric ?? '') === key
  const beside = readable(rollback?.when).filter((one) => isPrimary || isOwn(one))
  return usedBy(is) >= lateShare && beside.every((one) => isOwn(one) && usedBy(one.is) >= lateShare)
}

/** A trigger at a value that is too good to be true may stand beside one that stops harm. */
const wrongSide = (pilot: Pilot, { metric = '', is }: Trigger): string | undefined => {
  const above = isBadAbove(pilot, metric, quantityOf(is))
  const counts = readable(pilot.rollback?.when).some(
    (one) => one.is && metricKey(one.metric ?? '') === metricKey(metric) && isAbove(one.is) === above,
  )
  return above === undefined || counts ? undefined : 'which is the good side of the metric'
}

export const incomplete: Rule = {
  id: 'rollback/incomplete',
  severity: 'error',
  from: 'limited',
  summary: 'The rollback has a method, a time limit, a group and a trigger, and needs no approval',
  why: 'Without these, a rollback starts with a meeting, and customers are affected until it ends.',
  details: `\`how\` is a feature flag or another way back, \`time\` a duration, and \`when\` at least one trigger with a metric and a threshold. If every trigger has a window (\`over\`), at least one needs a window for the judged stage, and one with a window for an earlier stage must not stop there. \`how: none\` counts as missing.

\`who\` is \`owner.team\`, \`owner.on_call\` or a \`people[].role\`, ignoring case, spaces, punctuation and a leading \`@\`; it is not compared without \`people\`. A trigger beyond the scale of its metric, or beyond 0 and 100% of a share that \`success\` describes, does not count; nor does one that always holds, one on the good side of its metric alone, one above ten times the limit or exit of its metric, one that leaves only a tenth between its level and the worst on the scale unless another trigger on the metric is earlier, or one with a window of more than a quarter. \`approval\` is \`none\`, because \`required\` delays the rollback.`,
  principles: ['rollback'],
  fields: fields`rollback.{how,time,who,approval,when} owner.{team,on_call} people.role`,
  references: ['NIST AI RMF MANAGE 2.4', 'NIST AI 600-1 MG-2.4-004', 'EU AI Act Art. 14(4)(e)'],
  examples: both`owner: {team: shop/ranking, on_call: pagerduty:PRANK}
people: [{role: category managers}]
rollback:
  how: redeploy image tag ranking-v41
  time: at most 15m
  who: «pagerduty:PRANK|the CTO»   # expect: rollback/incomplete
  approval: «none|required»   # expect: rollback/incomplete
  when:
    - {metric: revenue_per_search, «is: below 1.80 EUR, |»over: 1d}   # expect: rollback/incomplete`,

  *check({ pilot, gate, faults }) {
    const { rollback } = pilot
    if (rollback === undefined) {
      yield { ...missing(['rollback'], `{${keys.map((key) => `${key}: ${asks[key].yaml}`).join(', ')}}`), absent: true }
      return
    }
    const { how, who, approval, when } = rollback
    const filled = {
      ...rollback,
      how: how?.feature_flag ?? how?.revert,
      when: when !== undefined && when.length > 0 ? when : undefined,
    }
    const lacks = lacking(faults, ['rollback'], filled, keys)
    if (lacks.length > 0)
      yield {
        ...gap(['rollback'], lacks, asks),
        message:
          lacks.length === 1
            ? `\`rollback.${lacks[0]}\` is missing`
            : `\`rollback\` has no ${enumerate(lacks.map(inBackticks), 'or')}`,
        help: '',
        absent: true,
      }
    if (filled.how !== undefined && how?.feature_flag === undefined && isNothing(filled.how))
      yield {
        path: ['rollback', 'how'],
        message: `\`rollback.how\` is ${quote(filled.how)}`,
        write: asks.how.yaml,
        help: 'or how: <way back>, without a flag',
        absent: true,
      }
    if (who !== undefined && !mayRollBack(pilot, who))
      yield {
        path: ['rollback', 'who'],
        message: `\`rollback.who\` is ${quote(who)}, neither the owner's team or on-call nor a role in \`people\``,
        help: 'set it to owner.team, owner.on_call or a people[].role',
      }
    if (approval === 'required')
      yield {
        path: ['rollback', 'approval'],
        message: '`rollback.approval` is required, which delays every rollback',
        help: 'let whoever may roll back act alone and inform others afterwards, then set it to none',
      }
    const idle = idleAt(present(when), gate)
    if (idle !== undefined)
      yield {
        path: ['rollback', 'when', idle.at, 'over'],
        message: `no rollback trigger has a window for ${gate}`,
        write: [{ path: ['rollback', 'when', idle.at, 'over', gate], yaml: idle.window }],
        help: 'or one window for every stage, such as over: 3d',
      }
    else
      for (const { at, metric, before, window } of stopped(present(when), gate))
        yield {
          path: ['rollback', 'when', at, 'over'],
          message: `${called(metric, 'the rollback trigger')} has a window for ${before} and none for ${gate}`,
          write: [{ path: ['rollback', 'when', at, 'over', gate], yaml: window }],
          help: 'or a shorter one; more units come at each stage',
        }
    for (const { item, at } of present(when)) {
      const wrong =
        item.is && (certainty(pilot, item.metric, item.is) ?? wrongSide(pilot, item) ?? farFrom(pilot, item))
      if (item.is && wrong)
        yield {
          path: ['rollback', 'when', at, 'is'],
          message: `rollback trigger on ${quote(item.metric)} is ${quote(threshold.print(item.is))}, ${wrong}`,
          help: 'set it to a level that a harmful system reaches before much harm is done',
        }
      const long = longWindow(item.over)
      if (long !== undefined)
        yield {
          path: ['rollback', 'when', at, 'over'],
          message: `${called(item.metric, 'the rollback trigger')} has a window of ${printQuantity(long)}, longer than a quarter`,
          help: 'set `over` to a time after which a harmful system can still be rolled back early',
        }
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
