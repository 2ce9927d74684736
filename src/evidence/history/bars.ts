import { metricKey, present, readable } from '../../model/lists.ts'
import { type ExposedStage, exposedStages, heldIn } from '../../model/stage.ts'
import {
  condition,
  duration,
  moreIsBetter,
  period,
  printQuantity,
  type Share,
  scale,
  seconds,
  threshold,
  timeLimit,
} from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type Bar, bounded, byKey, level, number, type Parts, type PilotThen, sort, text, where } from './bar.ts'
import type { Demand } from './demand.ts'

type Success = NonNullable<PilotThen['success']>
type Watched = NonNullable<NonNullable<Success['guardrail_metrics']>[number]>

/** What the absence of a share means. */
const all = text('100%')

/** `30% in limited, 4% in progressive`; a share that holds in all stages stands alone. */
const inStages = (shares: { readonly [stage in ExposedStage]?: Share | undefined }): string => {
  const said = exposedStages.flatMap((stage) => {
    const share = heldIn(shares, stage)
    return share ? [{ stage, text: printQuantity(share) }] : []
  })
  if (said.every(({ text: share }) => share === all.text)) return all.text
  const changes = said.filter(({ text: now }, at) => now !== said[at - 1]?.text)
  const [first, ...others] = changes
  return others.length === 0 && first?.stage === 'shadow'
    ? first.text
    : changes.map(({ stage, text: share }) => `${share} in ${stage}`).join(', ')
}

/** What defines a metric: what is counted, for how long, of how many. */
const definition = (
  metric: Success | Watched,
  more: boolean | undefined,
): readonly (readonly [field: string, parts: Parts | undefined])[] => {
  const share = (field: 'share_of_units' | 'response_rate') =>
    [
      field,
      where(metric[field], (value): Parts => ({ ...text(printQuantity(value)), first: 'worst', absent: all.demand })),
    ] as const
  const sampled = where(
    metric.sampled,
    (value): Parts => ({ ...text(inStages(value)), first: 'worst', absent: all.demand }),
  )
  const { baseline } = metric
  return [
    ['good', where(metric.good, (value) => ({ ...text(value), first: 'late' }))],
    ['total', where(metric.total, (value) => ({ ...text(value), first: 'late' }))],
    [
      'window',
      // As many seconds are the same window, however they are written.
      where(metric.window, (value) => ({ ...text(`${seconds(value)}`), text: duration.print(value), first: 'late' })),
    ],
    ['scale', 'scale' in metric ? where(metric.scale, (value) => text(scale.print(value))) : undefined],
    share('share_of_units'),
    ['sampled', sampled],
    share('response_rate'),
    ['sd', 'sd' in metric ? where(metric.sd, (value) => ({ ...level(value, 'less'), mayTighten: true })) : undefined],
    [
      'baseline.value',
      more === undefined
        ? undefined
        : where(baseline?.value, (value) => ({
            ...level(value, more ? 'less' : 'more'),
            mayTighten: true,
            first: 'late',
          })),
    ],
    ['baseline.n', where(baseline?.n, (value) => number(value, 'less'))],
    ['baseline.sd', where(baseline?.sd, (value) => ({ ...level(value, 'less'), mayTighten: true }))],
    ['baseline.measured', where(baseline?.measured, (value) => text(period.print(value)))],
  ]
}

/** How alike the units of an assignee are for a metric: as it says itself, or as the rollout says of all metrics. */
const correlationOf = (
  own: number | undefined,
  bar: Pick<Bar, 'key' | 'path' | 'name'>,
  rollout: PilotThen['rollout'],
): Bar[] => {
  const field = 'intra_class_correlation'
  const value = own ?? rollout?.[field]
  if (value === undefined) return []
  const isAll = own === undefined
  const place = isAll ? { path: ['rollout', field], name: `\`${field}\`` } : {}
  // A guardrail metric that is added takes over what holds for all.
  const first = isAll && bar.key !== field ? {} : { first: 'worst' as const }
  const parts = { ...number(value, 'less'), ...first, absent: number(1, 'less').demand }
  return [{ ...bar, ...place, from: 'shadow', ...parts }]
}

