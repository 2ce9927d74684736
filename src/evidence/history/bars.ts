import { guardrailLimit } from '../../model/eval-limit.ts'
import { metricKey, present, readable } from '../../model/lists.ts'
import { exposedStages } from '../../model/stage.ts'
import { condition, moreIsBetter, threshold, timeLimit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type Bar, bounded, byKey, level, number, type Parts, type PilotThen, sort, text, where } from './bar.ts'
import type { Demand } from './demand.ts'
import { successBars } from './metric-bars.ts'

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

const dataBars = (pilot: PilotThen): Bar[] => {
  const { data } = pilot
  const { eval_set, segments } = data ?? {}
  const [limit, absent] = [eval_set?.limit, guardrailLimit(pilot)?.threshold]
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
            ...(absent && { first: 'worst' as const, absent: bounded(absent).demand }),
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
