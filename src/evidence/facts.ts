import type { Path } from '../document/path.ts'
import type { Range } from '../document/range.ts'
import type { ExposedStage } from '../spec/stage.ts'
import type { AlertRules } from './alert-rules/alert.ts'
import type { Bill } from './bill/read.ts'
import type { Contract } from './contract/contract.ts'
import type { DrillReport } from './drill-report/read.ts'
import type { EvalResults } from './eval-results/eval-results.ts'
import type { EvalSet } from './eval-set/eval-set.ts'
import type { FlagFile } from './feature-flag/flag.ts'
import type { Past } from './history/past.ts'
import type { Outline } from './markdown/outline.ts'
import type { OutputSchema } from './output-schema/read.ts'
import type { Ownership } from './ownership/find.ts'
import type { PriceTable } from './prices/read.ts'
import type { PromptThen } from './prompt/then.ts'
import type { StageResults } from './results/results.ts'

/** What became of one piece of evidence that a pilot names. `file` is relative to the root of the repository. */
export type Fact<T> =
  | { readonly state: 'found'; readonly file: string; readonly value: T }
  /** No such file. `words` complete a sentence that begins with its name. */
  | { readonly state: 'absent'; readonly file: string; readonly words: string }
  /** A known dialect that is broken; `problem` completes the same sentence. */
  | { readonly state: 'malformed'; readonly file: string; readonly problem: string; readonly range: Range }
  /** Neither a pass nor a fault: `why` completes the same sentence. */
  | { readonly state: 'unverified'; readonly file: string; readonly why: string }

/** Something outside the file that the pilot refers to. */
export type Reference = {
  /** Where the pilot names it. */
  readonly path: Path
  /** As the author wrote it. */
  readonly reference: string
  readonly state: 'found' | 'absent' | 'unverified'
  /** Relative to the root of the repository; undefined for what is no file of it. */
  readonly file: string | undefined
  /** Why it is not found; completes a sentence that begins with the reference. */
  readonly words: string
  /** The reference that was perhaps meant, where the file is absent and a similar one is there. */
  readonly near?: string
  /** Set where the file is there, and the section in it is not. */
  readonly section?: true
}

/** All that the repository shows of what a pilot claims, gathered before the rules run. Undefined: nothing is claimed. */
export type Facts = {
  readonly references: readonly Reference[]
  readonly outputSchema: Fact<OutputSchema> | undefined
  /** The committed versions of pilot.yaml itself; asked for from `shadow` on, where a bar was agreed and a rule needs it. */
  readonly history: Fact<Past> | undefined
  /** The contract of each system, under its index in `integration`. */
  readonly contracts: readonly (Fact<Contract> | undefined)[]
  readonly evalSet: Fact<EvalSet> | undefined
  readonly evalResults: Fact<EvalResults> | undefined
  /** The results file of each stage that names one. */
  readonly results: { readonly [stage in ExposedStage]?: Fact<StageResults> }
  /** Who owns pilot.yaml, the runbook and the alert rules. */
  readonly ownership: Fact<Ownership> | undefined
  /** The runbook of the owner. */
  readonly runbook: Fact<Outline> | undefined
  readonly alertRules: Fact<AlertRules> | undefined
  readonly flag: Fact<FlagFile> | undefined
  readonly prices: Fact<PriceTable> | undefined
  readonly bill: Fact<Bill> | undefined
  readonly drillReport: Fact<DrillReport> | undefined
  /** The prompt when the latest results were committed; asked for where a rule needs the history. */
  readonly promptThen: PromptThen | undefined
}
