import { answer, planOf } from '../../../src/finance/plans/stage-plan.ts'
import { tooFew } from '../../../src/rules/results/too-few.ts'
import { pilotOf } from '../../finance/fixture.ts'
import { type Row, table } from '../table.ts'
import { proportion, resultsFile } from './file.ts'

const guilty = '  # expect: results/too-few'

// 30,000 a month, 10%, 21 days: 2,100 in each arm.
const row = (
  name: string,
  treatment: object,
  says?: string,
  more: { readonly success?: string; readonly plan?: string } = {},
): Row => ({
  name,
  for: 'progressive',
  files: { 'r.json': resultsFile('limited', { m_rate: treatment }) },
  yaml: `success: {metric: m_rate${more.success ?? ''}}
cost: {volume: {full: 30000/month}}
rollout:
  ${more.plan ?? ''}
  limited: {traffic: 10%, results: r.json}${says === undefined ? '' : guilty}
`,
  ...(says !== undefined && { says: [says] }),
})

table(tooFew, [
  row('as planned', proportion(300, 2100)),
  {
    ...row('as planned, on five of seven days', proportion(300, 1500)),
    yaml: `success: {metric: m_rate}
cost: {volume: {full: 1000/workday}}
rollout: {limited: {traffic: 10%, results: r.json}}
`,
  },
  row('closest: 80% of the plan', proportion(300, 1680)),
  {
    ...row('less than 80%', proportion(300, 1679), 'm_rate has 1679 observations in treatment, but 2100 were planned'),
    severity: 'warning',
  },
  {
    ...row('less than half', proportion(30, 1049), 'm_rate has 1049 observations in treatment, but 2100 were planned'),
    severity: 'error',
  },
  row('three times as many', proportion(300, 6300)),
  row(
    'more than three times',
    proportion(300, 6301),
    'm_rate has 6301 observations in treatment, but 2100 were planned',
  ),
  {
    ...row('a smaller share in the results than in the plan', proportion(100, 630)),
    files: { 'r.json': resultsFile('limited', { m_rate: proportion(100, 630) }, undefined, { traffic: '3%' }) },
    yaml: `success: {metric: m_rate}
cost: {volume: {full: 30000/month}}
rollout:
  limited: {traffic: 10%, results: r.json}${guilty}
`,
    says: ['m_rate has 630 observations in treatment, but 2100 were planned'],
  },
  ...([10, 11] as const).map((total) => ({
    ...row(
      `${total} where hardly one was planned`,
      proportion(3, total),
      total > 10 ? 'm_rate has 11 observations in treatment, but fewer than one was planned' : undefined,
    ),
    yaml: `success: {metric: m_rate}
cost: {volume: {full: 30000/month}}
rollout:
  limited: {traffic: 0.004%, results: r.json}${total > 10 ? guilty : ''}
`,
  })),
  row('a metric of a part of the units', proportion(30, 84), undefined, { success: ', share_of_units: 4%' }),
  row('a metric that few answer', proportion(30, 252), undefined, { success: ', response_rate: 12%' }),
  row('a metric of the units that are looked at', proportion(30, 630), undefined, {
    success: ', sampled: {limited: 30%, progressive: 4%}',
  }),
  row(
    'fewer than are looked at in this stage',
    proportion(30, 84),
    'm_rate has 84 observations in treatment, but 630 were planned',
    {
      success: ', sampled: {limited: 30%, progressive: 4%}',
    },
  ),
  row('a stage looks at as many as the one before it', proportion(30, 630), undefined, {
    success: ', sampled: {shadow: 30%, full: 4%}',
  }),
  row('a metric that counts fewer days', { ...proportion(300, 1400), to: '2026-10-18' }),
  row('a freeze in the middle', proportion(300, 1400), undefined, { plan: 'freeze: [2026-10-12..2026-10-18]' }),
  {
    ...row('no volume', proportion(3, 10)),
    yaml: 'success: {metric: m_rate}\nrollout: {limited: {traffic: 10%, results: r.json}}\n',
  },
  {
    name: 'progressive, copied from limited',
    for: 'full',
    files: {
      'l.json': resultsFile('limited', { m_rate: proportion(300, 2100) }),
      'p.json': resultsFile('progressive', { m_rate: proportion(300, 2100) }),
    },
    yaml: `rollout:
  limited: {traffic: 10%, results: l.json}
  progressive: {steps: [10%], results: p.json}${guilty}
`,
    says: ['"p.json" has the same counts in treatment as "l.json"'],
  },
  {
    name: 'too few to show what the exit asks for',
    for: 'progressive',
    files: { 'r.json': resultsFile('limited', { m_rate: proportion(10, 60) }, { m_rate: proportion(8, 60) }) },
    yaml: `success: {metric: m_rate, baseline: 22%, target: at least 35%}
cost: {volume: {full: 900/month}}
rollout:
  limited: {traffic: 10%, control: 10%, duration: 21d, exit: [m_rate above control], results: r.json}${guilty}
`,
    says: ['limited has power 0.35 for m_rate, but 0.8 is required: 60 and 60 observations'],
  },
])

