import { count, date, duration, threshold, timeLimit, volume } from '../values/index.ts'
import { byStage, list, map, path, phrase, shorthand, text, weaker, weakerItems } from './field.ts'

const fallbackPath = map(
  {
    when: text('What sends a request down this path.', 'model error or answer slower than 6s'),
    do: text('What happens instead of the model answer.', 'template_reply', 'human_handoff'),
    to: text('Who takes over, for a handoff.', 'tier-1 agents'),
    within: weaker('gone more', 'fallback/missing', phrase(duration, 'How fast the handoff happens.', '2m')),
    capacity: weaker(
      'gone less',
      'fallback/over-capacity',
      phrase(volume, 'How many requests the path takes.', '900/day'),
    ),
    uses: text('The system that the path needs.', 'order-api'),
    provider: text('Who serves the model that the path uses, if it uses one.', 'other-ai'),
    model: text('The model that the path uses, if it uses one.', 'tiny-1-20260301'),
  },
  'One way on when the model cannot answer.',
  { when: 'low confidence or customer asks', do: 'human_handoff', to: 'tier-1 agents', within: '2m' },
)

export const fallback = list(shorthand('do', fallbackPath), 'What happens when the model cannot answer.', [
  { when: 'model error', do: 'template_reply', uses: 'order-api' },
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
      file: weaker(
        'gone',
        'rollback/flag-missing',
        path('The file that holds the flag.', 'flags/support.flagd.json'),
      ),
      revert: text('The way back where there is no flag.', 'redeploy image tag ranking-v41'),
    },
    'How the system is turned off or reverted.',
    { feature_flag: 'order-status-ai', file: 'flags/support.flagd.json' },
  ),
)

const trigger = map(
  {
    metric: text('The metric that triggers the rollback.', 'wrong_answer_rate'),
    is: weaker(
      'gone graver',
      'rollback/blast-radius',
      phrase(threshold, 'The level that triggers it.', 'above 3%', 'below 3.9 points'),
    ),
    over: weaker(
      'gone more',
      'rollback/blast-radius',
      byStage(
        phrase(duration, 'How long the level must last.', '20m', '3d'),
        'How long the level must last, the same for every stage or one value a stage.',
        '20m',
        { limited: '6h', full: '20m' },
      ),
    ),
  },
  'One level at which the system is rolled back.',
  { metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' },
)

export const rollback = map(
  {
    how: weaker('gone', 'rollback/incomplete', how),
    time: weaker(
      'gone more',
      'rollback/incomplete',
      phrase(timeLimit, 'How long it takes from the decision to the last affected customer.', 'at most 10m'),
    ),
    who: weaker(
      'gone',
      'rollback/incomplete',
      text('Who may do it, without an approval chain.', 'any shift lead'),
    ),
    when: weakerItems(
      'gone',
      'rollback/incomplete',
      list(trigger, 'The levels at which the system is rolled back.', [
        { metric: 'wrong_answer_rate', is: 'above 3%', over: '3d' },
      ]),
    ),
    max_affected: weaker(
      'gone more',
      'rollback/blast-radius',
      phrase(count, 'How many units may be affected before the rollback is done.', '750 conversations'),
    ),
  },
  'How the system is turned off or reverted, how fast, by whom and when.',
  { how: { feature_flag: 'order-status-ai' }, time: 'at most 10m', who: 'any shift lead' },
)

export const drills = map(
  {
    fallback: weaker(
      'gone earlier',
      'drills/stale',
      phrase(date, 'When the fallback was last tried.', '2026-11-04'),
    ),
    rollback: weaker(
      'gone earlier',
      'drills/stale',
      phrase(date, 'When the rollback was last tried.', '2026-11-04'),
    ),
    load: weaker(
      'gone earlier',
      'drills/stale',
      phrase(date, 'When the system was last tried at `cost.volume.peak_rate`.', '2026-11-05'),
    ),
    report: weaker('gone', 'drills/stale', path('The report of the drills.', 'docs/drills/2026-11.md')),
  },
  'When fallback, rollback and load were last tried for real.',
  { fallback: '2026-11-04', rollback: '2026-11-04', report: 'docs/drills/2026-11.md' },
)
