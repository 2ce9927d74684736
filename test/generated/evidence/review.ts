import { mebibyte, type Page } from './page.ts'

export const reviewPage: Page = {
  title: 'Expert reviews',
  shows: 'How many cases experts reviewed, and how many passed, if traffic can never be enough for statistics.',
  fact: 'reviews',
  formats: [
    {
      name: 'YAML',
      reads:
        'The keys `cases`, `passed`, `on` and `by`, as in the [schema](https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/review.schema.json).',
      maxBytes: mebibyte,
      path: 'governance/contract-review.yaml',
      sample: {
        'governance/contract-review.yaml': 'cases: 40\npassed: 40\non: 2026-11-10\nby: acme/legal\n',
      },
    },
    {
      name: 'JSON',
      reads: 'The same keys.',
      maxBytes: 10 * mebibyte,
      path: 'governance/contract-review.json',
      sample: {
        'governance/contract-review.json': '{"cases": 40, "passed": 40, "on": "2026-11-10", "by": "acme/legal"}\n',
      },
    },
  ],
  claim: `champion: j.meyer
rollout:
  limited: {prove: {by: expert_review, why: 40 contracts a month, approver: acme/board, review: FILE}}
`,
  lie: `champion: acme/legal
rollout:
  limited: {prove: {by: expert_review, why: 40 contracts a month, approver: acme/board, review: FILE}}
`,
  unread: { path: 'governance/contract-review.docx', text: 'PK' },
  broken: { path: 'governance/contract-review.yaml', text: 'cases: 40\npassed: all\n' },
}
