import { flag, list, map, path, shorthand, text, weaker, weakerItems } from './field.ts'

export const useCase = map(
  {
    summary: text(
      'What the system does, for whom and from which data, in one sentence.',
      'Answer order-status chats from live order data',
    ),
    unit: shorthand(
      'one',
      map(
        {
          one: text('One of them.', 'conversation', 'invoice'),
          many: text('Several of them, where the plural is not that of English.', 'people', 'Vorgänge'),
        },
        'The transaction that the business counts, in the singular; volumes, costs and rates all use it.',
        { one: 'person', many: 'people' },
      ),
    ),
    in_scope: weakerItems(
      'new',
      'use-case/unbounded',
      weaker(
        'gone',
        'use-case/unbounded',
        list(text('One kind of request that the system answers.', 'order status'), 'What the system answers.', [
          'order status',
          'delivery date',
        ]),
      ),
    ),
    out_of_scope: weakerItems(
      'gone',
      'use-case/unbounded',
      list(
        text('One kind of request that the system refuses or hands off.', 'refunds'),
        'What the system does not handle.',
        ['refunds', 'everything else'],
      ),
    ),
    customer_facing: weaker(
      { order: ['true', 'false'] },
      'guardrails/no-disclosure',
      flag('Whether customers read what the system writes.'),
      { absent: false },
    ),
    when_wrong: weaker(
      'gone',
      'use-case/not-recoverable',
      text(
        'What happens when the system is wrong, and how it is corrected.',
        'Customer reads a wrong date; an agent corrects it in the same thread; no money or data lost',
      ),
    ),
    simpler_alternative: text(
      'The alternative without AI that this pilot must beat.',
      'tracking page and canned reply - this is the 22% baseline',
    ),
    roadmap: path('The roadmap item that this pilot serves.', 'docs/ai-roadmap.md#2026-q4'),
    regions: list(
      text('A country or region, as an ISO 3166 code.', 'IE', 'DE'),
      'Where the system is used; determines whether the EU disclosure duty applies.',
      ['IE', 'DE'],
    ),
  },
  'What the pilot does, and its limits.',
  {
    summary: 'Answer order-status chats from live order data',
    unit: 'conversation',
    out_of_scope: ['refunds'],
  },
)
