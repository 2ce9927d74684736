import type { IsoDate } from '../../values/index.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

/** How the last run on the eval set went. What the tool does not record is undefined. */
export type EvalResults = {
  readonly tool: 'promptfoo' | 'DeepEval' | 'Inspect' | 'MLflow' | 'summary'
  readonly passed: number | undefined
  readonly failed: number | undefined
  /** Cases that could not be run: neither passed nor failed. */
  readonly errors: number | undefined
  readonly on: IsoDate | undefined
  readonly model: string | undefined
}

/** The cases that were seen to go wrong, and how many were tried; undefined where the run does not count them. */
export const seenErrors = ({
  passed,
  failed,
}: EvalResults): { readonly errors: number; readonly cases: number } | undefined =>
  passed === undefined || failed === undefined || passed + failed === 0
    ? undefined
    : { errors: failed, cases: passed + failed }

export const evalResults: Kind<EvalResults> = {
  fields: ['data.eval_set.results'],
  formats: [
    { name: 'A summary of your own', files: '`.json`' },
    { name: 'promptfoo', files: '`.json`' },
    { name: 'DeepEval', files: '`.json`' },
    { name: 'Inspect', files: '`.json`' },
    { name: 'A run of MLflow', files: 'the folder of a run in the file store, each metric' },
  ],
  follow: ({ data }) => named(['data', 'eval_set', 'results'], data?.eval_set?.results),
  read: fromFile(() => import('./dialects.ts')),
  unread: nothing,
}
