import { duration, threshold } from '../values/index.ts'
import { byStage, list, map, oneOf, phrase, text } from './field.ts'
import { path } from './path.ts'

const alert = map(
  {
    kind: oneOf(['quality', 'latency', 'cost', 'availability', 'usage'], 'What the alert watches.'),
    metric: text('The metric that the alert watches.', 'wrong_answer_rate'),
    fire: phrase(threshold, 'The level at which it fires.', 'above 2.5%', 'above 0.20 EUR'),
    over: byStage(
      phrase(duration, 'The window that the level is taken over.', '3d'),
      'The window, the same for every stage or one value a stage.',
      '3d',
      { limited: '6h', full: '20m' },
    ),
    rule: text('The name of the alert in the rules file.', 'OrderStatusWrongAnswer'),
    notify: text('Who is told: `owner`, or a channel of the owner.', 'owner'),
    runbook: text('The section of the runbook that the alert points to.', 'wrong-answers'),
  },
  'One alert with a number and a window.',
  { kind: 'quality', metric: 'wrong_answer_rate', fire: 'above 2.5%', over: '3d', notify: 'owner' },
)

export const monitoring = map(
  {
    rules: path('The file that holds the alert rules.', 'monitoring/order-status.rules.yml'),
    alerts: list(alert, 'The alerts: at least one each for quality, latency and cost.', [
      { kind: 'latency', metric: 'latency_p95', fire: 'above 4s', over: '20m', notify: 'owner' },
    ]),
  },
  'What is watched in production, and who is told.',
  { rules: 'monitoring/order-status.rules.yml' },
)
