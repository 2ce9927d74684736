import type { Grading } from '../grading.ts'

/** What the system is connected to, and what it is built of. */
export const systemGradings: readonly Grading[] = [
  {
    at: 'integration[].mode',
    weaker: [{ order: ['live', 'batch', 'static_export', 'manual'] }],
    absent: 'manual',
    loss: 'the data is less live',
    gain: 'the data is more live',
    presence: { gone: 'nothing says how live the data is', new: 'how live the data is can be read' },
    rule: 'integration/not-live',
  },
  {
    at: 'integration[].contract',
    weaker: ['gone'],
    loss: 'no contract holds the system',
    gain: 'a contract holds the system',
    rule: 'integration/freshness-conflict',
  },
  {
    at: 'integration[].freshness',
    weaker: ['gone', 'more'],
    loss: 'the data may be older',
    gain: 'the data has to be fresher',
    presence: { gone: 'the data may be of any age', new: 'how old the data may be is said' },
    rule: 'integration/freshness-conflict',
  },
  {
    at: 'integration[].rate_limit',
    weaker: ['gone', 'less'],
    loss: 'the system takes fewer calls',
    gain: 'the system takes more calls',
    presence: {
      gone: 'nothing says how many calls the system takes',
      new: 'how many calls the system takes is said',
    },
    rule: 'integration/rate-limit-below-peak',
  },
  {
    at: 'integration[].owner',
    weaker: ['gone'],
    loss: 'nobody owns the system that is connected',
    gain: 'somebody owns the system that is connected',
    rule: 'integration/unscoped',
  },
  {
    at: 'integration[].status',
    weaker: [{ order: ['done', 'in_progress', 'planned'] }],
    absent: 'planned',
    loss: 'the integration is less far',
    gain: 'the integration is further',
    presence: {
      gone: 'nothing says how far the integration is',
      new: 'how far the integration is can be read',
    },
    rule: 'integration/unscoped',
  },
  {
    at: 'model.id',
    weaker: ['gone'],
    loss: 'nothing pins the model',
    gain: 'the model is pinned',
    rule: 'model/unpinned',
  },
  {
    at: 'model.prompt',
    weaker: ['gone'],
    loss: 'the prompt is no part of the release',
    gain: 'the prompt is part of the release',
    rule: 'model/unpinned',
  },
]
