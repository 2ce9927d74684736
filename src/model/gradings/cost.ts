import type { Grading } from '../grading.ts'

/** What the system costs, earns and may spend. */
export const costGradings: readonly Grading[] = [
  {
    at: 'cost',
    weaker: ['gone'],
    loss: 'nothing says what the system costs',
    gain: 'what the system costs is said',
    rule: 'cost/demo-volume-only',
  },
  {
    at: 'cost.volume.full',
    weaker: ['gone'],
    loss: 'nothing says what full volume is',
    gain: 'full volume is said',
    rule: 'cost/demo-volume-only',
  },
  {
    at: 'cost.fixed',
    weaker: ['gone'],
    loss: 'a cost is left out',
    gain: 'a cost is counted',
    rule: 'cost/component-missing',
  },
  {
    at: 'cost.maintenance',
    weaker: ['gone'],
    loss: 'a cost is left out',
    gain: 'a cost is counted',
    rule: 'cost/component-missing',
  },
  {
    at: 'cost.oversight',
    weaker: ['gone'],
    loss: 'nobody reviews what the system does',
    gain: 'people review what the system does',
    rule: 'cost/component-missing',
  },
  {
    at: 'cost.oversight.reviewed.*',
    weaker: ['gone', 'less'],
    loss: 'people review less of what the system does',
    gain: 'people review more of what the system does',
    presence: { gone: 'nothing says how much people review', new: 'how much people review is said' },
    rule: 'cost/oversight-capacity',
  },
  {
    at: 'cost.oversight.capacity',
    weaker: ['gone', 'less'],
    loss: 'there is less time for review',
    gain: 'there is more time for review',
    presence: {
      gone: 'nothing says how much time there is for review',
      new: 'how much time there is for review is said',
    },
    rule: 'cost/oversight-capacity',
  },
  {
    at: 'cost.errors',
    weaker: ['gone'],
    loss: 'a cost is left out',
    gain: 'a cost is counted',
    rule: 'cost/component-missing',
  },
  {
    at: 'cost.value',
    weaker: ['gone'],
    loss: 'nothing says what the system earns',
    gain: 'what the system earns is said',
    rule: 'cost/no-value',
  },
  {
    at: 'cost.value.counted_on',
    weaker: [{ order: ['lift', 'gross'] }],
    absent: 'gross',
    loss: 'what came without the system counts as its gain',
    gain: 'only the lift counts as its gain',
    rule: 'cost/counts-baseline',
  },
  {
    at: 'cost.spend_limit',
    weaker: ['gone', 'more'],
    loss: 'the system may spend more before it stops',
    gain: 'the system stops at a lower spend',
    presence: { gone: 'no spend stops the system any more', new: 'the system stops at a spend' },
    rule: 'cost/no-spend-limit',
  },
]
