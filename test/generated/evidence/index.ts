import { alertRoutesPage } from './alert-routes.ts'
import { alertRulesPage } from './alert-rules.ts'
import { billPage } from './bill.ts'
import { contractPage } from './contract.ts'
import { costSectionPage } from './cost-section.ts'
import { drillRecordPage } from './drill-record.ts'
import { evalResultsPage } from './eval-results.ts'
import { evalSetPage } from './eval-set.ts'
import { exceptionsPage } from './exceptions.ts'
import { flagPage } from './feature-flag.ts'
import { historyPage } from './history.ts'
import { onCallPage } from './on-call.ts'
import { outputSchemaPage } from './output-schema.ts'
import { ownershipPage } from './ownership.ts'
import type { Page } from './page.ts'
import { pricesPage } from './prices.ts'
import { resultsPage } from './results.ts'
import { reviewPage } from './review.ts'
import { runbookPage } from './runbook.ts'
import { toolSurfacePage } from './tool-surface.ts'

/** Every kind of evidence, in the order of pilot.yaml. */
export const pages: readonly Page[] = [
  ownershipPage,
  onCallPage,
  runbookPage,
  contractPage,
  evalSetPage,
  evalResultsPage,
  flagPage,
  drillRecordPage,
  alertRulesPage,
  alertRoutesPage,
  costSectionPage,
  pricesPage,
  billPage,
  toolSurfacePage,
  outputSchemaPage,
  resultsPage,
  reviewPage,
  exceptionsPage,
  historyPage,
]
