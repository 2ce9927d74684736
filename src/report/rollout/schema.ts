import { z } from 'zod'
import { exposedStages } from '../../model/stage.ts'
import { count, flag, head, published, reason, text, unread } from '../json-schema.ts'

const amount = (description: string) => z.number().min(0).describe(description)
const level = (description: string) => z.number().nullable().describe(description)

const share = {
  treatment: amount('Percent of the traffic in treatment.'),
  control: amount('Percent of the traffic in control; 0 if there is no control.'),
}

const arms = (description: string) =>
  z.strictObject({ treatment: amount('In treatment.'), control: amount('In control.') }).describe(description)

const metric = z
  .strictObject({
    metric: text('The metric.'),
    pointer: text('The field that requires it, as a JSON pointer (RFC 6901).'),
    kind: z
      .enum(['lift', 'margin', 'limit'])
      .describe(
        'lift: better than control; margin: not worse than control by more than a margin; limit: within a fixed limit.',
      ),
    better: z.enum(['more', 'less']).describe('Which way is better.'),
    unit: text('`%`, or the unit of a mean. Shares are numbers from 0 to 1.'),
    from: level('The baseline of a lift; otherwise null.'),
    to: level('The target of a lift; otherwise null.'),
    margin: level('The non-inferiority margin; otherwise null.'),
    needed: level('The observations with which half of a limit is shown with power 0.8; otherwise null.'),
    asked: flag('Whether an exit condition of the stage requires it.'),
    enough: flag('Whether the stage can show it.'),
    effectiveDays: amount('The days outside a freeze whose observations are final when the stage ends.'),
    observed: arms('Observations.'),
    independent: arms('The equivalent number of independent observations: observed, divided by the design effect.'),
    power: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('The statistical power; null without a control and for a limit.'),
    detectable: level('The minimum detectable effect, or margin, with the required power; null if there is none.'),
    daysNeeded: z
      .int()
      .min(1)
      .nullable()
      .describe('The days that the stage would need with its shares; null if no duration is enough.'),
  })
  .describe('What the stage can show for one metric.')

const plan = z
  .strictObject({
    ...share,
    days: amount('The duration.'),
    unitsPerDay: amount('Units a day, at full traffic.'),
    looks: z.union([count('How often the results are looked at.'), z.literal('continuous')]),
    designEffect: amount('The design effect of units that share an assignee, the largest of the metrics and arms.'),
    alpha: amount('The significance level.'),
    power: amount('The required power.'),
  })
  .nullable()
  .describe('The plan of the stage, for a progressive stage its last step; null if the file does not say enough.')

const nearest = z
  .strictObject({
    ...share,
    days: amount('The duration.'),
    edits: z
      .array(
        z
          .strictObject({
            pointer: text('The place, as a JSON pointer (RFC 6901).'),
            value: text('What to write there.'),
          })
          .describe('One value to write.'),
      )
      .describe('What to write.'),
  })
  .nullable()
  .describe(
    'The nearest plan that shows everything the exit conditions require; null if the plan is enough or no plan is.',
  )

const probability = (description: string) => z.number().min(0).max(1).describe(description)

const chance = z
  .strictObject({
    at: z
      .array(
        z
          .strictObject({
            level: z.enum(['expected', 'target']).describe('Which level of the primary metric is assumed.'),
            value: z.number().describe('The level; a share is a number from 0 to 1.'),
            chance: probability('The chance that every condition is met.'),
            metrics: z
              .array(
                z
                  .strictObject({ metric: text('The metric.'), chance: probability('Its part of the chance.') })
                  .describe('One factor of the chance.'),
              )
              .describe('One entry per metric of the exit.'),
          })
          .describe('The chance at one level.'),
      )
      .describe('The chance at what is expected, if declared, and at the target.'),
    enoughAt: level('The level of the primary metric at which the chance reaches 0.8; null if there is none.'),
    never: text('The guardrail metric that alone stays below 0.8; null if there is none.').nullable(),
    without: z
      .array(text('A metric.'))
      .describe('Metrics of the exit of which the plan says nothing; they count as met.'),
  })
  .nullable()
  .describe('The chance that a pilot as promised passes the whole exit; null if nothing of it can be computed.')

const stage = z
  .strictObject({
    stage: z.enum(exposedStages).describe('The stage.'),
    exits: z.array(text('A condition.')).describe('What the stage must show before the next one starts.'),
    reviewer: text('Who accepts an expert review instead of statistics; null if there is none.').nullable(),
    lacks: z.array(text('What is missing.')).describe('What the file needs for a plan.'),
    plan,
    chance,
    metrics: z.array(metric).describe('The primary metric, and every guardrail metric that can be computed.'),
    enough: z
      .boolean()
      .nullable()
      .describe('Whether it can show everything its exit conditions require; null without a plan.'),
    nearest,
    advice: text('What would make it enough, in one sentence; null if it is enough.').nullable(),
  })
  .describe('What one stage can show.')

const file = z
  .strictObject({
    file: text('The file, relative to the root of the repository.'),
    computed: flag('False if the file cannot be read at all.'),
    unread: z.array(unread).describe('What cannot be read. It makes the run fail.'),
    unit: text('What is counted; null if the file does not say.').nullable(),
    proof: text('What the rollout can show, in one sentence; null if nothing can be computed.').nullable(),
    stages: z.array(stage).describe('The planned stages, in order.'),
  })
  .describe('All about one pilot.')

/** `rollout --format json`. The program imports only the type. */
export const jsonRollout = z.strictObject({
  ...head('a file cannot be read'),
  reason,
  set: z.array(text('A change, as written.')).describe('The values of --set.'),
  files: z.array(file).describe('One entry per pilot.'),
})

export type JsonRollout = z.infer<typeof jsonRollout>

export const rolloutSchema = () =>
  published(jsonRollout, { name: 'rollout', title: 'pilotlint rollout', command: 'pilotlint rollout' })
