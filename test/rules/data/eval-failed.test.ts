import { evalFailed } from '../../../src/rules/data/eval-failed.ts'
import { table } from '../table.ts'

const guilty = '  # expect: data/eval-failed'
const pilot = (mark = '', more = '', rest = '') => `model: {provider: openai, id: gpt-4o-2024-08-06}
success: {guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]}
data:
  eval_set:
    path: a.jsonl
    results: run.json${mark}
${more}${rest}`

const run = (more: object) => ({
  'run.json': JSON.stringify({
    ran: '2026-10-20',
    model: 'gpt-4o-2024-08-06',
    cases: 160,
    errors: 0,
    by: 'acme/evals',
    ...more,
  }),
})
const promptfoo = (provider: string, stats: object) => ({
  'run.json': JSON.stringify({
    evalId: 'x',
    results: { version: 3, timestamp: '2026-10-20T09:00:00Z', prompts: [{ provider }], stats },
  }),
})
/** A run of version 2 whose rows say what answered, and whose prompts say it by its label. */
const answeredBy = (providers: readonly { id: string; label?: string }[], prompt?: string) => ({
  'run.json': JSON.stringify({
    evalId: 'x',
    results: {
      version: 2,
      timestamp: '2026-10-20T09:00:00Z',
      table: { head: { prompts: providers.map(({ id, label }) => ({ provider: prompt ?? label ?? id })) } },
      results: providers.map((provider) => ({
        provider,
        success: true,
        score: 1,
        testCase: { assert: [{ type: 'contains', value: 'x' }] },
      })),
      stats: { successes: providers.length, failures: 0, errors: 0 },
    },
  }),
})
const mlflow = (files: { readonly [path: string]: string }) => ({
  'mlruns/7/meta.yaml': 'status: 3\n',
  'mlruns/7/metrics/passed': '1792486800000 160 0\n',
  'mlruns/7/metrics/failed': '1792486800000 0 0\n',
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`mlruns/7/${path}`, text])),
})
const good = { successes: 160, failures: 0, errors: 0 }

/** A run of 100 cases in which so many fail, from the one at `from` on. */
const oneOf = (fails: number, from = 0, config: object = { providers: ['openai:gpt-4o-2024-08-06'] }) =>
  JSON.stringify({
    evalId: `eval-${fails}-${from}`,
    results: {
      version: 3,
      timestamp: '2026-10-20T09:00:00Z',
      prompts: [{ provider: 'openai:gpt-4o-2024-08-06', raw: 'Answer: {{question}}' }],
      results: Array.from({ length: 100 }, (_, at) => ({
        testIdx: at,
        promptIdx: 0,
        vars: { question: `q${at}` },
        success: at < from || at >= from + fails,
        score: 1,
        testCase: { assert: [{ type: 'contains', value: 'x' }] },
      })),
      stats: { successes: 100 - fails, failures: fails, errors: 0 },
    },
    config,
  })

