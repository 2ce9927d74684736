import { z } from 'zod'
import { date, measure } from '../values/index.ts'
import { map, oneOf, phrase, text, whole } from './field.ts'

const proportion = z
  .strictObject({
    good: whole('How many of the events the metric counts: for a rate of errors the errors.', 0, 7560),
    total: whole('How many events there were.', 1, 21000),
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
      .meta({ description: 'Their standard deviation, in the same unit.', examples: [1.06] }),
    n: whole('How many observations there were.', 1, 3120),
  })
  .meta({ description: 'A mean.', examples: [{ mean: 4.19, sd: 1.06, n: 3120 }] })

const percentile = z
  .strictObject({
    value: phrase(measure, 'The percentile.', '3.1s'),
    n: whole('How many observations it was taken of.', 1, 21000),
  })
  .meta({ description: 'A percentile.', examples: [{ value: '3.1s', n: 21000 }] })

const arm = z
  .object({
    assigned: whole('How many distinct `assign_by` units were assigned to the arm.', 0, 21538).optional(),
  })
  .catchall(z.union([proportion, mean, percentile]))
  .meta({
    description: 'What was observed in one arm: `assigned`, and every metric under its name.',
    examples: [{ assigned: 21538, deflection_rate: { good: 7560, total: 21000 } }],
  })

/** The results of one stage: the only new file that a team writes. */
export const results = map(
  {
    stage: oneOf(['shadow', 'limited', 'progressive', 'full'], 'The stage that the results are of.'),
    from: phrase(date, 'The first day.', '2027-01-18'),
    to: phrase(date, 'The last day, inclusive.', '2027-02-14'),
    model: text('The pinned model that was running.', 'small-2-20260801'),
    looks: whole('How often anyone looked at the results.', 1, 1),
    arms: z.strictObject({ treatment: arm, control: arm.optional() }).meta({
      description: 'The arms; a shadow file has the treatment only.',
      examples: [{ treatment: { assigned: 21538 }, control: { assigned: 8615 } }],
    }),
  },
  'The results of one stage of a pilot.',
).required()
