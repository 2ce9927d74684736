import { metricKey, present, readable } from '../../model/lists.ts'
import { exposedStages } from '../../model/stage.ts'
import { moreIsBetter, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { EvalSet } from '../eval-set/tally.ts'
import type { Fact } from '../reading/kind.ts'
import { type Bar, byKey, level, number, type PilotThen, sort } from './bar.ts'

/** A pilot with what its own files show in place of what it may declare: its value and its alerts. */
export type Shown = { readonly pilot: PilotThen; readonly evalSet: Fact<EvalSet> | undefined }

const valueBars = ({ cost }: PilotThen): Bar[] =>
  (['per_success', 'per_metric_unit'] as const).flatMap((field): Bar[] => {
    const value = cost?.value?.[field]
    const path = ['cost', 'value', field]
    if (value === undefined) return []
    return [
      { key: field, path, name: `\`${path.join('.')}\``, from: 'shadow', ...level(value, 'more'), mayTighten: true },
    ]
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
    const windows = exposedStages.flatMap((stage): Bar[] => {
      const time = stage === 'shadow' ? undefined : over?.[stage]
      if (time === undefined) return []
      const side = fire && sort(fire)
      return [
        {
          key: JSON.stringify(['alert over', key, side, stage]),
          path: [...path, 'over'],
          name: `the window of ${name}`,
          from: stage,
          ...level(time, 'more'),
          ...common,
        },
      ]
    })
    if (fire === undefined || !('quantity' in fire)) return windows
    return [
      {
        key: JSON.stringify(['alert', key, sort(fire)]),
        path: [...path, 'fire'],
        name,
        from: 'limited',
        // What fires above a level asks less where that is higher.
        ...level(fire.quantity, moreIsBetter(fire) ? 'more' : 'less'),
        text: threshold.print(fire),
        ...common,
      },
      ...windows,
    ]
  })
}

/** What repeats another case shows nothing, so it is not missed. */
const evalBars = (fact: Shown['evalSet']): Bar[] => {
  if (fact?.state !== 'found') return []
  const { rows, repeats, real } = fact.value
  const make = (key: string, name: string, count: number): Bar => ({
    key: `eval ${key}`,
    path: ['data', 'eval_set', key],
    name,
    from: 'limited',
    ...number(count, 'less'),
    mayVanish: true,
  })
  return [
    make('cases', 'the number of cases of the eval set', rows.value - (repeats?.value ?? 0)),
    ...(real === undefined
      ? []
      : [make('real', 'the number of real cases of the eval set', real.value - real.repeats)]),
  ]
}

/** Every bar that a file may show in place of pilot.yaml. */
export const shownBarsOf = ({ pilot, evalSet }: Shown): ReadonlyMap<string, Bar> =>
  byKey([...valueBars(pilot), ...alertBars(pilot), ...evalBars(evalSet)])
