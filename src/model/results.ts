import { z } from 'zod'
import { date, measure } from '../values/index.ts'
import { map, oneOf, phrase, text, whole } from './field.ts'

const proportion = z
  .strictObject({
    good: whole('The number of events that the metric counts; for an error rate, the errors.', 0, 7560),
    total: whole('The number of events.', 1, 21000),
  })
  .meta({ description: 'A proportion, as counts.', examples: [{ good: 7560, total: 21000 }] })

const finite = (description: string, ...examples: number[]) =>
  z.number().min(-1e12).max(1e12).meta({ description, examples })

const mean = z
  .strictObject({
    mean: finite('The mean of the observations, in the unit of the metric.', 4.19),
    sd: z
      .number()
      .min(0)
      .max(1e12)
      .meta({ description: 'The standard deviation, in the same unit.', examples: [1.06] }),
    n: whole('The number of observations.', 1, 3120),
  })
  .meta({ description: 'A mean.', examples: [{ mean: 4.19, sd: 1.06, n: 3120 }] })

const percentile = z
  .strictObject({
    value: phrase(measure, 'The percentile.', '3.1s'),
    n: whole('The number of observations.', 1, 21000),
  })
  .meta({ description: 'A percentile.', examples: [{ value: '3.1s', n: 21000 }] })

const arm = z
  .object({
    assigned: whole('The number of distinct `assign_by` units assigned to the arm.', 0, 21538).optional(),
  })
  .catchall(z.union([proportion, mean, percentile]))
  .meta({
    description: 'The observations of one arm: `assigned`, and each metric under its name.',
    examples: [{ assigned: 21538, deflection_rate: { good: 7560, total: 21000 } }],
  })

export const results = map(
  {
    stage: oneOf(['shadow', 'limited', 'progressive', 'full'], 'The stage of these results.'),
    from: phrase(date, 'The first day.', '2027-01-18'),
    to: phrase(date, 'The last day, inclusive.', '2027-02-14'),
    model: text('The pinned model in use.', 'small-2-20260801'),
    looks: whole('How often the results were looked at.', 1, 1),
    arms: z.strictObject({ treatment: arm, control: arm.optional() }).meta({
      description: 'The arms; a shadow file has only the treatment.',
      examples: [{ treatment: { assigned: 21538 }, control: { assigned: 8615 } }],
    }),
  },
  'The results of one stage of a pilot.',
).required()
