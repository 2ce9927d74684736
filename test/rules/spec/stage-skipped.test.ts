import { stageSkipped } from '../../../src/rules/spec/stage-skipped.ts'
import { table } from '../table.ts'

table(stageSkipped, [
  {
    name: 'a stage that is over, without results',
    for: 'limited',
    yaml: `stage: limited
rollout:
  shadow: 21d  # expect: spec/stage-skipped
  limited: 5% for 14d
`,
    says: ['`rollout.shadow.results` is missing, but the stage is limited'],
    helps: [
      'shadow: {duration: 21d, results: <file of the results>}  # in rollout: or stay in shadow until it has results',
    ],
    severity: 'error',
  },
  {
    name: 'every stage before the declared one, whatever is asked',
    for: 'shadow',
    yaml: `stage: full
rollout:
  shadow: {results: a.json}
  limited: 5% for 14d  # expect: spec/stage-skipped
  progressive: [20% for 7d]  # expect: spec/stage-skipped
  full: 95%
`,
  },
  {
    name: 'a file in shadow that is judged for production',
    for: 'limited',
    yaml: `stage: shadow
rollout:
  shadow: 21d  # expect: spec/stage-skipped
  limited: 5% for 14d
`,
  },
  {
    name: 'results that are named, whether they are there or not, and the stage of the file itself',
    for: 'limited',
    files: {},
    yaml: 'stage: limited\nrollout: {shadow: {results: none.json}, limited: 5% for 14d}\n',
  },
  {
    name: 'stages that are not planned, and a rollout that is not there',
    for: 'progressive',
    yaml: 'stage: progressive\nrollout: {progressive: [20% for 7d]}\n',
  },
  { name: 'no rollout', for: 'full', yaml: 'stage: full\n' },
  {
    name: 'results that cannot be read',
    for: 'limited',
    yaml: 'stage: limited\nrollout: {shadow: {results: 7}}\n',
  },
  {
    name: 'a review in the place of statistics',
    for: 'limited',
    yaml: `stage: limited
rollout:
  shadow:  # expect: spec/stage-skipped
    prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal, review: review.yaml}
`,
    files: { 'review.yaml': '{cases: 40, passed: 40, on: 2026-11-02, by: acme/quality}\n' },
    says: ['`rollout.shadow.results` is missing, but the stage is limited; "acme/legal" accepted an expert review'],
    severity: 'warning',
  },
  ...([60_000, 60] as const).map((volume) => ({
    name: `a review beside ${volume} chats a month`,
    for: 'progressive' as const,
    yaml: `use_case: {unit: chat}
success: {metric: m_rate, window: 7d, baseline: 22%, target: at least 35%}
cost: {volume: {full: ${volume}/month}}
rollout:
  assign_by: chat
  limited:  # expect: spec/stage-skipped
    traffic: 5%
    control: 5%
    duration: 28d
    exit: [m_rate above control]
    prove: {by: expert_review, why: to be sure, approver: acme/legal, review: review.yaml}
`,
    files: { 'review.yaml': '{cases: 40, passed: 40, on: 2026-11-02, by: acme/quality}\n' },
    says: [
      `\`rollout.limited.results\` is missing, but the stage is progressive; ${
        volume === 60
          ? '"acme/legal" accepted an expert review'
          : 'expert review is not accepted, because the traffic is enough for a test'
      }`,
    ],
    severity: volume === 60 ? ('warning' as const) : ('error' as const),
  })),
  ...[
    '',
    '{cases: 40, passed: 41, on: 2026-11-02, by: acme/quality}',
    '{cases: 0, passed: 0, on: 2026-11-02, by: a}',
  ].map((text) => ({
    name: `a review of ${text || 'no byte'}`,
    for: 'limited' as const,
    yaml: `rollout:
  shadow:  # expect: spec/stage-skipped
    prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal, review: review.yaml}
`,
    files: { 'review.yaml': text },
    severity: 'error' as const,
  })),
])
