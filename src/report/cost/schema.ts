import { z } from 'zod'
import { schemaUrl } from '../../model/generate.ts'

const text = (description: string) => z.string().describe(description)
const amount = (description: string) => z.number().describe(description)
const maybe = (description: string) => z.number().nullable().describe(description)
const list = <T extends z.ZodType>(item: T, description: string) => z.array(item).describe(description)
const part = <S extends z.ZodRawShape>(shape: S, description: string) =>
  z.strictObject(shape).describe(description)

const component = part(
  {
    kind: z
      .enum(['model', 'per_unit', 'per_success', 'oversight', 'errors', 'failed', 'fixed'])
      .describe('What the part is paid for.'),
    name: text('The part, as the file names it.'),
    amount: amount('Money for one unit.'),
    share: amount('Its share of the unit cost, from 0 to 1.'),
  },
  'A part of the unit cost.',
)

const figures = {
  volume: amount('Units a month.'),
  components: list(component, 'The parts of the unit cost that are not zero.'),
  variable: amount('What every further unit costs.'),
  fixedPerMonth: amount('What a month costs whatever its volume.'),
  unit: amount('The cost of one unit.'),
  metered: amount('The part of it that a bill or an alert can see: model, what is paid per unit, fees.'),
  perMonth: amount('The cost of a month.'),
  modelPerMonth: amount('The bill for tokens, a month.'),
  meteredPerMonth: amount('What is metered, a month.'),
  reviewHoursPerMonth: amount('Hours of review and approval a month, at the share of full rollout.'),
}

const returns = {
  value: amount('What one unit earns, on the lift over the baseline, never gross.'),
  margin: amount('Value less unit cost.'),
  marginPerMonth: amount('The margin of a month.'),
  breakEvenVolume: maybe('Units a month at which the margin is zero; null where no volume carries the cost.'),
}

const earnings = part(
  {
    ...returns,
    payback: maybe('Months until `one_off` is earned back; null where none is said or it never is.'),
    breakEvenLift: maybe(
      'The lift at which the margin is zero, a proportion from 0 to 1, a mean in its own unit; null where there is none.',
    ),
    grossPerMonth: maybe(
      'What counting every success, baseline included, would claim to earn a month; null for a mean.',
    ),
  },
  'What the pilot earns at full volume.',
)

const shock = part(
  {
    name: text('The change to the plan.'),
    variable: amount('What every further unit costs then.'),
    fixedPerMonth: amount('What a month costs then whatever its volume.'),
    unit: amount('The cost of one unit then.'),
    returns: part(returns, 'What it earns then.').nullable(),
  },
  'What one change to the plan does.',
)

const stage = part(
  {
    stage: z.enum(['limited', 'progressive', 'full']).describe('The stage.'),
    traffic: amount('The share of the traffic, from 0 to 1; of progressive, that of the last step.'),
    volume: amount('Units a month that meet the system.'),
    reviewed: maybe('The share of them that a person reviews; null where the file does not say.'),
    reviewHoursPerDay: amount('Hours of review and approval a day; on the peak day at full rollout.'),
    unit: amount('The cost of one unit.'),
    marginPerMonth: maybe('The margin of a month; a loss before full rollout is normal.'),
  },
  'What a stage asks of people and money.',
)

const trigger = part(
  {
    index: z.int().min(0).describe('The index in `rollback.when`.'),
    metric: text('The metric of the trigger.').nullable(),
    stage: z.enum(['limited', 'progressive', 'full']).describe('The stage.'),
    affected: amount('Units affected before the rollback is done.'),
    limit: maybe('The most that may be; null where the file does not say.'),
    within: z.boolean().nullable().describe('Whether that is within the limit.'),
    windowMinutes: amount('How long the trigger waits.'),
    shortestWindowMinutes: maybe('The shortest wait that has enough samples; null where that is not known.'),
    longestWindowMinutes: maybe('The longest wait that keeps the limit; null where there is no limit.'),
  },
  'What a rollback trigger lets happen at a stage.',
)

