import type { ExposedStage } from '../model/stage.ts'
import type { IsoDate } from '../values/index.ts'
import type { Path } from '../yaml/path.ts'
import type { AlertRoutes } from './alert-routes/alertmanager.ts'
import type { AlertRules } from './alert-rules/alert.ts'
import type { Bill } from './bill/bill-rows.ts'
import type { Contract } from './contract/promised.ts'
import type { CostSection } from './cost-section/cost-section.ts'
import type { FailedDrill } from './drill-record/failed.ts'
import type { Drill } from './drill-record/record-file.ts'
import type { EvalResults } from './eval-results/outcome.ts'
import type { EvalSet } from './eval-set/tally.ts'
import type { Exceptions } from './exceptions/exceptions.ts'
import type { PastException } from './exceptions/held.ts'
import type { FlagFile } from './feature-flag/flag.ts'
import type { Pause } from './feature-flag/paused.ts'
import type { Adoption, Settled } from './history/committed.ts'
import type { Past } from './history/past.ts'
import type { PromptBeside, PromptThen } from './history/prompt.ts'
import type { OnCall } from './on-call/terraform.ts'
import type { OutputSchema } from './output-schema/json-schema.ts'
import type { Ownership } from './ownership/owners.ts'
import type { PriceTable } from './prices/price-table.ts'
import type { Broken, Fact, Reference } from './reading/kind.ts'
import type { StageResults } from './results/stage-results.ts'
import type { Review } from './review/review-file.ts'
import type { Outline } from './runbook/outline.ts'
import type { Tool } from './tool-surface/tools-file.ts'

/** Results that end before the pilot started, or began again. */
export type Outdated = {
  readonly stage: ExposedStage
  readonly file: string
  readonly to: IsoDate
  /** The day on which `stage` was set back, where that is why. */
  readonly setBack?: IsoDate
}

/** All that the repository shows of what a pilot claims, gathered before the rules run. Undefined: nothing is claimed. */
export type Facts = {
  /** Where pilot.yaml is, relative to the root of the repository. */
  readonly file: string
  readonly references: readonly Reference[]
  readonly toolSurface: Fact<readonly Tool[]> | undefined
  /** Files that cannot be what they are named for. */
  readonly broken: readonly Broken[]
  readonly outputSchema: Fact<OutputSchema> | undefined
  /** The committed versions of pilot.yaml itself; asked for from `shadow` on, where a bar was agreed and a rule needs it. */
  readonly history: Fact<Past> | undefined
  /** What a shallow clone holds of it, where that is not all that counts: what moved in there moved. */
  readonly atHand: Past | undefined
  /** Evidence that git does not track, with the places that name it; asked for with the history. */
  readonly untracked: readonly { readonly path: Path; readonly file: string }[]
  /** Of each system, under its index in `integration`; undefined where it names none. */
  readonly contracts: { readonly [at: number]: Fact<Contract> | undefined }
  readonly evalSet: Fact<EvalSet> | undefined
  readonly evalResults: Fact<EvalResults> | undefined
  readonly results: { readonly [stage in ExposedStage]?: Fact<StageResults> }
  /** The expert reviews that stand for results. */
  readonly reviews: { readonly [stage in ExposedStage]?: Fact<Review> }
  readonly outdated: readonly Outdated[]
  /** Whether `adopted` holds; undefined if it is not claimed, or unknown. */
  readonly adoption: Adoption | undefined
  /** Since which commit drill record, eval run and results are as they are; asked for where a rule needs it. */
  readonly committed: ReadonlyMap<string, Settled>
  /** The exceptions, where another file holds them. */
  readonly exceptions: Exceptions | undefined
  /** The exceptions of all versions that are committed; undefined if unknown. */
  readonly held: readonly PastException[] | undefined
  /** The drills that failed as any committed version of a record said; asked for with `held`. */
  readonly failed: readonly FailedDrill[]
  /** Who owns pilot.yaml, the runbook, the alert rules and the exceptions. */
  readonly ownership: Fact<Ownership> | undefined
  /** The rota of the owner, where Terraform sets it up. */
  readonly onCall: Fact<OnCall> | undefined
  readonly runbook: Fact<Outline> | undefined
  readonly alertRules: Fact<AlertRules> | undefined
  readonly alertRoutes: Fact<AlertRoutes> | undefined
  readonly flag: Fact<FlagFile> | undefined
  /** Set where the flag serves less than the declared stage: the pilot is held back. */
  readonly paused: Pause | undefined
  readonly prices: Fact<PriceTable> | undefined
  readonly bill: Fact<Bill> | undefined
  /** The cost section, where another file holds it; read before all others, because it may name evidence itself. */
  readonly costSection: Fact<CostSection> | undefined
  readonly drillRecord: Fact<readonly Drill[]> | undefined
  /** The prompt when the latest results were committed; asked for where a rule needs the history. */
  readonly promptThen: PromptThen | undefined
  /** The prompt when the last run on the eval set was committed; asked for in the same way. */
  readonly promptAtRun: PromptBeside | undefined
}

/** What follows from several kinds of evidence, or belongs to none. */
export type Derived =
  | 'file'
  | 'references'
  | 'broken'
  | 'promptThen'
  | 'promptAtRun'
  | 'atHand'
  | 'untracked'
  | 'outdated'
  | 'committed'
  | 'adoption'
  | 'paused'
  | 'held'
  | 'failed'
