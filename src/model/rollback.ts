import { count, duration, threshold, timeLimit } from '../values/index.ts'
import { byStage, list, map, phrase, shorthand, text } from './field.ts'
import { path } from './path.ts'

const how = shorthand(
  'revert',
  map(
    {
      feature_flag: text('The flag that turns the system off.', 'order-status-ai'),
      file: path('The file that holds the flag.', 'flags/support.flagd.json'),
      revert: text('The way back where there is no flag.', 'redeploy image tag ranking-v41'),
    },
    'How the system is turned off or reverted.',
    { feature_flag: 'order-status-ai', file: 'flags/support.flagd.json' },
  ),
)

const trigger = map(
  {
    metric: text('The metric that triggers the rollback.', 'wrong_answer_rate'),
    is: phrase(threshold, 'The level that triggers it.', 'above 3%', 'below 3.9 points'),
    over: byStage(
      phrase(duration, 'How long the level must last.', '20m', '3d'),
      'How long the level must last, the same for every stage or one value a stage.',
      '20m',
      { limited: '6h', full: '20m' },
    ),
  },
  'One level at which the system is rolled back.',
  { metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' },
)

export const rollback = map(
  {
    how,
    time: phrase(
      timeLimit,
      'How long it takes from the decision to the last affected customer.',
      'at most 10m',
    ),
    who: text('Who may do it, without an approval chain.', 'any shift lead'),
    when: list(trigger, 'The levels at which the system is rolled back.', [
      { metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' },
    ]),
    max_affected: phrase(
      count,
      'How many units may be affected before the rollback is done.',
      '750 conversations',
    ),
  },
  'How the system is turned off or reverted, how fast, by whom and when.',
  { how: { feature_flag: 'order-status-ai' }, time: 'at most 10m', who: 'any shift lead' },
)
