import { componentMissing as costComponentMissing } from './cost/component-missing.ts'
import { demoVolumeOnly as costDemoVolumeOnly } from './cost/demo-volume-only.ts'
import { fragile as costFragile } from './cost/fragile.ts'
import { implausible as costImplausible } from './cost/implausible.ts'
import { likelyLoss as costLikelyLoss } from './cost/likely-loss.ts'
import { negativeMargin as costNegativeMargin } from './cost/negative-margin.ts'
import { noSpendLimit as costNoSpendLimit } from './cost/no-spend-limit.ts'
import { noValue as costNoValue } from './cost/no-value.ts'
import { oversightCapacity as costOversightCapacity } from './cost/oversight-capacity.ts'
import { peakBelowAverage as costPeakBelowAverage } from './cost/peak-below-average.ts'
import { priceMismatch as costPriceMismatch } from './cost/price-mismatch.ts'
import { evalFailed as dataEvalFailed } from './data/eval-failed.ts'
import { evalMismatch as dataEvalMismatch } from './data/eval-mismatch.ts'
import { evalTooSmall as dataEvalTooSmall } from './data/eval-too-small.ts'
import { happyPath as dataHappyPath } from './data/happy-path.ts'
import { notReal as dataNotReal } from './data/not-real.ts'
import { segmentsBlind as dataSegmentsBlind } from './data/segments-blind.ts'
import { stale as drillsStale } from './drills/stale.ts'
import { backdated as evidenceBackdated } from './evidence/backdated.ts'
import { broken as evidenceBroken } from './evidence/broken.ts'
import { historyShort as evidenceHistoryShort } from './evidence/history-short.ts'
import { historyUnread as evidenceHistoryUnread } from './evidence/history-unread.ts'
import { unproven as evidenceUnproven } from './evidence/unproven.ts'
import { missing as fallbackMissing } from './fallback/missing.ts'
import { notIndependent as fallbackNotIndependent } from './fallback/not-independent.ts'
import { overCapacity as fallbackOverCapacity } from './fallback/over-capacity.ts'
import { slow as fallbackSlow } from './fallback/slow.ts'
import { actionsMissing as guardrailsActionsMissing } from './guardrails/actions-missing.ts'
import { effectUnderstated as guardrailsEffectUnderstated } from './guardrails/effect-understated.ts'
import { inputOpen as guardrailsInputOpen } from './guardrails/input-open.ts'
import { irreversibleUnapproved as guardrailsIrreversibleUnapproved } from './guardrails/irreversible-unapproved.ts'
import { noDisclosure as guardrailsNoDisclosure } from './guardrails/no-disclosure.ts'
import { outputOpen as guardrailsOutputOpen } from './guardrails/output-open.ts'
import { scopeExcess as guardrailsScopeExcess } from './guardrails/scope-excess.ts'
import { toolsUnlisted as guardrailsToolsUnlisted } from './guardrails/tools-unlisted.ts'
import { freshnessConflict as integrationFreshnessConflict } from './integration/freshness-conflict.ts'
import { notLive as integrationNotLive } from './integration/not-live.ts'
import { rateLimitBelowPeak as integrationRateLimitBelowPeak } from './integration/rate-limit-below-peak.ts'
import { unscoped as integrationUnscoped } from './integration/unscoped.ts'
import type { Check, Rule } from './lib/rule.ts'
import { retiresEarly as modelRetiresEarly } from './model/retires-early.ts'
import { unpinned as modelUnpinned } from './model/unpinned.ts'
import { alertAfterRollback as monitoringAlertAfterRollback } from './monitoring/alert-after-rollback.ts'
import { blind as monitoringBlind } from './monitoring/blind.ts'
import { confidenceIsQuality as monitoringConfidenceIsQuality } from './monitoring/confidence-is-quality.ts'
import { costAlertRange as monitoringCostAlertRange } from './monitoring/cost-alert-range.ts'
import { guardrailUnwatched as monitoringGuardrailUnwatched } from './monitoring/guardrail-unwatched.ts'
import { ruleMismatch as monitoringRuleMismatch } from './monitoring/rule-mismatch.ts'
import { unitMismatch as monitoringUnitMismatch } from './monitoring/unit-mismatch.ts'
import { unrouted as monitoringUnrouted } from './monitoring/unrouted.ts'
import { windowStarved as monitoringWindowStarved } from './monitoring/window-starved.ts'
import { codeowners as ownerCodeowners } from './owner/codeowners.ts'
import { isChampion as ownerIsChampion } from './owner/is-champion.ts'
import { isPerson as ownerIsPerson } from './owner/is-person.ts'
import { isVendor as ownerIsVendor } from './owner/is-vendor.ts'
import { missing as ownerMissing } from './owner/missing.ts'
import { notAccepted as ownerNotAccepted } from './owner/not-accepted.ts'
import { runbookAlertGap as ownerRunbookAlertGap } from './owner/runbook-alert-gap.ts'
import { runbookThin as ownerRunbookThin } from './owner/runbook-thin.ts'
import { handoffUnlisted as peopleHandoffUnlisted } from './people/handoff-unlisted.ts'
import { noEnablement as peopleNoEnablement } from './people/no-enablement.ts'
import { surprised as peopleSurprised } from './people/surprised.ts'
import { belowBreakEven as resultsBelowBreakEven } from './results/below-break-even.ts'
import { dropped as resultsDropped } from './results/dropped.ts'
import { emptyDays as resultsEmptyDays } from './results/empty-days.ts'
import { implausible as resultsImplausible } from './results/implausible.ts'
import { incomplete as resultsIncomplete } from './results/incomplete.ts'
import { lopsided as resultsLopsided } from './results/lopsided.ts'
import { mixedSteps as resultsMixedSteps } from './results/mixed-steps.ts'
import { notFinal as resultsNotFinal } from './results/not-final.ts'
import { notProven as resultsNotProven } from './results/not-proven.ts'
import { peeking as resultsPeeking } from './results/peeking.ts'
import { recounted as resultsRecounted } from './results/recounted.ts'
import { refuted as resultsRefuted } from './results/refuted.ts'
import { segments as resultsSegments } from './results/segments.ts'
import { srm as resultsSrm } from './results/srm.ts'
import { stale as resultsStale } from './results/stale.ts'
import { tooFew as resultsTooFew } from './results/too-few.ts'
import { blastRadius as rollbackBlastRadius } from './rollback/blast-radius.ts'
import { flagMissing as rollbackFlagMissing } from './rollback/flag-missing.ts'
import { incomplete as rollbackIncomplete } from './rollback/incomplete.ts'
import { slow as rollbackSlow } from './rollback/slow.ts'
import { triggerUnmonitored as rollbackTriggerUnmonitored } from './rollback/trigger-unmonitored.ts'
import { bigBang as rolloutBigBang } from './rollout/big-bang.ts'
import { dates as rolloutDates } from './rollout/dates.ts'
import { flagMismatch as rolloutFlagMismatch } from './rollout/flag-mismatch.ts'
import { guardrailUnderpowered as rolloutGuardrailUnderpowered } from './rollout/guardrail-underpowered.ts'
import { jump as rolloutJump } from './rollout/jump.ts'
import { letsUselessThrough as rolloutLetsUselessThrough } from './rollout/lets-useless-through.ts'
import { needlessReview as rolloutNeedlessReview } from './rollout/needless-review.ts'
import { noControl as rolloutNoControl } from './rollout/no-control.ts'
import { noExit as rolloutNoExit } from './rollout/no-exit.ts'
import { paused as rolloutPaused } from './rollout/paused.ts'
import { shadowActs as rolloutShadowActs } from './rollout/shadow-acts.ts'
import { shadowUnobservable as rolloutShadowUnobservable } from './rollout/shadow-unobservable.ts'
import { shortWindow as rolloutShortWindow } from './rollout/short-window.ts'
import { softExit as rolloutSoftExit } from './rollout/soft-exit.ts'
import { underpowered as rolloutUnderpowered } from './rollout/underpowered.ts'
import { unitMismatch as rolloutUnitMismatch } from './rollout/unit-mismatch.ts'
import { unlikelyExit as rolloutUnlikelyExit } from './rollout/unlikely-exit.ts'
import { checklistIncomplete as specChecklistIncomplete } from './spec/checklist-incomplete.ts'
import { duplicateId as specDuplicateId } from './spec/duplicate-id.ts'
import { exceptionInvalid as specExceptionInvalid } from './spec/exception-invalid.ts'
import { fieldMissing as specFieldMissing } from './spec/field-missing.ts'
import { overdue as specOverdue } from './spec/overdue.ts'
import { pathMissing as specPathMissing } from './spec/path-missing.ts'
import { placeholder as specPlaceholder } from './spec/placeholder.ts'
import { stageSkipped as specStageSkipped } from './spec/stage-skipped.ts'
import { stageUnderstated as specStageUnderstated } from './spec/stage-understated.ts'
import { unitMissing as specUnitMissing } from './spec/unit-missing.ts'
import { agreedLate as successAgreedLate } from './success/agreed-late.ts'
import { barMoved as successBarMoved } from './success/bar-moved.ts'
import { baselineMissing as successBaselineMissing } from './success/baseline-missing.ts'
import { guardrailMissing as successGuardrailMissing } from './success/guardrail-missing.ts'
import { guardrailNoMargin as successGuardrailNoMargin } from './success/guardrail-no-margin.ts'
import { modelMetric as successModelMetric } from './success/model-metric.ts'
import { noErrorRate as successNoErrorRate } from './success/no-error-rate.ts'
import { perfection as successPerfection } from './success/perfection.ts'
import { ratioUndefined as successRatioUndefined } from './success/ratio-undefined.ts'
import { targetDirection as successTargetDirection } from './success/target-direction.ts'
import { vagueMetric as successVagueMetric } from './success/vague-metric.ts'
import { noRoadmap as useCaseNoRoadmap } from './use-case/no-roadmap.ts'
import { noSimplerAlternative as useCaseNoSimplerAlternative } from './use-case/no-simpler-alternative.ts'
import { notRecoverable as useCaseNotRecoverable } from './use-case/not-recoverable.ts'
import { unbounded as useCaseUnbounded } from './use-case/unbounded.ts'
import { unitMismatch as useCaseUnitMismatch } from './use-case/unit-mismatch.ts'

