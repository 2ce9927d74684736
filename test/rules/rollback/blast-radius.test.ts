import { blastRadius } from '../../../src/rules/rollback/blast-radius.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { table } from '../table.ts'

const plan = `use_case: {unit: conversation}
rollout: {limited: 5% for 14d, progressive: {steps: [20% for 7d, 50% for 28d], control: 20%}, full: {traffic: 95%, control: 5%}}
cost: {volume: {full: 60000/month, peak_day: 6000/day, peak_rate: 25/min}}
`
const mark = '   # expect: rollback/blast-radius'
const file = (trigger: string, limit = '750 conversations', time = 'at most 10m') => `${plan}rollback:
  time: ${time}
  max_affected: ${limit}
  when:
    - ${trigger}
`
const slow = (over: string) => `{metric: latency_p95, is: above 6s, over: ${over}}`

table(blastRadius, [
  {
    name: 'a window that is too long at full',
    yaml: file(slow('{limited: 6h, progressive: 40m, full: 30m}') + mark),
    says: ['`rollback.max_affected` is 750 conversations, but "latency_p95" at full affects 950 conversations'],
    helps: [
      'over: {limited: 6h, progressive: 40m, full: 21m}  # in rollback.when[0]: or less; or make the rollback faster or the step smaller',
    ],
  },
  {
    name: 'closest honest file: a mean that is a time, whose level does not say how many are harmed',
    yaml: `success: {guardrail_metrics: [{metric: waiting_time, baseline: 26 h, sd: 19 h, max_rise: 2 h}]}
${file('{metric: waiting_time, is: above 30 h, over: 7d}')}`,
  },
  {
    name: 'a limit in what is assigned',
    yaml: file(slow('{full: 30m}') + mark, '700 customers').replace(
      'rollout: {',
      'rollout: {assign_by: customer, units_per_assignee: 1.3, ',
    ),
    says: ['`rollback.max_affected` is 700 customers, but "latency_p95" at full affects 950 conversations'],
  },
  {
    name: 'closest honest file: a limit in what is assigned, each of which brings several units',
    yaml: file(slow('{full: 30m}'), '750 customers').replace(
      'rollout: {',
      'rollout: {assign_by: customer, units_per_assignee: 1.3, ',
    ),
  },
  {
    name: 'a limit in what is assigned, and nobody says how many units each brings',
    yaml: file(slow('{full: 30m}'), '7 customers').replace('rollout: {', 'rollout: {assign_by: customer, '),
  },
  {
    name: 'the noun of the unit',
    yaml: file(slow('{full: 30m}') + mark, '750 tickets').replace('unit: conversation', 'unit: support ticket'),
  },
  {
    name: 'one window for every stage',
    yaml: file(slow('1h') + mark),
    says: ['`rollback.max_affected` is 750 conversations, but "latency_p95" at progressive affects 875 conversations'],
    helps: [
      '{metric: latency_p95, is: above 6s, over: {shadow: 1h, limited: 1h, progressive: 50m, full: 1h}}  # in rollback.when: or less; or make the rollback faster or the step smaller',
    ],
  },
  {
    name: 'a rollback that alone takes too long',
    yaml: file(slow('{full: 5m}') + mark, '200 conversations'),
    helps: ['set `time` below 10m, make the step smaller, or set `max_affected` to 357 conversations'],
  },
  {
    name: 'a rate of harm',
    yaml: file(`{metric: wrong_answer_rate, is: above 3%, over: 3d}${mark}`, '100 conversations'),
    says: ['`rollback.max_affected` is 100 conversations, but "wrong_answer_rate" at full affects 171.4 conversations'],
  },
  {
    name: 'closest honest file: 712.5 of 750, as the design computes it',
    yaml: file(slow('{limited: 6h, progressive: 40m, full: 20m}')),
  },
  ...(
    [
      ['declared and not shown', '{}', mark],
      [
        'shown by results',
        resultsFile('limited', { m_rate: proportion(300, 2100), wrong_answer_rate: proportion(9, 420) }),
        '',
      ],
      // 60% of the units, of which the file says 20%: 103 are hurt.
      [
        'that results contradict',
        resultsFile('limited', { m_rate: proportion(300, 2100), wrong_answer_rate: proportion(9, 1260) }),
        mark,
      ],
      ['of which results say nothing', resultsFile('limited', { m_rate: proportion(300, 2100) }), mark],
    ] as const
  ).map(([name, text, guilty]) => ({
    name: `a rate of harm in a fifth of the units, ${name}`,
    for: 'progressive' as const,
    files: { 'r.json': text },
    yaml: `success: {metric: m_rate, guardrail_metrics: [{metric: wrong_answer_rate, share_of_units: 20%, limit: at most 2%}]}
${file(`{metric: wrong_answer_rate, is: above 3%, over: 3d}${guilty}`, '100 conversations').replace('limited: 5% for 14d', 'limited: {traffic: 5%, duration: 14d, results: r.json}')}`,
  })),
  {
    name: 'a rate of harm that hurts 171',
    yaml: file('{metric: wrong_answer_rate, is: above 3%, over: 3d}'),
  },
  {
    name: 'a mean has no share',
    yaml: file('{metric: csat, is: below 3.9 points, over: 7d}', '1 conversations'),
  },
  {
    name: 'a rate whose fall is the harm',
    yaml: file('{metric: deflection_rate, is: below 20%, over: 7d}', '1 conversations'),
  },
  {
    name: 'a segment that is too large',
    yaml: file(slow('{limited: 8d}') + mark).replace(
      'limited: 5% for 14d',
      'limited: {segment: {name: web, share: 6%}, duration: 14d}',
    ),
  },
  {
    name: 'a peak day without a peak rate is spread evenly',
    yaml: file(slow('{full: 4h}') + mark).replace(', peak_rate: 25/min', ''),
  },
  {
    name: 'an average day where no peak is said',
    yaml: file(slow('{full: 4h}')).replace(', peak_day: 6000/day, peak_rate: 25/min', ''),
  },
  {
    name: 'a peak of nothing',
    yaml: file(slow('{full: 4h}')).replace('peak_day: 6000/day, peak_rate: 25/min', 'peak_rate: 0/min'),
  },
  {
    name: 'nobody may be hurt, and no rate of harm is allowed',
    yaml: file('{metric: wrong_answer_rate, is: above 0%, over: 3d}', '0 conversations'),
  },
  { name: 'a window that cannot be read', yaml: file(slow('{full: soon}')) },
  { name: 'no limit', yaml: `${plan}rollback: {time: 10m, when: [${slow('20m')}]}` },
  {
    name: 'no time to roll back in is reported elsewhere',
    yaml: `${plan}rollback: {max_affected: 1 conversations, when: [${slow('20m')}]}`,
  },
  { name: 'customers are not conversations', yaml: file(slow('1h'), '10 customers') },
  { name: 'a peak that cannot be read', yaml: file(slow('1h')).replace('25/min', 'many') },
  {
    name: 'a segment of the traffic',
    yaml: file(slow('{limited: 6h}')).replace(
      'limited: 5% for 14d',
      'limited: {segment: {name: web, share: 6%}, duration: 14d}',
    ),
  },
  { name: 'no volume', yaml: file(slow('1h')).replace(/cost:.*/, 'cost: {volume: {demo: 600/month}}') },
])
