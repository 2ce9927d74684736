import { guardrailLimit } from '../../model/eval-limit.ts'
import { metricKey, present, readable } from '../../model/lists.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { condition, moreIsBetter, threshold, timeLimit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type Bar, bar, bounded, byKey, level, number, type Parts, type PilotThen, sort, text, where } from './bar.ts'
import type { Demand } from './demand.ts'
import { successBars } from './metric-bars.ts'

const rolloutBars = ({ rollout }: PilotThen): Bar[] => {
  const stages = exposedStages.flatMap((stage) => {
    const { exit, looks } = rollout?.[stage] ?? {}
    const exits = present(exit).flatMap(({ item, at }) => {
      const [metric, kind, demand]: [string, string, Demand] =
        'metric' in item
          ? [item.metric, sort(item.threshold), { kind: 'threshold', threshold: item.threshold }]
          : ['guardrail_metrics', 'hold', { kind: 'text', text: 'hold' }]
      const name = `the exit of ${stage} on ${quote(metric)}`
      const parts = { text: condition.print(item), demand }
      return bar(['exit', stage, metricKey(metric), kind], ['rollout', stage, 'exit', at], name, stage, parts)
    })
    const looked = where(looks, (value) => text(String(value)))
    const name = `the number of looks of ${stage}`
    return [...exits, ...bar(['looks', stage], ['rollout', stage, 'looks'], name, stage, looked)]
  })
  const unit = where(rollout?.assign_by, (value) => text(metricKey(value), value))
  const each = where(rollout?.units_per_assignee, (value) => number(value, 'less'))
  return [
    ...bar('assign_by', ['rollout', 'assign_by'], '`assign_by`', 'limited', unit),
    ...bar('units_per_assignee', ['rollout', 'units_per_assignee'], '`units_per_assignee`', 'shadow', each),
    ...stages,
  ]
}

const rollbackBars = ({ rollback }: PilotThen): Bar[] => {
  const make = (key: string, path: Path, name: string, parts: Parts | undefined, from: ExposedStage = 'limited') =>
    bar(['rollback', key], ['rollback', ...path], name, from, parts && { mayTighten: true, ...parts })
  const { time, max_affected, when } = rollback ?? {}
  const triggers = present(when).flatMap(({ item: { metric, is, over }, at }): Bar[] => {
    if (metric === undefined || is === undefined) return []
    const key = `${metricKey(metric)} ${sort(is)}`
    const name = `the rollback trigger on ${quote(metric)}`
    const written = threshold.print(is)
    // What fires above a level asks less where that is higher.
    const parts = 'quantity' in is ? level(is.quantity, moreIsBetter(is) ? 'more' : 'less') : text(written)
    return [
      ...make(key, ['when', at, 'is'], name, { ...parts, text: written }),
      ...exposedStages.flatMap((stage) => {
        const window = where(over?.[stage], (value) => level(value, 'more'))
        const from = stage === 'shadow' ? 'limited' : stage
        return make(`${key} ${stage}`, ['when', at, 'over'], `the window of ${name}`, window, from)
      }),
    ]
  })
  const until = where(time, (value) => ({ ...level(value.quantity, 'more'), text: timeLimit.print(value) }))
  const most = where(max_affected, (value) => level(value, 'more'))
  return [
    ...make('time', ['time'], '`rollback.time`', until),
    ...make('max', ['max_affected'], '`rollback.max_affected`', most),
    ...triggers,
  ]
}

const dataBars = (pilot: PilotThen): Bar[] => {
  const { eval_set, segments } = pilot.data ?? {}
  const absent = guardrailLimit(pilot)?.threshold
  const metric = where(eval_set?.metric, (value): Parts => ({ ...text(value), first: 'late' }))
  const limit = where(
    eval_set?.limit,
    (value): Parts => ({
      ...bounded(value),
      mayTighten: true,
      ...(absent && { first: 'worst', absent: bounded(absent).demand }),
    }),
  )
  return [
    ...bar('eval metric', ['data', 'eval_set', 'metric'], 'the metric of the eval set', 'limited', metric),
    ...bar('eval limit', ['data', 'eval_set', 'limit'], 'the limit of the eval set', 'limited', limit),
    ...readable(segments?.groups).flatMap((group) =>
      bar(
        ['segment', metricKey(group)],
        ['data', 'segments', 'groups'],
        `the segment ${quote(group)}`,
        'limited',
        text(group),
      ),
    ),
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
