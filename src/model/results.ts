import { z } from 'zod'
import { date, measure, share } from '../values/index.ts'
import { phrase, text, whole, wordOf } from './field.ts'
import { stageMeanings } from './pilot.ts'

const described = <S extends z.ZodType>(schema: S, description: string, ...examples: unknown[]): S =>
  // zod drops `examples` of transformed values; generate.ts restores the name.
  schema.meta({ description, written: examples })

const amount = (description: string, number: z.ZodNumber, ...examples: (number | string)[]) =>
  described(z.union([number, phrase(measure, description)]), description, ...examples)

const { pilot: _, ...exposed } = stageMeanings

const number = z.number().min(-1e12).max(1e12)
const spread = z.number().min(0).max(1e12)

/** What every form of a metric may carry. */
const common = {
  observed: whole('The number of distinct assigned units with an outcome.', 0, 16150).optional(),
  cluster_sd: described(
    spread,
    'The standard deviation of the number of units of one assignee, where it varies.',
    0.8,
  ).optional(),
  to: phrase(date, 'The last day of arrival that the metric counts, if its window is long.', '2027-02-07').optional(),
}

const proportion = z
  .strictObject({
    good: whole('The number of events that the metric counts; for an error rate, the errors.', 0, 7980),
    total: whole('The number of events.', 1, 21000),
    ...common,
  })
  .meta({ description: 'A proportion, as counts.', written: [{ good: 7980, total: 21000, observed: 16150 }] })

const mean = z
  .strictObject({
    mean: amount('The mean of the observations; a bare number is in the unit of the metric.', number, '4.19 points'),
    sd: amount('The standard deviation of one observation.', spread, '1.06 points'),
    n: whole('The number of observations.', 1, 3120),
    ...common,
  })
  .meta({ description: 'A mean.', written: [{ mean: '4.19 points', sd: '1.06 points', n: 3120 }] })

const percentile = z
  .strictObject({
    above: whole('The number of observations above the limit.', 0, 612),
    limit: phrase(measure, 'The limit of the percentile.', '4s'),
    total: whole('The number of observations.', 1, 28000),
    ...common,
  })
  .meta({
    description: 'A percentile, as a count above its limit.',
    written: [{ above: 612, limit: '4s', total: 28000 }],
  })

// Defined once in the published schema, which holds it for each arm of each phase and segment.
const metric = z.union([proportion, mean, percentile]).meta({ id: 'metric' })

const arm = z
  .object({
    assigned: whole('The number of distinct `assign_by` units assigned to the arm.', 0, 21538).optional(),
  })
  .catchall(metric)
  .meta({
    description: 'The observations of one arm: `assigned`, and each metric under its name.',
    written: [{ assigned: 21538, deflection_rate: { good: 7980, total: 21000, observed: 16150 } }],
  })

const arms = described(
  z.strictObject({ treatment: arm, control: arm.optional() }),
  'The arms; a shadow file has only the treatment.',
  { treatment: { assigned: 21538 }, control: { assigned: 12920 } },
)

const fileWithHash = {
  file: text('A file of the repository, relative to the folder of pilot.yaml.', 'analytics/progressive.parquet'),
  sha256: described(z.string().regex(/^[0-9a-f]{64}$/), 'The SHA-256 of the file, in lower-case hex.', '0'.repeat(64)),
}
/** Other names, by what they stand for. */
const renamed = z.record(z.string(), z.string().min(1).max(200))
const exampleFile = { file: 'analytics/progressive.parquet', sha256: '0'.repeat(64) }

const difference = z
  .strictObject({
    difference: amount('Treatment minus control; a bare number is in the unit of the metric.', number, '-0.02 points'),
    se: amount('The standard error of the difference.', spread, '0.029 points'),
    source: described(
      z.strictObject({
        ...fileWithHash,
        columns: described(renamed, 'Names in the export that differ: treatment, control, the metric.', {
          treatment: 'variant_b',
        }).optional(),
      }),
      'The export that reports the difference, which pilotlint reads again.',
      exampleFile,
    ).optional(),
  })
  .meta({
    description: 'What an experiment platform reports beside the counts.',
    written: [{ difference: '-0.02 points', se: '0.029 points' }],
  })

const phase = {
  from: phrase(date, 'The first day of arrival.', '2027-01-18'),
  to: phrase(date, 'The last day of arrival, inclusive.', '2027-02-14'),
  traffic: phrase(share, 'The share of the traffic in the treatment.', '50%').optional(),
  arms,
  differences: described(z.record(z.string(), difference), 'Differences by metric, from an experiment platform.', {
    csat: { difference: '-0.02 points', se: '0.029 points' },
  }).optional(),
  segments: described(
    z.record(z.string(), z.record(z.string(), arms)),
    'The arms of each level of a segment; small levels may be `other`.',
    { language: { de: { treatment: {}, control: {} } } },
  ).optional(),
}

const head = {
  stage: wordOf(exposed, 'The stage of these results.'),
  model: text('The pinned model in use.', 'small-2-20260801'),
  looks: whole('How often the results were looked at.', 1, 1),
  by: text('Who states the results, if no file of the repository shows them.', 'acme/analytics').optional(),
  source: described(
    z.strictObject({
      ...fileWithHash,
      columns: described(renamed, 'Names of columns that differ: unit, arm, day, a metric, a segment.', {
        unit: 'customer_id',
      }).optional(),
    }),
    'The rows that the results were counted from, which pilotlint counts again.',
    exampleFile,
  ).optional(),
}

const phased = z.strictObject({
  ...head,
  phases: described(z.array(z.strictObject(phase)).min(1), 'The phases of the stage, one for each step.', [
    { from: '2027-01-18', to: '2027-02-14', traffic: '50%', arms: { treatment: {}, control: {} } },
  ]),
})

/** A single phase may stand at the top. */
export const results = z
  .union([z.strictObject({ ...head, ...phase }), phased])
  .meta({ description: 'The results of one stage of a pilot.' })
