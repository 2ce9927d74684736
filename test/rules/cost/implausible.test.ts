import { implausible } from '../../../src/rules/cost/implausible.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'
import { whole as paid, success } from './whole.ts'

const whole = `
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}`

const run = (tokens: number) =>
  JSON.stringify({
    evalId: 'eval-1',
    results: {
      version: 3,
      timestamp: '2026-10-20T09:12:00.000Z',
      stats: { successes: 2, failures: 0, errors: 0 },
      results: [tokens, undefined].map((total) => ({
        success: true,
        provider: { id: 'example-ai:small-2' },
        testCase: { assert: [{ type: 'contains', value: 'parcel' }] },
        response: { output: 'The parcel is on its way.', tokenUsage: { total } },
      })),
    },
  })

const used = (usage: string, id = 'small-2') => `
model: {provider: example-ai, id: ${id}}
use_case: {unit: conversation}
data: {eval_set: {path: evals/cases.jsonl, results: evals/run.json}}
${success}${paid({ usage, price: '{input: 1.00 EUR/Mtok, output: 4.00 EUR/Mtok, as_of: 2026-11-01}' })}`

const limited = (limit: string) => `use_case: {unit: conversation}\n${success}${paid({ spend_limit: limit })}`

/** The section with other work, one line each. */
const work = (oversight: string, maintenance = '{effort: 24 h/month, wage: 65 EUR/h}') => `cost:
  fixed: {infrastructure: 900 EUR/month}
  maintenance: ${maintenance}
  oversight: ${oversight}
  errors: {rate: 1%, cost: 3.50 EUR}`
const guilty = '  # expect: cost/implausible'

