import { describe, expect, test } from 'vitest'
import { readExport } from '../../src/evidence/rows/exports.ts'

const days = { assignments_start_date: '2026-12-01T00:00:00Z', assignments_end_date: '2026-12-15T00:00:00Z' }

/** The arms of the metric, of which each subject has the event or not. */
const [on, off] = [
  { good: 380, of: 1000 },
  { good: 220, of: 990 },
]
const varianceOf = ({ good, of }: { good: number; of: number }) => ((good / of) * (1 - good / of)) / of
const ratio = on.good / on.of / (off.good / off.of)
const lift = ratio - 1
const se = Math.sqrt(varianceOf(on) + ratio ** 2 * varianceOf(off)) / (off.good / off.of)

const fixed = { method: 'FIXED_SAMPLE', lift_type: 'RELATIVE', is_cuped_adjusted: false, is_unreliable: false }
const plain = { ...fixed, point_estimate: lift, standard_error: se, variant_metric_value: on.good / on.of }

type Changes = {
  readonly more?: readonly object[]
  readonly isStale?: boolean
  readonly own?: object
  readonly base?: object
  readonly experiment?: object | undefined
}

/** The answers of Datadog, in one list. */
const datadog = (
  analyses: readonly object[],
  { more = [], isStale = false, own, base, experiment = days }: Changes = {},
  control = {},
) => {
  const variant = (variant_key: string, is_control: boolean, assignment_count: number, metric: object) => ({
    id: variant_key,
    type: 'experiment-variant-results',
    attributes: {
      variant_key,
      is_control,
      assignment_count,
      experiment_id: 'e-1',
      metrics: [{ metric_name: 'Deflection', metric_id: 'm-1', ...metric }, ...more],
    },
  })
  return [
    { data: { id: 'e-1', type: 'experiments', attributes: experiment } },
    {
      data: [
        variant('on', false, on.of, { numerator: on.good, denominator: on.of, analyses, ...own }),
        variant('off', true, off.of, {
          numerator: off.good,
          denominator: null,
          analyses: [{ variant_metric_value: off.good / off.of, ...control }],
          ...base,
        }),
      ],
      meta: { is_stale: isStale },
    },
  ]
}

/** An experiment of Eppo with its calculated metrics. */
const eppo = (metric: object, control: object = {}) => ({
  ...{ id: 7, ...days },
  variations: [
    {
      ...{ variant_key: 'on', is_control: false },
      calculated_metrics: [
        {
          metric_id: 12,
          numerator: on.good,
          denominator: on.of,
          assignment_count: on.of,
          metric_value: on.good / on.of,
          ...metric,
        },
      ],
    },
    {
      ...{ variant_key: 'off', is_control: true },
      calculated_metrics: [
        {
          metric_id: 12,
          numerator: off.good,
          denominator: off.of,
          assignment_count: off.of,
          metric_value: off.good / off.of,
          ...control,
        },
      ],
    },
  ],
})

const readingOf = (data: unknown) => {
  const found = readExport('export.json', Buffer.from(JSON.stringify(data)))
  if (typeof found === 'string' || 'lacks' in found) throw new Error(`not read: ${JSON.stringify(found)}`)
  return found
}

/** How a metric of the treatment is counted. */
const countOf = (data: unknown, name: string): string => {
  const totals = readingOf(data).variations.get('on')?.metrics.get(name)
  if (typeof totals !== 'object') return String(totals)
  return `${totals.sum} of ${totals.of}`
}

describe('shares of subjects are counted', () => {
  const absolute = {
    ...{ ...plain, lift_type: 'ABSOLUTE', point_estimate: on.good / on.of - off.good / off.of },
    standard_error: Math.sqrt(varianceOf(on) + varianceOf(off)),
  }
  test.each([
    ['by its name', datadog([plain]), 'deflection'],
    ['by its id', datadog([plain]), 'm_1'],
    ['of a sequential test', datadog([{ ...plain, method: 'SEQUENTIAL' }]), 'deflection'],
    ['by an absolute lift', datadog([absolute]), 'deflection'],
    [
      'beside what CUPED leaves',
      datadog([{ ...plain, is_cuped_adjusted: true, point_estimate: 0.6 }, plain]),
      'deflection',
    ],
    ['of Eppo', eppo({ percent_change: lift, z_score: lift / se }), '12'],
  ])('%s', (_, data, name) => {
    expect(countOf(data, name)).toBe('380 of 1000')
    expect(readingOf(data)).toMatchObject({ from: '2026-12-01', to: '2026-12-14' })
  })
})

