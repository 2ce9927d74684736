import { mebibyte, type Page } from './page.ts'

export const resultsPage: Page = {
  title: 'Results of a stage',
  shows:
    'Whether a stage met its exit conditions: counts and means by arm, the days, the model and the number of looks.',
  fact: 'results',
  formats: [
    {
      name: 'Shadow, with one arm, as JSON',
      reads:
        '`good` and `total` of a proportion, `mean`, `sd` and `n` of a mean, `above`, `limit` and `total` of a percentile, as in the [schema](https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/results.schema.json). A shadow file has only the arm `treatment`.',
      maxBytes: 10 * mebibyte,
      path: 'rollout/shadow.json',
      sample: {
        'rollout/shadow.json': `{
  "stage": "shadow", "from": "2026-10-05", "to": "2026-10-25",
  "model": "small-2-20260801", "looks": 1,
  "arms": {"treatment": {
    "match_rate": {"good": 262, "total": 700},
    "latency_p95": {"above": 21, "limit": "4s", "total": 700}
  }}
}
`,
      },
    },
    {
      name: 'Two arms, as YAML',
      reads:
        'The same, with the arm `control` beside it and `assigned` in both. A stage of several steps has a phase for each, under `phases`.',
      maxBytes: mebibyte,
      path: 'rollout/limited.yaml',
      sample: {
        'rollout/limited.yaml': `stage: limited
from: '2026-10-05'
to: '2026-10-25'
model: small-2-20260801
looks: 1
arms:
  treatment: {assigned: 720, match_rate: {good: 262, total: 700}}
  control: {assigned: 715, match_rate: {good: 210, total: 700}}
`,
      },
      claim: `stage: limited
model: {id: small-2-20260801}
rollout:
  limited: {traffic: 5%, control: 5%, duration: 21d, exit: [match_rate above control], results: FILE}
`,
    },
  ],
  claim: `stage: shadow
model: {id: small-2-20260801}
rollout:
  shadow: {duration: 21d, exit: [match_rate at least 30%], results: FILE}
`,
  lie: `stage: shadow
model: {id: small-2-20260801}
rollout:
  shadow: {duration: 21d, exit: [match_rate at least 35%], results: FILE}
`,
  unread: { path: 'rollout/shadow.xlsx', text: 'PK\u0003\u0004' },
  broken: { path: 'rollout/shadow.json', text: '{"stage": "shadow", "from": "2026-10-05"}\n' },
  notes:
    'The file of a stage is due from the stage after it on. `source` counts only if the file is in the repository, its SHA-256 matches, however git ends the lines of a text, and its rows, counted again by the days of the results and the windows of the pilot, are the same; `columns` names the columns that have other names. An export of GrowthBook or a Pulse summary of Statsig replaces the rows: its users and totals have to be those of the results. So does the difference in such an export, if `source` below `differences` names it; any other difference is only stated. A file of up to 10 MiB is counted, and a million rows in a run, 250,000 more for each pilot. At most 500 entries in one place; several documents in one file are an error.',
}
