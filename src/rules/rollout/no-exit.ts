import type { Pilot } from '../../model/pilot.ts'
import { moreIsBetter } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { fields, type Rule } from '../lib/rule.ts'

const sample = (stage: 'shadow' | 'limited' | 'progressive', { success }: Pilot): string => {
  if (stage === 'shadow') return 'status_match_rate at least 97%'
  const more = success?.target === undefined || moreIsBetter(success.target)
  const bar =
    stage === 'limited' ? `not ${more ? 'below' : 'above'} baseline` : `${more ? 'above' : 'below'} control`
  return `${success?.metric ?? 'deflection_rate'} ${bar}`
}

const judged = ['shadow', 'limited', 'progressive'] as const

/** Words of a condition: a text that holds one is a condition gone wrong, which the grammar explains better. */
const measurable = /\d|\b(?:baseline|control|hold|holds)\b/i

export const noExit: Rule = {
  id: 'rollout/no-exit',
  severity: 'error',
  from: 'shadow',
  summary: 'Shadow, limited and progressive each end on a condition that can be measured',
  why: 'A stage without an exit ends when the sponsor is impatient, or never: both are decided by mood and defended afterwards with whatever number looks best.',
  details: `Each of the three stages has an \`exit\` with at least one condition: a metric and a threshold, or \`guardrail_metrics hold\`. All three are asked for from \`shadow\` on, because a bar that is set after the stage has run is no bar. A condition without a number, such as \`if happy\`, is named here; one that only has a slip in it is left to the schema.

A stage that is missing is for \`rollout/big-bang\`. A stage that is decided by \`prove: {by: expert_review}\` is left alone: its traffic can never carry a number.`,
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
      const help = 'or another metric with its threshold'
      if (planned.exit === undefined || planned.exit.length === 0)
        yield {
          path: exit,
          message: `nothing says what ${stage} has to show before the next stage starts`,
          write: `[${write}]`,
          help,
        }
      for (const fault of faults) {
        const [section, of, key] = fault.path
        const isExit = section === 'rollout' && of === stage && key === 'exit' && fault.path.length === 4
        if (!isExit || fault.kind !== 'phrase' || measurable.test(String(fault.value))) continue
        yield {
          path: fault.path,
          message: `${quote(fault.value)} is nothing that can be measured, so ${stage} has no end`,
          write,
          help,
          fault,
        }
      }
    }
  },
}
