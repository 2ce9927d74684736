import { expect, test } from 'vitest'
import { notProven } from '../../../src/rules/results/not-proven.ts'
import { diagnose, type Row, repository, table } from '../table.ts'
import { level, mean, proportion, resultsFile } from './file.ts'

const guilty = '  # expect: results/not-proven'

const deflection = 'success: {metric: deflection_rate, baseline: 22%, target: at least 35%, window: 7d}\n'
const faulty = 'success: {metric: fault_rate, baseline: 8%, target: at most 5%}\n'
const minutes = 'success: {metric: minutes, baseline: {value: 9.4 min, sd: 6.1 min}, target: at most 7 min}\n'
const rating = 'success: {metric: rating, baseline: {value: 4.2 points, sd: 1 points}, target: at least 4.3 points}\n'

const stages = { shadow: 'limited', limited: 'progressive', progressive: 'full' } as const

type Case = {
  readonly stage: keyof typeof stages
  readonly success?: string
  readonly exit: string
  readonly treatment: { readonly [metric: string]: unknown }
  readonly control?: { readonly [metric: string]: unknown }
  readonly plan?: string
  readonly rest?: { readonly [key: string]: unknown }
  readonly head?: string
}

/** One stage that is over, its exit guilty or not. */
const row = (name: string, one: Case, says?: string): Row => ({
  name,
  for: stages[one.stage],
  files: { 'r.json': resultsFile(one.stage, one.treatment, one.control, one.rest) },
  yaml: `${one.success ?? deflection}rollout:
${one.head ?? ''}  ${one.stage}:
    results: r.json
${one.plan ?? ''}    exit:
      - ${one.exit}${says === undefined ? '' : guilty}
`,
  ...(says !== undefined && { says: [says] }),
})

const shadow = (exit: string, observed: unknown): Case => ({
  stage: 'shadow',
  exit,
  treatment: { match_rate: observed },
})

