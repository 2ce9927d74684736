import type { Grading } from '../grading.ts'

/** What the system is for. */
export const useCaseGradings: readonly Grading[] = [
  {
    at: 'use_case.in_scope',
    weaker: ['gone'],
    loss: 'nothing says what the system answers',
    gain: 'what the system answers is said',
    rule: 'use-case/unbounded',
  },
  {
    at: 'use_case.in_scope[]',
    weaker: ['new'],
    loss: 'the system answers more',
    gain: 'the system answers less',
    rule: 'use-case/unbounded',
  },
  {
    at: 'use_case.out_of_scope[]',
    weaker: ['gone'],
    loss: 'the system no longer refuses this',
    gain: 'the system refuses this',
    rule: 'use-case/unbounded',
  },
  {
    at: 'use_case.when_wrong',
    weaker: ['gone'],
    loss: 'nothing says how an error is put right',
    gain: 'how an error is put right is said',
    rule: 'use-case/not-recoverable',
  },
  {
    at: 'use_case.customer_facing',
    weaker: [{ order: ['true', 'false'] }],
    absent: false,
    loss: 'what customers read is held to less',
    gain: 'what customers read is held to more',
    rule: 'guardrails/no-disclosure',
  },
]
