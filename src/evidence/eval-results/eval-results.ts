import type { IsoDate } from '../../values/index.ts'

/** How the last run on the eval set went. What the tool does not record is undefined. */
export type EvalResults = {
  readonly tool: 'promptfoo' | 'DeepEval' | 'Inspect' | 'MLflow' | 'summary'
  readonly passed: number | undefined
  readonly failed: number | undefined
  /** Cases that could not be run: neither passed nor failed. */
  readonly errors: number | undefined
  /** The day of the run. */
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