table(notProven, [
  // Shadow: the bound of a proportion, the value of everything else.
  row('the fewest that prove 35%', shadow('match_rate at least 35%', proportion(266, 700))),
  row(
    'the bound of the design',
    shadow('match_rate at least 35%', proportion(262, 700)),
    'match_rate at least 35% is not shown: 262 of 700 shows at least 34.47%, not 35%',
  ),
  row(
    'one fewer than the fewest: a bound that rounds to the bar',
    shadow('match_rate at least 35%', proportion(265, 700)),
    'match_rate at least 35% is not shown: 265 of 700 shows at least 34.89%, not 35%',
  ),
  row('few enough errors', shadow('match_rate at most 2%', proportion(20, 2000))),
  row(
    'errors that may be too many',
    shadow('match_rate at most 1%', proportion(0, 100)),
    'match_rate at most 1% is not shown: 0 of 100 shows at most 2.64%, not 1%',
  ),
  row(
    'too few cases',
    shadow('match_rate at least 35%', proportion(29, 29)),
    'match_rate at least 35% is not shown: 29 of 29 has 29 observations, fewer than 30',
  ),
  row('a percentile at its bar', shadow('match_rate at most 4s', level('4000ms', 30))),
  row(
    'a percentile over it',
    shadow('match_rate at most 4s', level('4.2s', 300)),
    'match_rate at most 4s is not shown: 4.2s, not at most 4s',
  ),
  row('a mean at its bar', shadow('match_rate at most 4 points', mean(4, 3, 30))),
  row(
    'a proportion held against points',
    shadow('match_rate at least 4 points', proportion(400, 500)),
    'match_rate at least 4 points is not shown: its results are a proportion, but the condition is 4 points',
  ),
  row(
    'a metric that nobody recorded',
    shadow('agreement at least 90%', proportion(400, 500)),
    'agreement at least 90% is not shown: the results have no agreement in treatment',
  ),
  row('a metric under another spelling', {
    stage: 'shadow',
    exit: 'match_rate at least 35%',
    treatment: { 'Match-Rate': proportion(690, 700) },
  }),

  // Limited: the bound at the baseline, in all four combinations; the value elsewhere.
  row('proportion, more is better', {
    stage: 'limited',
    exit: 'deflection_rate not below baseline',
    treatment: { deflection_rate: proportion(173, 700) },
  }),
  row(
    'proportion, more is better, one fewer',
    {
      stage: 'limited',
      exit: 'deflection_rate not below baseline',
      treatment: { deflection_rate: proportion(172, 700) },
    },
    'deflection_rate not below baseline is not shown: 172 of 700 shows at least 21.99%, not the baseline of 22%',
  ),
  row(
    'a baseline that the file does not give',
    {
      stage: 'limited',
      success: 'success: {metric: deflection_rate, guardrail_metrics: [{metric: fault_rate, limit: at most 2%}]}\n',
      exit: 'fault_rate not above baseline',
      treatment: { fault_rate: proportion(30, 2940) },
    },
    'fault_rate not above baseline is not shown: it has no baseline',
  ),
  row(
    'a guardrail metric whose limit is its baseline',
    {
      stage: 'limited',
      success:
        'success: {metric: deflection_rate, guardrail_metrics: [{metric: fault_rate, baseline: 1%, limit: not above baseline}]}\n',
      exit: 'guardrail_metrics hold',
      treatment: { fault_rate: proportion(30, 2940) },
    },
    'guardrail_metrics hold is not shown: fault_rate: 30 of 2940 shows at most 1.38%, not the baseline of 1%',
  ),
  row('a baseline that cannot be read is not missing', {
    stage: 'limited',
    success: 'success: {metric: deflection_rate, guardrail_metrics: [{metric: fault_rate, baseline: a few}]}\n',
    exit: 'fault_rate not above baseline',
    treatment: { fault_rate: proportion(30, 2940) },
  }),
  row('proportion, less is better', {
    stage: 'limited',
    success: faulty,
    exit: 'fault_rate not above baseline',
    treatment: { fault_rate: proportion(40, 700) },
  }),
  row(
    'proportion, less is better, not proven',
    {
      stage: 'limited',
      success: faulty,
      exit: 'fault_rate not above baseline',
      treatment: { fault_rate: proportion(50, 700) },
    },
    'fault_rate not above baseline is not shown: 50 of 700 shows at most 8.92%, not the baseline of 8%',
  ),
  row('mean, less is better', {
    stage: 'limited',
    success: minutes,
    exit: 'minutes not above baseline',
    treatment: { minutes: mean(8.4, 6, 120) },
  }),
  row(
    'mean, less is better, not proven',
    {
      stage: 'limited',
      success: minutes,
      exit: 'minutes not above baseline',
      treatment: { minutes: mean(9.1, 6, 120) },
    },
    'minutes not above baseline is not shown: a mean of 9.1 min over 120 shows at most 10.01 min, not the baseline of 9.4 min',
  ),
  row('mean, more is better', {
    stage: 'limited',
    success: rating,
    exit: 'rating not below baseline',
    treatment: { rating: mean(4.3, 1, 400) },
  }),
  row(
    'mean, more is better, not proven',
    {
      stage: 'limited',
      success: rating,
      exit: 'rating not below baseline',
      treatment: { rating: mean(4.25, 1, 400) },
    },
    'rating not below baseline is not shown: a mean of 4.25 points over 400 shows at least 4.16 points, not the baseline of 4.2 points',
  ),
  row('the value at its bar, to the last float', {
    stage: 'limited',
    exit: 'wrong_rate at most 29%',
    treatment: { wrong_rate: proportion(29, 100) },
  }),
  row(
    'the value over its bar',
    {
      stage: 'limited',
      exit: 'wrong_rate at most 1%',
      treatment: { wrong_rate: proportion(8, 700) },
    },
    'wrong_rate at most 1% is not shown: 8 of 700 is 1.1%, not at most 1%',
  ),
  row('a mean in another unit of time', {
    stage: 'limited',
    success: minutes,
    exit: 'minutes at most 480s',
    treatment: { minutes: mean(8, 6, 120) },
  }),

  // Progressive: against the control.
  row('the example of the design', {
    stage: 'progressive',
    exit: 'deflection_rate above control',
    treatment: { deflection_rate: proportion(7560, 21000) },
    control: { deflection_rate: proportion(1890, 8400) },
  }),
  row(
    'a lift that may be none',
    {
      stage: 'progressive',
      exit: 'deflection_rate above control',
      treatment: { deflection_rate: proportion(262, 700) },
      control: { deflection_rate: proportion(240, 700) },
    },
    'deflection_rate above control is not shown: 262 of 700 against 240 of 700 in the control group is a difference of -1.88 points to +8.15 points, which includes 0',
  ),
  row('fewer faults than the control', {
    stage: 'progressive',
    success: faulty,
    exit: 'fault_rate below control',
    treatment: { fault_rate: proportion(300, 7000) },
    control: { fault_rate: proportion(480, 7000) },
  }),
  row(
    'more faults than the control',
    {
      stage: 'progressive',
      success: faulty,
      exit: 'fault_rate below control',
      treatment: { fault_rate: proportion(500, 7000) },
      control: { fault_rate: proportion(480, 7000) },
    },
    'fault_rate below control is not shown: 500 of 7000 against 480 of 7000 in the control group is a difference of -0.561 points to +1.14 points',
  ),
  row('means, less is better', {
    stage: 'progressive',
    success: minutes,
    exit: 'minutes below control',
    treatment: { minutes: mean(7, 6, 900) },
    control: { minutes: mean(9.4, 6, 300) },
  }),
  row(
    'means, more is better, not shown',
    {
      stage: 'progressive',
      success: rating,
      exit: 'rating above control',
      treatment: { rating: mean(4.3, 1, 400) },
      control: { rating: mean(4.2, 1, 400) },
    },
    'rating above control is not shown: a mean of 4.3 points over 400 against a mean of 4.2 points over 400 in the control group is a difference of -0.0389 points to +0.239 points, which includes 0',
  ),
  row(
    'no control in the file',
    {
      stage: 'progressive',
      exit: 'deflection_rate above control',
      treatment: { deflection_rate: proportion(7560, 21000) },
    },
    'deflection_rate above control is not shown: the results have no deflection_rate in control',
  ),
  row(
    'a metric that was recorded in two ways',
    {
      stage: 'progressive',
      exit: 'deflection_rate above control',
      treatment: { deflection_rate: proportion(7560, 21000) },
      control: { deflection_rate: mean(0.2, 0.1, 100) },
    },
    'deflection_rate above control is not shown: it has different forms in the two arms',
  ),
])