table(evalFailed, [
  {
    name: 'the best of five runs that lie in the folder',
    yaml: pilot(guilty).replace('run.json', 'runs/e.json'),
    files: {
      'runs/a.json': oneOf(6, 0),
      'runs/b.json': oneOf(3, 4),
      'runs/c.json': oneOf(5, 2),
      'runs/d.json': oneOf(4, 1),
      'runs/e.json': oneOf(1, 0),
    },
    says: [
      'last run in "runs/e.json" is one of 5 results with the same cases and setup, of which "runs/a.json" failed 6 of 100 runs, and has a failure rate with a standard deviation of 1.4 points between runs (5 of each case); together 3.8% failed, but the limit is at most 2%',
    ],
    helps: ['use a run that repeats each case often, with one setup'],
    severity: 'warning',
  },
  {
    name: 'closest: two runs that meet the limit, of which one failed more',
    yaml: pilot(guilty).replace('run.json', 'runs/e.json').replace('at most 2%', 'at most 10%'),
    files: { 'runs/a.json': oneOf(3), 'runs/e.json': oneOf(1) },
    says: [
      'last run in "runs/e.json" is one of 2 results with the same cases and setup, of which "runs/a.json" failed 3 of 100 runs, and has a failure rate with a standard deviation of 1 point between runs (2 of each case)',
    ],
    severity: 'info',
  },
  {
    name: 'closest: worse runs of another model, prompt, set and default, and a copy',
    yaml: pilot().replace('run.json', 'runs/e.json'),
    files: {
      'runs/a.json': oneOf(9).replaceAll('gpt-4o-2024-08-06', 'gpt-4o-mini'),
      'runs/b.json': oneOf(9).replace('Answer: ', 'Reply: '),
      'runs/c.json': oneOf(9).replaceAll('"q', '"p'),
      'runs/d.json': oneOf(9, 0, { providers: ['openai:gpt-4o-2024-08-06'], defaultTest: { threshold: 0.9 } }),
      'runs/latest.json': oneOf(1),
      'runs/e.json': oneOf(1),
    },
  },
  {
    name: 'closest: runs of a program of the team, which was mended in between',
    yaml: pilot().replace('run.json', 'runs/e.json'),
    files: {
      'runs/a.json': oneOf(9, 0, { providers: ['file://answer.py'] }),
      'runs/e.json': oneOf(1, 0, { providers: ['file://answer.py'] }),
    },
  },
  {
    name: 'a worse run beside it, judged by the same program',
    yaml: pilot(guilty).replace('run.json', 'runs/e.json'),
    files: Object.fromEntries(
      [9, 1].map((fails) => [
        `runs/${fails === 9 ? 'a' : 'e'}.json`,
        oneOf(fails).replaceAll('{"type":"contains","value":"x"}', '{"type":"javascript","value":"file://judge.js"}'),
      ]),
    ),
    severity: 'warning',
  },
  { name: 'a run that passed', yaml: pilot(), files: run({}) },
  { name: 'without a repository', yaml: pilot() },
  {
    name: 'cases that passed in one of two runs',
    yaml: pilot(guilty).replace('at most 2%', 'at most 60%'),
    files: {
      'run.json': JSON.stringify({
        evalId: 'x',
        results: {
          version: 3,
          timestamp: '2026-10-20T09:00:00Z',
          prompts: [{ provider: 'openai:gpt-4o-2024-08-06' }],
          results: Array.from({ length: 10 }, (_, at) => ({
            testIdx: at,
            vars: { question: `\u001b[31m${at % 5}` },
            success: at % 5 === 4 || at < 5,
            score: 1,
            testCase: { assert: [{ type: 'contains', value: 'x' }] },
          })),
          stats: { successes: 6, failures: 4, errors: 0 },
        },
      }),
    },
    says: [
      'last run in "run.json" passed 4 cases in only some runs, such as "testIdx 0", "testIdx 1", "testIdx 2", and has a failure rate with a standard deviation of 28 points between runs (2 of each case); the difference between 40% and the limit at most 60% may be chance',
    ],
    severity: 'info',
  },
  {
    name: 'no run',
    yaml: `data:\n  eval_set: a.jsonl${guilty}\n`,
    says: ['`data.eval_set.results` is missing'],
  },
  {
    name: 'a summary that says neither model nor day',
    yaml: pilot(guilty),
    files: run({ model: undefined, ran: undefined }),
    says: ['last run in "run.json" is a summary without `model` and `ran`'],
  },
  {
    name: 'a run that nobody here can read',
    yaml: pilot().replace('run.json', `https://evals.example/7${guilty}`),
    files: {},
    says: ['last run "https://evals.example/7" is kept in another system'],
  },
  {
    name: 'a page of prose',
    yaml: pilot().replace('run.json', `run.txt${guilty}`),
    files: { 'run.txt': 'all good\n' },
    says: ['last run "run.txt" is not a run of promptfoo, DeepEval, Inspect or OpenAI evals'],
  },
  {
    name: 'a run that counts nothing',
    yaml: pilot().replace('run.json', `mlruns/7${guilty}`),
    files: {
      'mlruns/7/meta.yaml': 'status: 3\n',
      'mlruns/7/metrics/accuracy': '1792486800000 0.2 0\n',
      'mlruns/7/params/model': 'gpt-4o',
    },
    says: ['last run in "mlruns/7" does not show how many cases failed'],
  },
  {
    name: 'a run in which all calls ended in an error',
    yaml: pilot(guilty),
    files: promptfoo('gpt-4o-2024-08-06', { successes: 0, failures: 0, errors: 160 }),
    says: ['last run in "run.json" failed 160 of 160 runs, 100%, but the limit is at most 2%'],
  },
  {
    name: 'half of them',
    yaml: pilot(guilty),
    files: promptfoo('gpt-4o-2024-08-06', { successes: 80, failures: 0, errors: 80 }),
  },
  {
    name: 'a run that repeats its cases',
    yaml: pilot(guilty),
    files: promptfoo('gpt-4o-2024-08-06', { successes: 240, failures: 240, errors: 0 }),
    says: ['last run in "run.json" failed 240 of 480 runs, 50%, but the limit is at most 2%'],
  },
  { name: 'no case', yaml: pilot(guilty), files: run({ cases: 0 }), says: ['last run in "run.json" has no cases'] },
  {
    name: 'a run of next year: evidence/backdated reports it',
    yaml: pilot(''),
    files: run({ ran: '2027-10-20' }),
  },
  { name: 'a run that is older than the model', yaml: pilot(guilty), files: run({ ran: '2024-01-01' }) },
  {
    name: 'a run that is older than its cases',
    yaml: pilot(guilty, '    collected: 2026-01-01..2026-11-01\n'),
    files: run({}),
    says: ['last run in "run.json" is of 2026-10-20, but its cases were collected until 2026-11-01'],
  },
  {
    name: 'a run of another vendor',
    yaml: pilot(guilty),
    files: promptfoo('anthropic:messages:claude-3-5-sonnet-20241022', good),
    says: [
      'last run in "run.json" is of model "anthropic:messages:claude-3-5-sonnet-20…", but `model.id` is "gpt-4o-2024-08-06"',
    ],
  },
  {
    name: 'a script of the team, which may call any model',
    yaml: pilot(guilty),
    files: promptfoo('file://provider.py', good),
    says: ['last run in "run.json" is of "file://provider.py", which does not name the model'],
    severity: 'warning',
  },
  {
    name: 'a script of the team and no pinned model',
    yaml: pilot().replace('id: gpt-4o-2024-08-06', 'prompt: a.md'),
    files: promptfoo('file://provider.py', good),
  },
  { name: 'closest: a script that is called by its model', yaml: pilot(), files: promptfoo('gpt-4o-2024-08-06', good) },
  {
    name: 'a script that is called otherwise',
    yaml: pilot(guilty),
    files: promptfoo('desk assistant', good),
    says: ['last run in "run.json" is of "desk assistant", which does not name the model'],
    severity: 'warning',
  },
  {
    name: 'a run of MLflow that says of no model',
    yaml: pilot().replace('run.json', `mlruns/7${guilty}`),
    files: mlflow({}),
    says: ['last run in "mlruns/7" does not name the model'],
    helps: ['log the id of the model as the parameter `model`'],
    severity: 'warning',
  },
  {
    name: 'a run of MLflow of another model',
    yaml: pilot().replace('run.json', `mlruns/7${guilty}`),
    files: mlflow({ 'params/model': 'gpt-4o-mini-2024-07-18' }),
    severity: 'error',
  },
  {
    name: 'closest: a run of MLflow of the model',
    yaml: pilot().replace('run.json', 'mlruns/7'),
    files: mlflow({ 'tags/model': 'openai/gpt-4o-2024-08-06\n' }),
  },
  {
    name: 'a run of the model and of another one',
    yaml: pilot(guilty),
    files: answeredBy([{ id: 'openai:gpt-4o' }, { id: 'anthropic:messages:claude-sonnet-4-5-20250929' }]),
    severity: 'error',
  },
  {
    name: 'another model that is called as the pinned one',
    yaml: pilot(guilty),
    files: answeredBy([{ id: 'anthropic:messages:claude-sonnet-4-5', label: 'gpt-4o-2024-08-06' }]),
    says: [
      'last run in "run.json" is of model "anthropic:messages:claude-sonnet-4-5", but `model.id` is "gpt-4o-2024-08-06"',
    ],
  },
  {
    name: 'prompts of the model, and rows of another one',
    yaml: pilot(guilty),
    files: answeredBy([{ id: 'anthropic:messages:claude-sonnet-4-5' }], 'openai:gpt-4o-2024-08-06'),
    severity: 'error',
  },
  {
    name: 'a program that is called by a word',
    yaml: pilot(guilty),
    files: answeredBy([{ id: 'file://desk.py', label: 'desk' }]),
    says: ['last run in "run.json" is of "desk", which does not name the model'],
    severity: 'warning',
  },
  {
    name: 'closest: a program and a deployment that are called by the model',
    yaml: pilot(),
    files: answeredBy([
      { id: 'file://desk.py', label: 'gpt-4o-2024-08-06' },
      { id: 'azure:chat:prod', label: 'gpt-4o' },
    ]),
  },
  {
    name: 'closest: the model that is called by a word',
    yaml: pilot(),
    files: answeredBy([{ id: 'openai:gpt-4o-2024-08-06', label: 'claude-style answers' }]),
  },
  {
    name: 'a provider that repeats the prompt',
    yaml: pilot(guilty),
    files: promptfoo('echo', good),
    says: ['last run in "run.json" is of model "echo", but `model.id` is "gpt-4o-2024-08-06"'],
    severity: 'error',
  },
  { name: 'closest: an alias', yaml: pilot(), files: promptfoo('openai:chat:gpt-4o', good) },
  { name: 'a summary that nobody signed', yaml: pilot(guilty), files: run({ by: undefined }) },
  { name: 'a summary of the champion', yaml: pilot(guilty, '', 'champion: j.meyer\n'), files: run({ by: 'j.meyer' }) },
  {
    name: 'a summary of a vendor',
    yaml: pilot(guilty, '', 'vendors: [example-ai]\n'),
    files: run({ by: 'example-ai' }),
  },
  { name: 'a summary of nobody', yaml: pilot(guilty), files: run({ by: 'n/a' }) },
  {
    name: 'closest: the raw model errs, and a clerk confirms everything',
    yaml: pilot('', '    limit: at most 8%\n', 'cost: {oversight: {reviewed: 100%}}\n'),
    files: run({ errors: 11 }),
  },
  {
    name: 'a limit of the raw model that lets too much pass',
    yaml: pilot('', `    limit: at most 8%${guilty}\n`, 'cost: {oversight: {reviewed: 50%}}\n'),
    files: run({}),
    says: ['`data.eval_set.limit` at most 8% lets 4% pass unreviewed, but "wrong_answer_rate" has limit at most 2%'],
  },
  {
    name: 'a metric that has no limit is no way around the strictest one',
    yaml: pilot('', `    metric: handoff_rate${guilty}\n`),
    files: run({}),
    says: ['`data.eval_set.metric` is "handoff_rate", expected a guardrail metric with an upper limit as a share'],
  },
])

