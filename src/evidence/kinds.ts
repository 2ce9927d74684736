import { alertRulesKind } from './alert-rules/kind.ts'
import { billKind } from './bill/kind.ts'
import { contractKind } from './contract/kind.ts'
import { costSectionKind } from './cost-section/kind.ts'
import { drillReportKind } from './drill-report/kind.ts'
import { evalResultsKind } from './eval-results/kind.ts'
import { evalSetKind } from './eval-set/kind.ts'
import { flagKind } from './feature-flag/kind.ts'
import { historyKind } from './history/kind.ts'
import type { EvidenceKind } from './kind.ts'
import { runbookKind } from './markdown/kind.ts'
import { outputSchemaKind } from './output-schema/kind.ts'
import { ownershipKind } from './ownership/kind.ts'
import { pricesKind } from './prices/kind.ts'
import { resultsKind } from './results/kind.ts'

/** Every kind of evidence, in the order of pilot.yaml. */
export const evidenceKinds: readonly EvidenceKind[] = [
  ownershipKind,
  runbookKind,
  contractKind,
  evalSetKind,
  evalResultsKind,
  flagKind,
  drillReportKind,
  alertRulesKind,
  costSectionKind,
  pricesKind,
  billKind,
  outputSchemaKind,
  resultsKind,
  historyKind,
]