table(implausible, [
  {
    name: 'the lie: a review that takes no time',
    yaml: work(`{reviewed: 8%, effort: 0 min, wage: 24 EUR/h}${guilty}`),
    says: ['`cost.oversight.effort` is 0m, but `reviewed.full` is 8%'],
  },
  {
    name: 'the lie: a review that nobody is paid for',
    yaml: work(`{reviewed: {limited: 100%, full: 8%}, effort: 1.5 min, wage: 0 EUR/h}${guilty}`),
  },
  {
    name: 'the lie: maintenance that nobody is paid for',
    yaml: work('{reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}', `{effort: 24 h/month, wage: 0 EUR/h}${guilty}`),
    says: ['`cost.maintenance.wage` is 0 EUR/h, but `effort` is 24 h/month'],
  },
  {
    name: 'closest honest file: nothing is reviewed at full, and a fee covers maintenance',
    yaml: work(
      '{reviewed: {limited: 100%, full: 0%}, effort: 0 min, wage: 0 EUR/h}',
      '{effort: 0 h/month, wage: 0 EUR/h}',
    ),
  },
  { name: 'closest honest file: a day at the limit costs what a month earns', yaml: limited('17160 EUR/day') },
  {
    name: 'the lie: a limit that stops nothing',
    yaml: limited('60000 EUR/day  # expect: cost/implausible'),
    says: ['a day at `cost.spend_limit` costs 60000 EUR, and a month at full volume earns 17160 EUR'],
  },
  {
    name: 'the lie: a tenth of the tokens that an answer takes',
    files: { 'evals/run.json': run(3420) },
    yaml: used(`  # expect: cost/implausible
    {calls: 1 per conversation, input: 320 tokens, output: 22 tokens, retries: 0%}`),
    says: ['`cost.usage` plans 342 tokens per conversation, but the run in "evals/run.json" used 3,420 per answer'],
    helps: ['set `calls`, `input` and `output` to what a conversation takes, and check the margin'],
    severity: 'warning',
  },
  {
    name: 'closest honest file: cases are three times longer than most conversations',
    files: { 'evals/run.json': run(1026) },
    yaml: used('{calls: 1 per conversation, input: 320 tokens, output: 22 tokens, retries: 0%}'),
  },
  {
    name: 'closest honest file: the model of the run is not the one that is paid by the token',
    files: { 'evals/run.json': run(3420).replace('example-ai:small-2', 'vllm:own') },
    yaml: used('{calls: 1 per conversation, input: 320 tokens, output: 22 tokens, retries: 0%}', 'gpt-4o-2024-08-06'),
  },
  {
    name: 'closest honest file: one call answers ten of them',
    files: { 'evals/run.json': run(3420) },
    yaml: used('{calls: 0.1 per conversation, input: 3200 tokens, output: 220 tokens, retries: 0%}'),
  },
  {
    name: 'an error that costs nothing',
    yaml: `cost:${whole.replace('{rate: 1%, cost: 3.50 EUR}', '\n    rate: 1%\n    cost: 0 EUR  # expect: cost/implausible')}\n`,
    says: ['`cost.errors.cost` is 0 EUR, but `cost.errors.rate` is 1%'],
  },
  {
    name: 'closest honest file: every output is reviewed, and that is what an error costs',
    yaml: `cost:${whole.replace('cost: 3.50 EUR', 'cost: 0 EUR').replace('reviewed: 8%', 'reviewed: 100%')}\n`,
  },
  { name: 'closest honest file: no errors', yaml: `cost:${whole.replace('rate: 1%, cost: 3.50 EUR', 'rate: 0%')}\n` },
  {
    name: 'a unit that costs nothing at all',
    yaml: `
cost:
  volume: {full: 60000/month}
  fixed: {infrastructure: 0 EUR/month}  # expect: cost/implausible
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 0%}
`,
    says: ['the cost per unit is 0'],
  },
  {
    name: 'fewer errors than the results show',
    for: 'progressive',
    files: { 'r.json': resultsFile('limited', { wrong_rate: proportion(40, 1000) }) },
    yaml: `
success: {guardrail_metrics: [{metric: wrong_rate, limit: at most 5%}]}
rollout: {limited: {results: r.json}}
cost:${whole.replace('errors: {rate: 1%, cost: 3.50 EUR}', 'errors: {rate: 1%, cost: 3.50 EUR}  # expect: cost/implausible')}
`,
    says: ['`cost.errors.rate` is 1%, but results show at least 3.03%: 40 of 1000'],
  },
  ...(
    [
      ['fewer errors than any of two metrics shows', '', 50, 'results show at least 3.03%: 40 of 1000'],
      ['fewer errors than one of two metrics shows', '', 2, 'results show at least 3.03% of wrong_rate: 40 of 1000'],
      [
        'fewer errors than the named metric shows',
        ', metric: Wrong_rate',
        2,
        'results show at least 3.03%: 40 of 1000',
      ],
      ['closest honest file: it counts the other one, and says so', ', metric: slow_rate', 2, undefined],
      ['closest honest file: one of two metrics is not measured', '', undefined, undefined],
    ] as const
  ).map(
    ([name, metric, slow, says]): Row => ({
      name,
      for: 'progressive',
      files: {
        'r.json': resultsFile('limited', {
          wrong_rate: proportion(40, 1000),
          ...(slow !== undefined && { slow_rate: proportion(slow, 1000) }),
        }),
      },
      yaml: `
success: {guardrail_metrics: [{metric: slow_rate, limit: at most 9%}, {metric: wrong_rate, limit: at most 5%}]}
rollout: {limited: {results: r.json}}
cost:${whole.replace('errors: {rate: 1%, cost: 3.50 EUR}', `errors: {rate: 1%, cost: 3.50 EUR${metric}}${says ? '  # expect: cost/implausible' : ''}`)}
`,
      says: says === undefined ? [] : [`\`cost.errors.rate\` is 1%, but ${says}`],
      ...(says?.includes(' of wrong_rate') && { severity: 'warning' as const }),
    }),
  ),
  {
    name: 'errors of a metric that has no limit',
    yaml: `
success: {metric: solved_rate, guardrail_metrics: [{metric: csat, max_drop: 0.1 points}, {metric: wrong_rate, limit: at most 5%}]}
cost:${whole.replace('cost: 3.50 EUR}', 'cost: 3.50 EUR, metric: csat}  # expect: cost/implausible')}
`,
    says: ['`cost.errors.metric` is "csat", expected a guardrail metric with a limit in percent'],
    severity: 'error',
  },
  {
    name: 'closest honest file: as many errors as in the control group',
    for: 'progressive',
    files: {
      'r.json': resultsFile('limited', { wrong_rate: proportion(40, 1000) }, { wrong_rate: proportion(38, 1000) }),
    },
    yaml: `
success: {guardrail_metrics: [{metric: wrong_rate, limit: at most 5%}]}
rollout: {limited: {results: r.json}}
cost:${whole}
`,
  },
  {
    name: 'review inside a metric that is no time',
    yaml: `
success: {metric: deflection_rate, baseline: 22%, target: at least 35%}
cost:${whole.replace('wage: 24 EUR/h}', 'wage: 24 EUR/h, part_of: deflection_rate}  # expect: cost/implausible')}
`,
    says: ['`cost.oversight.part_of` is "deflection_rate", expected the primary metric, a mean time'],
  },
  {
    name: 'review that takes longer than the metric that holds it',
    yaml: `
success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}
cost:${whole.replace('effort: 1.5 min, wage: 24 EUR/h}', 'effort: 8 min, part_of: handling_time}  # expect: cost/implausible')}
`,
    says: ['`cost.oversight.effort` is 8m, but "handling_time" is 7m at the target'],
  },
  {
    name: 'closest honest file: a clerk confirms every case within the handling time',
    yaml: `
success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}
cost:${whole.replace('effort: 1.5 min, wage: 24 EUR/h}', 'effort: 2 min, part_of: handling_time}')}
`,
  },
  {
    name: 'the lie: more than all of the input is cached, so that the rest pays back',
    yaml: `cost:${whole}
  usage: {calls: 1 per claim, input: 900 tokens, cached_input: 90%, cache_write: 90%, output: 9 tokens, retries: 2%}  # expect: cost/implausible
`,
    says: ['`cost.usage` reads 90% of its input from the cache and writes 90% of it'],
  },
  {
    name: 'closest honest file: all of the input is cached',
    yaml: `cost:${whole}
  usage: {calls: 1 per claim, input: 900 tokens, cached_input: 90%, cache_write: 10%, output: 9 tokens, retries: 2%}
`,
  },
  {
    name: 'what is missing is reported elsewhere',
    yaml: 'cost: {errors: {rate: 1%}, oversight: {reviewed: 8%}}',
  },
])

