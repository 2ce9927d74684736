import type { IsoDate } from '../../values/index.ts'

/** How many runs of each case passed, by what tells it from others. */
export type RunsByCase = ReadonlyMap<string, { readonly name: string; readonly runs: number; readonly passed: number }>

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
  /** How much the share that fails varies from run to run, by how many runs of each case: a standard deviation, as a share. */
  readonly noise: { readonly runs: number; readonly sd: number } | undefined
  /** Runs beside it of the same cases in the same setup, and the one of which most failed. */
  readonly others: (Failed & { readonly count: number; readonly worst: Failed & { readonly file: string } }) | undefined
  /** What its runs and those beside it say of chance; completes a sentence that begins with the run. */
  readonly luck?: string
  /** Tokens that an answer took on average, with its question; graders are not counted. */
  readonly tokens?: number | undefined
  /** What it ran, as far as the tool records it: runs of equal text are of one system. */
  readonly setup?: string | undefined
  readonly tally?: RunsByCase
  /** Of promptfoo, the variables of each row, as they were used and as they were written. */
  readonly vars?: readonly (readonly unknown[])[]
  readonly on: IsoDate | undefined
  /** What answered, by its name in the tool, and what the team calls it there. */
  readonly models: readonly Answering[]
  /** Who wrote it; of a summary of one's own. */
  readonly by: string | undefined
  /** The file whose commits are those of the run, relative to the root of the repository, where that is a folder. */
  readonly countedIn?: string
}

export type Answering = { readonly name: string; readonly label?: string | undefined }

export type Failed = { readonly failed: number; readonly runs: number }

/** How many runs of a case failed, of how many: one that could not be run failed. Undefined where they are not counted. */
export const failedRuns = ({ passed, failed, errors = 0 }: EvalResults): Failed | undefined =>
  passed === undefined || failed === undefined ? undefined : { failed: failed + errors, runs: passed + failed + errors }
