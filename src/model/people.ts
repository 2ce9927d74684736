import { date } from '../values/index.ts'
import { list, map, phrase, text, whole } from './field.ts'
import { path } from './path.ts'

const group = map(
  {
    role: text('The people, as the fallback and the approvals name them.', 'tier-1 agents'),
    count: whole('How many there are.', 1, 38),
    change: text('What changes in their work.', 'fewer status tickets and a review queue'),
    involved_since: phrase(date, 'Since when they have been part of it.', '2026-09-21'),
    how: text('How they take part.', 'six agents label shadow output weekly'),
    training: path('What they learn it from.', 'docs/training/agents.md'),
    feedback: text('Where they say what goes wrong.', 'slack:ai-order-status'),
    overrides: text('Where their overrides are counted.', 'analytics/overrides.sql'),
  },
  'One group whose work changes.',
  { role: 'tier-1 agents', change: 'fewer status tickets', involved_since: '2026-09-21' },
)

export const people = list(group, 'The people whose work changes.', [
  { role: 'tier-1 agents', change: 'fewer status tickets', involved_since: '2026-09-21' },
])
