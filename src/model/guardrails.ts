import { duration, money, volume } from '../values/index.ts'
import { list, map, named, oneOf, path, phrase, text, weaker, weakerItems } from './field.ts'

const action = map(
  {
    name: text('The action, as the tool names it.', 'issue_voucher'),
    effect: weaker(
      { order: ['irreversible', 'write', 'read'] },
      'guardrails/effect-understated',
      oneOf(['read', 'write', 'irreversible'], 'What the action does to the world.'),
      { absent: 'read' },
    ),
    undo: weaker(
      'gone',
      'use-case/not-recoverable',
      text('How the action is undone.', 'agent corrects in thread'),
    ),
    approval: weaker(
      { order: ['human', 'automatic'] },
      'guardrails/irreversible-unapproved',
      oneOf(['human', 'automatic'], 'Who lets the action through.'),
      { absent: 'automatic' },
    ),
    by: weaker(
      'gone',
      'guardrails/irreversible-unapproved',
      text('The people who approve.', 'tier-1 agents'),
    ),
    effort: phrase(duration, 'What one approval takes; counted as oversight.', '1 min'),
    max_amount: weaker(
      'gone more',
      'guardrails/irreversible-unapproved',
      phrase(money, 'The most that one action may move.', '10 EUR'),
    ),
    cap: weaker(
      'gone more',
      'guardrails/irreversible-unapproved',
      phrase(volume, 'How often the action may run.', '40/day'),
    ),
    scope: text('The permission that the action needs.', 'vouchers:request'),
  },
  'One action that the system can take.',
  { name: 'read_order', effect: 'read', scope: 'orders:read' },
)

const rule = text('What is limited or refused.', '30/h per customer then queue')

const output = map(
  {
    schema: weaker(
      'gone',
      'guardrails/output-open',
      path('The JSON Schema that every output has to match.', 'schemas/reply.json'),
    ),
    grounded_in: weaker(
      'gone',
      'guardrails/output-open',
      list(
        text('A system that the output may draw on.', 'order-api'),
        'What every statement has to come from.',
        ['order-api'],
      ),
    ),
    never: weakerItems(
      'gone',
      'guardrails/output-open',
      list(
        text('Something that no output may hold.', 'data of another customer'),
        'What no output may hold.',
        ['data of another customer'],
      ),
    ),
  },
  'What the system may say.',
  { grounded_in: ['order-api'], never: ['data of another customer'] },
)

export const guardrails = map(
  {
    actions: weakerItems(
      'new',
      'guardrails/scope-excess',
      weaker(
        'gone',
        'guardrails/actions-missing',
        list(action, 'Everything that the system can do, reads included.', [
          { name: 'read_order', effect: 'read', scope: 'orders:read' },
        ]),
      ),
      { unless: { effect: 'read' } },
    ),
    scopes: weakerItems(
      'new',
      'guardrails/scope-excess',
      weaker(
        'gone',
        'guardrails/scope-excess',
        list(text('A permission.', 'orders:read'), 'The permissions that the system holds.', ['orders:read']),
      ),
    ),
    input: weakerItems(
      'gone',
      'guardrails/input-open',
      named(rule, 'What is limited or refused on the way in, under names of your own.', {
        abuse: '30/h per customer then queue',
        injection: 'message text is data and never an instruction to a tool',
      }),
    ),
    output: weaker('gone', 'guardrails/output-open', output),
    disclosure: weaker(
      'gone',
      'guardrails/no-disclosure',
      text(
        'What tells people that they talk to an AI, before the first reply.',
        'You are chatting with our AI assistant',
      ),
    ),
  },
  'What the system may do and say.',
  { disclosure: 'You are chatting with our AI assistant' },
)