const guarded = (guardrail: string) =>
  `success: {metric: deflection_rate, baseline: 22%, target: at least 35%, guardrail_metrics: [${guardrail}]}\n`

const held = (guardrail: string, treatment: unknown, control?: unknown): Case => ({
  stage: 'progressive',
  success: guarded(guardrail),
  exit: 'guardrail_metrics hold',
  treatment: { g: treatment },
  ...(control !== undefined && { control: { g: control } }),
})

table(notProven, [
  row(
    'the guardrail of the design',
    held('{metric: g, baseline: 4.21 points, max_drop: 0.10 points}', mean(4.19, 1.06, 3120), mean(4.21, 1.05, 1248)),
  ),
  row(
    'a margin that the bound misses',
    held('{metric: g, baseline: 4.21 points, max_drop: 0.07 points}', mean(4.19, 1.06, 3120), mean(4.21, 1.05, 1248)),
    'guardrail_metrics hold is not shown: g: a mean of 4.19 points over 3120 against a mean of 4.21 points over 1248 in the control group may be 0.0781 points worse, more than the margin of 0.07 points',
  ),
  row(
    'a rise within its margin',
    held('{metric: g, baseline: 38%, max_rise: 1%}', proportion(38000, 100000), proportion(38000, 100000)),
  ),
  row(
    'a rise beyond it',
    held('{metric: g, baseline: 38%, max_rise: 0.5%}', proportion(3800, 10000), proportion(3800, 10000)),
    'guardrail_metrics hold is not shown: g: 3800 of 10000 against 3800 of 10000 in the control group may be 1.13 points worse, more than the margin of 0.5%',
  ),
  row(
    'a drop of a share, in points',
    held('{metric: g, baseline: 84%, max_drop: 2 points}', proportion(8390, 10000), proportion(8400, 10000)),
  ),
  row(
    'a percentile that rises within its margin, in another unit',
    held('{metric: g, baseline: 3s, max_rise: 500ms}', level('3.4s', 900), level('3s', 900)),
  ),
  row(
    'a percentile that rises too far',
    held('{metric: g, baseline: 3s, max_rise: 500ms}', level('3.6s', 900), level('3s', 900)),
    'guardrail_metrics hold is not shown: g: 3.6s over 900 against 3s over 900 in the control group may be 0.6s worse, more than the margin of 500ms',
  ),
  row('a limit, by the value', held('{metric: g, limit: at most 1%}', proportion(210, 21000))),
  row(
    'a limit that is passed',
    held('{metric: g, limit: at most 1%}', proportion(211, 21000)),
    'guardrail_metrics hold is not shown: g: 211 of 21000 is 1.0050%, not at most 1%',
  ),
  row(
    'a margin in a unit that is not that of the metric',
    held('{metric: g, baseline: 4.2 points, max_drop: 2%}', mean(4.2, 1, 900), mean(4.2, 1, 900)),
    'guardrail_metrics hold is not shown: g: its margin is in %, but its results are not',
  ),
  row(
    'a guardrail metric that nobody recorded',
    held('{metric: g, limit: at most 1%}, {metric: h, max_drop: 1%}', proportion(1, 21000), proportion(1, 9000)),
    'guardrail_metrics hold is not shown: h: the results have no h in treatment',
  ),
  row('a guardrail metric without any bar is for another rule', held('{metric: g}', proportion(1, 2000))),
])

