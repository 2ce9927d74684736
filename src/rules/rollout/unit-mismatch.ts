import { sameUnit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { fields, type Rule } from '../lib/rule.ts'
import { isReadable } from '../lib/stages.ts'

export const unitMismatch: Rule = {
  id: 'rollout/unit-mismatch',
  severity: 'warning',
  from: 'limited',
  summary: 'Where something else is assigned than is counted, the file says how many units come with each',
  why: 'Ten conversations of one customer are not ten independent votes. Counted as if they were, chance looks like an effect, and a stage seems to show what it cannot.',
  details: `\`assign_by\` is what is drawn for treatment or control, \`use_case.unit\` what the metrics count. Where they differ, \`units_per_assignee\` says how many units one assignee has in a stage; \`intra_class_correlation\` how alike they are, and without it the worst case counts: that they are all the same.

Nothing is asked where no stage has a control, because nothing is assigned there.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{assign_by,units_per_assignee,intra_class_correlation} use_case.unit`,
  references: [
    'Kish (1965), Survey Sampling, the design effect',
    'Deng, Knoblich and Lu (2018), Applying the delta method in metric analytics',
  ],
  examples: {
    ready: `use_case: {unit: conversation}
rollout:
  assign_by: customer
  units_per_assignee: 1.3
  progressive: {steps: [50% for 28d], control: 20%}`,
    notReady: `use_case: {unit: conversation}
rollout:
  assign_by: customer   # expect: rollout/unit-mismatch
  progressive: {steps: [50% for 28d], control: 20%}`,
  },

  *check(context) {
    const { rollout, use_case } = context.pilot
    const { assign_by, units_per_assignee } = rollout ?? {}
    const unit = use_case?.unit
    const paths = ['units_per_assignee', 'assign_by'].map((key) => ['rollout', key])
    if (assign_by === undefined || unit === undefined || units_per_assignee !== undefined) return
    if (sameUnit(assign_by, unit) || !isReadable(context, [...paths, ['use_case', 'unit']])) return
    const controls = [rollout?.limited, rollout?.progressive, rollout?.full].map(
      (stage) => stage?.control?.value ?? 0,
    )
    if (controls.every((value) => value === 0)) return
    yield {
      path: ['rollout', 'assign_by'],
      message: `each ${quote(assign_by)} is assigned and each ${quote(unit)} is counted, and nothing says how many come with one`,
      write: [{ path: ['rollout', 'units_per_assignee'], yaml: '1.3' }],
      help: 'as your data has it; and intra_class_correlation: 0.2 where it is known',
      related: [{ path: ['use_case', 'unit'], label: 'what is counted' }],
    }
  },
}
