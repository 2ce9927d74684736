import type { IsoDate } from '../../values/index.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

/** How the last run on the eval set went. What the tool does not record is undefined. */
export type EvalResults = {
  readonly tool: 'promptfoo' | 'DeepEval' | 'Inspect' | 'MLflow' | 'OpenAI evals' | 'summary'
  readonly passed: number | undefined
  readonly failed: number | undefined
  /** Cases that could not be run, were skipped, or passed because nothing was asked of them. */
  readonly errors: number | undefined
  /** How many of these passed because nothing was asked of their answer. */
  readonly unasked: number
  /** How many different cases its runs are of, where it says so. */
  readonly cases: number | undefined
  /** Cases that passed in some of their runs and failed in others: how many, and what the first are called. */
  readonly unstable: { readonly count: number; readonly first: readonly string[] } | undefined
  readonly on: IsoDate | undefined
  readonly model: string | undefined
  /** Who wrote it; of a summary of one's own. */
  readonly by: string | undefined
}

/** How many runs of a case failed, of how many: one that could not be run failed. Undefined where they are not counted. */
export const failedRuns = ({
  passed,
  failed,
  errors = 0,
}: EvalResults): { readonly failed: number; readonly runs: number } | undefined =>
  passed === undefined || failed === undefined ? undefined : { failed: failed + errors, runs: passed + failed + errors }

export const evalResults: Kind<EvalResults> = {
  fields: ['data.eval_set.results'],
  formats: [
    { name: 'A summary of your own', files: '`.json`' },
    { name: 'promptfoo', files: '`.json`, `.csv`' },
    { name: 'DeepEval', files: '`.json`' },
    { name: 'Inspect', files: '`.json`' },
    { name: 'OpenAI evals', files: '`.jsonl`' },
    { name: 'A run of MLflow', files: 'the folder of a run in the file store, each metric' },
  ],
  follow: ({ data }) => named(['data', 'eval_set', 'results'], data?.eval_set?.results),
  read: fromFile(() => import('./dialects.ts')),
  unread: nothing,
}
