import { inUnitOf } from '../../finance/lift.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isShare, printQuantity, type Quantity } from '../../values/index.ts'
import type { Finding } from '../rule.ts'
import { guardrailName, nameOf } from './metric.ts'

type Success = NonNullable<Pilot['success']>
type Path = readonly (string | number)[]

type Compared = {
  readonly what: string
  readonly of: string
  readonly path: Path
  readonly written: Quantity
  readonly level: Quantity
  /** Where the level is written. */
  readonly at: Path
  readonly label: string
}

const differs = ({ what, of, path, written, level, at, label }: Compared): Finding => ({
  path,
  message: `the ${what} of ${of} is ${printQuantity(written)} and ${label} ${printQuantity(level)}: they are in different units, so nobody can tell what a stage shows`,
  help: `${path.at(-1)}: an amount in ${level.unit}, as ${label} is`,
  related: [{ path: at, label }],
})

const isOther = (written: Quantity, level: Quantity): boolean => inUnitOf(written, level) === undefined

/** A margin of a share is a share as well, in percent or in points. */
const isOtherMargin = (margin: Quantity, level: Quantity): boolean =>
  isShare(level) ? !isShare(margin) && margin.unit !== 'points' : isOther(margin, level)

function* ofGuardrail(item: NonNullable<NonNullable<Success['guardrail_metrics']>[number]>, at: number) {
  const base = ['success', 'guardrail_metrics', at]
  const of = guardrailName(item, at)
  const baseline = item.baseline?.value
  const key = item.max_drop ? 'max_drop' : 'max_rise'
  const margin = item[key]
  if (margin && baseline && isOtherMargin(margin, baseline)) {
    const place = { at: [...base, 'baseline'], label: 'its baseline' }
    yield differs({ what: 'margin', of, path: [...base, key], written: margin, level: baseline, ...place })
  }
  const level = baseline ?? margin
  const sd = item.sd ?? item.baseline?.sd
  // The spread of a share follows from its level.
  if (sd === undefined || level === undefined || isShare(level) || !isOther(sd, level)) return
  const path = item.sd ? [...base, 'sd'] : [...base, 'baseline', 'sd']
  const place = baseline
    ? { at: [...base, 'baseline'], label: 'its baseline' }
    : { at: [...base, key], label: 'its margin' }
  yield differs({ what: 'standard deviation', of, path, written: sd, level, ...place })
}

/** A spread or a margin in another unit than its level: no power can be computed of it. */
export function* spreadUnits(success: Success): Generator<Finding> {
  const { value, sd } = success.baseline ?? {}
  const base = ['success', 'baseline']
  if (value && sd && !isShare(value) && isOther(sd, value))
    yield differs({
      what: 'standard deviation',
      of: nameOf(success),
      path: [...base, 'sd'],
      written: sd,
      level: value,
      at: [...base, 'value'],
      label: 'the baseline',
    })
  for (const { item, at } of present(success.guardrail_metrics)) yield* ofGuardrail(item, at)
}
