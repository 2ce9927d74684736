import { windowStarved } from '../../../src/rules/monitoring/window-starved.ts'
import { table } from '../table.ts'

const file = (alerts: string, success = '') => `${success}cost: {volume: {full: 60000/month}}
rollout: {limited: 5% for 14d, progressive: [20% for 7d, 50% for 28d], full: 95%}
monitoring:
  alerts:
${alerts}
`
const success = `success:
  metric: deflection_rate
  baseline: 22%
  guardrail_metrics:
    - {metric: csat, baseline: 4.21 points, sd: 1.05 points, max_drop: 0.1 points, response_rate: 12%}
    - {metric: wrong_answer_rate, limit: at most 1%}
    - {metric: minutes, baseline: {value: 9.4 min, sd: 6.1 min}, max_rise: 1 min}
`
const guilty = '   # expect: monitoring/window-starved'

table(windowStarved, [
  {
    name: 'a percentile over a quarter of an hour',
    yaml: file(`    - {metric: latency_p95, fire: above 4s, over: 15m}${guilty}`),
    says: [
      'the alert on "latency_p95" sees 1 observation in 15m at limited, with 5% of the traffic: of fewer than 20 the p95 is the slowest one',
    ],
    helps: ['over: {limited: 5h} or longer, or a level further away than above 4s'],
    severity: 'warning',
  },
  {
    name: 'the honest file that comes closest: the oracles of the design, each with what it needs',
    yaml: file(
      `    - {metric: latency_p95, fire: above 4s, over: 288m}
    - {metric: wrong_answer_rate, fire: above 2.5%, over: 1.2d}
    - {metric: csat, fire: below 4.0 points, over: 136h}`,
      success,
    ),
  },
  {
    name: 'a little less of each',
    yaml: file(
      `    - {metric: latency_p95, fire: above 4s, over: 287m}${guilty}
    - {metric: wrong_answer_rate, fire: above 2.5%, over: 28h}${guilty}
    - {metric: csat, fire: below 4.0 points, over: 135h}${guilty}
    - {metric: minutes, fire: above 10 min, over: 24h}${guilty}
    - {metric: deflection_rate, fire: below 20%, over: 7d}${guilty}`,
      success,
    ),
    says: [
      'the alert on "latency_p95" sees 19 observations in 287m at limited, with 5% of the traffic: of fewer than 20 the p95 is the slowest one',
      'the alert on "wrong_answer_rate" sees 116 observations in 28h at limited, with 5% of the traffic: with fewer than 120 chance alone takes it from 1% to 2.5%',
      'the alert on "csat" sees 67 observations in 135h at limited, with 5% of the traffic: with fewer than 68 chance alone takes it from 4.21 points to 4 points',
      'the alert on "minutes" sees 100 observations in 24h at limited, with 5% of the traffic: with fewer than 280 chance alone takes it from 9.4 min to 10m',
      'the alert on "deflection_rate" sees 700 observations in 7d at limited, with 5% of the traffic: with fewer than 1161 chance alone takes it from 22% to 20%',
    ],
  },
  {
    name: 'each stage has its own window and its own traffic',
    yaml: file(
      `    - {metric: latency_p95, fire: above 4s, over: {limited: 6h, progressive: 20m, full: 20m}}${guilty}`,
    ),
    for: 'progressive',
    helps: ['over: {progressive: 29m} or longer, or a level further away than above 4s'],
  },
  {
    name: 'an early warning within the limit, and one on the good side',
    yaml: file(
      `    - {metric: wrong_answer_rate, fire: above 0.8%, over: 1h}
    - {metric: wrong_answer_rate, fire: above 1%, over: 1h}
    - {metric: deflection_rate, fire: below 30%, over: 1h}`,
      success,
    ),
  },
  {
    name: 'what the success section does not describe',
    yaml: file(
      '    - {metric: cost_per_chat, fire: above 0.2 EUR, over: 1h}\n    - {metric: http_error_rate, fire: above 5%, over: 5m}',
      success,
    ),
  },
  {
    name: 'a level in another unit than the metric',
    yaml: file('    - {metric: csat, fire: below 80%, over: 1h}', success),
  },
  {
    name: 'a metric that nobody answers',
    yaml: file(`    - {metric: csat, fire: below 4 points, over: 7d}${guilty}`, success.replace('12%', '0%')),
    helps: ['another metric: nobody answers for this one'],
  },
  {
    name: 'no window within the stage holds enough: the level that this one tells',
    yaml: file(`    - {metric: wrong_answer_rate, fire: above 1.5%, over: 14d}${guilty}`, success).replace(
      '60000/month',
      '900/month',
    ),
    helps: [
      'fire: above 4.58%, the nearest level that this window tells; no window of limited holds 1072 at this traffic',
    ],
  },
  {
    name: 'the nearest honest file: that level',
    yaml: file('    - {metric: wrong_answer_rate, fire: above 4.58%, over: 14d}', success).replace(
      '60000/month',
      '900/month',
    ),
  },
  {
    name: 'no window within the stage holds enough for a percentile',
    yaml: file(`    - {metric: latency_p95, fire: above 4s, over: 1d}${guilty}`).replace(
      '60000/month',
      '400/month',
    ),
    says: [
      'the alert on "latency_p95" sees less than one observation in 1d at limited, with 5% of the traffic: of fewer than 20 the p95 is the slowest one',
    ],
    helps: ['no window of limited holds 20 at this traffic: more traffic, or an alert on another metric'],
  },
  {
    name: 'no window for the stage',
    yaml: file('    - {metric: latency_p95, fire: above 4s, over: {full: 1m}}'),
  },
  {
    name: 'no volume',
    yaml: file('    - {metric: latency_p95, fire: above 4s, over: 1m}').replace(/^cost.*\n/m, ''),
  },
  {
    name: 'a share that cannot be read',
    yaml: file('    - {metric: latency_p95, fire: above 4s, over: 1m}').replace('5% for', 'five for'),
  },
  {
    name: 'not before limited',
    yaml: file('    - {metric: latency_p95, fire: above 4s, over: 1m}'),
    for: 'shadow',
  },
])
