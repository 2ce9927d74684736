import { date } from '../values/index.ts'
import { list, map, path, phrase, shorthand, text, weaker, whole } from './field.ts'

export const owner = shorthand(
  'team',
  map(
    {
      team: weaker(
        'gone',
        'owner/missing',
        text('The team that owns the system in production, without a leading @.', 'acme/support-platform'),
      ),
      accountable: weaker(
        'gone',
        'owner/missing',
        text('The role that answers for it.', 'Head of Support Operations'),
      ),
      involved_since: phrase(date, 'Since when the owner has been part of the pilot.', '2026-09-07'),
      accepted: weaker(
        'gone',
        'owner/not-accepted',
        phrase(date, 'When the owner accepted the system; before `limited` starts.', '2026-10-30'),
      ),
      on_call: weaker(
        'gone',
        'monitoring/unrouted',
        text('Who is paged, as the paging system names it.', 'pagerduty:PSUPAI'),
      ),
      runbook: weaker(
        'gone',
        'owner/runbook-thin',
        path('The runbook for common failures.', 'docs/runbooks/order-status.md'),
      ),
    },
    'Who owns the system once it is in production.',
    { team: 'acme/support-platform', runbook: 'docs/runbooks/order-status.md' },
  ),
)

const group = map(
  {
    role: text('The people, as the fallback and the approvals name them.', 'tier-1 agents'),
    count: whole('How many there are.', 1, 38),
    change: text('What changes in their work.', 'fewer status tickets and a review queue'),
    involved_since: phrase(date, 'Since when they have been part of it.', '2026-09-21'),
    how: text('How they take part.', 'six agents label shadow output weekly'),
    training: weaker(
      'gone',
      'people/no-enablement',
      path('What they learn it from.', 'docs/training/agents.md'),
    ),
    feedback: weaker(
      'gone',
      'people/no-enablement',
      text('Where they say what goes wrong.', 'slack:ai-order-status'),
    ),
    overrides: weaker(
      'gone',
      'people/no-enablement',
      text('Where their overrides are counted.', 'analytics/overrides.sql'),
    ),
  },
  'One group whose work changes.',
  { role: 'tier-1 agents', change: 'fewer status tickets', involved_since: '2026-09-21' },
)

export const people = list(group, 'The people whose work changes.', [
  { role: 'tier-1 agents', change: 'fewer status tickets', involved_since: '2026-09-21' },
])
