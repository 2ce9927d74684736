import type { Grading } from '../grading.ts'
import { costGradings } from './cost.ts'
import { dataGradings } from './data.ts'
import { guardrailGradings } from './guardrails.ts'
import { operationGradings } from './operations.ts'
import { recoveryGradings } from './recovery.ts'
import { rolloutGradings } from './rollout.ts'
import { successGradings } from './success.ts'

/** Every grading; the first one whose place fits a change counts. */
export const gradings: readonly Grading[] = [
  ...successGradings,
  ...dataGradings,
  ...rolloutGradings,
  ...recoveryGradings,
  ...operationGradings,
  ...guardrailGradings,
  ...costGradings,
]