/** Every rule, in the order in which they are listed: section by section, as a reader of pilot.yaml meets them. */
// biome-ignore format: a section a paragraph
export const documentedRules: readonly Rule[] = [
  specUnitMissing, specPlaceholder, specPathMissing, evidenceBroken, evidenceUnproven, evidenceHistoryUnread,
  specFieldMissing, specChecklistIncomplete,
  specStageSkipped, specStageUnderstated, specDuplicateId, specOverdue, specExceptionInvalid,
  useCaseUnbounded, useCaseNotRecoverable, useCaseNoSimplerAlternative, useCaseNoRoadmap,
  useCaseUnitMismatch,
  successVagueMetric, successModelMetric, successBaselineMissing, successTargetDirection,
  successGuardrailMissing, successGuardrailNoMargin, successRatioUndefined, successNoErrorRate,
  successAgreedLate, successBarMoved, successPerfection,
  ownerMissing, ownerIsPerson, ownerIsVendor, ownerIsChampion, ownerNotAccepted, ownerCodeowners,
  ownerRunbookThin, ownerRunbookAlertGap,
  integrationNotLive, integrationUnscoped, integrationFreshnessConflict, integrationRateLimitBelowPeak,
  dataNotReal, dataHappyPath, dataEvalTooSmall, dataEvalMismatch, dataEvalFailed, dataSegmentsBlind,
  modelUnpinned, modelRetiresEarly,
  fallbackMissing, fallbackNotIndependent, fallbackOverCapacity, fallbackSlow,
  drillsStale,
  rollbackIncomplete, rollbackTriggerUnmonitored, rollbackBlastRadius, rollbackSlow, rollbackFlagMissing,
  monitoringBlind, monitoringConfidenceIsQuality, monitoringAlertAfterRollback, monitoringGuardrailUnwatched,
  monitoringUnitMismatch, monitoringUnrouted, monitoringWindowStarved, monitoringCostAlertRange,
  monitoringRuleMismatch,
  costDemoVolumeOnly, costPeakBelowAverage, costComponentMissing, costImplausible, costNoValue,
  costNegativeMargin, costFragile, costLikelyLoss, costPriceMismatch, costNoSpendLimit, costOversightCapacity,
  guardrailsActionsMissing, guardrailsIrreversibleUnapproved, guardrailsEffectUnderstated, guardrailsToolsUnlisted,
  guardrailsInputOpen, guardrailsOutputOpen, guardrailsScopeExcess, guardrailsNoDisclosure,
  peopleSurprised, peopleNoEnablement, peopleHandoffUnlisted,
  rolloutBigBang, rolloutJump, rolloutNoExit, rolloutSoftExit, rolloutNoControl, rolloutShadowActs, rolloutShadowUnobservable,
  rolloutShortWindow, rolloutUnderpowered, rolloutGuardrailUnderpowered, rolloutUnlikelyExit, rolloutLetsUselessThrough,
  rolloutNeedlessReview,
  rolloutUnitMismatch, rolloutDates,
  resultsBelowBreakEven,
  resultsNotProven, resultsRefuted, resultsIncomplete, resultsTooFew, resultsNotFinal, resultsMixedSteps,
  resultsSrm, resultsLopsided, resultsImplausible, resultsSegments, resultsPeeking, resultsStale, resultsDropped, resultsRecounted, resultsEmptyDays, rolloutPaused, evidenceBackdated, evidenceHistoryShort,
  rolloutFlagMismatch,
]

export const rules: readonly Check[] = [...documentedRules]

const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`)

/** Whether a rule speaks of a field, of a part of it, or of all that the field is a part of. */
const speaksOf = ({ fields }: Rule, field: string): boolean =>
  fields.some(
    (own) =>
      isWithin(own, field) || (isWithin(field, own) && !fields.some((other) => other !== own && isWithin(other, own))),
  )

/** The rules about a field, dotted and without indexes: of a section those that are named for it. */
export const rulesAbout = (field: string): readonly Rule[] => {
  const section = `${field.replaceAll('_', '-')}/`
  const own = documentedRules.filter(({ id }) => id.startsWith(section))
  return own.length > 0 ? own : documentedRules.filter((rule) => speaksOf(rule, field))
}
