import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { condition, moreIsBetter } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { printThreshold } from '../../values/threshold.ts'
import { missing } from '../lib/absent.ts'
import { certainty } from '../lib/alerts.ts'
import { fields, type Rule } from '../lib/rule.ts'

const sample = (stage: 'shadow' | 'limited' | 'progressive', { success }: Pilot): string => {
  const metric = success?.metric
  if (stage === 'shadow' || metric === undefined) return '<metric and threshold>'
  const more = success?.target === undefined || moreIsBetter(success.target)
  if (stage === 'limited') return `${metric} not ${more ? 'below' : 'above'} baseline`
  // What rollout/soft-exit asks of it.
  return [
    `${metric} ${more ? 'above' : 'below'} control`,
    ...(success?.target === undefined || 'reference' in success.target
      ? []
      : [`${metric} ${printThreshold(success.target)}`]),
    ...(readable(success?.guardrail_metrics).length === 0 ? [] : ['guardrail_metrics hold']),
  ].join(', ')
}

const judged = ['shadow', 'limited', 'progressive'] as const

/** A string with one of these is a condition with a mistake, which the grammar explains better. */
const measurable = /\d|\b(?:baseline|control|hold|holds)\b/i

export const noExit: Rule = {
  id: 'rollout/no-exit',
  severity: 'error',
  from: 'shadow',
  summary: 'Shadow, limited and progressive each have a measurable exit condition',
  why: 'A stage without an exit ends when the sponsor is impatient, or never, and is justified afterwards with the number that looks best.',
  details: `Each of the three stages needs an \`exit\` with at least one condition: a metric and a threshold, or \`guardrail_metrics hold\`. All three are required from \`shadow\` on, because a threshold must be set before the stage runs. A condition without a number, such as \`if happy\`, is reported here, other mistakes by the schema. So is one that always holds, at the end of the \`scale\` of its metric, or at 0 or 100% of a share that \`success\` describes.

A missing stage is reported by \`rollout/big-bang\`. A stage with \`prove: {by: expert_review}\` is not judged, because its traffic is too small for a test.`,
  principles: ['limited-stage'],
  fields: fields`rollout.{shadow,limited,progressive}.{exit,prove}`,
  references: ['Argo Rollouts, AnalysisTemplate successCondition'],
  examples: {
    ready: `rollout:
  shadow: {duration: 14d, exit: [clause_match_rate at least 95%]}
  limited: {traffic: 5%, duration: 28d, exit: [review_minutes not above baseline]}
  progressive: {steps: [20% for 28d], control: 20%, exit: [review_minutes below control, guardrail_metrics hold]}`,
    notReady: `rollout:
  shadow: {duration: 14d, exit: [if legal is happy]}   # expect: rollout/no-exit
  limited: 5% for 28d   # expect: rollout/no-exit
  progressive: {steps: [20% for 28d], control: 20%, exit: [review_minutes below control]}`,
  },

  *check({ pilot, faults }) {
    const { rollout } = pilot
    for (const stage of judged) {
      const planned = rollout?.[stage]
      if (planned === undefined || planned.prove?.by !== undefined) continue
      const exit = ['rollout', stage, 'exit']
      const write = sample(stage, pilot)
      const help =
        stage === 'shadow'
          ? 'such as the share of answers that agree with what people did'
          : 'or another metric with a threshold'
      if (planned.exit === undefined || planned.exit.length === 0) yield missing(exit, `[${write}]`, help)
      for (const { item, at } of present(planned.exit))
        if ('metric' in item && certainty(pilot, item.metric, item.threshold) === 'which always holds')
          yield {
            path: [...exit, at],
            message: `exit ${quote(condition.print(item))} always holds`,
            help: 'set it to a level that a poor system misses',
          }
      for (const fault of faults) {
        const [section, of, key] = fault.path
        const isExit = section === 'rollout' && of === stage && key === 'exit' && fault.path.length === 4
        if (!isExit || fault.kind !== 'phrase' || measurable.test(String(fault.value))) continue
        yield {
          path: fault.path,
          message: `expected a measurable condition, found ${quote(fault.value)}`,
          write,
          help,
          fault,
        }
      }
    }
  },
}
