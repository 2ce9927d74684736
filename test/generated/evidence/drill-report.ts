import { kibibyte, type Page } from './page.ts'

const mostBytes = 256 * kibibyte

export const drillReportPage: Page = {
  title: 'Drill report',
  shows: 'On which day each drill was held, how long it took, and whether it succeeded.',
  fact: 'drillReport',
  formats: [
    {
      name: 'A text',
      reads:
        'Days in the forms of several languages (`2026-11-04`, `4 November 2026`, `Nov 4, 2026`, `04.11.2026`), the drill of a line or of the heading above it, times such as `7 min`, and words such as postponed or failed.',
      mostBytes,
      path: 'docs/drills.md',
      sample: {
        'docs/drills.md': `# Drills

| drill | date | result |
| --- | --- | --- |
| fallback | 4 November 2026 | template replies within 2 min |
| rollback | 4 November 2026 | flag off for everyone after 7 min |
`,
      },
    },
    {
      name: 'Data',
      reads: 'The same, line by line; it has to be valid JSON or YAML.',
      mostBytes,
      path: 'docs/drills.yaml',
      sample: {
        'docs/drills.yaml': `- {drill: fallback, held: 2026-11-04, took: 2 min}
- {drill: rollback, held: 2026-11-04, took: 7 min}
`,
      },
    },
  ],
  claim: `rollback: {time: at most 10m}
drills: {fallback: 2026-11-04, rollback: 2026-11-04, report: FILE}
`,
  lie: `rollback: {time: at most 5m}
drills: {fallback: 2026-11-12, rollback: 2026-11-04, report: FILE}
`,
  unread: { path: 'docs/drills.pdf', text: '%PDF-1.7\n' },
  broken: { path: 'docs/drills.yaml', text: '- {drill: fallback\n' },
}
