import { isUnit, present, unitOf } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'
import { isReadable } from '../lib/stages.ts'

/** Where units of one assignee are said to be as different as those of two. */
function* independents({ success, rollout }: Pilot): Generator<Finding> {
  const places = [
    { path: ['rollout'], of: rollout },
    { path: ['success'], of: success },
    ...present(success?.guardrail_metrics).map(({ item, at }) => ({
      path: ['success', 'guardrail_metrics', at],
      of: item,
    })),
  ]
  for (const { path, of } of places)
    if (of?.intra_class_correlation === 0)
      yield {
        path: [...path, 'intra_class_correlation'],
        message: `\`intra_class_correlation\` is 0, but \`units_per_assignee\` is ${rollout?.units_per_assignee}`,
        help: 'set it to what was measured, or remove it: 1 is then assumed, the worst case',
        related: [{ path: ['rollout', 'units_per_assignee'], label: 'the units of one assignee' }],
        severity: 'error',
      }
}

export const unitMismatch: Rule = {
  id: 'rollout/unit-mismatch',
  severity: 'warning',
  from: 'limited',
  summary: 'If the assigned unit is not the counted unit, the file has the number of units per assignee',
  why: 'Ten conversations of one customer are not independent. Counted as if they were, chance looks like an effect.',
  details: `\`assign_by\` is the unit of treatment or control, \`use_case.unit\` the unit of the metrics. If they differ, \`units_per_assignee\` is the number of units per assignee in a stage, and \`intra_class_correlation\` how similar they are (1, the worst case, if it is not set). If the assigned units can be counted, \`assignees\` is their number instead. Not judged if no stage has a control. An \`intra_class_correlation\` of 0 with more than one unit for each assignee is an error: units of one assignee are never as different as those of two.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{assign_by,assignees,units_per_assignee,intra_class_correlation} use_case.unit`,
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
    const { rollout } = context.pilot
    const { assign_by, assignees, units_per_assignee } = rollout ?? {}
    if ((units_per_assignee ?? 1) > 1) yield* independents(context.pilot)
    const unit = unitOf(context.pilot)
    const paths = ['units_per_assignee', 'assign_by'].map((key) => ['rollout', key])
    if (assign_by === undefined || unit === undefined || (units_per_assignee ?? assignees) !== undefined) return
    if (isUnit(assign_by, unit) || !isReadable(context, [...paths, ['use_case', 'unit']])) return
    const controls = [rollout?.limited, rollout?.progressive, rollout?.full].map((stage) => stage?.control?.value ?? 0)
    if (controls.every((value) => value === 0)) return
    yield {
      path: ['rollout', 'assign_by'],
      message: `\`rollout.units_per_assignee\` is missing, but \`assign_by\` is ${quote(assign_by)}, not ${quote(unit.one)}`,
      write: [{ path: ['rollout', 'units_per_assignee'], yaml: '<units per assignee>' }],
      help: 'from your data; also set intra_class_correlation, if it is known',
      related: [{ path: ['use_case', 'unit'], label: 'the counted unit' }],
    }
  },
}
