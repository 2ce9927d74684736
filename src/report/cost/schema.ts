import { z } from 'zod'
import { head, list, published, text } from '../json-schema.ts'

const amount = (description: string) => z.number().describe(description)
const maybe = (description: string) => z.number().nullable().describe(description)
const part = <S extends z.ZodRawShape>(shape: S, description: string) => z.strictObject(shape).describe(description)

const component = part(
  {
    kind: z
      .enum(['model', 'per_unit', 'per_success', 'oversight', 'errors', 'failed', 'fixed'])
      .describe('The kind of cost.'),
    name: text('The name in the file.'),
    amount: amount('The cost per unit.'),
    share: amount('Its share of the unit cost, from 0 to 1.'),
  },
  'A part of the unit cost.',
)

const figures = {
  volume: amount('Units a month.'),
  components: list(component, 'The parts of the unit cost that are not zero.'),
  variable: amount('The variable cost per unit.'),
  fixedPerMonth: amount('The fixed cost per month.'),
  unit: amount('The cost of one unit.'),
  metered: amount('The part that a bill or an alert can see: model, per-unit costs, fees.'),
  perMonth: amount('The cost per month.'),
  modelPerMonth: amount('The cost of tokens per month.'),
  meteredPerMonth: amount('The metered cost per month.'),
  reviewHoursPerMonth: amount('Hours of review and approval per month, at the review share of full rollout.'),
}

const returns = {
  value: amount('The value per unit, counted on the lift over the baseline.'),
  margin: amount('Value minus unit cost.'),
  marginPerMonth: amount('The margin per month.'),
  breakEvenVolume: maybe('Units per month at which the margin is zero; null if no volume is enough.'),
}

const earnings = part(
  {
    ...returns,
    payback: maybe(
      'Months from `started` until `one_off` is recovered; null if it is not declared or never recovered.',
    ),
    paying: list(
      part(
        { from: amount('The first volume.'), to: maybe('The last volume; null if there is none.') },
        'Volumes per month at which the margin is not below zero.',
      ),
      'Several ranges where a further step of a capacity costs more than it earns at first.',
    ),
    breakEvenLift: maybe(
      'The lift at which the margin is zero, from 0 to 1 for a proportion, in its unit for a mean; null if there is none.',
    ),
  },
  'Value and margin at full volume.',
)

const shock = part(
  {
    name: text('The change to the plan.'),
    variable: amount('The variable cost per unit after the change.'),
    fixedPerMonth: amount('The fixed cost per month after the change.'),
    unit: amount('The cost of one unit after the change.'),
    returns: part(returns, 'Value and margin after the change.').nullable(),
  },
  'The effect of one change to the plan.',
)

const stage = part(
  {
    stage: z.enum(['limited', 'progressive', 'full']).describe('The stage.'),
    traffic: amount('The share of the traffic, from 0 to 1; for progressive, that of the last step.'),
    volume: amount('Exposed units per month.'),
    reviewed: maybe('The share of them that a person reviews; null if not declared.'),
    reviewHoursPerDay: amount('Hours of review and approval per day; at full rollout, on the peak day.'),
    unit: amount('The cost of one unit.'),
    marginPerMonth: maybe('The margin per month; a loss before full rollout is normal.'),
  },
  'Cost and review work of one stage.',
)

const trigger = part(
  {
    index: z.int().min(0).describe('The index in `rollback.when`.'),
    metric: text('The metric of the trigger.').nullable(),
    stage: z.enum(['limited', 'progressive', 'full']).describe('The stage.'),
    affected: amount('Units affected before the rollback completes.'),
    limit: maybe('The maximum allowed; null if not declared.'),
    within: z.boolean().nullable().describe('Whether it is within the limit; null without a limit.'),
    windowMinutes: amount('The window of the trigger.'),
    shortestWindowMinutes: maybe('The shortest window with enough samples; null if unknown.'),
    longestWindowMinutes: maybe('The longest window within the limit; null without a limit.'),
  },
  'The blast radius of one rollback trigger at one stage.',
)

const uncomputed = part(
  {
    index: z.int().min(0).describe('The index in `rollback.when`.'),
    metric: text('The metric of the trigger.').nullable(),
    why: text('Why it cannot be computed.'),
  },
  'A trigger whose blast radius cannot be computed.',
)