/** Whether more of a guardrail metric is better, as its bar says. */
const betterOf = ({ limit, max_drop, max_rise }: Watched): boolean | undefined =>
  limit ? moreIsBetter(limit) : max_drop ? true : max_rise ? false : undefined

const successBars = (success: Success, rollout: PilotThen['rollout']): Bar[] => {
  const make = (key: string, path: Path, name: string, parts: Parts | undefined, of?: 'primary'): Bar[] =>
    parts === undefined ? [] : [{ key, path: ['success', ...path], name, from: 'shadow', ...parts, ...(of && { of }) }]
  const { metric, target, guardrail_metrics } = success
  const more = target === undefined ? undefined : moreIsBetter(target)
  return [
    ...make(
      'metric',
      ['metric'],
      'the metric that decides',
      where(metric, (value) => text(metricKey(value))),
    ).map((bar) => ({ ...bar, text: metric ?? '' })),
    ...make('target', ['target'], 'the target', where(target, bounded), 'primary'),
    ...definition(success, more).flatMap(([field, parts]) => {
      const name = field === 'baseline.value' ? 'the baseline' : `\`${field}\` of the metric that decides`
      return make(field, field.split('.'), name, parts, 'primary')
    }),
    ...correlationOf(
      success.intra_class_correlation,
      {
        key: 'intra_class_correlation',
        path: ['success', 'intra_class_correlation'],
        name: '`intra_class_correlation` of the metric that decides',
      },
      rollout,
    ),
    ...present(guardrail_metrics).flatMap(({ item, at }) => {
      const { metric: watched } = item
      if (watched === undefined) return []
      const fields: (readonly [string, Parts | undefined])[] = [
        ['limit', where(item.limit, bounded)],
        ['max_drop', where(item.max_drop, (value) => level(value, 'more'))],
        ['max_rise', where(item.max_rise, (value) => level(value, 'more'))],
        ...definition(item, betterOf(item)),
      ]
      const keyOf = (field: string): string => JSON.stringify(['guardrail', metricKey(watched), field])
      const correlation = 'intra_class_correlation'
      return [
        ...fields.flatMap(([field, parts]) =>
          make(
            keyOf(field),
            ['guardrail_metrics', at, ...field.split('.')],
            `the ${field === 'baseline.value' ? 'baseline' : field} of ${quote(watched)}`,
            parts,
          ),
        ),
        ...correlationOf(
          item[correlation],
          {
            key: keyOf(correlation),
            path: ['success', 'guardrail_metrics', at, correlation],
            name: `the ${correlation} of ${quote(watched)}`,
          },
          rollout,
        ),
      ]
    }),
  ]
}

const rolloutBars = ({ rollout }: PilotThen): Bar[] => {
  const each = rollout?.units_per_assignee
  const stages = exposedStages.flatMap((stage): Bar[] => {
    const { exit, looks } = rollout?.[stage] ?? {}
    const exits = present(exit).map(({ item, at }): Bar => {
      const [metric, kind, demand]: [string, string, Demand] =
        'metric' in item
          ? [item.metric, sort(item.threshold), { kind: 'threshold', threshold: item.threshold }]
          : ['guardrail_metrics', 'hold', { kind: 'text', text: 'hold' }]
      return {
        key: JSON.stringify(['exit', stage, metricKey(metric), kind]),
        path: ['rollout', stage, 'exit', at],
        name: `the exit of ${stage} on ${quote(metric)}`,
        text: condition.print(item),
        from: stage,
        demand,
      }
    })
    const path = ['rollout', stage, 'looks']
    const name = `the number of looks of ${stage}`
    const looked = where(looks, (value) => text(String(value)))
    return [
      ...exits,
      ...(looked ? [{ key: JSON.stringify(['looks', stage]), path, name, from: stage, ...looked }] : []),
    ]
  })
  const unit = rollout?.assign_by
  const split: Bar[] =
    unit === undefined
      ? []
      : [
          {
            key: 'assign_by',
            path: ['rollout', 'assign_by'],
            name: '`assign_by`',
            from: 'limited',
            ...text(metricKey(unit)),
          },
        ]
  return [
    ...split.map((bar) => ({ ...bar, text: unit ?? '' })),
    ...(each === undefined
      ? []
      : [
          {
            key: 'units_per_assignee',
            path: ['rollout', 'units_per_assignee'],
            name: '`units_per_assignee`',
            from: 'shadow' as const,
            ...number(each, 'less'),
          },
        ]),
    ...stages,
  ]
}

