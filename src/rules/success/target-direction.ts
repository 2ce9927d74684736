import { compare, moreIsBetter, printQuantity, threshold } from '../../values/index.ts'
import type { Rule } from '../rule.ts'
import { nameOf } from './metric.ts'
import { spreadUnits } from './spread-units.ts'

export const targetDirection: Rule = {
  id: 'success/target-direction',
  severity: 'error',
  from: 'pilot',
  summary: 'The target is beyond the baseline, and levels, margins and spreads of a metric are in one unit',
  why: 'A target on the wrong side of the baseline is reached by doing nothing, and every computed number after it has the wrong sign.',
  details: `\`at least\` and \`above\` say that more is better, \`at most\` and \`below\` that less is. The target has to lie on that side of the baseline;
\`above 35%\` from a baseline of 35% does, by the least bit. Durations are compared across their units. Two currencies are not, nor are shares and points:
a target is a level of the metric, never the difference that is hoped for.

The \`sd\` of a mean and the \`max_drop\` or \`max_rise\` of a guardrail metric are in the unit of its baseline, too: of 55 USD beside 41 EUR no power can be computed. The margin of a share is a share, in \`%\` or \`points\`.`,
  seed: ['S10'],
  references: [],
  examples: {
    ready: `success:
  metric: handling_time
  baseline: 9.4 min
  target: at most 7 min
`,
    notReady: `success:
  metric: handling_time
  baseline: 9.4 min
  target: at least 7 min  # expect: success/target-direction
`,
  },

  *check({ pilot: { success } }) {
    if (success === undefined) return
    yield* spreadUnits(success)
    const { target, baseline } = success
    if (target === undefined || 'reference' in target) return
    if (baseline?.value === undefined) return
    const order = compare(target.quantity, baseline.value)
    const more = moreIsBetter(target)
    const bar = threshold.print(target)
    const start = printQuantity(baseline.value)
    const base = {
      path: ['success', 'target'],
      related: [{ path: ['success', 'baseline', 'value'], label: 'the baseline' }],
    }
    if (order === undefined) {
      yield {
        ...base,
        message: `the target "${bar}" and the baseline ${start} are in different units`,
        help: `write both as levels of ${nameOf(success)} in one unit: a target is the level to reach, not the difference`,
      }
      return
    }
    const strict = target.op === 'above' || target.op === 'below'
    if (more ? order > 0 : order < 0) return
    if (order === 0 && strict) return
    yield {
      ...base,
      message:
        order === 0
          ? `the target "${bar}" is the baseline: nothing has to change`
          : `the target "${bar}" is already met by the baseline ${start}`,
      help: more
        ? `a level above ${start}, as in at least; if less of ${nameOf(success)} is better, write at most`
        : `a level below ${start}, as in at most; if more of ${nameOf(success)} is better, write at least`,
    }
  },
}
