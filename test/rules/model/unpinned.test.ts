import { unpinned } from '../../../src/rules/model/unpinned.ts'
import { table } from '../table.ts'

const help =
  'model: {id: small-2-20260801}  # or another version; if the vendor pins it, add vendor_managed: contracts/vendor.md'
const pinned = (id: string) => ({ name: `${id} is a version`, yaml: `model: "${id}"` })

table(unpinned, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: model/unpinned',
    says: ['`model` is missing'],
    helps: ['model: {provider: example-ai, id: small-2-20260801}'],
    severity: 'error',
  },
  {
    name: 'no id',
    yaml: 'model: {provider: example-ai} # expect: model/unpinned',
    says: ['`model.id` is missing'],
    helps: [
      'model: {provider: example-ai, id: small-2-20260801}  # or another version; if the vendor pins it, add vendor_managed: contracts/vendor.md',
    ],
  },
  {
    name: 'latest',
    yaml: 'model: small-2-latest # expect: model/unpinned',
    says: ['`model.id` is "small-2-latest", which is not a fixed version'],
    helps: [help],
  },
  {
    name: 'a tag',
    yaml: 'model: {id: "ranker2:Stable"} # expect: model/unpinned',
    says: ['`model.id` is "ranker2:Stable", which is not a fixed version'],
  },
  { name: 'preview', yaml: 'model: small-2-preview # expect: model/unpinned' },
  {
    name: 'no digit',
    yaml: 'model: churn-xgboost # expect: model/unpinned',
    says: ['`model.id` is "churn-xgboost", which has no version'],
  },
  pinned('small-2-20260801'),
  pinned('ranker-v41'),
  pinned('xgb-2026-08-01'),
  pinned('models:/churn/12'),
  pinned('9f1c2ab'),
  pinned('abcdefa'),
  pinned('ranker@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a'),
  { ...pinned('small-preview-0514'), name: 'closest: a dated preview is a version' },
  {
    name: 'a vendor pins it',
    yaml: 'model: {provider: example-ai, id: assistant, vendor_managed: contracts/vendor.md#change-control}',
  },
  { name: 'a vendor pins what has no id', yaml: 'model: {vendor_managed: contracts/vendor.md}' },
  { name: 'a placeholder is for spec/placeholder', yaml: 'model: {id: TBD}' },
  { name: 'before limited', for: 'shadow', yaml: 'model: small-latest' },
  {
    name: 'a tick in the place of the contract',
    yaml: 'model: {provider: example-ai, id: assistant, vendor_managed: yes}  # expect: model/unpinned\n',
  },
])
