import type { Rule } from '../rule.ts'

export const runbookThin: Rule = {
  id: 'owner/runbook-thin',
  severity: 'error',
  from: 'limited',
  summary: 'The owner has a runbook with impact, diagnosis, mitigation, rollback and escalation',
  why: 'Whoever is paged at night did not build the system; without a page to follow, the first incident is spent looking for the person who did.',
  details: `The file has to name a runbook. That it exists is for \`spec/path-missing\`; where it is a Markdown file of the repository, its headings are read as evidence. A URL is accepted and stays unverified.`,
  seed: ['S17'],
  references: ['prometheus-operator runbook template'],
  examples: {
    ready: `owner: {team: acme/fraud-platform, runbook: docs/runbooks/card-fraud.md}
`,
    notReady: `owner: {team: acme/fraud-platform, on_call: "pagerduty:PFRAUD"}  # expect: owner/runbook-thin
`,
  },

  *check({ pilot: { owner } }) {
    if (owner === undefined || owner.runbook !== undefined) return
    yield {
      path: ['owner', 'runbook'],
      message: 'the owner has no runbook',
      help: 'owner.runbook: docs/runbooks/order-status.md, a page with the headings impact, diagnosis, mitigation, rollback and escalation',
      absent: true,
    }
  },
}
