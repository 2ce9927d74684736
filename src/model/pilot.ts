import { z } from 'zod'
import { date } from '../values/index.ts'
import { cost } from './cost.ts'
import { data, model } from './data.ts'
import { list, listOrFile, map, path, phrase, text, weaker, weakerItems, wordOf } from './field.ts'
import { guardrails } from './guardrails.ts'
import { integration, monitoring } from './operations.ts'
import { owner, people } from './people.ts'
import { fallback, rollback } from './recovery.ts'
import { rollout } from './rollout.ts'
import type { Stage } from './stage.ts'
import { success } from './success.ts'
import { useCase } from './use-case.ts'

const example = {
  rule: 'use-case/no-simpler-alternative',
  at: 'use_case',
  why: 'comparison runs',
  by: 'acme/finance',
  until: '2026-12-15',
}

const exception = map(
  {
    rule: text('The rule that is waived.', 'use-case/no-simpler-alternative'),
    at: text('The path that the exception is limited to.', 'integration[0].contract'),
    why: text('The reason.', 'comparison runs until the end of the month'),
    by: text('Who signs: neither the champion nor the owning team.', 'acme/finance'),
    until: phrase(date, 'The last day, at most 90 days after the commit that added it.', '2026-12-15'),
  },
  'One dated, signed exception.',
  example,
)

/** The file that `exceptions` names. */
export const exceptionList = list(exception, 'The exceptions, counted in every report.', [example])

const exceptions = listOrFile(
  exceptionList,
  path('The file of the exceptions; required from progressive on.', 'governance/exceptions.yaml'),
)

const adopted = map(
  {
    live_since: phrase(date, 'The date since which the system has been live.', '2026-03-01'),
    bill: path('The bill from before this file, of at least two months.', 'finance/2026.csv'),
  },
  'Declares that the system was live before it had this file.',
  { live_since: '2026-03-01', bill: 'finance/2026.csv' },
)

export const stageMeanings = {
  pilot: 'A demo and a plan; no real traffic.',
  shadow: 'Real traffic, and no one sees the answers.',
  limited: 'A small share of real customers.',
  progressive: 'Growing shares, beside a control group.',
  full: 'Everyone except a small control group.',
} satisfies Record<Stage, string>

const version = z.literal(1).meta({ description: 'The version of this format.', examples: [1] })

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .meta({ description: 'The name of the pilot, without spaces.', examples: ['order-status'] })

/** Only `version` and `id` are required; rules report missing sections. */
export const pilot = map(
  {
    version,
    id,
    stage: weaker(
      { leap: ['pilot', 'shadow', 'limited', 'progressive', 'full'] },
      'rollout/big-bang',
      wordOf(stageMeanings, 'The current stage; promotion changes this line.'),
      { absent: 'pilot' },
    ),
    started: phrase(date, 'The date on which the pilot started.', '2026-09-14'),
    decide_by: weaker(
      'gone later',
      'spec/overdue',
      phrase(date, 'The date by which to ship, stop or re-scope.', '2027-02-26'),
    ),
    review_by: weaker(
      'gone',
      'spec/overdue',
      phrase(date, 'The date on which the owner reviews this file again.', '2026-12-18'),
    ),
    champion: text('The champion of the pilot; must not be the only owner.', 'j.meyer'),
    vendors: list(text('A vendor or its domain.', 'example-ai'), 'The vendors that the pilot depends on.', [
      'example-ai',
    ]),
    use_case: useCase,
    success: weaker('gone', 'success/vague-metric', success),
    owner: weaker('gone', 'owner/missing', owner),
    integration,
    data: weaker('gone', 'data/not-real', data),
    model,
    fallback: weakerItems('gone', 'fallback/missing', fallback),
    rollback: weaker('gone', 'rollback/incomplete', rollback),
    drills: weaker('gone', 'drills/stale', path('The record of the drills.', 'docs/drills/2026-11.md')),
    monitoring: weaker('gone', 'monitoring/blind', monitoring),
    cost: weaker('gone', 'cost/demo-volume-only', cost),
    guardrails: weaker('gone', 'guardrails/actions-missing', guardrails),
    people: weakerItems('gone', 'people/surprised', people),
    rollout: weaker('gone', 'rollout/big-bang', rollout),
    adopted,
    exceptions,
  },
  'pilot.yaml: what an AI pilot needs before it may serve real customers.',
).required({ version: true, id: true })

export type Pilot = z.output<typeof pilot>

export type Cost = NonNullable<Pilot['cost']>
export type Guardrails = NonNullable<Pilot['guardrails']>
export type Monitoring = NonNullable<Pilot['monitoring']>
export type Rollback = NonNullable<Pilot['rollback']>
export type Rollout = NonNullable<Pilot['rollout']>
export type Success = NonNullable<Pilot['success']>

export type DeclaredAlert = NonNullable<NonNullable<Monitoring['alerts']>[number]>
export type FallbackStep = NonNullable<NonNullable<Pilot['fallback']>[number]>
export type GuardrailMetric = NonNullable<NonNullable<Success['guardrail_metrics']>[number]>
export type System = NonNullable<NonNullable<Pilot['integration']>[number]>
export type Trigger = NonNullable<NonNullable<Rollback['when']>[number]>

/** What the plan says of a stage that customers meet. */
export type ExposedPlan = NonNullable<Rollout['limited']>
