import { z } from 'zod'
import { schemaUrl } from '../../model/generate.ts'
import { exposedStages } from '../../model/stage.ts'
import { problem, tool } from '../json-schema.ts'

const text = (description: string) => z.string().describe(description)
const count = (description: string) => z.int().min(0).describe(description)
const amount = (description: string) => z.number().min(0).describe(description)
const level = (description: string) => z.number().nullable().describe(description)
const flag = (description: string) => z.boolean().describe(description)

const share = {
  treatment: amount('Percent of the traffic that meets the system.'),
  control: amount('Percent that is kept as a control; 0 where there is none.'),
}

const arms = (description: string) =>
  z.strictObject({ treatment: amount('In treatment.'), control: amount('In control.') }).describe(description)

const metric = z
  .strictObject({
    metric: text('The metric.'),
    pointer: text('Where it is asked for, as a JSON pointer (RFC 6901).'),
    kind: z
      .enum(['lift', 'margin', 'limit'])
      .describe('A lift over the control, no more harm than a margin, or a level that is not crossed.'),
    better: z.enum(['more', 'less']).describe('Which way is better.'),
    unit: text('`%`, or the unit of a mean. Shares are written from 0 to 1 all the same.'),
    from: level('Of a lift: the baseline; null for the others.'),
    to: level('Of a lift: the target; null for the others.'),
    margin: level('Of a margin: by how much it may get worse; null for the others.'),
    needed: level('Of a limit: the observations that it takes without a bad one; null for the others.'),
    asked: flag('Whether an exit of the stage asks for it.'),
    enough: flag('Whether the stage can show it.'),
    effectiveDays: amount('The days of which the observations are final when the stage ends.'),
    observed: arms('Observations.'),
    independent: arms(
      'As many independent observations would show as much: those observed, by the design effect.',
    ),
    power: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('How often the stage would show it; null without a control and for a limit.'),
    detectable: level(
      'The smallest difference, or margin, that is shown with the power asked; null where none is.',
    ),
    daysNeeded: z
      .int()
      .min(1)
      .nullable()
      .describe('Days that the stage would have to last with its shares; null where no time is enough.'),
  })
  .describe('What the stage can show of one metric.')

const plan = z
  .strictObject({
    ...share,
    days: amount('How long it lasts.'),
    unitsPerDay: amount('Units a day, at full traffic.'),
    looks: count('How often the results are looked at.'),
    designEffect: amount('By how much units of one assignee count for less than independent ones.'),
    alpha: amount('How often chance alone may pass as an effect.'),
    power: amount('The power that is asked.'),
  })
  .nullable()
  .describe('The plan of the stage, a progressive one as its last step; null where the file says too little.')

const nearest = z
  .strictObject({
    ...share,
    days: amount('How long it would last.'),
    edits: z
      .array(
        z
          .strictObject({
            pointer: text('Where, as a JSON pointer (RFC 6901).'),
            value: text('What to write there.'),
          })
          .describe('One value to write.'),
      )
      .describe('What to write.'),
  })
  .nullable()
  .describe('The nearest plan that shows all that the exits ask; null where it is enough, or none does.')

const stage = z
  .strictObject({
    stage: z.enum(exposedStages).describe('The stage.'),
    exits: z.array(text('A condition.')).describe('What the stage has to show before the next one starts.'),
    reviewer: text('Who accepts a review in the place of statistics; null where nobody does.').nullable(),
    lacks: z.array(text('What the file does not say.')).describe('What is missing for a plan.'),
    plan,
    metrics: z.array(metric).describe('The primary metric, and every guardrail metric that says enough.'),
    enough: z
      .boolean()
      .nullable()
      .describe('Whether it can show all that its exits ask; null without a plan.'),
    nearest,
    advice: text('What would make it enough, in one sentence; null where nothing is wanting.').nullable(),
  })
  .describe('What one stage can show.')

const unread = z
  .strictObject({
    message: text('What cannot be read.'),
    help: text('What to write instead.'),
    line: z.int().min(1).describe('The line, from 1.'),
    column: z.int().min(1).describe('The column, from 1.'),
  })
  .describe('A part of the file that cannot be read and that the plan would need.')

const file = z
  .strictObject({
    file: text('The file, relative to the root of the repository.'),
    computed: flag('False where the file cannot be read at all.'),
    unread: z.array(unread).describe('What cannot be read. It makes the run fail.'),
    unit: text('What is counted; null where the file does not say.').nullable(),
    proof: text(
      'What the rollout can prove, in one sentence; null where nothing can be computed.',
    ).nullable(),
    stages: z.array(stage).describe('The stages that the file plans, in their order.'),
  })
  .describe('All about one pilot.')

/** The report that `rollout --format json` writes. The program itself imports the type only. */
export const jsonRollout = z.strictObject({
  schemaVersion: z.literal(1).describe('The version of this format. It changes when a reader would break.'),
  tool,
  status: z
    .enum(['passed', 'failed', 'error'])
    .describe(
      'passed is exit code 0, failed is 1 (a file cannot be read), error is 2 (the run is not valid).',
    ),
  reason: text('Why it failed or is an error, in one sentence; null where it passed.').nullable(),
  set: z
    .array(text('A change, as it was written.'))
    .describe('What --set took to be another than the files say.'),
  problems: z.array(problem).describe('What made the run invalid; empty unless the status is error.'),
  files: z.array(file).describe('One entry for every pilot.'),
})

export type JsonRollout = z.infer<typeof jsonRollout>

/** The JSON Schema (draft-07) of the plan, as it is published. */
export const rolloutSchema = (): { readonly [keyword: string]: unknown } => {
  const { $schema, ...rest } = z.toJSONSchema(jsonRollout, { target: 'draft-7', reused: 'inline' })
  const description =
    'What pilotlint rollout --format json writes: one document for a run, whatever its exit code.'
  return { $schema, $id: schemaUrl('rollout'), title: 'pilotlint rollout', description, ...rest }
}
