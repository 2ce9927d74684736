import { mebibyte, type Page } from './page.ts'

export const drillRecordPage: Page = {
  title: 'Drill record',
  shows: 'On which day each drill was held, how long it took, and whether it passed.',
  fact: 'drillRecord',
  formats: [
    {
      name: 'Markdown with front matter',
      reads:
        'The key `drills` of the front matter, as in the [schema](https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/drills.schema.json). The text below it is not read.',
      maxBytes: 10 * mebibyte,
      path: 'docs/drills.md',
      sample: {
        'docs/drills.md': `---
title: Drills of November 2026
drills:
  - {what: fallback, on: 2026-11-04, outcome: passed, by: acme/support-platform}
  - {what: rollback, on: 2026-11-04, took: 7m, outcome: passed, by: acme/support-platform}
  - {what: load, on: 2026-11-05, rate: 32/min, outcome: passed, by: acme/support-platform}
---

The template replies were sent within two minutes.
`,
      },
    },
    {
      name: 'Data',
      reads: 'The same key of a YAML or JSON file.',
      maxBytes: mebibyte,
      path: 'docs/drills.yaml',
      sample: {
        'docs/drills.yaml': `drills:
  - {what: fallback, on: 2026-11-04, outcome: passed, by: acme/support-platform}
  - {what: rollback, on: 2026-11-04, took: 7m, outcome: passed, by: acme/support-platform}
  - {what: load, on: 2026-11-05, rate: 32/min, outcome: passed, by: acme/support-platform}
`,
      },
    },
  ],
  claim: `rollback: {time: at most 10m}
drills: FILE
`,
  lie: `rollback: {time: at most 5m}
drills: FILE
`,
  unread: { path: 'docs/drills.pdf', text: '%PDF-1.7\n' },
  broken: { path: 'docs/drills.md', text: '# Drills\n\nAll went well.\n' },
}
