import type { Grading } from '../grading.ts'

/** What must not get worse. */
export const guardrailMetricGradings: readonly Grading[] = [
  {
    at: 'success.guardrail_metrics[]',
    weaker: ['gone'],
    loss: 'nothing guards this metric any more',
    gain: 'one more metric is guarded',
    rule: 'success/bar-moved',
  },
  {
    at: 'success.guardrail_metrics[].limit',
    weaker: ['gone', 'easier'],
    loss: 'more harm is within the limit',
    gain: 'less harm is within the limit',
    presence: { gone: 'nothing limits the harm', new: 'the harm has a limit' },
    rule: 'success/bar-moved',
  },
  {
    at: 'success.guardrail_metrics[].max_drop',
    weaker: ['gone', 'more'],
    loss: 'the metric may fall further',
    gain: 'the metric may fall less far',
    presence: {
      gone: 'nothing says how far the metric may fall',
      new: 'how far the metric may fall is said',
    },
    rule: 'success/bar-moved',
  },
  {
    at: 'success.guardrail_metrics[].max_rise',
    weaker: ['gone', 'more'],
    loss: 'the metric may rise further',
    gain: 'the metric may rise less far',
    presence: {
      gone: 'nothing says how far the metric may rise',
      new: 'how far the metric may rise is said',
    },
    rule: 'success/bar-moved',
  },
  {
    at: 'success.guardrail_metrics[].window',
    weaker: ['gone', 'less'],
    loss: 'an observation counts as final sooner',
    gain: 'an observation is waited for longer',
    presence: {
      gone: 'nothing says when an observation is final',
      new: 'when an observation is final is said',
    },
    rule: 'success/ratio-undefined',
  },
  {
    at: 'success.guardrail_metrics[].source',
    weaker: ['gone'],
    loss: 'nobody can measure the metric again',
    gain: 'the metric can be measured again',
    rule: 'success/ratio-undefined',
  },
]
