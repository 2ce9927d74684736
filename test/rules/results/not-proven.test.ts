import { expect, test } from 'vitest'
import { notProven } from '../../../src/rules/results/not-proven.ts'
import { diagnose, type Row, repository, table } from '../table.ts'
import { mean, percentile, proportion, resultsFile } from './file.ts'

const guilty = '  # expect: results/not-proven'

const deflection = 'success: {metric: deflection_rate, baseline: 22%, target: at least 35%, window: 7d}\n'
const faulty = 'success: {metric: fault_rate, baseline: 8%, target: at most 5%}\n'
const minutes = 'success: {metric: minutes, baseline: {value: 9.4 min, sd: 6.1 min}, target: at most 7 min}\n'
const rating = 'success: {metric: rating, baseline: {value: 4.2 points, sd: 1 points}, target: at least 4.3 points}\n'

const stages = { shadow: 'limited', limited: 'progressive', progressive: 'full' } as const

/** What experts found, where a plan names it. */
const review = { 'review.yaml': '{cases: 40, passed: 40, on: 2026-11-02, by: acme/quality}\n' }

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
  files: { 'r.json': resultsFile(one.stage, one.treatment, one.control, one.rest), ...review },
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

const kept = (text: string, file = 'r.json') => ({ files: { [file]: text, ...review } })
const unreadable = (results: string, more = '') =>
  `rollout: {shadow: {exit: [match_rate at least 90%]${more}, results: ${results}}}${guilty}\n`

