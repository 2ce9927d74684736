import { createHash } from 'node:crypto'
import { edit, type Lie, progressiveOf, stages } from './lie.ts'
import { arm, before, results as honest, json, treated } from './parcel.ts'

const rows = `unit,arm,day,self_service_rate,wrong_window_rate,csat
a,treatment,2026-11-02,1,0,4
b,control,2026-11-02,0,0,4
`

/** Results that cannot be, or that a soft exit lets pass. */
export const results: readonly Lie[] = [
  {
    line: 6,
    name: 'progressive without the target, at 33%',
    rule: 'rollout/soft-exit',
    always: true,
    edits: edit('self_service_rate at least 45%, guardrail', 'guardrail'),
    files: progressiveOf({ ...treated, good: 0.33 }),
  },
  {
    line: 7,
    name: 'exits of 1%, 40 of 40 and no control',
    rule: 'rollout/soft-exit',
    always: true,
    edits: [...edit(/exit: \[[^\]]*\]/g, 'exit: [m_rate at least 1%]'), ...edit(/, control: \d+%/g, '')],
    files: Object.fromEntries(
      (['limited', 'full'] as const).map((stage) => [
        `rollout/${stage}.json`,
        json({ ...honest[stage], arms: { treatment: { assigned: 40, m_rate: { good: 40, total: 40 } } } }),
      ]),
    ),
  },
  {
    line: 8,
    name: 'csat 2.9 beside 4.05, and an exit without guardrails',
    rule: 'results/refuted',
    always: true,
    edits: edit(', guardrail_metrics hold', ''),
    files: progressiveOf({ ...treated, csat: 2.9 }),
  },
  {
    line: 9,
    name: 'a lift of 1.4 points where 14 were promised',
    rule: 'results/below-break-even',
    files: {
      'rollout/full.json': json({
        ...honest.full,
        arms: { treatment: arm(0.95, 92, { ...treated, good: 0.328 }), control: honest.full.arms.control },
      }),
    },
  },
  {
    line: 16,
    name: 'ten times the chats',
    rule: 'results/too-few',
    files:
      progressiveOf(treated) &&
      stages((phase) => ({ ...phase, arms: { treatment: arm(5, 28, treated), control: arm(2, 28, before) } })),
  },
  {
    line: 16,
    name: 'three times the chats at full',
    rule: 'results/too-few',
    files: {
      'rollout/full.json': json({
        ...honest.full,
        arms: {
          treatment: { ...arm(3 * 0.95, 92, treated), assigned: honest.full.arms.treatment.assigned },
          control: { ...arm(3 * 0.05, 92, before), assigned: honest.full.arms.control.assigned },
        },
      }),
    },
  },
  {
    line: 16,
    name: 'more ratings than chats',
    rule: 'results/implausible',
    files: stages((phase) => ({
      ...phase,
      arms: { ...phase.arms, treatment: { ...phase.arms.treatment, csat: { mean: 4.04, sd: 1.09, n: 90000 } } },
    })),
  },
  {
    line: 16,
    name: 'csat 9 on a scale of 1-5',
    rule: 'results/implausible',
    files: progressiveOf({ ...treated, csat: 9 }),
  },
  {
    line: 16,
    name: 'limited copied from progressive',
    rule: 'results/too-few',
    files: { 'rollout/limited.json': json({ ...honest.limited, arms: honest.progressive.phases[0]?.arms }) },
  },
  {
    line: 16,
    name: 'good counts with rows that differ',
    rule: 'evidence/broken',
    files: {
      'analytics/limited.csv': rows,
      'rollout/limited.json': json({
        ...honest.limited,
        source: { file: 'analytics/limited.csv', sha256: createHash('sha256').update(rows).digest('hex') },
      }),
    },
  },
]
