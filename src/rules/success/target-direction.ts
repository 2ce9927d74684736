import { inUnitOf } from '../../finance/lift.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import {
  compare,
  isShare,
  moreIsBetter,
  printQuantity,
  type Quantity,
  threshold,
} from '../../values/index.ts'
import { guardrailName, nameOf } from '../lib/metrics.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

type Success = NonNullable<Pilot['success']>
type Path = readonly (string | number)[]

type Place = { readonly at: Path; readonly label: string }

const differs = (
  what: string,
  path: Path,
  written: Quantity,
  level: Quantity,
  { at, label }: Place,
): Finding => ({
  path,
  message: `the ${what} is ${printQuantity(written)} and ${label} ${printQuantity(level)}: they are in different units, so nobody can tell what a stage shows`,
  help: `${path.at(-1)}: an amount in ${level.unit}, as ${label} is`,
  related: [{ path: at, label }],
})

const isOther = (written: Quantity, level: Quantity): boolean => inUnitOf(written, level) === undefined

/** A margin of a share is a share as well, in percent or in points. */
const isOtherMargin = (margin: Quantity, level: Quantity): boolean =>
  isShare(level) ? !isShare(margin) && margin.unit !== 'points' : isOther(margin, level)

/** A spread or a margin in another unit than its level: no power can be computed of it. */
function* spreadUnits(success: Success): Generator<Finding> {
  const { value, sd } = success.baseline ?? {}
  const base = ['success', 'baseline']
  // The spread of a share follows from its level.
  if (value && sd && !isShare(value) && isOther(sd, value)) {
    const place = { at: [...base, 'value'], label: 'the baseline' }
    yield differs(`standard deviation of ${nameOf(success)}`, [...base, 'sd'], sd, value, place)
  }
  for (const { item, at } of present(success.guardrail_metrics)) {
    const path = ['success', 'guardrail_metrics', at]
    const of = guardrailName(item, at)
    const baseline = item.baseline?.value
    const key = item.max_drop ? 'max_drop' : 'max_rise'
    const margin = item[key]
    const below = { at: [...path, 'baseline'], label: 'its baseline' }
    if (margin && baseline && isOtherMargin(margin, baseline))
      yield differs(`margin of ${of}`, [...path, key], margin, baseline, below)
    const [level, spread] = [baseline ?? margin, item.sd ?? item.baseline?.sd]
    if (spread === undefined || level === undefined || isShare(level) || !isOther(spread, level)) continue
    const place = baseline ? below : { at: [...path, key], label: 'its margin' }
    const written = [...path, ...(item.sd ? ['sd'] : ['baseline', 'sd'])]
    yield differs(`standard deviation of ${of}`, written, spread, level, place)
  }
}

export const targetDirection: Rule = {
  id: 'success/target-direction',
  severity: 'error',
  from: 'pilot',
  summary: 'The target is beyond the baseline, and levels, margins and spreads of a metric are in one unit',
  why: 'A target on the wrong side of the baseline is reached by doing nothing, and every computed number after it has the wrong sign.',
  details: `\`at least\` and \`above\` say that more is better, \`at most\` and \`below\` that less is. The target has to lie on that side of the baseline; \`above 35%\` from a baseline of 35% does, by the least bit. Durations are compared across their units. Two currencies are not, nor are shares and points: a target is a level of the metric, never the difference that is hoped for.

The \`sd\` of a mean and the \`max_drop\` or \`max_rise\` of a guardrail metric are in the unit of its baseline, too: of 55 USD beside 41 EUR no power can be computed. The margin of a share is a share, in \`%\` or \`points\`.`,
  principles: ['business-metric'],
  fields: fields`success.{target,baseline.value,baseline.sd} success.guardrail_metrics.{sd,max_drop,max_rise,baseline,baseline.value,baseline.sd}`,
  references: [],
  examples: both`success:
  metric: handling_time
  baseline: 9.4 min
  target: at «most|least» 7 min  # expect: success/target-direction`,

  *check({ pilot: { success } }) {
    if (success === undefined) return
    yield* spreadUnits(success)
    const { target, baseline } = success
    if (target === undefined || 'reference' in target || baseline?.value === undefined) return
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
    if ((more ? order > 0 : order < 0) || (order === 0 && strict)) return
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