const billed = (
  name: string,
  rows: string,
  says?: string,
  more: Partial<Row> & { readonly start?: string } = {},
): Row => {
  const { start = '2026-06-01', ...rest } = more
  return {
    name,
    for: 'full',
    files: { 'b.csv': `month,conversations,eur\n${rows}` },
    yaml: `use_case: {unit: conversation}\n${success}${paid()}  bill: b.csv${says === undefined ? '' : '  # expect: cost/implausible'}\nrollout: {full: {traffic: 100%, start: ${start}}}\n`,
    ...(says !== undefined && { says: [says] }),
    ...rest,
  }
}

table(implausible, [
  // The model of the file: 0.00713856 for the model and 0.002 for the carrier.
  billed(
    'a month of the quarter that was six times as dear as the last one',
    '2026-08,60000,3300.00\n2026-09,60000,548.00\n2026-10,60000,548.00\n',
    'a conversation cost 0.055 EUR in 2026-08 in "b.csv", more than 5 times the 0.009139 EUR of `cost`',
  ),
  billed(
    'the same amount for a tenth of the units',
    '2026-09,5000,548.00\n2026-10,60000,548.00\n',
    'a conversation cost 0.1096 EUR in 2026-09 in "b.csv", more than 5 times the 0.009139 EUR of `cost`',
  ),
  billed(
    'a month that cost something and served nobody',
    '2026-08,60000,548.00\n2026-09,0,548.00\n2026-10,60000,548.00\n',
    '"b.csv" counts no conversations in 2026-09, which cost 548 EUR',
  ),
  billed(
    'closest honest file: a month in which it was off, and cost nothing',
    '2026-08,60000,548.00\n2026-09,0,0.00\n2026-10,60000,548.00\n',
  ),
  billed(
    'a month that is left out between two others',
    '2026-08,60000,548.00\n2026-10,60000,548.00\n',
    '"b.csv" has no 2026-09, between 2026-08 and 2026-10',
  ),
  billed(
    'closest honest file: four times as dear in its first month, before full rollout, and earlier than the last quarter',
    '2026-03,60000,9000.00\n2026-06,60000,9000.00\n2026-08,60000,2600.00\n2026-09,70000,640.00\n2026-10,60000,548.00\n2026-11,90,548.00\n',
  ),
  billed(
    'closest honest file: the minimum of a month in which few came',
    '2026-09,900,900.00\n2026-10,60000,900.00\n',
    undefined,
    {
      yaml: `use_case: {unit: conversation}\n${success}${paid()}  minimum: 900 EUR/month\n  bill: b.csv\nrollout: {full: {traffic: 100%, start: 2026-06-01}}\n`,
    },
  ),
  billed(
    'closest honest file: one month after full began',
    '2026-07,60000,9000.00\n2026-09,60000,9000.00\n2026-10,60000,548.00\n',
    undefined,
    {
      start: '2026-09-14',
    },
  ),
  billed('what counts nothing in any month is unproven', '2026-09,,548.00\n2026-10,,548.00\n'),
  billed('before full it is not read', '2026-09,60000,9000.00\n2026-10,60000,548.00\n', undefined, {
    for: 'progressive',
  }),
])
