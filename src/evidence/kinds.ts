import { alertRoutes } from './alert-routes/alert-routes.ts'
import { alertRules } from './alert-rules/alert-rules.ts'
import { bill } from './bill/bill.ts'
import { contract } from './contract/contract.ts'
import { costSection } from './cost-section/cost-section.ts'
import { drillRecord } from './drill-record/drill-record.ts'
import { evalResults } from './eval-results/eval-results.ts'
import { evalSet } from './eval-set/eval-set.ts'
import { type Exceptions, exceptions } from './exceptions/exceptions.ts'
import type { Derived, Facts } from './facts.ts'
import { flag } from './feature-flag/feature-flag.ts'
import { type DatedFiles, history, type PastReader } from './history/history.ts'
import { onCall } from './on-call/on-call.ts'
import { outputSchema } from './output-schema/output-schema.ts'
import { ownership } from './ownership/ownership.ts'
import { prices } from './prices/prices.ts'
import type { EvidenceKind } from './reading/kind.ts'
import { results } from './results/results.ts'
import { review } from './review/review.ts'
import { runbook } from './runbook/runbook.ts'
import { toolSurface } from './tool-surface/tool-surface.ts'

/** What is known before anything is followed, and what is asked for. */
export type Given = {
  /** The real day, by which a month of a bill is over and somebody is on call. */
  readonly now?: string
  /** Reads old versions, where a rule asks for them. */
  readonly past?: PastReader | undefined
  /** The files of a version of which it is asked as well when they were committed. */
  readonly dated?: DatedFiles
  /** What became of the cost section that the pilot includes. */
  readonly costSection?: Facts['costSection']
  /** What became of the file that holds its exceptions. */
  readonly exceptions?: Exceptions | undefined
}

export const kindsOf = ({ now, past, dated, costSection: section, exceptions: file }: Given = {}) =>
  ({
    ownership: ownership(file),
    onCall: onCall(now),
    runbook,
    contracts: contract,
    evalSet,
    evalResults,
    flag,
    drillRecord,
    alertRules,
    alertRoutes,
    costSection: costSection(section),
    prices,
    bill: bill(now),
    toolSurface,
    outputSchema,
    results,
    reviews: review,
    exceptions: exceptions(file),
    history: history(past, dated),
  }) satisfies {
    readonly [name in Exclude<keyof Facts, Derived>]: EvidenceKind<unknown>
  }