// 30,000 a month, 95%, 21 days: 19,950.
const full = (total: number, mark = ''): Row => ({
  name: `${total} observations at full`,
  for: 'full',
  files: {
    'r.json': resultsFile('full', {
      m_rate: proportion(Math.min(300, Math.floor(total / 2)), total),
      csat: { mean: 4, sd: 1, n: 90000 },
    }),
  },
  yaml: `success: {metric: m_rate, guardrail_metrics: [{metric: csat, scale: 1-5}]}
cost: {volume: {full: 30000/month}}
rollout:
  full: {traffic: 95%, results: r.json}${mark}
`,
})

table(tooFew, [
  { ...full(199, guilty), says: ['m_rate has 199 observations in treatment, but 19950 were planned'] },
  full(200),
  full(39_900),
  { ...full(39_901, guilty), says: ['m_rate has 39901 observations in treatment, but 19950 were planned'] },
])

/** A guardrail metric at full that hardly anybody looked at. */
const reviewed = (total: number, control: number, mark = ''): Row => ({
  name: `${total} answers reviewed at full, and ${control} ratings in control`,
  for: 'full',
  files: {
    'r.json': resultsFile(
      'full',
      { m_rate: proportion(300, 19_950), wrong_rate: proportion(0, total), csat: { mean: 4, sd: 1, n: 9000 } },
      { m_rate: proportion(10, 1050), csat: { mean: 4, sd: 1, n: control } },
    ),
  },
  yaml: `success:
  metric: m_rate
  guardrail_metrics: [{metric: wrong_rate, limit: at most 2%}, {metric: csat, scale: 1-5, response_rate: 40%, max_drop: 0.1 points}]
cost: {volume: {full: 30000/month}}
rollout:
  full: {traffic: 95%, control: 5%, results: r.json}${mark}
`,
})

table(tooFew, [
  { ...reviewed(148, 420, guilty), says: ['wrong_rate has 148 observations in treatment, but 19950 were planned'] },
  // As many as show 2% without an error, and a hundredth of the answers that come.
  reviewed(149, 5),
  { ...reviewed(19_950, 4, guilty), says: ['csat has 4 observations in control, but 420 were planned'] },
])

const groups = (
  name: string,
  [treatment, control]: readonly [number, number],
  says?: string,
  { by = 'store', exit = 'm_rate above control' } = {},
): Row => {
  const arm = (assigned: number, good: number) => ({ assigned, m_rate: proportion(good, 10_000) })
  return {
    name,
    for: 'progressive',
    files: { 'r.json': resultsFile('limited', arm(treatment, 4000), arm(control, 2200)) },
    yaml: `use_case: {unit: order}
success: {metric: m_rate, baseline: 22%, target: at least 35%}
cost: {volume: {full: 142857/month}}
rollout:
  assign_by: ${by}
  intra_class_correlation: 0.0001
  limited: {traffic: 10%, control: 10%, duration: 21d, exit: [${exit}], results: r.json}${says === undefined ? '' : guilty}
`,
    ...(says !== undefined && { says: [says] }),
  }
}

table(tooFew, [
  groups('closest: four stores in each arm', [4, 4]),
  groups('two stores in control', [9, 2], '2 stores in control; a comparison of stores needs at least 4 in each arm'),
  groups('one store', [1, 4], '1 store in treatment; a comparison of stores needs at least 4 in each arm'),
  groups('closest: each unit is assigned by itself', [2, 2], undefined, { by: 'order' }),
  groups('closest: nothing is compared with one store', [1, 1], undefined, { exit: 'm_rate not below baseline' }),
])

const stores = `use_case: {unit: order}
success: {metric: m_rate, baseline: 22%, target: at least 27%}
cost: {volume: {full: 30000/month}}
rollout:
  assign_by: store
  assignees: 40
  intra_class_correlation: 0.04
  progressive: {steps: [20% for 7d, 30% for 7d, 50% for 7d], control: 40%, exit: [m_rate above control]}
`

/** The phases of 30,000 orders a month, as planned. */
const phases = [20, 30, 50].map((share, at) => {
  const arm = (percent: number) => ({ assigned: (40 * percent) / 100, m_rate: proportion(percent * 16, percent * 70) })
  const day = (offset: number) => `2026-10-${String(5 + 7 * at + offset).padStart(2, '0')}`
  return { from: day(0), to: day(6), traffic: `${share}%`, arms: { treatment: arm(share), control: arm(40) } }
})

const asPlanned = (() => {
  const planned = planOf(pilotOf(`version: 1\nid: stores\n${stores}`), 'progressive')
  return planned.ok && planned.plan.lift ? answer(planned.plan, planned.plan.lift).power : undefined
})()

table(tooFew, [
  {
    name: 'results exactly as planned have the power that the plan says',
    for: 'full',
    files: {
      'r.json': resultsFile('progressive', {}, undefined, { from: undefined, to: undefined, arms: undefined, phases }),
    },
    yaml: stores.replace('exit: [m_rate above control]}', `exit: [m_rate above control], results: r.json}${guilty}`),
    says: [
      `progressive has power ${asPlanned?.toFixed(2)} for m_rate, but 0.8 is required: 7000 and 8400 observations`,
    ],
  },
])
