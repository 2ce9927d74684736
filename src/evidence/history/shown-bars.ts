import { metricKey, present, readable } from '../../model/lists.ts'
import { exposedStages } from '../../model/stage.ts'
import { moreIsBetter, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { EvalSet } from '../eval-set/tally.ts'
import type { Fact } from '../reading/kind.ts'
import { type Bar, bar, byKey, level, number, type Parts, type PilotThen, sort, where } from './bar.ts'

/** A pilot with what its own files show in place of what it may declare: its value and its alerts. */
export type ShownPilot = { readonly pilot: PilotThen; readonly evalSet: Fact<EvalSet> | undefined }

const valueBars = ({ cost }: PilotThen): Bar[] =>
  (['per_success', 'per_metric_unit'] as const).flatMap((field) => {
    const parts = where(cost?.value?.[field], (value): Parts => ({ ...level(value, 'more'), mayTighten: true }))
    return bar(field, ['cost', 'value', field], `\`cost.value.${field}\``, 'shadow', parts)
  })

/** The metrics that the pilot is judged by, before and after it is rolled out. */
const watchedBy = ({ success, rollback }: PilotThen): ReadonlySet<string> =>
  new Set(
    [success, ...readable(success?.guardrail_metrics), ...readable(rollback?.when)].flatMap((one) =>
      one?.metric === undefined ? [] : [metricKey(one.metric)],
    ),
  )

/** What an alert costs follows prices, and is bounded by them; what only tells of use is no bar. */
const alertBars = (pilot: PilotThen): Bar[] => {
  const watched = watchedBy(pilot)
  return present(pilot.monitoring?.alerts).flatMap(({ item: { kind, metric, fire, over }, at }): Bar[] => {
    const key = metricKey(metric ?? kind ?? '')
    const isBar = kind === 'quality' || kind === 'latency' || kind === 'deadline' || watched.has(key)
    if (!isBar || kind === 'cost') return []
    const path = ['monitoring', 'alerts', at]
    const name = `the alert on ${quote(metric ?? kind)}`
    const common = { mayTighten: true, mayVanish: true } as const
    const windows = exposedStages.flatMap((stage) => {
      const time = stage === 'shadow' ? undefined : over?.[stage]
      const parts = where(time, (value) => ({ ...level(value, 'more'), ...common }))
      const keys = ['alert over', key, fire && sort(fire), stage]
      return bar(keys, [...path, 'over'], `the window of ${name}`, stage, parts)
    })
    if (fire === undefined || !('quantity' in fire)) return windows
    // What fires above a level asks less where that is higher.
    const { demand } = level(fire.quantity, moreIsBetter(fire) ? 'more' : 'less')
    const parts = { text: threshold.print(fire), demand, ...common }
    return [...bar(['alert', key, sort(fire)], [...path, 'fire'], name, 'limited', parts), ...windows]
  })
}

/** What repeats another case shows nothing, so it is not missed. */
const evalBars = (fact: ShownPilot['evalSet']): Bar[] => {
  if (fact?.state !== 'found') return []
  const { rows, repeats, real } = fact.value
  const make = (key: string, name: string, count: number | undefined): Bar[] => {
    const parts = where(count, (value): Parts => ({ ...number(value, 'less'), mayVanish: true }))
    return bar(`eval ${key}`, ['data', 'eval_set', key], name, 'limited', parts)
  }
  return [
    ...make('cases', 'the number of cases of the eval set', rows.value - (repeats?.value ?? 0)),
    ...make('real', 'the number of real cases of the eval set', real && real.value - real.repeats),
  ]
}

/** Every bar that a file may show in place of pilot.yaml. */
export const shownBarsOf = ({ pilot, evalSet }: ShownPilot): ReadonlyMap<string, Bar> =>
  byKey([...valueBars(pilot), ...alertBars(pilot), ...evalBars(evalSet)])
