import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { EvalSet } from './tally.ts'

export const evalSet: EvidenceKind<EvalSet> = {
  fields: ['data.eval_set.path'],
  formats: [
    { name: 'JSON Lines', files: '`.jsonl`, `.ndjson`' },
    { name: 'CSV', files: '`.csv`, `.tsv`' },
    { name: 'Parquet', files: '`.parquet`' },
    { name: 'JSON array', files: '`.json`' },
    { name: 'promptfoo table', files: '`.csv`' },
    { name: 'promptfoo tests', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ data }) => named(['data', 'eval_set', 'path'], data?.eval_set?.path),
  read: fromFile(() => import('./cases.ts')),
  unread: nothing,
}