const lift = {
  stage: 'progressive' as const,
  exit: 'deflection_rate above control',
  treatment: { deflection_rate: proportion(262, 700) },
  control: { deflection_rate: proportion(224, 700) },
}

table(notProven, [
  row('a lift that one look shows', lift),
  row(
    'and five looks do not',
    { ...lift, rest: { looks: 5 } },
    'deflection_rate above control is not shown: 262 of 700 against 224 of 700 in the control group is a difference of -0.711 points to +11.6 points, which includes 0',
  ),
  row(
    'nor units that come in groups',
    { ...lift, head: '  units_per_assignee: 3\n  intra_class_correlation: 0.5\n' },
    'deflection_rate above control is not shown: 262 of 700 against 224 of 700 in the control group is a difference of -1.63 points to +12.5 points, which includes 0',
  ),
  row(
    'groups without a correlation are the worst case',
    { ...shadow('match_rate at least 90%', proportion(100, 100)), head: '  units_per_assignee: 4\n' },
    'match_rate at least 90% is not shown: 100 of 100 has 25 independent observations, fewer than 30',
  ),
  {
    ...row(
      'an expert review in the place of what traffic cannot carry',
      {
        ...lift,
        rest: { looks: 5 },
        plan: '    prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal}\n',
      },
      'deflection_rate above control is not shown: 262 of 700 against 224 of 700 in the control group is a difference of -0.711 points to +11.6 points, which includes 0; "acme/legal" accepted an expert review',
    ),
    severity: 'warning',
  },
  ...['900/month', '12/month'].map((full, at): Row => {
    const reviewed = {
      ...lift,
      rest: { looks: 5 },
      plan: '    prove: {by: expert_review, why: few, approver: acme/legal}\n    traffic: 50%\n    control: 50%\n    duration: 14d\n',
    }
    const found = row('', reviewed, 'not proven')
    return {
      name: `an expert review where ${full} ${at === 0 ? 'can' : 'cannot'} show it`,
      yaml: `${found.yaml}cost: {volume: {full: ${full}}}\n`,
      ...(found.files && { files: found.files }),
      ...(found.for && { for: found.for }),
      severity: at === 0 ? 'error' : 'warning',
    }
  }),
  {
    ...row(
      'no review stands against what was seen',
      {
        ...shadow('match_rate at most 1%', proportion(8, 700)),
        stage: 'limited',
        plan: '    prove: {by: expert_review, why: few contracts, approver: acme/legal}\n',
      },
      'match_rate at most 1% is not shown: 8 of 700 is 1.1%, not at most 1%',
    ),
    severity: 'error',
  },
  {
    ...row(
      'a review that nobody accepted',
      {
        ...shadow('match_rate at least 35%', proportion(262, 700)),
        plan: '    prove: {by: expert_review, why: few contracts}\n',
      },
      'match_rate at least 35% is not shown: 262 of 700 shows at least 34.47%, not 35%',
    ),
    severity: 'error',
  },
])

const good = { match_rate: proportion(690, 700) }
const files = (text: string) => ({ 'r.json': text })
const past = (field: string, expected = '') =>
  `${deflection}rollout:\n  shadow:\n    exit: [match_rate at least 90%]\n    results: r.json${expected}\n    ${field}\n`

