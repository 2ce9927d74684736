import { expect, test } from 'vitest'
import { confidenceIsQuality, isConfidence } from '../../../src/rules/monitoring/confidence-is-quality.ts'
import { table } from '../table.ts'

table(confidenceIsQuality, [
  {
    name: 'the only quality alert is on confidence',
    yaml: `success: {metric: deflection_rate, guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 1%}]}
monitoring:
  alerts:
    - {kind: quality, metric: mean_confidence, fire: below 70%, over: 1d}   # expect: monitoring/confidence-is-quality
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m}`,
    says: ['"mean_confidence" measures the model\'s confidence, not quality'],
    helps: ['use a metric that people or records decide, such as wrong_answer_rate'],
    severity: 'error',
  },
  {
    name: 'log-probability and confidence together are still no quality',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: token_logprob_p10, fire: below -2 points, over: 1d}   # expect: monitoring/confidence-is-quality
    - {kind: quality, metric: low_confidence_rate, fire: above 20%, over: 1d}   # expect: monitoring/confidence-is-quality`,
  },
  {
    name: 'no metric of the file is another one',
    yaml: `success: {metric: mean_confidence}
monitoring:
  alerts:
    - {kind: quality, metric: mean_confidence, fire: below 70%, over: 1d}   # expect: monitoring/confidence-is-quality`,
    helps: ['use a metric that people or records decide, such as wrong_answer_rate'],
  },
  {
    name: 'an exit on confidence and latency',
    yaml: `success: {metric: handling_time}
monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: above 4s, over: 20m}]}
rollout:
  limited:
    exit:
      - model_confidence at least 80%   # expect: monitoring/confidence-is-quality
      - latency_p95 at most 4s`,
    helps: ['use a metric that people or records decide, such as handling_time'],
  },
  {
    name: 'the honest file that comes closest: confidence as a sign of drift beside quality',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: confidence, fire: below 70%, over: 1d}
    - {kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d}
rollout:
  limited: {exit: [confidence at least 80%, deflection_rate not below baseline]}
  progressive: {exit: [confidence at least 80%, guardrail_metrics hold]}`,
  },
  {
    name: 'confidence of people, and confidence watched as usage',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: clinician_confidence, fire: below 3.5 points, over: 7d}
    - {kind: usage, metric: confidence, fire: below 60%, over: 1d}`,
  },
  {
    name: 'another quality alert cannot be read',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: confidence, fire: below 70%, over: 1d}
    - {kind: quality, metric: TBD, fire: above 2.5%, over: 3d}
rollout: {limited: {exit: [confidence at least 80%, answers are good]}}`,
  },
  { name: 'no monitoring', yaml: 'rollout: {limited: 5% for 14d}' },
])

test.each([
  'confidence',
  'Mean-Confidence',
  'model_confidence_avg',
  'llm_mean_logprob',
  'answer_perplexity',
  'confidence_score',
])('%s is the opinion of the model', (metric) => expect(isConfidence(metric)).toBe(true))

test.each(['customer_confidence', 'confidence_calibration_error', 'share', 'mean_rate', 'problem_rate'])(
  '%s is not',
  (metric) => expect(isConfidence(metric)).toBe(false),
)
