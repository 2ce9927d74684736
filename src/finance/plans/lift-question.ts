import type { Pilot } from '../../model/pilot.ts'
import { detectableMeanDifference, powerTwoMeans } from '../../stats/two-means.ts'
import { detectableDifference, powerTwoProportions } from '../../stats/two-proportions.ts'
import { days } from '../../values/index.ts'
import { liftOf } from '../lift.ts'
import { answered, type Question, sdIn } from './question.ts'

/** The lift that the file promises; undefined where it lacks a baseline, a target beyond it, or the sd of a mean. */
export const liftQuestion = (pilot: Pilot): Question | undefined => {
  const { success } = pilot
  const lift = liftOf(pilot)
  const baseline = success?.baseline
  if (lift === undefined || baseline?.value === undefined || lift.gain.lte(0)) return undefined
  const [from, to] = [lift.baseline.toNumber(), lift.target.toNumber()]
  const better = lift.more ? 'more' : 'less'
  const sd = sdIn(baseline.sd, baseline.value)
  if (lift.kind === 'mean' && sd === undefined) return undefined
  return {
    kind: 'lift',
    metric: success?.metric ?? 'the metric',
    path: ['success', 'target'],
    better,
    unit: lift.unit,
    lift: { from, to },
    window: success?.window ? days(success.window) : 0,
    observed: 1,
    ask(arms, test) {
      const { twoSided: critical, bar } = test
      if (sd === undefined)
        return answered(
          arms,
          test,
          powerTwoProportions({ control: from, treatment: to }, arms, critical),
          detectableDifference(from, arms, { critical, power: bar.power, better }),
        )
      const power = powerTwoMeans(to - from, arms, { sd, critical })
      return answered(arms, test, power, detectableMeanDifference(arms, { sd, critical, power: bar.power }))
    },
  }
}
