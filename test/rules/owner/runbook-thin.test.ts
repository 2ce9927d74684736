import { runbookThin } from '../../../src/rules/owner/runbook-thin.ts'
import { table } from '../table.ts'

table(runbookThin, [
  {
    name: 'no runbook',
    yaml: 'owner: acme/fraud-platform # expect: owner/runbook-thin',
    says: ['the owner has no runbook'],
    helps: [
      'owner.runbook: docs/runbooks/order-status.md, a page with the headings impact, diagnosis, mitigation, rollback and escalation',
    ],
    severity: 'error',
  },
  { name: 'a runbook in the repository', yaml: 'owner: {team: acme/fraud, runbook: docs/runbook.md}' },
  { name: 'closest: a runbook in a wiki', yaml: 'owner: {runbook: "https://wiki.example/fraud"}' },
  { name: 'a placeholder is for spec/placeholder', yaml: 'owner: {team: acme/fraud, runbook: TODO}' },
  { name: 'no owner is for owner/missing', yaml: 'champion: j.meyer' },
  { name: 'before limited', for: 'shadow', yaml: 'owner: acme/fraud-platform' },
])