const uncomputed = part(
  {
    index: z.int().min(0).describe('The index in `rollback.when`.'),
    metric: text('The metric of the trigger.').nullable(),
    why: text('Why nobody can compute it.'),
  },
  'A trigger whose blast radius cannot be computed.',
)

const listPrice = part(
  {
    provider: text('Who serves the model.'),
    model: text('The model, as the price list names it.'),
    on: text('The day of the price.'),
    tableOf: text('The day of the price list that is built in.'),
    input: amount('USD per million input tokens.'),
    cachedInput: maybe('USD per million cached input tokens; null where the list has none.'),
    output: amount('USD per million output tokens.'),
  },
  'The list price of the model that the file names; not what anybody pays.',
)

const money = part(
  {
    currency: text('The currency of every amount, ISO 4217.'),
    unit: text('What is counted.'),
    undeclared: list(text('A key.'), 'What a unit cost needs and the file does not say; counted as nothing.'),
    uncapped: list(text('An action.'), 'Approvals without a cap: counted as one for each unit.'),
    demo: part(figures, 'At the volume of the pilot.').nullable(),
    full: part(figures, 'At full volume.'),
    returns: earnings.nullable(),
    headroom: list(
      part(
        {
          factor: text('A kind of cost, or the lift.'),
          times: amount('How many times it can grow, or the lift shrink, before the margin is gone.'),
        },
        'The room of one factor.',
      ),
      'The headroom of every factor; empty where nothing says what is earned.',
    ),
    sensitivity: list(shock, 'What each change to the plan does.'),
    stages: list(stage, 'The planned stages in which customers meet the system.'),
    reviewCapacityPerDay: maybe('Hours of review a day that are there.'),
    peakDay: part(
      {
        units: amount('Units on the peak day.'),
        spend: amount('What they spend on what is metered.'),
        limit: maybe('The spend limit of a day.'),
      },
      'The busiest day.',
    ).nullable(),
    blastRadius: part(
      {
        triggers: list(trigger, 'Every trigger at every planned stage.'),
        notComputed: list(uncomputed, 'The triggers that cannot be computed.'),
      },
      'Who is affected before a rollback is done.',
    ),
    listPrice: listPrice.nullable(),
    reading: text('What the plan hangs on, in one line.'),
  },
  'The money.',
)

const file = part(
  {
    file: text('The file, relative to the root of the repository.'),
    changes: list(text('A change.'), 'What is taken to be other than the file says, as path=value.'),
    sentence: text('The money in one sentence for a sponsor.'),
    warnings: list(text('A warning.'), 'What to know before relying on it.'),
    why: text('Why the money could not be computed; null where it could.').nullable(),
    money: money.nullable(),
  },
  'All about one file.',
)

const problem = part(
  {
    message: text('What went wrong.'),
    help: text('What to do about it; null where there is nothing to say.').nullable(),
    file: text('The file that it is about; null where it is about none.').nullable(),
  },
  'Why the run is not valid, or a file could not be read.',
)

/** What `pilotlint cost --format json` writes. The program itself imports the type only. */
export const costJson = z.strictObject({
  schemaVersion: z.literal(1).describe('The version of this format. It changes when a reader would break.'),
  tool: part(
    { name: z.literal('pilotlint').describe('The tool.'), version: text('Its version.') },
    'The tool.',
  ),
  status: z
    .enum(['passed', 'failed', 'error'])
    .describe(
      'passed is exit code 0, failed is 1 (a file cannot be read), error is 2 (the run is not valid).',
    ),
  problems: list(problem, 'What made the run invalid.'),
  files: list(file, 'One entry for every file that was read.'),
})

export type CostJson = z.infer<typeof costJson>

/** The JSON Schema (draft-07) of the cost report, as it is published. */
export const costSchema = (): { readonly [keyword: string]: unknown } => {
  const { $schema, ...rest } = z.toJSONSchema(costJson, { target: 'draft-7', reused: 'inline' })
  const description = 'What pilotlint cost --format json writes.'
  return { $schema, $id: schemaUrl('cost'), title: 'pilotlint cost report', description, ...rest }
}
