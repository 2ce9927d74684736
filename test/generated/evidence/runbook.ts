import { mebibyte, type Page } from './page.ts'

export const runbookPage: Page = {
  title: 'Runbook sections',
  shows: 'Whether the runbook has the five sections of an incident, and one for every alert.',
  fact: 'runbook',
  formats: [
    {
      name: 'Markdown',
      reads:
        'Headings with the anchors that GitHub makes, in a repository of GitLab also those that GitLab makes, in one of Bitbucket its own, which begin with `markdown-header-`, and those of `<a id>`, `<a name>` and `{#slow}` behind a heading.',
      maxBytes: mebibyte,
      path: 'docs/runbook.md',
      sample: {
        'docs/runbook.md': `# Runbook

## Slow answers
### Impact
Customers wait.
### Diagnosis
See the latency board.
### Mitigation
Turn the cache on.
### Rollback
Turn the flag order-status-ai off.
### Escalation
pagerduty:PSUPAI
`,
      },
    },
  ],
  claim: `owner: {team: acme/support-platform, runbook: FILE}
monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: above 4s, runbook: slow-answers}]}
`,
  lie: `owner: {team: acme/support-platform, runbook: FILE}
monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: above 4s, runbook: cost-spike}]}
`,
  unread: { path: 'docs/runbook.docx', text: 'PK\u0003\u0004' },
  broken: { path: 'docs/runbook.md', text: '# Runbook\0\n' },
  notes: 'At most 20,000 lines.',
}
