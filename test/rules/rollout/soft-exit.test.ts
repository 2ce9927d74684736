import { softExit } from '../../../src/rules/rollout/soft-exit.ts'
import { type Row, table } from '../table.ts'

const guilty = '  # expect: rollout/soft-exit'

const success = `success:
  metric: m_rate
  baseline: 22%
  target: at least 35%
  guardrail_metrics:
    - {metric: csat, baseline: 4.21 points, max_drop: 0.10 points}
    - {metric: wrong_rate, limit: at most 2%}
    - {metric: bounce_rate, baseline: 41%, max_rise: 0.5%}
`
const all = ['m_rate above control', 'm_rate at least 35%', 'guardrail_metrics hold']

const row = (
  name: string,
  stage: string,
  exits: readonly (string | readonly [string])[],
  says?: string,
  more = '',
): Row => ({
  name,
  for: 'shadow',
  yaml: `${success}rollout:\n  ${stage}:\n    duration: 14d\n${more}    exit:\n${exits
    .map((exit) => (typeof exit === 'string' ? `      - ${exit}\n` : `      - ${exit[0]}${guilty}\n`))
    .join('')}`,
  ...(says !== undefined && { says: [says] }),
})

const missing = (name: string, stage: string, exits: readonly string[], says: string): Row => ({
  name,
  for: 'shadow',
  yaml: `${success}rollout:\n  ${stage}:\n    exit: [${exits.join(', ')}]${guilty}\n`,
  says: [says],
})

const stop = `rollback:
  when:
    - {metric: latency_p95, is: above 6s, over: 20m}
    - {metric: crash_rate, is: above 20%, over: 1h}
    - {metric: crash_rate, is: above 60%, over: 1m}
    - {metric: match_rate, is: above 99%, over: 1d}
`

const stopped = (name: string, exits: Parameters<typeof row>[2], says?: string): Row => {
  const one = row(name, 'shadow', exits, says)
  return { ...one, yaml: stop + one.yaml }
}

table(softExit, [
  row('all that was promised', 'progressive', all),
  row('more than was promised', 'progressive', [
    'm_rate above control',
    'm_rate at least 40%',
    'guardrail_metrics hold',
  ]),
  row(
    'a lower target',
    'progressive',
    ['m_rate above control', ['m_rate at least 10%'], 'guardrail_metrics hold'],
    'm_rate at least 10% requires less than the target at least 35%',
  ),
  row(
    'a softer limit',
    'progressive',
    [...all, ['wrong_rate at most 50%']],
    'wrong_rate at most 50% requires less than the limit at most 2%',
  ),
  row(
    'a level beyond the margin',
    'limited',
    ['m_rate not below baseline', ['csat at least 3.9 points']],
    'csat at least 3.9 points requires less than its margin of 0.1 points: 4.11 points',
  ),
  row('a level at the margin', 'limited', [
    'm_rate not below baseline',
    'csat at least 4.11 points',
    'bounce_rate at most 41.5%',
  ]),
  missing(
    'progressive without a control',
    'progressive',
    all.slice(1),
    'the exit of progressive does not require m_rate above control',
  ),
  missing(
    'without the target',
    'progressive',
    ['m_rate above control', 'guardrail_metrics hold'],
    'the exit of progressive does not require m_rate at least 35%',
  ),
  missing(
    'without guardrails',
    'progressive',
    all.slice(0, 2),
    'the exit of progressive does not require guardrail_metrics hold',
  ),
  missing(
    'limited without the primary metric',
    'limited',
    ['wrong_rate at most 2%'],
    'the exit of limited does not require m_rate not below baseline',
  ),
  row('limited above control', 'limited', ['m_rate above control']),
  stopped(
    'a level at which the system is rolled back, of a metric of which nothing is promised',
    ['match_rate at least 97%', ['latency_p95 at most 8s']],
    'latency_p95 at most 8s requires less than the rollback trigger above 6s',
  ),
  stopped('closest: the level of the trigger, one of two triggers, and what the trigger does not compare with', [
    'latency_p95 at most 6s',
    'crash_rate at most 30%',
    'match_rate at least 1%',
    'uplift at least 2 points',
  ]),
  row('shadow is not compared', 'shadow', ['m_rate at least 10%', 'wrong_rate at most 5%']),
  row('an expert review', 'progressive', ['wrong_rate at most 2%'], undefined, '    prove: {by: expert_review}\n'),
  missing(
    'a number that a better metric would miss, in place of the target',
    'progressive',
    ['m_rate above control', 'm_rate at most 90%', 'guardrail_metrics hold'],
    'the exit of progressive does not require m_rate at least 35%',
  ),
  missing(
    'the wrong side of the control group',
    'progressive',
    ['m_rate below control', 'm_rate at least 35%', 'guardrail_metrics hold'],
    'the exit of progressive does not require m_rate above control',
  ),
  missing(
    'nothing but a number that a better metric would miss',
    'limited',
    ['m_rate at most 90%'],
    'the exit of limited does not require m_rate not below baseline',
  ),
  row('what is too good to be true, beside all that was promised', 'progressive', [
    ...all,
    'm_rate at most 90%',
    'wrong_rate at least 0.1%',
  ]),
])