const listPrice = part(
  {
    provider: text('The provider that serves the model.'),
    model: text('The model, as the price list names it.'),
    on: text('The date of the price.'),
    tableOf: text('The date of the built-in price list.'),
    input: amount('USD per million input tokens.'),
    cachedInput: maybe('USD per million cached input tokens; null if the list has none.'),
    cacheWrite: maybe('USD per million input tokens written to the cache; null if the list has none.'),
    output: amount('USD per million output tokens.'),
  },
  'The list price of the model that the file names; it may differ from your contract.',
)

const spread = part(
  { median: amount('The median.'), low: amount('The 5th percentile.'), high: amount('The 95th percentile.') },
  'The distribution over ten thousand draws.',
)

const draws = part(
  {
    unit: spread.describe('The cost of one unit.'),
    month: spread.nullable().describe('The margin per month at full volume; null without a value.'),
    loss: maybe('The share of the draws in which full rollout loses money, from 0 to 1; null without a value.'),
    tornado: list(
      part(
        {
          name: text('The range, or the ranges that move together.'),
          low: amount('The margin per month at its 5th percentile.'),
          high: amount('The margin per month at its 95th percentile.'),
        },
        'One range, the others at their means.',
      ),
      'The widest first; empty without a value.',
    ),
  },
  'What the ranges of `cost` say.',
)

const money = part(
  {
    currency: text('The currency of every amount, ISO 4217.'),
    unit: text('What is counted.'),
    undeclared: list(text('A key.'), 'What a unit cost needs and the file does not declare; counted as 0.'),
    uncapped: list(text('An action.'), 'Approvals without a cap, counted as one per unit.'),
    demo: part(figures, 'At the volume of the pilot.').nullable(),
    full: part(figures, 'At full volume.'),
    returns: earnings.nullable(),
    headroom: list(
      part(
        {
          factor: text('A kind of cost, or the lift.'),
          times: amount('The factor by which it can grow, or the lift shrink, before the margin is zero.'),
        },
        'The headroom of one factor.',
      ),
      'The headroom of every factor; empty if no value is declared.',
    ),
    sensitivity: list(shock, 'The effect of each change to the plan.'),
    stages: list(stage, 'The planned stages that serve customers.'),
    reviewCapacityPerDay: maybe('Hours of review available per day.'),
    waiting: part(
      {
        stage: z.enum(['shadow', 'limited', 'progressive']).describe('The stage of the file.'),
        perWeek: amount('The margin of a week at full minus that of a week at this stage; below 0 if waiting saves.'),
        low: maybe('The lower end of its 95% interval by the measured lift; null without results.'),
        high: maybe('The upper end.'),
      },
      'What a week more at the stage costs.',
    ).nullable(),
    measured: part(
      {
        interval: text('The 95% interval of the measured lift.'),
        lift: maybe('The measured lift, a share or in its unit.'),
        errors: amount('The measured share of errors, or the planned one where none is measured.'),
        full: part(figures, 'At full volume.'),
        returns: earnings.nullable(),
      },
      'The plan with what results show in place of what was promised; null without results.',
    ).nullable(),
    peakDay: part(
      {
        units: amount('Units on the peak day.'),
        spend: amount('Their metered cost.'),
        limit: maybe('The spend limit per day.'),
      },
      'The busiest day.',
    ).nullable(),
    blastRadius: part(
      {
        triggers: list(trigger, 'Every trigger at every planned stage.'),
        notComputed: list(uncomputed, 'The triggers that cannot be computed.'),
      },
      'The units affected before a rollback completes.',
    ),
    draws: draws.nullable(),
    listPrices: list(listPrice, 'The list price of each model that the file names by its place in the list.'),
    reading: text('What the plan depends on, in one line.'),
  },
  'Cost, value and margin.',
)

const file = part(
  {
    file: text('The file, relative to the root of the repository.'),
    changes: list(text('A change.'), 'The values of --set and --volume, as path=value.'),
    sentence: text('The cost in one sentence.'),
    warnings: list(text('A warning.'), 'What to know before relying on it.'),
    why: text('Why the cost was not computed; null if it was.').nullable(),
    money: money.nullable(),
  },
  'All about one file.',
)

/** `pilotlint cost --format json`. The program imports only the type. */
export const costJson = z.strictObject({
  ...head('a file cannot be read'),
  files: list(file, 'One entry per file that was read.'),
})

export type CostJson = z.infer<typeof costJson>

export const costSchema = () =>
  published(costJson, { name: 'cost', title: 'pilotlint cost report', command: 'pilotlint cost' })