const prompted = (mark = '') => pilot(mark).replace('gpt-4o-2024-08-06}', 'gpt-4o-2024-08-06, prompt: p.md}')

/** The run and the prompt as they were committed. */
const beside = (prompt: string) => [{ date: '2026-10-26', yaml: '', files: { ...run({}), 'p.md': prompt } }]

table(evalFailed, [
  {
    name: 'a prompt that changed after the run was committed',
    yaml: prompted(guilty),
    files: { ...run({}), 'p.md': 'Answer everything.\n' },
    past: beside('Answer from the\norder system.\n'),
    says: ['last run in "run.json" was committed on 2026-10-26, before prompt "p.md" changed'],
    helps: ['run the eval set again with the current prompt; git diff 111111111 shows the changes'],
    severity: 'error',
  },
  {
    name: 'closest: a prompt whose lines were broken anew',
    yaml: prompted(),
    files: { ...run({}), 'p.md': 'Answer from the order system.\r\n' },
    past: beside('Answer from the\norder system.\n'),
  },
  {
    name: 'closest: a run that is not committed yet, and is of the prompt that is not either',
    yaml: prompted(),
    files: { ...run({ ran: '2026-10-27' }), 'p.md': 'Answer everything.\n' },
    past: beside('Answer from the order system.\n'),
  },
])
