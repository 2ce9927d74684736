import { unpinned } from '../../../src/rules/model/unpinned.ts'
import { table } from '../table.ts'

const help =
  'model: {id: small-2-20260801}  # one version of the model; where a vendor pins it, vendor_managed: contracts/vendor.md, the contract that says so'
const pinned = (id: string) => ({ name: `${id} is a version`, yaml: `model: "${id}"` })

table(unpinned, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: model/unpinned',
    says: ['no model is named, so none is pinned'],
    helps: ['model: {provider: example-ai, id: small-2-20260801}'],
    severity: 'error',
  },
  {
    name: 'no id',
    yaml: 'model: {provider: example-ai} # expect: model/unpinned',
    says: ['model names no version'],
    helps: [
      'model: {provider: example-ai, id: small-2-20260801}  # one version of the model; where a vendor pins it, vendor_managed: contracts/vendor.md, the contract that says so',
    ],
  },
  {
    name: 'latest',
    yaml: 'model: small-2-latest # expect: model/unpinned',
    says: ['"small-2-latest" moves: it ends in latest'],
    helps: [help],
  },
  {
    name: 'a tag',
    yaml: 'model: {id: "ranker2:Stable"} # expect: model/unpinned',
    says: ['"ranker2:Stable" moves: it ends in stable'],
  },
  { name: 'preview', yaml: 'model: small-2-preview # expect: model/unpinned' },
  {
    name: 'no digit',
    yaml: 'model: churn-xgboost # expect: model/unpinned',
    says: ['"churn-xgboost" names no version: it holds no digit'],
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
