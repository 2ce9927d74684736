import { duration, perUnitCount, timeLimit, volume } from '../values/index.ts'
import { list, map, oneOf, phrase, text } from './field.ts'
import { path } from './path.ts'

const system = map(
  {
    system: text('The system that the pilot reads from or writes to.', 'order-api'),
    direction: oneOf(['in', 'out', 'both'], 'Whether data flows in to the pilot, out of it, or both.'),
    mode: oneOf(['live', 'batch', 'static_export', 'manual'], 'How the data flows.'),
    contract: path('The contract with the system: OpenAPI, AsyncAPI or ODCS.', 'contracts/orders.odcs.yaml'),
    freshness: phrase(timeLimit, 'How old the data may be.', 'at most 5m'),
    rate_limit: phrase(volume, 'How many calls the system takes.', '60/s'),
    calls: phrase(
      perUnitCount,
      'Calls to the system for one unit, where they are not as many as those to the model.',
      '1 per conversation',
    ),
    owner: text('The team or vendor that owns the system.', 'acme/orders'),
    effort: phrase(duration, 'The work that the integration still takes or took.', '12d'),
    status: oneOf(['planned', 'in_progress', 'done'], 'How far the integration is.'),
  },
  'One system that the pilot is connected to.',
  { system: 'order-api', direction: 'in', mode: 'live', owner: 'acme/orders', effort: '12d' },
)

export const integration = list(system, 'The systems that the pilot is connected to.', [
  { system: 'order-api', owner: 'acme/orders', effort: '12d' },
])