table(notProven, [
  {
    name: 'results in a form that nobody here reads',
    for: 'limited',
    ...kept('PK\u0003\u0004', 'r.xlsx'),
    yaml: unreadable('r.xlsx'),
    says: ['results of shadow cannot be read: "r.xlsx" is not a results file in JSON or YAML'],
    severity: 'error',
  },
  {
    name: 'results behind a URL',
    for: 'limited',
    files: review,
    yaml: unreadable('https://example.com/r.json'),
  },
  {
    name: 'a pointer of Git LFS',
    for: 'limited',
    ...kept('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n'),
    yaml: unreadable('r.json'),
  },
  {
    name: 'results of full that nobody reads',
    for: 'full',
    ...kept('PK\u0003\u0004', 'r.xlsx'),
    yaml: `rollout: {full: {start: 2026-11-02, results: r.xlsx}}${guilty}\n`,
  },
  {
    name: 'closest: the stage that is not over yet',
    for: 'limited',
    ...kept('PK\u0003\u0004', 'r.xlsx'),
    yaml: 'rollout: {limited: {results: r.xlsx}}\n',
  },
  {
    name: 'closest: an expert review beside a sheet that nobody reads',
    for: 'limited',
    ...kept('PK\u0003\u0004', 'r.xlsx'),
    yaml: unreadable(
      'r.xlsx',
      ', prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}',
    ).replace(guilty, ''),
  },
  {
    name: 'two stages that an expert reviews instead',
    for: 'progressive',
    yaml: `rollout:
  limited: {prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}}
  progressive:
    prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}  # expect: results/not-proven`,
    files: review,
    says: ['limited and progressive are both proven by an expert review'],
  },
  {
    name: 'a stage that is over, without the review that is to prove it, and one that goes on',
    for: 'progressive',
    yaml: `rollout:
  limited:
    prove: {by: expert_review, why: few, approver: acme/legal}  # expect: results/not-proven
  full:
    traffic: 95%
`,
    says: ['`rollout.limited.prove.review` is missing, but limited is over'],
  },
  {
    name: 'a review whose time has not come',
    for: 'limited',
    yaml: 'rollout: {limited: {prove: {by: expert_review, why: few, approver: acme/legal, review: later.yaml}}}\n',
    files: {},
  },
  ...(
    [
      ['cases: 30, passed: 30, on: 2026-10-05', undefined],
      ['cases: 29, passed: 29, on: 2026-10-05', 'the review of limited has 29 cases, expected at least 30'],
      [
        'cases: 40, passed: 40, on: 2026-10-04',
        'the review of limited is of 2026-10-04, but the stage starts on 2026-10-05',
      ],
    ] as const
  ).map(
    ([counted, says]): Row => ({
      name: `a review: ${counted}`,
      for: 'progressive',
      yaml: `rollout:
  limited:
    start: 2026-10-05
    prove:
      by: expert_review
      why: few
      approver: acme/legal
      review: review.yaml${says === undefined ? '' : guilty}`,
      files: { 'review.yaml': `{${counted}, by: acme/quality}\n` },
      says: says === undefined ? [] : [says],
    }),
  ),
  {
    name: 'closest: a review of all that arrive, where few do',
    for: 'progressive',
    yaml: `cost: {volume: {full: 200/month}}
rollout:
  limited:
    traffic: 10%
    start: 2026-10-05
    duration: 28d
    prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}`,
    files: { 'review.yaml': '{cases: 18, passed: 18, on: 2026-10-30, by: acme/quality}\n' },
  },
  {
    name: 'a review that a vendor held',
    for: 'progressive',
    yaml: `vendors: [acme/quality]
rollout:
  limited:
    prove:
      by: expert_review
      why: few
      approver: acme/legal
      review: review.yaml  # expect: results/not-proven`,
    files: review,
    says: ['the review of limited was done or accepted by the vendor "acme/quality"'],
  },
  {
    name: 'a review that the champion held',
    for: 'progressive',
    yaml: `champion: acme/quality
rollout:
  limited:
    prove:
      by: expert_review
      why: few
      approver: acme/legal
      review: review.yaml  # expect: results/not-proven`,
    files: review,
    says: ['the review of limited was done or accepted by the champion "acme/quality"'],
  },
  row(
    'a review that is not there',
    {
      ...shadow('match_rate at least 35%', proportion(262, 700)),
      plan: '    prove: {by: expert_review, why: few contracts, approver: acme/legal, review: gone.yaml}\n',
    },
    'match_rate at least 35% is not shown: 262 of 700 shows at least 34.47%, not 35%',
  ),
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
  ...['at least 0%', 'at most 100%'].map((level) =>
    row(
      `what every proportion is: ${level}`,
      shadow(`match_rate ${level}`, proportion(1990, 2000)),
      `match_rate ${level} is not shown: any proportion is ${level}`,
    ),
  ),
  row('an index that is at most 100%', shadow('match_rate at most 100%', mean(97, 3, 900))),
  row('few enough errors', shadow('match_rate at most 2%', proportion(20, 2000))),
  row(
    'errors that may be too many',
    shadow('match_rate at most 1%', proportion(0, 100)),
    'match_rate at most 1% is not shown: 0 of 100 is too few to show at most 1%: 299 are needed',
  ),
  row(
    'too few cases',
    shadow('match_rate at least 35%', proportion(29, 29)),
    'match_rate at least 35% is not shown: 29 of 29 has 29 observations, fewer than 30',
  ),
  row('errors at the limit, enough of them', shadow('match_rate at most 1%', proportion(8, 800))),
  row(
    'errors whose bound is beyond twice the limit',
    shadow('match_rate at most 1%', proportion(3, 300)),
    'match_rate at most 1% is not shown: 3 of 300 shows at most 2.57%, more than twice 1%',
  ),
  row('a percentile at its bar', {
    stage: 'shadow',
    exit: 'latency_p95 at most 4s',
    treatment: { latency_p95: percentile(30, '4000ms', 600) },
  }),
  row('a percentile counted above a stricter limit', {
    stage: 'shadow',
    exit: 'latency_p95 at most 4s',
    treatment: { latency_p95: percentile(30, '3s', 600) },
  }),
  row(
    'a percentile over it',
    {
      stage: 'shadow',
      exit: 'latency_p95 at most 4s',
      treatment: { latency_p95: percentile(31, '4s', 600) },
    },
    'latency_p95 at most 4s is not shown: 31 of 600 above 4s is 5.2%, more than 5%',
  ),
  row(
    'a percentile counted above another limit',
    {
      stage: 'shadow',
      exit: 'latency_p95 at most 4s',
      treatment: { latency_p95: percentile(3, '5s', 600) },
    },
    'latency_p95 at most 4s is not shown: it was counted above 5s, not above 4s',
  ),
  row(
    'a percentile without a percentage in its name',
    { stage: 'shadow', exit: 'latency at most 4s', treatment: { latency: percentile(3, '4s', 600) } },
    'latency at most 4s is not shown: latency is not the name of a percentile',
  ),
  row(
    'a percentile of which only the mean is known',
    { stage: 'shadow', exit: 'latency_p95 at most 4s', treatment: { latency_p95: mean(3.2, 9, 600) } },
    'latency_p95 at most 4s is not shown: its mean does not show how many observations are above 4s',
  ),
  ...['p95_latency', 'latency_p95_s'].flatMap((name) => [
    row(`a percentile by the name ${name}`, {
      stage: 'shadow',
      exit: `${name} at most 4s`,
      treatment: { [name]: percentile(30, '4s', 600) },
    }),
    row(
      `the mean of ${name}`,
      { stage: 'shadow', exit: `${name} at most 4s`, treatment: { [name]: mean(3.2, 9, 600) } },
      `${name} at most 4s is not shown: its mean does not show how many observations are above 4s`,
    ),
  ]),
  row('a mean whose name only begins like a percentile', {
    stage: 'shadow',
    exit: 'latency_p99_9 at most 4s',
    treatment: { latency_p99_9: mean(3.2, 9, 600) },
  }),
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
    'wrong_rate at most 1% is not shown: 8 of 700 is 1.1%, more than 1%',
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
    'deflection_rate above control is not shown: it cannot be compared with the control group',
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
  row('a percentile whose rise an experiment platform reports', {
    ...held('{metric: g_p95, baseline: 3s, max_rise: 500ms}', undefined),
    treatment: { g_p95: percentile(45, '4s', 900) },
    control: { g_p95: percentile(45, '4s', 900) },
    rest: { differences: { g_p95: { difference: '0.2s', se: '100ms' } } },
  }),
  row(
    'a percentile that rises too far',
    {
      ...held('{metric: g_p95, baseline: 3s, max_rise: 500ms}', undefined),
      treatment: { g_p95: percentile(45, '4s', 900) },
      control: { g_p95: percentile(45, '4s', 900) },
      rest: { differences: { g_p95: { difference: '0.4s', se: '100ms' } } },
    },
    'guardrail_metrics hold is not shown: g_p95: 45 of 900 above 4s against 45 of 900 above 4s in the control group may be 0.565s worse, more than the margin of 500ms',
  ),
  row(
    'a percentile whose rise nobody reports',
    {
      ...held('{metric: g_p95, baseline: 3s, max_rise: 500ms}', undefined),
      treatment: { g_p95: percentile(45, '4s', 900) },
      control: { g_p95: percentile(45, '4s', 900) },
    },
    'guardrail_metrics hold is not shown: g_p95: it cannot be compared with the control group',
  ),
  row(
    'the worse of the counts and of a reported difference',
    {
      ...held('{metric: g, baseline: 4.21 points, max_drop: 0.10 points}', undefined),
      treatment: { g: mean(4.19, 1.06, 3120) },
      control: { g: mean(4.21, 1.05, 1248) },
      rest: { differences: { g: { difference: -0.06, se: 0.03 } } },
    },
    'guardrail_metrics hold is not shown: g: a mean of 4.19 points over 3120 against a mean of 4.21 points over 1248 in the control group may be 0.11 points worse, more than the margin of 0.1 points',
  ),
  row('a limit, by the value', held('{metric: g, limit: at most 1%}', proportion(210, 21000))),
  row(
    'a limit that is passed',
    held('{metric: g, limit: at most 1%}', proportion(211, 21000)),
    'guardrail_metrics hold is not shown: g: 211 of 21000 is 1.0050%, more than 1%',
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
    'nor the first of five looks that were planned',
    { ...lift, plan: '    looks: 5\n' },
    'deflection_rate above control is not shown: 262 of 700 against 224 of 700 in the control group is a difference of -0.711 points to +11.6 points, which includes 0',
  ),
  row('closest: one look, as planned', { ...lift, plan: '    looks: 1\n' }),
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
        plan: '    prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal, review: review.yaml}\n',
      },
      'deflection_rate above control is not shown: 262 of 700 against 224 of 700 in the control group is a difference of -0.711 points to +11.6 points, which includes 0; "acme/legal" accepted an expert review',
    ),
    severity: 'warning',
  },
  ...['900/month', '12/month'].map((full, at): Row => {
    const reviewed = {
      ...lift,
      rest: { looks: 5 },
      plan: '    prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}\n    traffic: 50%\n    control: 50%\n    duration: 14d\n',
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
  ...(['warning', 'error'] as const).map(
    (severity): Row => ({
      ...row(
        `a comparison without a control group, ${severity === 'warning' ? 'and' : 'without'} a review`,
        {
          ...{ stage: 'limited', exit: 'deflection_rate above control' },
          treatment: { deflection_rate: proportion(262, 700) },
          plan:
            severity === 'warning'
              ? '    prove: {by: expert_review, why: four lines, approver: acme/legal, review: review.yaml}\n'
              : '',
        },
        `deflection_rate above control is not shown: the results have no deflection_rate in control${severity === 'warning' ? '; "acme/legal" accepted an expert review' : ''}`,
      ),
      severity,
    }),
  ),
  {
    ...row(
      'no review stands against what was seen',
      {
        ...shadow('match_rate at most 1%', proportion(8, 700)),
        stage: 'limited',
        plan: '    prove: {by: expert_review, why: few contracts, approver: acme/legal, review: review.yaml}\n',
      },
      'match_rate at most 1% is not shown: 8 of 700 is 1.1%, more than 1%',
    ),
    severity: 'error',
  },
  {
    ...row(
      'a review that nobody accepted',
      {
        ...shadow('match_rate at least 35%', proportion(262, 700)),
        plan: '    prove: {by: expert_review, why: few contracts, review: review.yaml}\n',
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
    name: 'the results of another stage',
    files: files(resultsFile('limited', good)),
    yaml: past('duration: 21d', guilty),
    says: ['"r.json" has the results of limited, not of shadow'],
  },
  {
    name: 'a file that is malformed is for evidence/broken',
    files: files('{"stage": "shadow"}'),
    yaml: past('duration: 21d'),
  },
  { name: 'a file that is missing is for spec/path-missing', files: {}, yaml: past('duration: 21d') },
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
  expect(found?.working).toEqual(['Miettinen-Nurminen interval, z 1.645', 'one-sided 95% bound -2.71 points'])
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

const step = (from: string, to: string, treatment: object, control: object) => ({
  from,
  to,
  arms: { treatment: { deflection_rate: treatment }, control: { deflection_rate: control } },
})

const phased = (...phases: object[]) => ({
  'r.json': JSON.stringify({ stage: 'progressive', model: 'small-2-20260801', looks: 1, phases }),
})

table(notProven, [
  {
    name: 'better in both steps',
    for: 'full',
    files: phased(
      step('2026-10-05', '2026-10-11', proportion(700, 2000), proportion(440, 2000)),
      step('2026-10-12', '2026-10-25', proportion(3500, 10000), proportion(880, 4000)),
    ),
    yaml: `${deflection}rollout: {progressive: {exit: [deflection_rate above control], results: r.json}}\n`,
  },
  {
    name: 'worse in both steps, and better in their sum',
    for: 'full',
    files: phased(
      step('2026-10-05', '2026-10-11', proportion(400, 2000), proportion(440, 2000)),
      step('2026-10-12', '2026-10-25', proportion(4800, 10000), proportion(1000, 2000)),
    ),
    yaml: `${deflection}rollout:\n  progressive:\n    results: r.json\n    exit:\n      - deflection_rate above control${guilty}\n`,
    says: [
      'deflection_rate above control is not shown: 5200 of 12000 against 1440 of 4000 in the control group, in 2 phases, is a difference of -3.78 points to -0.226 points',
    ],
  },
])

test('at full, a target that is missed by more than chance is told', async () => {
  const told = async (good: number, bar = 'at least 35%') => {
    const yaml = `success: {metric: m_rate, baseline: 22%, target: ${bar}}\nrollout: {full: {results: r.json}}\n`
    const kept = {
      'r.json': resultsFile('full', { m_rate: proportion(good, 10000) }, { m_rate: proportion(900, 5000) }),
    }
    const found = await diagnose(notProven, yaml, { for: 'full', repository: repository(kept) })
    return found.map(({ message }) => message)
  }
  expect(await told(3430)).toEqual([])
  expect(await told(3300)).toEqual(['full misses it: m_rate is at most 33.79%, not at least 35%: 3300 of 10000'])
  expect(await told(1230, 'at most 12%')).toEqual([])
  expect(await told(1300, 'at most 12%')).toEqual([
    'full misses it: m_rate is at least 12.44%, not at most 12%: 1300 of 10000',
  ])
})

test('at full only what is missed significantly is told, once', async () => {
  const yaml = `success: {metric: m_rate, baseline: 22%, target: at least 35%, guardrail_metrics: [{metric: g, limit: at most 2%}]}
rollout: {full: {results: r.json}}
`
  const told = async (errors: number) => {
    const kept = { 'r.json': resultsFile('full', { g: proportion(errors, 10000) }) }
    const found = await diagnose(notProven, yaml, { for: 'full', repository: repository(kept) })
    return found.map(({ message }) => message)
  }
  expect(await told(210)).toEqual([])
  expect(await told(230)).toEqual(['full misses it: g is at least 2.05%, not at most 2%: 230 of 10000'])
  // results/refuted tells it.
  expect(await told(260)).toEqual([])
})

test('the label says where nothing was seen of a metric', async () => {
  const labels = async (metric: string) => {
    const { files = {}, yaml } = row('', shadow(`${metric} at least 99%`, proportion(400, 500)))
    const found = await diagnose(notProven, yaml, { for: 'limited', repository: repository(files) })
    return found.flatMap(({ elsewhere = [] }) => elsewhere.map(({ label }) => label))
  }
  expect(await labels('match_rate')).toEqual(['results of match_rate'])
  expect(await labels('agreement')).toEqual(['no agreement here'])
})
