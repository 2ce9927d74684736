import { count, duration, threshold, timeLimit, volume } from '../values/index.ts'
import { byStage, list, map, path, phrase, shorthand, text, weaker, weakerItems, wordOf } from './field.ts'

const trigger = wordOf(
  {
    model_error: 'The model or its provider returns an error.',
    timeout: 'The answer takes longer than `after`.',
    dependency_down: 'A system that the answer needs is down.',
    over_limit: 'A quota or a spend limit is reached.',
    any_failure: 'All four: model_error, timeout, dependency_down and over_limit.',
    low_confidence: 'The answer is not certain enough.',
    out_of_scope: 'The request is out of scope.',
    user_asks: 'The user asks for a person.',
  },
  'What starts this path.',
)

const step = wordOf(
  {
    rule: 'A fixed rule decides.',
    template: 'A prepared text answers.',
    cached: 'The last good answer is shown.',
    search: 'An ordinary search answers.',
    previous_process: 'The request is handled as before the pilot.',
    human: 'A person takes over at once.',
    queue: 'A person takes over from a queue.',
    disable: 'The feature is hidden or turned off.',
    other_model: 'Another model answers; independent only with another provider.',
    retry: 'The same model is asked again.',
  },
  "What happens instead of the model's answer.",
)

const fallbackPath = map(
  {
    for: weakerItems('gone', 'fallback/missing', list(trigger, 'What starts this path.', ['model_error', 'timeout'])),
    do: step,
    uses: text('The integration that the path needs.', 'order-api'),
    to: text('The group in `people` that takes over.', 'tier-1 agents'),
    within: weaker(
      'gone more',
      'fallback/missing',
      phrase(duration, 'The maximum time until a person takes over.', '2m'),
    ),
    capacity: weaker(
      'gone less',
      'fallback/over-capacity',
      phrase(volume, 'The number of requests that the path can take.', '900/day'),
    ),
    after: weaker('more', 'fallback/missing', phrase(duration, 'How long the path waits for the model.', '8s')),
    provider: text('The provider of the other model.', 'other-ai'),
    model: text('The other model.', 'tiny-1-20260301'),
  },
  'One path to take when the model cannot answer.',
  { for: ['low_confidence', 'user_asks'], do: 'human', to: 'tier-1 agents', within: '2m', capacity: '900/day' },
)

export const fallback = list(shorthand('do', fallbackPath), 'What happens when the model cannot answer.', [
  { for: ['model_error', 'timeout'], do: 'template', uses: 'order-api', after: '8s' },
])

const how = shorthand(
  'revert',
  map(
    {
      feature_flag: weaker(
        'gone',
        'rollback/flag-missing',
        text('The flag that turns the system off.', 'order-status-ai'),
      ),
      file: weaker('gone', 'rollback/flag-missing', path('The file with the flag.', 'flags/support.flagd.json')),
      revert: text('How to revert without a flag.', 'redeploy image tag ranking-v41'),
    },
    'How the system is turned off or reverted.',
    { feature_flag: 'order-status-ai', file: 'flags/support.flagd.json' },
  ),
)

const rollbackTrigger = map(
  {
    metric: text('The metric that triggers the rollback.', 'wrong_answer_rate'),
    is: weaker(
      'gone graver',
      'rollback/blast-radius',
      phrase(threshold, 'The threshold that triggers the rollback.', 'above 3%', 'below 3.9 points'),
    ),
    over: weaker(
      'gone more',
      'rollback/blast-radius',
      byStage(
        phrase(duration, 'How long the threshold must be crossed.', '20m', '3d'),
        'How long the threshold must be crossed: one value, or one per stage.',
        '20m',
        { limited: '6h', full: '20m' },
      ),
    ),
  },
  'One rollback trigger.',
  { metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' },
)

export const rollback = map(
  {
    how: weaker('gone', 'rollback/incomplete', how),
    time: weaker(
      'gone more',
      'rollback/incomplete',
      phrase(timeLimit, 'The time from the decision to the last affected customer.', 'at most 10m'),
    ),
    who: weaker(
      'gone',
      'rollback/incomplete',
      text('Who may roll back: `owner.team`, `owner.on_call` or a group in `people`.', 'acme/support-platform'),
    ),
    approval: weaker(
      { order: ['none', 'required'] },
      'rollback/incomplete',
      wordOf(
        { none: 'Whoever may roll back acts alone.', required: 'Someone has to approve first.' },
        'Whether a rollback needs an approval.',
      ),
      { absent: 'none' },
    ),
    when: weakerItems(
      'gone',
      'rollback/incomplete',
      list(rollbackTrigger, 'The rollback triggers.', [{ metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' }]),
    ),
    max_affected: weaker(
      'gone more',
      'rollback/blast-radius',
      phrase(count, 'The maximum number of units affected before the rollback completes.', '750 conversations'),
    ),
  },
  'How the system is turned off or reverted: how, how fast, by whom and when.',
  { how: { feature_flag: 'order-status-ai' }, time: 'at most 10m', who: 'acme/support-platform', approval: 'none' },
)
