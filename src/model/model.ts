import { date } from '../values/index.ts'
import { map, phrase, shorthand, text } from './field.ts'
import { path } from './path.ts'

export const model = shorthand(
  'id',
  map(
    {
      provider: text('Who serves the model.', 'example-ai'),
      id: text('The pinned version of the model.', 'small-2-20260801'),
      retires: phrase(date, 'When the provider retires this version.', '2027-09-30'),
      prompt: path('The prompt that is part of the release.', 'prompts/order-status.md'),
      vendor_managed: text(
        'The contract under which a vendor pins the version.',
        'contracts/vendor.md#change-control',
      ),
    },
    'The model, pinned.',
    { provider: 'example-ai', id: 'small-2-20260801' },
  ),
)
