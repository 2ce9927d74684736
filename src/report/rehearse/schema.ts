import { z } from 'zod'
import { exposedStages } from '../../model/stage.ts'
import {
  amount,
  count,
  head,
  list,
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

const stage = oneOf(exposedStages, 'The stage.')

const truthName = oneOf(
  ['as promised', 'useless', 'worthless', 'harmful'],
  'as promised: what success.expected, or the target, says; useless: no lift; worthless: half of the break-even lift; harmful: one guardrail metric at twice its margin or limit.',
)

const truth = object('What becomes of a system that really is so.', {
  truth: truthName,
  metric: text('The metric that differs from the promise; null if none does.').nullable(),
  level: numberOrNull('Its true level, a share from 0 to 1 or in its unit; null if none differs.'),
  ships: share('How often it passes every stage.'),
  stages: list(
    object('Where the others end.', {
      stage,
      rolledBack: share('How often a rollback trigger ends the plan in it.'),
      fails: share('How often the plan ends because its results are not enough.'),
    }),
    'The stages before full, in order.',
  ),
  money: numberOrNull('What the stages earn on average until the plan ends, less one_off; null without a cost model.'),
})

const broken = object('A system that breaks on any day of a stage, until one trigger alone has rolled it back.', {
  pointer: text('The trigger, as a JSON pointer (RFC 6901).'),
  metric: text('Its metric.'),
  stage,
  most: amount('Units harmed in 95% of the runs; null for a mean and a falling rate.').nullable(),
  mean: amount('Units harmed on average; null for a mean and a falling rate.').nullable(),
  unseen: share('How often the stage ends before the trigger fires.'),
})

const rehearsal = objectOrNull('The plan, played out; null if it cannot be.', {
  headline: text('All of it in one sentence.'),
  runs: count('The runs of each truth.'),
  seed: count('The seed: the same one gives the same figures.'),
  trafficCv: amount('The coefficient of variation of the traffic of a day.'),
  unit: text('What is counted.'),
  currency: text('The currency of money; null without a cost model.').nullable(),
  truths: list(truth, 'What the system may really be.'),
  broken: list(broken, 'One entry for each trigger and stage.'),
  assumed: list(text('A clause.'), 'What the simulation leaves out.'),
})

const search = objectOrNull(
  'The cheapest plan that ships a good system and stops every other; null without --search.',
  {
    why: text('Why no plan was found; null if one was.').nullable(),
    edits: list(written, 'What to write.'),
    exposureDays: numberOrNull('Days times the share of the traffic in treatment; null if no plan was found.'),
    before: numberOrNull('The same of the plan as it is.'),
    ships: list(
      object('One truth.', {
        truth: truthName,
        metric: text('The metric that differs; null if none does.').nullable(),
        ships: share('How often it passes every stage.'),
      }),
      'What the found plan ships.',
    ),
  },
)

const file = object('All about one pilot.', {
  file: text('The file, relative to the root of the repository.'),
  unread: list(unread, 'What cannot be read. It makes the run fail.'),
  why: text('Why the plan cannot be played; null if it can.').nullable(),
  rehearsal,
  search,
})

/** `rehearse --format json`. The program imports only the type. */
export const jsonRehearse = z.strictObject({
  ...head('a file cannot be read'),
  reason,
  set: list(text('A change, as written.'), 'The values of --set.'),
  files: list(file, 'One entry per pilot.'),
})

export type JsonRehearse = z.infer<typeof jsonRehearse>

export const rehearseSchema = () =>
  published(jsonRehearse, { name: 'rehearse', title: 'pilotlint rehearse', command: 'pilotlint rehearse' })
