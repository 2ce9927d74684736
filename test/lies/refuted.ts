import type { Lie } from './lie.ts'
import { arm, before, json, results, treated } from './parcel.ts'

const limited = (treatment: object, control: object = results.limited.arms.control) => ({
  files: { 'rollout/limited.json': json({ ...results.limited, arms: { treatment, control } }) },
})

const full = (treatment: object, control: object = results.full.arms.control) => ({
  files: { 'rollout/full.json': json({ ...results.full, arms: { treatment, control } }) },
})

const [small, large] = results.progressive.phases as [
  (typeof results.progressive.phases)[number],
  (typeof results.progressive.phases)[number],
]

/** The second step of progressive, with other arms. */
const progressive = (treatment: object, control: object = large.arms.control) => ({
  files: {
    'rollout/progressive.json': json({
      ...results.progressive,
      phases: [small, { ...large, arms: { treatment, control } }],
    }),
  },
})

const both = (part: object) =>
  [
    { ...large.arms.treatment, ...part },
    { ...large.arms.control, ...part },
  ] as const

const exits = 'self_service_rate above control, self_service_rate at least 45%, guardrail_metrics hold'

/** Results that refute what was promised. */
export const refuted: readonly Lie[] = [
  {
    line: 1,
    name: 'full at 17.7% where control has 31.4%',
    rule: 'results/refuted',
    ...full(arm(0.95, 92, { ...treated, good: 0.177 })),
  },
  {
    line: 1,
    name: 'full with 11.4% errors under a limit of 2%',
    rule: 'results/refuted',
    ...full(arm(0.95, 92, { ...treated, wrong: 0.114 })),
  },
  {
    line: 1,
    name: 'full with csat 2.1 where control has 4.05',
    rule: 'results/refuted',
    ...full(arm(0.95, 92, { ...treated, csat: 2.1 })),
  },
  {
    line: 1,
    name: 'an exit of full, which is not judged',
    rule: 'schema/additionalProperties',
    edits: [
      [
        'pilot.yaml',
        'results: rollout/full.json}',
        'results: rollout/full.json, exit: [self_service_rate at least 10%]}',
      ],
    ],
  },
  {
    line: 2,
    name: 'a significant lift of 1.6 points, below break-even',
    rule: 'results/below-break-even',
    ...full(arm(0.95, 92, { ...treated, good: 0.46 }), arm(0.05, 92, { ...before, good: 0.4436 })),
  },
  {
    line: 3,
    name: 'an exit of 10% under a target of 45%',
    rule: 'rollout/soft-exit',
    always: true,
    edits: [['pilot.yaml', 'self_service_rate at least 45%, guardrail', 'self_service_rate at least 10%, guardrail']],
  },
  {
    line: 3,
    name: 'an exit of 50% errors beside a limit of 2%',
    rule: 'rollout/soft-exit',
    always: true,
    edits: [['pilot.yaml', 'wrong_window_rate at most 2%]', 'wrong_window_rate at most 50%]']],
  },
  {
    line: 3,
    name: 'not below baseline, at 46% where control has 60%',
    rule: 'results/refuted',
    always: true,
    edits: [['pilot.yaml', exits, 'self_service_rate not below baseline']],
    ...progressive(arm(0.5, 28, { ...treated, good: 0.46 }), arm(0.2, 28, { ...before, good: 0.6 })),
  },
  {
    line: 4,
    name: 'two steps in one count',
    rule: 'results/mixed-steps',
    files: {
      'rollout/progressive.json': json({
        ...results.progressive,
        phases: [
          {
            ...large,
            from: small.from,
            traffic: undefined,
            arms: { treatment: arm(0.44, 35, treated), control: arm(0.2, 35, before) },
          },
        ],
      }),
    },
  },
  {
    line: 5,
    name: 'a lift that three outcomes of each customer carry, where 1.2 are declared',
    rule: 'results/not-proven',
    ...limited(
      { ...arm(0.05, 21, { ...treated, good: 0.326 }), assigned: 960 },
      { ...results.limited.arms.control, assigned: 960 },
    ),
  },
  {
    line: 6,
    name: '0 of 32 errors',
    rule: 'results/not-proven',
    ...limited({ ...results.limited.arms.treatment, wrong_window_rate: { good: 0, total: 32 } }),
  },
  {
    line: 7,
    name: '175 outcomes where 39,200 were planned',
    rule: 'results/too-few',
    ...progressive({ ...large.arms.treatment, self_service_rate: { good: 82, total: 175, observed: 150 } }),
  },
  {
    line: 8,
    name: '0.6 outcomes of each customer, 1.2 in control',
    rule: 'results/lopsided',
    ...progressive({ ...large.arms.treatment, self_service_rate: { good: 9000, total: 19200, observed: 31700 } }),
  },
  {
    line: 8,
    name: 'csat answered by 18% and by 4%',
    rule: 'results/lopsided',
    ...progressive(
      { ...large.arms.treatment, csat: { mean: 4.04, sd: 1.09, n: 6900 } },
      { ...large.arms.control, csat: { mean: 4.05, sd: 1.09, n: 615 } },
    ),
  },
  {
    line: 9,
    name: 'a standard error as sd',
    rule: 'results/implausible',
    ...progressive(...both({ csat: { mean: 4.04, sd: 0.0154, n: 5000 } })),
  },
  {
    line: 9,
    name: 'an sd of 0',
    rule: 'results/implausible',
    ...progressive(...both({ csat: { mean: 4.04, sd: 0, n: 5000 } })),
  },
  {
    line: 10,
    name: 'limited at 35.7% beside its control at 63.5%',
    rule: 'results/refuted',
    ...limited(arm(0.05, 21, { ...treated, good: 0.357 }), arm(0.05, 21, { ...before, good: 0.635 })),
  },
  {
    line: 11,
    name: 'results until today, with a window of three days',
    rule: 'results/not-final',
    files: { 'rollout/full.json': json({ ...results.full, to: '2027-06-14' }) },
  },
  {
    line: 11,
    name: 'results until next week',
    rule: 'evidence/backdated',
    files: { 'rollout/full.json': json({ ...results.full, to: '2027-06-21' }) },
  },
  {
    line: 1,
    name: 'full at 40%, better than its control and below its target',
    rule: 'results/not-proven',
    files: {
      'rollout/full.json': json({
        ...results.full,
        arms: { ...results.full.arms, treatment: arm(0.95, 92, { ...treated, good: 0.4 }) },
      }),
    },
  },
  {
    line: 1,
    name: 'the best week of full',
    rule: 'results/incomplete',
    files: {
      'rollout/full.json': json({
        ...results.full,
        from: '2027-05-25',
        arms: { treatment: arm(0.95, 7, treated), control: arm(0.05, 7, before) },
      }),
    },
  },
  {
    line: 12,
    name: 'no number of customers assigned',
    rule: 'results/srm',
    ...progressive(...both({ assigned: undefined })),
  },
]
