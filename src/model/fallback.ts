import { duration, volume } from '../values/index.ts'
import { list, map, phrase, shorthand, text } from './field.ts'

const path = map(
  {
    when: text('What sends a request down this path.', 'model error or answer slower than 6s'),
    do: text('What happens instead of the model answer.', 'template_reply', 'human_handoff'),
    to: text('Who takes over, for a handoff.', 'tier-1 agents'),
    within: phrase(duration, 'How fast the handoff happens.', '2m'),
    capacity: phrase(volume, 'How many requests the path takes.', '900/day'),
    uses: text('The system that the path needs.', 'order-api'),
    provider: text('Who serves the model that the path uses, if it uses one.', 'other-ai'),
    model: text('The model that the path uses, if it uses one.', 'tiny-1-20260301'),
  },
  'One way on when the model cannot answer.',
  { when: 'low confidence or customer asks', do: 'human_handoff', to: 'tier-1 agents', within: '2m' },
)

export const fallback = list(shorthand('do', path), 'What happens when the model cannot answer.', [
  { when: 'model error', do: 'template_reply', uses: 'order-api' },
])
