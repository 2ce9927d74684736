import { z } from 'zod'
import { exposedStages } from '../../model/stage.ts'
import {
  amount,
  count,
  flag,
  head,
  list,
  number,
  numberOrNull,
  object,
  objectOrNull,
  oneOf,
  published,
  reason,
  share,
  text,
  unread,
  written,
} from '../json-schema.ts'

const shares = {
  treatment: amount('Percent of the traffic in treatment.'),
  control: amount('Percent of the traffic in control; 0 if there is no control.'),
}

const arms = (description: string) =>
  object(description, { treatment: amount('In treatment.'), control: amount('In control.') })

const metric = object('What the stage can show for one metric.', {
  metric: text('The metric.'),
  pointer: text('The field that requires it, as a JSON pointer (RFC 6901).'),
  kind: oneOf(
    ['lift', 'margin', 'limit'],
    'lift: better than control; margin: not worse than control by more than a margin; limit: within a fixed limit.',
  ),
  better: oneOf(['more', 'less'], 'Which way is better.'),
  unit: text('`%`, or the unit of a mean. Shares are numbers from 0 to 1.'),
  from: numberOrNull('The baseline of a lift; otherwise null.'),
  to: numberOrNull('The target of a lift; otherwise null.'),
  margin: numberOrNull('The non-inferiority margin; otherwise null.'),
  needed: numberOrNull('The observations with which half of a limit is shown with power 0.8; otherwise null.'),
  asked: flag('Whether an exit condition of the stage requires it.'),
  enough: flag('Whether the stage can show it.'),
  effectiveDays: amount('The days outside a freeze whose observations are final when the stage ends.'),
  observed: arms('Observations.'),
  independent: arms('The equivalent number of independent observations: observed, divided by the design effect.'),
  power: z.number().min(0).max(1).nullable().describe('The statistical power; null without a control and for a limit.'),
  detectable: numberOrNull('The minimum detectable effect, or margin, with the required power; null if there is none.'),
  daysNeeded: z
    .int()
    .min(1)
    .nullable()
    .describe('The days that the stage would need with its shares; null if no duration is enough.'),
})

const plan = objectOrNull(
  'The plan of the stage, for a progressive stage its last step; null if the file does not say enough.',
  {
    ...shares,
    days: amount('The duration.'),
    unitsPerDay: amount('Units a day, at full traffic.'),
    looks: z.union([count('How often the results are looked at.'), z.literal('continuous')]),
    designEffect: amount('The design effect of units that share an assignee, the largest of the metrics and arms.'),
    alpha: amount('The significance level.'),
    power: amount('The required power.'),
  },
)

const nearest = objectOrNull(
  'The nearest plan that shows everything the exit conditions require; null if the plan is enough or no plan is.',
  {
    ...shares,
    days: amount('The duration.'),
    edits: list(written, 'What to write.'),
  },
)

const chance = objectOrNull(
  'The chance that a pilot as promised passes the whole exit; null if nothing of it can be computed.',
  {
    at: list(
      object('The chance at one level.', {
        level: oneOf(['expected', 'target'], 'Which level of the primary metric is assumed.'),
        value: number('The level; a share is a number from 0 to 1.'),
        chance: share('The chance that every condition is met.'),
        metrics: list(
          object('One factor of the chance.', {
            metric: text('The metric.'),
            chance: share('Its part of the chance.'),
          }),
          'One entry per metric of the exit.',
        ),
      }),
      'The chance at what is expected, if declared, and at the target.',
    ),
    enoughAt: numberOrNull('The level of the primary metric at which the chance reaches 0.8; null if there is none.'),
    never: text('The guardrail metric that alone stays below 0.8; null if there is none.').nullable(),
    without: list(text('A metric.'), 'Metrics of the exit of which the plan says nothing; they count as met.'),
  },
)

const stage = object('What one stage can show.', {
  stage: oneOf(exposedStages, 'The stage.'),
  exits: list(text('A condition.'), 'What the stage must show before the next one starts.'),
  reviewer: text('Who accepts an expert review instead of statistics; null if there is none.').nullable(),
  lacks: list(text('What is missing.'), 'What the file needs for a plan.'),
  plan,
  chance,
  metrics: list(metric, 'The primary metric, and every guardrail metric that can be computed.'),
  enough: z
    .boolean()
    .nullable()
    .describe('Whether it can show everything its exit conditions require; null without a plan.'),
  nearest,
  advice: text('What would make it enough, in one sentence; null if it is enough.').nullable(),
})

const file = object('All about one pilot.', {
  file: text('The file, relative to the root of the repository.'),
  computed: flag('False if the file cannot be read at all.'),
  unread: list(unread, 'What cannot be read. It makes the run fail.'),
  unit: text('What is counted; null if the file does not say.').nullable(),
  proof: text('What the rollout can show, in one sentence; null if nothing can be computed.').nullable(),
  stages: list(stage, 'The planned stages, in order.'),
})

/** `rollout --format json`. The program imports only the type. */
export const jsonRollout = z.strictObject({
  ...head('a file cannot be read'),
  reason,
  set: list(text('A change, as written.'), 'The values of --set.'),
  files: list(file, 'One entry per pilot.'),
})

export type JsonRollout = z.infer<typeof jsonRollout>

export const rolloutSchema = () =>
  published(jsonRollout, { name: 'rollout', title: 'pilotlint rollout', command: 'pilotlint rollout' })
