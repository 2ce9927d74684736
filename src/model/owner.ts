import { date } from '../values/index.ts'
import { map, phrase, shorthand, text } from './field.ts'
import { path } from './path.ts'

export const owner = shorthand(
  'team',
  map(
    {
      team: text(
        'The team that owns the system in production, without a leading @.',
        'acme/support-platform',
      ),
      accountable: text('The role that answers for it.', 'Head of Support Operations'),
      involved_since: phrase(date, 'Since when the owner has been part of the pilot.', '2026-09-07'),
      accepted: phrase(date, 'When the owner accepted the system; before `limited` starts.', '2026-10-30'),
      on_call: text('Who is paged, as the paging system names it.', 'pagerduty:PSUPAI'),
      runbook: path('The runbook for common failures.', 'docs/runbooks/order-status.md'),
    },
    'Who owns the system once it is in production.',
    { team: 'acme/support-platform', runbook: 'docs/runbooks/order-status.md' },
  ),
)
