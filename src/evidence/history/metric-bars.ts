import { metricKey, present } from '../../model/lists.ts'
import type { GuardrailMetric } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, heldIn } from '../../model/stage.ts'
import { duration, moreIsBetter, period, printQuantity, type Share, scale, seconds } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type Bar, bar, bounded, level, number, type Parts, type PilotThen, text, where } from './bar.ts'

type Success = NonNullable<PilotThen['success']>
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
  metric: Success | GuardrailMetric,
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
      where(metric.window, (value) => ({ ...text(`${seconds(value)}`, duration.print(value)), first: 'late' })),
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
  place: Pick<Bar, 'key' | 'path' | 'name'>,
  rollout: PilotThen['rollout'],
): Bar[] => {
  const field = 'intra_class_correlation'
  const value = own ?? rollout?.[field]
  if (value === undefined) return []
  const isAll = own === undefined
  const shared = isAll ? { path: ['rollout', field], name: `\`${field}\`` } : {}
  // A guardrail metric that is added takes over what holds for all.
  const first = isAll && place.key !== field ? {} : { first: 'worst' as const }
  const parts = { ...number(value, 'less'), ...first, absent: number(1, 'less').demand }
  return [{ ...place, ...shared, from: 'shadow', ...parts }]
}

/** Whether more of a guardrail metric is better, as its bar says. */
const betterOf = ({ limit, max_drop, max_rise }: GuardrailMetric): boolean | undefined =>
  limit ? moreIsBetter(limit) : max_drop ? true : max_rise ? false : undefined

/** The bars of the metric that decides and of the guardrail metrics. */
export const successBars = (success: Success, rollout: PilotThen['rollout']): Bar[] => {
  const make = (key: string, path: Path, name: string, parts: Parts | undefined): Bar[] =>
    bar(key, ['success', ...path], name, 'shadow', parts)
  const ofPrimary = (parts: Parts | undefined): Parts | undefined => parts && { ...parts, of: 'primary' }
  const { metric, target, guardrail_metrics } = success
  const more = target === undefined ? undefined : moreIsBetter(target)
  return [
    ...make(
      'metric',
      ['metric'],
      'the metric that decides',
      where(metric, (value) => text(metricKey(value), value)),
    ),
    ...make('target', ['target'], 'the target', ofPrimary(where(target, bounded))),
    ...definition(success, more).flatMap(([field, parts]) => {
      const name = field === 'baseline.value' ? 'the baseline' : `\`${field}\` of the metric that decides`
      return make(field, field.split('.'), name, ofPrimary(parts))
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
            parts && { ...parts, guardrail: metricKey(watched) },
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
