import { date } from '../values/index.ts'
import { list, map, path, phrase, shorthand, text, weaker, whole } from './field.ts'

const anchor = (about: string, example: string) => text(`The anchor of the heading about ${about}.`, example)

const runbook = shorthand(
  'path',
  map(
    {
      path: path('The runbook for common failures.', 'docs/runbooks/order-status.md'),
      sections: map(
        {
          impact: anchor('the impact', 'auswirkung'),
          diagnosis: anchor('the diagnosis', 'ursache-finden'),
          mitigation: anchor('the mitigation', 'abhilfe'),
          rollback: anchor('the rollback', 'abschalten'),
          escalation: anchor('the escalation', 'wen-anrufen'),
        },
        'The headings of the five sections, where they are not Impact, Diagnosis, Mitigation, Rollback and Escalation.',
        { impact: 'auswirkung', rollback: 'abschalten' },
      ),
    },
    'The runbook for common failures.',
    { path: 'docs/runbooks/order-status.md' },
  ),
)

export const owner = shorthand(
  'team',
  map(
    {
      team: weaker(
        'gone',
        'owner/missing',
        text('The team that owns the system in production, without a leading @.', 'acme/support-platform'),
      ),
      people: weaker('gone less', 'owner/missing', whole('The number of people on the rota.', 1, 7)),
      accountable: weaker('gone', 'owner/missing', text('The accountable role.', 'Head of Support Operations')),
      involved_since: phrase(date, 'The date since which the owner has been involved.', '2026-09-07'),
      accepted: weaker(
        'gone',
        'owner/not-accepted',
        phrase(date, 'The date on which the owner accepted the system; before `limited` starts.', '2026-10-30'),
      ),
      on_call: weaker(
        'gone',
        'monitoring/unrouted',
        text('The on-call rotation, as the paging system names it.', 'pagerduty:PSUPAI'),
      ),
      runbook: weaker('gone', 'owner/runbook-thin', runbook),
    },
    'Who owns the system once it is in production.',
    { team: 'acme/support-platform', runbook: 'docs/runbooks/order-status.md' },
  ),
)

const group = map(
  {
    role: text('The group, as fallback and approvals name it.', 'tier-1 agents'),
    count: whole('The number of people.', 1, 38),
    change: text('What changes in their work.', 'fewer status tickets and a review queue'),
    involved_since: phrase(date, 'The date since which they have been involved.', '2026-09-21'),
    how: text('How they are involved.', 'six agents label shadow output weekly'),
    training: weaker('gone', 'people/no-enablement', path('The training material.', 'docs/training/agents.md')),
    feedback: weaker('gone', 'people/no-enablement', text('Where they report problems.', 'slack:ai-order-status')),
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