describe('what may be anything else is not counted', () => {
  test.each([
    ['events of which one subject has several', datadog([{ ...plain, standard_error: 1.2 * se }])],
    ['a standard error that CUPED leaves', datadog([{ ...plain, standard_error: 0.9 * se }])],
    ['nothing but what CUPED leaves', datadog([{ ...plain, is_cuped_adjusted: true }])],
    ['a prior', datadog([{ ...plain, method: 'BAYESIAN' }])],
    ['an unreliable lift', datadog([{ ...plain, is_unreliable: true }])],
    ['a lift of other means', datadog([{ ...plain, point_estimate: lift + 0.01 }])],
    ['a ratio', datadog([plain], { own: { denominator: 1200 } })],
    ['a sum', datadog([plain], { own: { numerator: 380.5 } })],
    ['more than its subjects', datadog([plain], { own: { numerator: 1380 } })],
    ['no analysis', datadog([])],
    ['no z score', eppo({ percent_change: lift })],
  ])('%s', (_, data) => {
    expect(countOf(data, Array.isArray(data) ? 'deflection' : '12')).toContain('is not a share of its subjects')
  })

  test('a name of two metrics', () => {
    expect(
      countOf(datadog([plain], { more: [{ metric_name: 'Deflection', metric_id: 'm-2' }] }), 'deflection'),
    ).toContain('is the name of several metrics')
  })

  test('a metric split by a property', () => {
    const split = { sub_metric_property_name: 'country', sub_metric_property_value: 'DE' }
    expect(countOf(datadog([plain], { own: split, base: split }), 'deflection')).toBe('undefined')
  })
})

const effectOf = (data: unknown, metric: string, control = 'off') => readingOf(data).effectOf('on', control, metric)

describe('differences', () => {
  const adjusted = { ...fixed, is_cuped_adjusted: true }
  test('an absolute lift is one', () => {
    const cuped = { ...adjusted, lift_type: 'ABSOLUTE', point_estimate: 0.15, standard_error: 0.018 }
    expect(effectOf(datadog([plain, cuped]), 'deflection')).toEqual({ difference: 0.15, se: 0.018 })
  })

  test.each([
    ['upwards', 0.36, 0.24, 1],
    ['downwards', 0.18, 0.24, 0.24 / 0.18],
  ])('a relative lift %s is that of the adjusted means, with no smaller standard error', (_, mean, base, factor) => {
    const cuped = { ...adjusted, point_estimate: mean / base - 1, standard_error: 0.1, variant_metric_value: mean }
    const control = { is_cuped_adjusted: true, variant_metric_value: base }
    const effect = effectOf(datadog([plain, cuped], {}, control), 'deflection')
    expect(effect).toEqual({ difference: expect.closeTo(mean - base, 12), se: expect.closeTo(0.1 * base * factor, 12) })
  })

  // Of arms with these variances, the lift has the one of the delta method and the difference the plain sum.
  test('the standard error is never below the one of the difference', () => {
    for (const [mean, base, one, other] of [
      [4.4, 4, 0.02, 0.03],
      [3.2, 4, 0.05, 0.01],
      [3.2, 4, 0.01, 0.05],
      [9, 4, 0.3, 0.2],
    ] as const) {
      const ofLift = Math.sqrt(one ** 2 + (mean / base) ** 2 * other ** 2) / base
      const cuped = { ...adjusted, point_estimate: mean / base - 1, standard_error: ofLift, variant_metric_value: mean }
      const effect = effectOf(
        datadog([cuped], {}, { is_cuped_adjusted: true, variant_metric_value: base }),
        'deflection',
      )
      if (typeof effect === 'string') throw new Error(effect)
      expect(effect.se).toBeGreaterThanOrEqual(Math.hypot(one, other) * (1 - 1e-12))
      expect(effect.se).toBeLessThanOrEqual(Math.hypot(one, other) * Math.max(mean / base, base / mean) * (1 + 1e-12))
    }
  })

  test('of Eppo', () => {
    const cuped = { percent_change: 0.5, z_score: 5 }
    const data = eppo({ metric_value_cuped: 0.36, cuped }, { metric_value_cuped: 0.24 })
    expect(effectOf(data, '12')).toEqual({ difference: expect.closeTo(0.12, 12), se: expect.closeTo(0.024, 12) })
  })

  test.each([
    ['only repeat the counts', datadog([plain]), 'off', 'its counts give the same'],
    ['have no analysis', datadog([{ ...plain, method: 'BAYESIAN' }]), 'off', 'has no lift with its standard error'],
    [
      'have other means',
      datadog([{ ...plain, is_cuped_adjusted: true }]),
      'off',
      'has a lift that is not that of its means',
    ],
    ['are of another control', datadog([plain]), 'on', 'has a lift that is not relative to the control'],
    ['lack an arm', datadog([plain], { base: { metric_name: 'x', metric_id: 'y' } }), 'off', 'is not in both arms'],
  ])('some %s', (_, data, control, words) => {
    expect(effectOf(data, 'deflection', control)).toContain(words)
  })
})

test.each([
  ['results without their experiment', datadog([plain]).slice(1), 'has no `assignments_start_date`'],
  ['results alone', datadog([plain])[1], 'has no `assignments_start_date`'],
  [
    'an experiment that goes on',
    datadog([plain], { experiment: { ...days, assignments_end_date: null } }),
    'or no `assignments_end_date`',
  ],
  [
    'the results of another one',
    [{ data: { id: 'e-2', attributes: days } }, datadog([plain])[1]],
    'has no `assignments_start_date`',
  ],
  ['stale results', datadog([plain], { isStale: true }), 'has stale results'],
  ['no control', { ...days, variations: [{ variant_key: 'on', calculated_metrics: [] }] }, 'does not have one control'],
  ['nothing', [], 'is not an export of GrowthBook, Statsig, Eppo or Datadog'],
])('%s cannot be read', (_, data, words) => {
  expect(readExport('export.json', Buffer.from(JSON.stringify(data)))).toContain(words)
})