const rollbackBars = ({ rollback }: PilotThen): Bar[] => {
  const make = (key: string, path: Path, name: string, parts: Parts): Bar => ({
    key: JSON.stringify(['rollback', key]),
    path: ['rollback', ...path],
    name,
    from: 'limited',
    mayTighten: true,
    ...parts,
  })
  const { time, max_affected, when } = rollback ?? {}
  const triggers = present(when).flatMap(({ item: { metric, is, over }, at }): Bar[] => {
    if (metric === undefined || is === undefined) return []
    const key = `${metricKey(metric)} ${sort(is)}`
    const isMore = moreIsBetter(is)
    // What fires above a level asks less where that is higher.
    const parts = 'quantity' in is ? { ...level(is.quantity, isMore ? 'more' : 'less') } : text(threshold.print(is))
    return [
      make(key, ['when', at, 'is'], `the rollback trigger on ${quote(metric)}`, {
        ...parts,
        text: threshold.print(is),
      }),
      ...exposedStages.flatMap((stage) => {
        const time = over?.[stage]
        const name = `the window of the rollback trigger on ${quote(metric)}`
        const from = stage === 'shadow' ? 'limited' : stage
        return time ? [{ ...make(`${key} ${stage}`, ['when', at, 'over'], name, level(time, 'more')), from }] : []
      }),
    ]
  })
  return [
    ...(time
      ? [make('time', ['time'], '`rollback.time`', { ...level(time.quantity, 'more'), text: timeLimit.print(time) })]
      : []),
    ...(max_affected ? [make('max', ['max_affected'], '`rollback.max_affected`', level(max_affected, 'more'))] : []),
    ...triggers,
  ]
}

const dataBars = ({ data }: PilotThen): Bar[] => {
  const { eval_set, segments } = data ?? {}
  const limit = eval_set?.limit
  return [
    ...(eval_set?.metric
      ? [
          {
            key: 'eval metric',
            path: ['data', 'eval_set', 'metric'],
            name: 'the metric of the eval set',
            from: 'limited' as const,
            ...text(eval_set.metric),
            first: 'late' as const,
          },
        ]
      : []),
    ...(limit
      ? [
          {
            key: 'eval limit',
            path: ['data', 'eval_set', 'limit'],
            name: 'the limit of the eval set',
            from: 'limited' as const,
            ...bounded(limit),
            mayTighten: true as const,
          },
        ]
      : []),
    ...readable(segments?.groups).map((group): Bar => {
      const key = JSON.stringify(['segment', metricKey(group)])
      return {
        key,
        path: ['data', 'segments', 'groups'],
        name: `the segment ${quote(group)}`,
        from: 'limited',
        ...text(group),
      }
    }),
  ]
}

/** Every bar that only pilot.yaml itself can declare. */
export const barsOf = (pilot: PilotThen): ReadonlyMap<string, Bar> =>
  byKey([
    ...(pilot.success ? successBars(pilot.success, pilot.rollout) : []),
    ...rolloutBars(pilot),
    ...rollbackBars(pilot),
    ...dataBars(pilot),
  ])
