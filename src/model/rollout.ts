import { z } from 'zod'
import { condition, count, date, duration, exposure, period, share } from '../values/index.ts'
import { decimal, forms, list, map, path, phrase, text, weaker, weakerItems, whole, wordOf } from './field.ts'

const prove = map(
  {
    by: wordOf(
      { expert_review: 'Experts judge each case, and the file in `review` counts them.' },
      'What replaces statistics if traffic can never be enough.',
    ),
    why: text('Why traffic can never be enough.', '40 contracts a month'),
    approver: text('Who accepts the review as evidence.', 'acme/legal'),
    review: path('The record of the review.', 'governance/contract-review.yaml'),
  },
  'Other evidence, if traffic can never be enough for statistics.',
  {
    by: 'expert_review',
    why: '40 contracts a month',
    approver: 'acme/legal',
    review: 'governance/contract-review.yaml',
  },
)

/** A rule guards the growth of this share at some stages. */
const exposedShare = (guard: string | undefined, description: string, example: string) => {
  const field = phrase(share, description, example)
  return guard === undefined ? field : weaker('more', guard, field)
}

const segment = (guard?: string) =>
  map(
    {
      name: text('The group that is exposed.', 'web-chat-ie'),
      share: exposedShare(guard, 'Its share of the traffic.', '6%'),
      of: phrase(count, 'Of how many such groups it is one, instead of a share.', '3 sites'),
    },
    'A segment of the traffic instead of a random share.',
    { name: 'web-chat-ie', share: '6%' },
  )

const looks = z
  .union([whole('How often the results are looked at.', 1, 1), z.literal('continuous')])
  .meta({ description: 'How often the results are looked at, or `continuous`.', examples: [1, 'continuous'] })

/** Full is judged on the target, the limits and the margins, and takes no exit. */
const open = (guard?: string) => ({
  traffic: exposedShare(guard, 'The share of the traffic that the system gets.', '5%'),
  control: weaker(
    'gone less',
    'rollout/underpowered',
    phrase(share, 'The share of the traffic in the concurrent control group.', '5%'),
  ),
  start: phrase(date, 'The start date of the stage.', '2026-11-09'),
  duration: weaker('gone less', 'rollout/short-window', phrase(duration, 'The duration of the stage.', '14d')),
  looks: weaker('more', 'results/peeking', looks, { absent: 1 }),
  results: weaker('gone', 'results/dropped', path('The results file of the stage.', 'rollout/limited.json')),
  source: path('Where the results come from.', 'analytics/rollout.sql'),
  prove: weaker('new', 'rollout/needless-review', prove),
})

const stage = (guard?: string) => ({
  ...open(guard),
  exit: weakerItems(
    'gone easier',
    'success/bar-moved',
    list(
      phrase(condition, 'A condition for leaving the stage.', 'deflection_rate not below baseline'),
      'What the stage must show before the next one starts.',
      ['deflection_rate not below baseline'],
    ),
  ),
})

const limited = { ...stage('rollout/big-bang'), segment: segment('rollout/big-bang') }

/** One type for all stages: every key is optional, so that a stage simply never has the keys it lacks. */
const asStage = (shape: Partial<typeof limited>) => shape as typeof limited

const exposed = (description: string, shape: Partial<typeof limited>) =>
  forms(
    'exposure',
    [phrase(exposure, description, '5% for 14d')],
    map(asStage(shape), description, { traffic: '5%', duration: '14d' }),
  )

const step = phrase(exposure, 'One step.', '20% for 7d')
const steps = list(step, 'The steps, one after the other.', ['20% for 7d', '50% for 28d'])

export const rollout = map(
  {
    assign_by: weaker(
      'gone',
      'rollout/unit-mismatch',
      text('The randomisation unit; assignment is sticky.', 'customer'),
    ),
    assignees: whole('How many randomisation units there are, where they can be counted.', 1, 3),
    units_per_assignee: weaker(
      'less',
      'rollout/unit-mismatch',
      decimal('Units per randomisation unit in a stage, for the design effect.', 1, 1e6, 1.3),
      { absent: 1 },
    ),
    intra_class_correlation: weaker(
      'less',
      'rollout/unit-mismatch',
      decimal('The intra-class correlation of the units of one assignee; 1 if absent.', 0, 1, 0.2),
    ),
    freeze: weakerItems(
      'gone',
      'rollout/dates',
      list(phrase(period, 'A freeze period.', '2026-11-23..2027-01-04'), 'Periods in which no stage may start.', [
        '2026-11-23..2027-01-04',
      ]),
    ),
    shadow: weaker(
      'gone',
      'rollout/big-bang',
      exposed('The system runs in parallel; its output is not used.', stage()),
    ),
    limited: weaker('gone', 'rollout/big-bang', exposed('A small share of real customers is exposed.', limited)),
    progressive: weaker(
      'gone',
      'rollout/big-bang',
      forms(
        'steps',
        [step, steps],
        map(
          { ...asStage(stage('rollout/jump')), steps: weaker('gone steeper', 'rollout/jump', steps) },
          'The share grows step by step on evidence, against a control group.',
          {
            steps: ['20% for 7d', '50% for 28d'],
            control: '20%',
          },
        ),
      ),
    ),
    full: weaker('gone', 'rollout/big-bang', exposed('Everyone except a small control group.', open())),
  },
  'How the system is rolled out, stage by stage.',
  { shadow: '21d', limited: '5% for 14d', progressive: ['20% for 7d', '50% for 28d'], full: '95%' },
)
