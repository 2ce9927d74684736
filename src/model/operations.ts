import { duration, perUnitCount, threshold, timeLimit, volume } from '../values/index.ts'
import { byStage, flag, list, map, path, phrase, text, weaker, weakerItems, wordOf } from './field.ts'

const system = map(
  {
    system: text('The system that the pilot reads from or writes to.', 'order-api'),
    direction: wordOf(
      { in: 'The pilot reads from it.', out: 'The pilot writes to it.', both: 'The pilot reads and writes.' },
      'The direction of the data.',
    ),
    mode: weaker(
      { order: ['live', 'batch', 'static_export', 'manual'] },
      'integration/not-live',
      wordOf(
        {
          live: 'Each unit as it comes.',
          batch: 'By itself, at a fixed time, such as every night.',
          static_export: 'A file that someone exported.',
          manual: 'A person transfers it.',
        },
        'How the data flows.',
      ),
      { absent: 'manual' },
    ),
    contract: weaker(
      'gone',
      'integration/freshness-conflict',
      path(
        'The contract with the system: OpenAPI, AsyncAPI, ODCS, Data Contract Specification or dbt sources.',
        'contracts/orders.odcs.yaml',
      ),
    ),
    freshness: weaker(
      'gone more',
      'integration/freshness-conflict',
      phrase(timeLimit, 'The maximum age of the data.', 'at most 5m'),
    ),
    rate_limit: weaker(
      'gone less',
      'integration/rate-limit-below-peak',
      phrase(volume, 'The number of calls that the system accepts.', '60/s'),
    ),
    calls: phrase(
      perUnitCount,
      'Calls to the system per unit, if different from the number of model calls.',
      '1 per conversation',
    ),
    untrusted: flag('Whether people outside the organisation write what comes in.'),
    owner: weaker('gone', 'integration/unscoped', text('The team or vendor that owns the system.', 'acme/orders')),
    effort: phrase(duration, 'The remaining or total work for the integration.', '12d'),
    status: weaker(
      { order: ['done', 'in_progress', 'planned'] },
      'integration/unscoped',
      wordOf(
        { planned: 'Not started.', in_progress: 'It is being built.', done: 'It works in production.' },
        'The status of the integration.',
      ),
      { absent: 'planned' },
    ),
  },
  'One system that the pilot is connected to.',
  { system: 'order-api', direction: 'in', mode: 'live', owner: 'acme/orders', effort: '12d' },
)

export const integration = weakerItems(
  'gone',
  'integration/unscoped',
  list(system, 'The systems that the pilot is connected to.', [
    { system: 'order-api', owner: 'acme/orders', effort: '12d' },
  ]),
)

const alert = map(
  {
    kind: wordOf(
      {
        quality: 'How good the answers are.',
        latency: 'How long an answer takes.',
        deadline: 'Whether a batch is done in time; counts as latency where no integration is live.',
        cost: 'What it costs.',
        availability: 'Whether it answers at all.',
        usage: 'How much it is used.',
        drift: 'Whether what comes in has changed.',
      },
      'What the alert monitors.',
    ),
    metric: text('The metric that the alert monitors.', 'wrong_answer_rate'),
    fire: weaker(
      'gone graver',
      'monitoring/alert-after-rollback',
      phrase(
        threshold,
        'The threshold at which it fires, where `rule` does not show it.',
        'above 2.5%',
        'above 0.20 EUR',
      ),
    ),
    over: weaker(
      'gone more',
      'monitoring/alert-after-rollback',
      byStage(
        phrase(duration, 'The window that the threshold applies to.', '3d'),
        'The window, where `rule` does not show it: one value, or one per stage.',
        '3d',
        { limited: '6h', full: '20m' },
      ),
    ),
    rule: weaker(
      'gone',
      'monitoring/rule-mismatch',
      text('The name of the alert in the rules file.', 'OrderStatusWrongAnswer'),
    ),
    notify: weaker(
      'gone',
      'monitoring/unrouted',
      text('Who is notified, where neither `rule` nor `routes` shows it: `owner`, or the owner by name.', 'owner'),
    ),
    runbook: weaker(
      'gone',
      'owner/runbook-alert-gap',
      text('The section of the runbook, where `rule` does not link it.', 'wrong-answers'),
    ),
  },
  'One alert; its threshold, window, receiver and runbook section are read from `rule`.',
  { kind: 'quality', metric: 'wrong_answer_rate', fire: 'above 2.5%', over: '3d', notify: 'owner' },
)

export const monitoring = map(
  {
    rules: weaker(
      'gone',
      'monitoring/rule-mismatch',
      path('The file with the alert rules.', 'monitoring/order-status.rules.yml'),
    ),
    routes: weaker(
      'gone',
      'monitoring/unrouted',
      path('The Alertmanager file that routes the alerts.', 'monitoring/alertmanager.yml'),
    ),
    alerts: weakerItems(
      'gone',
      'monitoring/blind',
      list(alert, 'The alerts; at least one each for quality, latency and cost.', [
        { kind: 'latency', metric: 'latency_p95', fire: 'above 4s', over: '20m', notify: 'owner' },
      ]),
    ),
  },
  'What is monitored in production, and who is notified.',
  { rules: 'monitoring/order-status.rules.yml' },
)
