import { date, period, share, threshold } from '../values/index.ts'
import { list, map, matching, path, phrase, shorthand, text, weaker, weakerItems, whole, wordOf } from './field.ts'
import { edgeCaseKinds } from './lists.ts'

const evalSet = shorthand(
  'path',
  map(
    {
      path: path(
        'The eval set: JSONL, CSV or Parquet; cases, tags and days are read from its rows.',
        'evals/order-status.jsonl',
      ),
      cases: weaker(
        'gone less',
        'data/eval-too-small',
        whole('The number of cases, where the file does not show it.', 1, 480),
      ),
      real: weaker(
        'gone less',
        'data/not-real',
        phrase(share, 'The share of cases from real traffic, where no row says `real`.', '85%'),
      ),
      collected: phrase(
        period,
        'When the real cases were collected, where no row has its day.',
        '2025-11-15..2026-09-30',
      ),
      results: weaker(
        'gone',
        'data/eval-failed',
        path('The results of the last run.', 'evals/results/2026-10-28.json'),
      ),
      metric: weaker(
        'new other',
        'data/eval-failed',
        text(
          'The guardrail metric that an error of the eval set counts in; without one, the strictest.',
          'wrong_answer_rate',
        ),
      ),
      limit: weaker(
        'new more',
        'data/eval-failed',
        phrase(
          threshold,
          'What the raw model may get wrong where people catch errors before they count.',
          'at most 8%',
        ),
      ),
    },
    'The cases that the system is evaluated on.',
    { path: 'evals/order-status.jsonl', results: 'evals/results/2026-10-28.json' },
  ),
)

const edgeCase = map(
  {
    id: text('The tag of these cases in the eval set.', 'order-not-found'),
    kind: wordOf(edgeCaseKinds, 'What makes the case hard.'),
    min_cases: weaker(
      'gone less',
      'data/eval-mismatch',
      whole('The minimum number of these cases in the eval set.', 1, 25),
    ),
    expect: weaker(
      'gone',
      'data/happy-path',
      wordOf(
        {
          answer: 'It answers as usual.',
          clarify: 'It asks for what is missing.',
          hand_off: 'A person takes over.',
          refuse: 'It declines.',
          degrade: 'It gives less, as its fallback says.',
        },
        'What the system must do.',
      ),
    ),
    note: text('What else is to be known.', 'same quality at 3x load'),
    not_applicable: weaker(
      'new',
      'data/happy-path',
      text('Why this kind cannot occur here.', 'no customer input: the source is our own ledger'),
    ),
  },
  'One kind of edge case, covered or not applicable.',
  { id: 'order-not-found', kind: 'missing_data', min_cases: 25, expect: 'clarify' },
)

const group = text('A group whose results are reported separately.', 'language')

const segments = map(
  {
    groups: weakerItems(
      'gone',
      'data/segments-blind',
      list(group, 'The groups whose results are reported separately.', ['carrier', 'language']),
    ),
    not_applicable: weaker(
      'new',
      'data/segments-blind',
      text('Why there is only one group.', 'one warehouse, one language'),
    ),
  },
  'The groups whose results are reported separately.',
  { not_applicable: 'one warehouse, one language' },
)

export const data = map(
  {
    eval_set: weaker('gone', 'data/not-real', evalSet),
    edge_cases: weakerItems(
      'gone',
      'data/happy-path',
      list(edgeCase, 'The edge cases, each a tag in the eval set.', [
        { id: 'order-not-found', kind: 'missing_data', min_cases: 25, expect: 'clarify' },
      ]),
    ),
    segments: shorthand('groups', segments),
  },
  'What the system is evaluated on before it serves customers.',
  { eval_set: 'evals/order-status.jsonl' },
)

export const model = shorthand(
  'id',
  map(
    {
      provider: text('The provider that serves the model.', 'example-ai'),
      id: weaker('gone', 'model/unpinned', text('The pinned version of the model.', 'small-2-20260801')),
      retires: phrase(date, 'When the provider retires this version.', '2027-09-30'),
      prompt: weaker('gone', 'model/unpinned', path('The prompt that is released with it.', 'prompts/order-status.md')),
      digest: weaker(
        'gone',
        'model/unpinned',
        matching(/^sha256:[0-9a-f]{64}$/, 'The digest of a model of your own.', `sha256:${'4b'.repeat(32)}`),
      ),
      vendor_managed: path('The contract under which a vendor pins the version.', 'contracts/vendor.md#change-control'),
    },
    'The model, pinned.',
    { provider: 'example-ai', id: 'small-2-20260801' },
  ),
)
