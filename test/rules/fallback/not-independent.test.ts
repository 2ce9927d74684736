import { expect, test } from 'vitest'
import { isRetry, notIndependent } from '../../../src/rules/fallback/not-independent.ts'
import { table } from '../table.ts'

const model = 'model: {provider: example-ai, id: small-2-20260801}\n'

table(notIndependent, [
  {
    name: 'retry',
    yaml: 'fallback: [{when: timeout, do: retry 3 times}] # expect: fallback/not-independent',
    says: ['the only fallback is "retry 3 times", which uses the same model'],
    helps: [
      '{when: model error, do: template_reply, uses: order-api}  # add to fallback: or a human_handoff with within',
    ],
    severity: 'error',
  },
  {
    name: 'the same model at the same provider',
    yaml: `${model}fallback:\n  - {when: timeout, do: second_call, provider: Example-AI, model: small-2-20260801} # expect: fallback/not-independent`,
    says: ['the only fallback is "small-2-20260801", the same model'],
  },
  {
    name: 'the same model, provider not said',
    yaml: `${model}fallback: [{when: timeout, do: ask, model: small-2-20260801}] # expect: fallback/not-independent`,
  },
  {
    name: 'retry, then the same model, said once',
    yaml: `${model}fallback:\n  - {when: timeout, do: retry} # expect: fallback/not-independent\n  - {when: error, do: ask, model: small-2-20260801}`,
  },
  {
    name: 'closest: retry, then a handoff, as two entries',
    yaml: 'fallback: [{when: timeout, do: retry}, {when: second timeout, do: human_handoff, within: 2m}]',
  },
  {
    name: 'retry, then a handoff, as one',
    yaml: 'fallback: [{when: timeout, do: retry then human_handoff}]',
  },
  {
    name: 'another model of the provider',
    yaml: `${model}fallback: [{when: timeout, do: ask, provider: example-ai, model: tiny-1-20260301}]`,
  },
  {
    name: 'the same model elsewhere',
    yaml: `${model}fallback: [{when: timeout, do: retry, provider: other-cloud, model: small-2-20260801}]`,
  },
  { name: 'a retry of another system', yaml: 'fallback: [{when: timeout, do: retry, uses: rules-engine}]' },
  { name: 'a retry by people', yaml: 'fallback: [{when: timeout, do: repeat, to: tier-1 agents}]' },
  {
    name: 'a path that does not say what it does',
    yaml: 'fallback: [{when: timeout, do: retry}, {when: second timeout}]',
  },
  {
    name: 'a path that cannot be read may be the independent one',
    yaml: 'fallback: [{when: timeout, do: retry}, [human_handoff]]',
  },
  { name: 'no section is for fallback/missing', yaml: model },
  { name: 'before shadow', for: 'pilot', yaml: 'fallback: [retry]' },
  {
    name: 'the same model, in words',
    yaml: `${model}fallback: [{when: timeout, do: use the same model}] # expect: fallback/not-independent`,
  },
  {
    name: 'the same model, as the one that takes over',
    yaml: `${model}fallback: [{when: timeout, do: retry, to: small-2-20260801}] # expect: fallback/not-independent`,
    says: ['the only fallback is "small-2-20260801", the same model'],
  },
])

test.each([
  'retry',
  'Retry 3x',
  'retry_with_exponential_backoff',
  're-try once',
  'try again',
  'ask the model again after 5s',
  'call the LLM again',
])('"%s" only asks again', (step) => expect(isRetry(step)).toBe(true))

test.each([
  'template_reply',
  'retry on a smaller model',
  'retry, then queue',
  'back off',
  'try the form',
  'manual entry',
  '3',
  '',
])('"%s" is more than that', (step) => expect(isRetry(step)).toBe(false))
