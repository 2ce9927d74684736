import type { Page } from './page.ts'

export const historyPage: Page = {
  title: 'History',
  shows: 'When the bar was committed, when each stage began, and whether the bar moved after that.',
  fact: 'history',
  formats: [],
  claim: `stage: limited
started: 2026-09-14
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
`,
  lie: `stage: limited
started: 2026-09-14
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 30%}
`,
  past: [
    {
      date: '2026-10-05',
      yaml: `stage: shadow
started: 2026-09-14
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
`,
    },
    {
      date: '2026-09-07',
      yaml: `stage: pilot
started: 2026-09-14
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
`,
    },
  ],
  notes:
    'Read from git, from `shadow` on, with `rev-parse`, `rev-list`, `diff-tree` and `cat-file` alone; nothing is fetched. Versions of more than 1 MiB are left out. More than 500 versions, 32 MiB, or 3 MiB of relevant lines are an error, and a shallow clone is unverified unless it ends before the bar was agreed and the pilot started: check out with `fetch-depth: 0`. The prompt that `model.prompt` names is compared with the one that the latest results were committed with, by `results/stale`, and the last run on the eval set, by `data/eval-failed`; days in results, drill records and eval runs with the commit that added them, by `evidence/backdated`. A file that `pilot.yaml` named by another path before is as old as its content.',
}
