import type { Grading } from '../grading.ts'

/** What the stages have to show, and by which comparison. */
export const proofGradings: readonly Grading[] = [
  {
    at: 'rollout.*.control',
    weaker: ['gone', 'less'],
    loss: 'fewer are kept as a control',
    gain: 'more are kept as a control',
    presence: { gone: 'nobody is kept as a control', new: 'a control is kept' },
    rule: 'rollout/no-control',
  },
  {
    at: 'rollout.*.looks',
    weaker: ['more'],
    absent: 1,
    loss: 'results are looked at more often, and chance is taken for proof',
    gain: 'results are looked at less often',
    presence: {
      gone: 'results are looked at once',
      new: 'results are looked at more than once, and chance is taken for proof',
    },
    rule: 'results/peeking',
  },
  {
    at: 'rollout.*.exit[]',
    weaker: ['gone', 'easier'],
    loss: 'the stage is left with less shown',
    gain: 'the stage has to show more',
    rule: 'success/bar-moved',
  },
  {
    at: 'rollout.*.results',
    weaker: ['gone'],
    loss: 'no results of the stage are named',
    gain: 'the results of the stage are named',
    rule: 'spec/stage-skipped',
  },
  {
    at: 'rollout.*.prove',
    weaker: ['new'],
    loss: 'a review stands in for statistics',
    gain: 'statistics decide',
    rule: 'results/not-proven',
  },
  {
    at: 'rollout.assign_by',
    weaker: ['gone'],
    loss: 'nothing says who is assigned to an arm',
    gain: 'who is assigned to an arm is said',
    rule: 'rollout/unit-mismatch',
  },
  {
    at: 'rollout.units_per_assignee',
    weaker: ['less'],
    absent: 1,
    loss: 'the same traffic counts for more proof',
    gain: 'the same traffic counts for less proof',
    rule: 'rollout/unit-mismatch',
  },
  {
    at: 'rollout.intra_class_correlation',
    weaker: ['less'],
    loss: 'the same traffic counts for more proof',
    gain: 'the same traffic counts for less proof',
    rule: 'rollout/unit-mismatch',
  },
]
