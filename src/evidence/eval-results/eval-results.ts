import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { EvalResults } from './outcome.ts'

export const evalResults: EvidenceKind<EvalResults> = {
  fields: ['data.eval_set.results'],
  formats: [
    { name: 'A summary of your own', files: '`.json`' },
    { name: 'promptfoo', files: '`.json`, `.csv`' },
    { name: 'DeepEval', files: '`.json`' },
    { name: 'Inspect', files: '`.json`' },
    { name: 'OpenAI evals', files: '`.jsonl`' },
    { name: 'MLflow run', files: 'the folder of a run in the file store, each metric' },
  ],
  follow: ({ data }) => named(['data', 'eval_set', 'results'], data?.eval_set?.results),
  read: fromFile(() => import('./dialects.ts')),
  unread: nothing,
}
