import { unpinned } from '../../../src/rules/model/unpinned.ts'
import { table } from '../table.ts'

const pinned = (id: string) => ({ name: `${id} is not judged`, yaml: `model: "${id}"` })
const alias = (id: string) => ({
  name: `${id} is an alias`,
  yaml: `model: {provider: x, id: "${id}"} # expect: model/unpinned`,
  says: [`\`model.id\` is "${id}", an alias of dated versions`],
})

table(unpinned, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: model/unpinned',
    says: ['`model` is missing'],
    helps: [
      'model: {provider: <provider>, id: <pinned version of the model>}  # a model of your own is pinned by its digest, a vendor pins it in vendor_managed',
    ],
    severity: 'error',
  },
  { name: 'no id', yaml: 'model: {provider: x} # expect: model/unpinned', says: ['`model.id` is missing'] },
  {
    name: 'latest',
    yaml: 'model: small-2-latest # expect: model/unpinned',
    says: ['`model.id` is "small-2-latest", which is not a fixed version'],
  },
  { name: 'a tag', yaml: 'model: {id: "ranker2:Latest"} # expect: model/unpinned' },
  ...['gpt-4o', 'GPT-4.1', 'openai/gpt-4o-mini', 'claude-haiku-4-5', 'eu.anthropic.claude-haiku-4-5'].map(alias),
  ...['gpt-4o-2024-08-06', 'claude-haiku-4-5-20251001', 'small-2-20260801', 'ranker-v41', 'churn-xgboost'].map(pinned),
  ...['models:/churn/12', '9f1c2ab', 'small-preview-0514', 'docread-5.2.1', 'latest-2'].map(pinned),
  {
    name: 'closest honest file: a model of their own, pinned by its digest',
    yaml: `model: {id: "ranker:latest", digest: "sha256:${'4b'.repeat(32)}"}`,
  },
  {
    name: 'a vendor pins it',
    yaml: 'model: {provider: openai, id: gpt-4o, vendor_managed: contracts/vendor.md#change-control}',
  },
  { name: 'a vendor pins what has no id', yaml: 'model: {vendor_managed: contracts/vendor.md}' },
  { name: 'a digest that is none is for the schema', yaml: 'model: {id: gpt-4o, digest: sha256:4b}' },
  { name: 'a placeholder is for spec/placeholder', yaml: 'model: {id: TBD}' },
  { name: 'before limited', for: 'shadow', yaml: 'model: small-latest' },
])

table(unpinned, [
  {
    name: 'the second model of a unit is an alias',
    yaml: `model: {provider: openai, id: gpt-4o-2024-08-06}
cost:
  usage:
    - {calls: 1 per chat}
    - {name: judge, model: gpt-4o-mini}  # expect: model/unpinned
    - {name: search, model: embed-2-20260101}
`,
    says: ['`cost.usage[1].model` is "gpt-4o-mini", an alias of dated versions'],
  },
])
