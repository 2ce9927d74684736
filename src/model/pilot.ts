import { z } from 'zod'
import { date } from '../values/index.ts'
import { cost } from './cost.ts'
import { data } from './data.ts'
import { drills } from './drills.ts'
import { exceptions } from './exceptions.ts'
import { fallback } from './fallback.ts'
import { list, map, oneOf, phrase, text } from './field.ts'
import { guardrails } from './guardrails.ts'
import { integration } from './integration.ts'
import { model } from './model.ts'
import { monitoring } from './monitoring.ts'
import { owner } from './owner.ts'
import { people } from './people.ts'
import { rollback } from './rollback.ts'
import { rollout } from './rollout.ts'
import { stages } from './stage.ts'
import { success } from './success.ts'
import { useCase } from './use-case.ts'

const version = z.literal(1).meta({ description: 'The version of this format.', examples: [1] })

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .meta({ description: 'The name of the pilot, without spaces.', examples: ['order-status'] })

/** The whole of `pilot.yaml`. Only `version` and `id` are required: every missing section is for a rule to report. */
export const pilot = map(
  {
    version,
    id,
    stage: oneOf(stages, 'Where the pilot stands; promotion is a change of this line.'),
    started: phrase(date, 'When the pilot started.', '2026-09-14'),
    decide_by: phrase(date, 'Ship, stop or re-scope by then.', '2027-02-26'),
    review_by: phrase(date, 'When the owner reads this file again.', '2026-12-18'),
    champion: text('Who pushes the pilot; may not be the whole owner.', 'j.meyer'),
    vendors: list(text('A vendor or its domain.', 'example-ai'), 'The vendors that the pilot depends on.', [
      'example-ai',
    ]),
    use_case: useCase,
    success,
    owner,
    integration,
    data,
    model,
    fallback,
    rollback,
    drills,
    monitoring,
    cost,
    guardrails,
    people,
    rollout,
    exceptions,
  },
  'pilot.yaml: what an AI pilot needs before it may serve real customers.',
).required({ version: true, id: true })

export type Pilot = z.output<typeof pilot>
