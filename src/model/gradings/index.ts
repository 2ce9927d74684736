import type { Grading } from '../grading.ts'
import { costGradings } from './cost.ts'
import { dataGradings } from './data.ts'
import { guardrailMetricGradings } from './guardrail-metrics.ts'
import { guardrailGradings } from './guardrails.ts'
import { operationGradings } from './operations.ts'
import { proofGradings } from './proof.ts'
import { recoveryGradings } from './recovery.ts'
import { rolloutGradings } from './rollout.ts'
import { successGradings } from './success.ts'
import { systemGradings } from './systems.ts'
import { useCaseGradings } from './use-case.ts'

/** Every grading; the first one whose place fits a change counts. */
export const gradings: readonly Grading[] = [
  ...successGradings,
  ...guardrailMetricGradings,
  ...dataGradings,
  ...systemGradings,
  ...rolloutGradings,
  ...proofGradings,
  ...recoveryGradings,
  ...operationGradings,
  ...useCaseGradings,
  ...guardrailGradings,
  ...costGradings,
]