table(notProven, [
  { name: 'a file that proves', files: files(resultsFile('shadow', good)), yaml: past('duration: 21d') },
  {
    name: 'fewer days, by less than the window',
    files: files(resultsFile('shadow', good)),
    yaml: past('duration: 28d'),
  },
  {
    name: 'too few days',
    files: files(resultsFile('shadow', good)),
    yaml: past('duration: 29d', guilty),
    says: ['results cover 21 days, but shadow was planned for 29'],
  },
  {
    name: 'the results of another stage',
    files: files(resultsFile('limited', good)),
    yaml: past('duration: 21d', guilty),
    says: ['"r.json" has the results of limited, not of shadow'],
  },
  {
    name: 'a file that is malformed',
    files: files('{"stage": "shadow"}'),
    yaml: past('duration: 21d', guilty),
    says: ['"r.json" has no `from`'],
  },
  { name: 'a file that is missing is for spec/path-missing', files: {}, yaml: past('duration: 21d') },
  {
    name: 'a file in an unknown dialect is unverified',
    files: { 'r.csv': 'metric,value' },
    yaml: past('duration: 21d').replace('r.json', 'r.csv'),
  },
  { name: 'no repository', yaml: past('duration: 21d') },
  {
    name: 'the stage that the pilot is in is not over',
    files: files(resultsFile('limited', { m: proportion(1, 700) })),
    yaml: 'rollout: {limited: {exit: [m at least 90%], results: r.json}}\n',
  },
  {
    name: 'a baseline that is not there is for another rule',
    files: files(resultsFile('shadow', good)),
    yaml: 'rollout: {shadow: {exit: [match_rate not below baseline], results: r.json}}\n',
  },
  {
    name: 'arms that are not split as planned are for results/srm',
    for: 'progressive',
    files: files(
      resultsFile(
        'limited',
        { assigned: 900, deflection_rate: proportion(1, 700) },
        { assigned: 500, deflection_rate: proportion(1, 700) },
      ),
    ),
    yaml: 'rollout: {limited: {traffic: 5%, control: 5%, exit: [deflection_rate at least 35%], results: r.json}}\n',
  },
])

test('the finding shows its working, the results, and the margin of a guardrail', async () => {
  const { yaml, files: kept = {} } = row(
    '',
    held('{metric: g, baseline: 84%, max_drop: 0.1 points}', proportion(840, 1000), proportion(840, 1000)),
    '',
  )
  const [found] = await diagnose(notProven, yaml, { for: 'full', repository: repository(kept) })
  expect(found?.working).toEqual([
    'Newcombe interval of 840 of 1000 against 840 of 1000, z 1.645',
    'one-sided 95% bound -2.7 points',
  ])
  expect(found?.related.map(({ label }) => label)).toContain('its margin')
  expect(found?.elsewhere).toMatchObject([{ file: 'r.json', range: { start: { line: 9 } } }])
  const one = row('', shadow('match_rate at least 35%', proportion(262, 700)), '')
  const [bound] = await diagnose(notProven, one.yaml, {
    for: 'limited',
    repository: repository(one.files ?? {}),
  })
  expect(bound?.working).toEqual([
    'one-sided 95% Wilson bounds of 262 of 700, z 1.645: 34.47% and 40.49%',
    'needed: 266 of 700',
  ])
})

const counted = (n: number, plan: string) => ({
  for: 'progressive' as const,
  files: { 'r.json': resultsFile('limited', { assigned: 100, deflection_rate: proportion(n / 2, n) }) },
  yaml: `${deflection}rollout:\n${plan}  limited: {results: r.json}\n`,
})

table(notProven, [
  {
    name: 'more observations than the assigned can have made',
    ...counted(332, '  units_per_assignee: 1.1\n'),
    yaml: `${deflection}rollout:\n  units_per_assignee: 1.1\n  limited:\n    results: r.json${guilty}\n`,
    says: [
      '"r.json" has 332 observations of deflection_rate in treatment, too many for 100 assigned with 1.1 units each',
    ],
    severity: 'error',
  },
  { name: 'closest: three times what was declared', ...counted(330, '  units_per_assignee: 1.1\n') },
  { name: 'nobody says what one of them brings', ...counted(9000, '') },
  {
    name: 'results that end in the future',
    files: { 'r.json': resultsFile('shadow', {}, undefined, { to: '2026-11-24' }) },
    yaml: `rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: ['results of shadow end on 2026-11-24, which is in the future'],
  },
  {
    name: 'closest: results that end today, ahead of UTC',
    files: { 'r.json': resultsFile('shadow', {}, undefined, { to: '2026-11-23' }) },
    yaml: 'rollout: {shadow: {results: r.json}}\n',
  },
  {
    name: 'results of full that end in the future',
    for: 'full',
    files: { 'r.json': resultsFile('full', {}, undefined, { to: '2026-11-24' }) },
    yaml: `rollout:\n  full: {results: r.json}${guilty}\n`,
  },
])

test('the label says where nothing was seen of a metric', async () => {
  const labels = async (metric: string) => {
    const { files = {}, yaml } = row('', shadow(`${metric} at least 99%`, proportion(400, 500)))
    const found = await diagnose(notProven, yaml, { for: 'limited', repository: repository(files) })
    return found.flatMap(({ elsewhere = [] }) => elsewhere.map(({ label }) => label))
  }
  expect(await labels('match_rate')).toEqual(['results of match_rate'])
  expect(await labels('agreement')).toEqual(['no agreement here'])
})
