import { notIndependent } from '../../../src/rules/fallback/not-independent.ts'
import { table } from '../table.ts'

const model = 'model: {provider: example-ai, id: small-2-20260801}\n'
const mark = '# expect: fallback/not-independent'

table(notIndependent, [
  {
    name: 'retry',
    yaml: `fallback: [{for: [any_failure], do: retry}] ${mark}`,
    says: ['the only fallback for `model_error` is `retry`, which calls the same model again'],
    helps: [
      '{for: [model_error], do: <what answers without the model>}  # add to fallback: or set `provider` of other_model to another provider',
    ],
    severity: 'error',
  },
  {
    name: 'another model of the same provider',
    yaml: `${model}fallback: [{for: [model_error], do: other_model, provider: Example-AI, model: tiny-1}] ${mark}`,
    says: ['the only fallback for `model_error` is `other_model` of the same provider'],
  },
  { name: 'another model of nobody', yaml: `${model}fallback: [{for: [model_error], do: other_model}] ${mark}` },
  {
    name: 'people are there for other questions only',
    yaml: `fallback:\n  - {for: [model_error], do: retry} ${mark}\n  - {for: [user_asks], do: human}`,
  },
  { name: 'no entry is for model errors', yaml: `fallback: [{for: [timeout], do: retry}] ${mark}` },
  {
    name: 'retry, then another model, said once',
    yaml: `${model}fallback:\n  - {for: [model_error], do: retry} ${mark}\n  - {for: [any_failure], do: other_model}`,
  },
  {
    name: 'closest honest file: retry, then a template',
    yaml: 'fallback: [{for: [model_error], do: retry}, {for: [any_failure], do: template}]',
  },
  {
    name: 'another provider',
    yaml: `${model}fallback: [{for: [model_error], do: other_model, provider: other-ai}]`,
  },
  { name: 'a path that does not say what it does', yaml: 'fallback: [{for: [model_error]}]' },
  {
    name: 'a path that cannot be read may be the independent one',
    yaml: 'fallback: [{for: [model_error], do: retry}, [human]]',
  },
  { name: 'no section is for fallback/missing', yaml: model },
  { name: 'before shadow', for: 'pilot', yaml: 'fallback: [retry]' },
])
