import { git } from '../integration/git.ts'
import { edit, excepted, type Lie } from './lie.ts'
import { change } from './parcel.ts'

/** Every path of pilot.yaml as another. */
const paths = (to: string) => edit(/(?<=[\s:[])(?:[\w-]+\/)+[\w.-]+\.(?:jsonl?|ya?ml|md|sql|csv)(?:#[\w-]+)?/g, to)

const texts =
  /(summary|when_wrong|simpler_alternative|good|total|change|how|why|undo|injection|disclosure|accountable): [^{[,}\n][^,}\n]*/g

const take = (root: string, ...patterns: readonly string[]): undefined => {
  git(root, ['rm', '-rq', '--', ...patterns])
  change(root, {})
}

const wrongWindow =
  'sum(increase(parcel_answers_wrong_total[2d])) / sum(increase(parcel_answers_reviewed_total[2d])) > 0.04'
const slow = /histogram_quantile.*/
const rules = 'monitoring/parcel-status.rules.yml'
const evals = 'evals/parcel-status.jsonl'
const run = 'evals/results/2026-10-20.json'
const tags = ['unknown-parcel', 'two-parcels', 'tracking-down', 'angry', 'asks-refund', 'december', 'prompt-injection']
const drills = 'docs/drills/2027-05.md'
const asserted = [{ type: 'contains', value: 'parcel' }]
const testCase = { assert: asserted }
const schema = 'schemas/reply.json'
const rows = (row: (at: number) => object): string =>
  Array.from({ length: 160 }, (_, at) => `${JSON.stringify(row(at))}\n`).join('')

/** Files that show nothing, or something else. */
export const evidence: readonly Lie[] = [
  {
    line: 1,
    name: 'every text an x, and every path a folder',
    rule: 'evidence/broken',
    edits: [...edit(texts, '$1: x'), ...paths('.')],
  },
  {
    line: 1,
    name: 'every path one file without a byte',
    rule: 'evidence/broken',
    edits: paths('empty.txt'),
    files: { 'empty.txt': '' },
  },
  { line: 1, name: 'every path CODEOWNERS', rule: 'evidence/unproven', edits: paths('.github/CODEOWNERS') },
  { line: 1, name: 'every path pilot.yaml itself', rule: 'evidence/broken', edits: paths('pilot.yaml') },
  { line: 1, name: 'every path a URL', rule: 'evidence/unproven', edits: paths('https://x') },
  {
    line: 2,
    name: 'no file but pilot.yaml, and two exceptions',
    rule: 'results/dropped',
    edits: excepted('rule: spec/path-missing, why: x, by: x', 'rule: owner/codeowners, why: x, by: x'),
    after: (root) => take(root, '.', ':!pilot.yaml'),
  },
  {
    line: 3,
    name: 'the evidence deleted, and an exception by the champion',
    rule: 'spec/path-missing',
    edits: excepted('rule: spec/path-missing, why: x, by: r.okafor'),
    after: (root) => take(root, 'docs/runbooks', 'evals', 'docs/drills', 'monitoring', 'schemas'),
  },
  {
    line: 4,
    name: 'what a help prints, pasted',
    rule: 'spec/placeholder',
    edits: edit('overrides: analytics/overrides.sql', 'overrides: <where overrides are counted>'),
  },
  {
    line: 10,
    name: '320 errors of 320 beside 160 cases',
    rule: 'data/eval-failed',
    edits: [[run, '"cases": 160, "errors": 0', '"cases": 320, "errors": 320']],
  },
  { line: 10, name: 'an eval run {}', rule: 'evidence/broken', files: { [run]: '{}\n' } },
  {
    line: 10,
    name: 'an eval run from before the model',
    rule: 'data/eval-failed',
    edits: [[run, '2026-10-20', '2026-07-01']],
  },
  {
    line: 10,
    name: 'an eval run of next year',
    rule: 'evidence/backdated',
    edits: [[run, '2026-10-20', '2028-01-10']],
  },
  {
    line: 10,
    name: 'a run of an unknown model',
    rule: 'data/eval-failed',
    edits: [[run, '"model": "small-2-20260801", ', '']],
  },
  { line: 10, name: 'no eval run', rule: 'data/eval-failed', edits: edit(/, results: evals[^}]*/, '') },
  {
    line: 11,
    name: 'eval rows that are numbers',
    rule: 'data/not-real',
    files: { [evals]: Array.from({ length: 160 }, (_, at) => `${at}\n`).join('') },
  },
  {
    line: 11,
    name: 'eval rows that differ in id only',
    rule: 'data/eval-too-small',
    files: {
      [evals]: rows((at) => ({
        id: `e${at}`,
        source: 'real',
        date: '2026-03-01',
        tags,
        input: 'Where is it?',
        expect: 'x',
      })),
    },
  },
  {
    line: 11,
    name: 'eval rows that differ in metadata only',
    rule: 'data/eval-too-small',
    files: {
      [evals]: rows((at) => ({
        metadata: { run: at, reviewer: `r${at}` },
        source: 'real',
        date: '2026-03-01',
        tags,
        input: 'Where is it?',
        expect: 'x',
      })),
    },
  },
  {
    line: 11,
    name: 'eval rows with an empty input',
    rule: 'evidence/broken',
    files: {
      [evals]: rows((at) => ({ id: `e${at}`, source: 'real', date: '2026-03-01', tags: ['angry'], input: '' })),
    },
  },
  {
    line: 11,
    name: 'real eval rows copied until they are half',
    rule: 'data/not-real',
    files: {
      [evals]: rows((at) => ({
        id: `e${at}`,
        source: at % 2 ? 'real' : 'made up',
        date: '2026-03-01',
        tags: ['unknown-parcel'],
        input: at % 2 ? `Where is it? ${at % 3}` : `Where is parcel ${at}?`,
      })),
    },
  },
  { line: 11, name: '160 rows of hi', rule: 'data/not-real', files: { [evals]: rows(() => ({ input: 'hi' })) } },
  {
    line: 12,
    name: 'a cost section that is nowhere',
    rule: 'evidence/unproven',
    edits: edit(/^cost:\n(?: .*\n)+/m, 'cost: {include: nowhere.yaml}\n'),
  },
  {
    line: 12,
    name: 'the model left out of the cost',
    rule: 'evidence/unproven',
    always: true,
    edits: edit(/ {2}usage: .*\n {2}price: .*\n/, ''),
  },
  {
    line: 12,
    name: 'no errors in the cost, 1.1% in the results',
    rule: 'cost/implausible',
    always: true,
    edits: edit('errors: {rate: 2%', 'errors: {rate: 0%'),
  },
  {
    line: 12,
    name: 'a bill for one chat',
    rule: 'cost/price-mismatch',
    files: { 'finance/parcel-status-2027.csv': 'month,chats,amount_eur\n2027-05,1,0.01\n' },
  },
  {
    line: 12,
    name: 'a bill of a cent for 80,560 chats',
    rule: 'cost/price-mismatch',
    edits: [['finance/parcel-status-2027.csv', '424.40', '0.01']],
  },
  {
    line: 12,
    name: 'errors that cost nothing',
    rule: 'cost/implausible',
    always: true,
    edits: edit('errors: {rate: 2%, cost: 2.80 EUR}', 'errors: {rate: 2%, cost: 0 EUR}'),
  },
  { line: 13, name: 'a failed drill', rule: 'drills/stale', edits: [[drills, /outcome: passed/g, 'outcome: failed']] },
  {
    line: 13,
    name: 'a failed drill, and the record before it named again',
    rule: 'drills/stale',
    edits: edit(drills, 'docs/drills/2027-06.md'),
    files: {
      'docs/drills/2027-06.md':
        '---\ndrills:\n  - {what: rollback, on: 2027-06-09, took: 45m, outcome: failed, by: northpost/care-platform}\n---\n',
    },
    date: '2027-06-10',
    after: (root) => change(root, { edits: edit('docs/drills/2027-06.md', drills) }),
  },
  {
    line: 13,
    name: 'a planned drill',
    rule: 'evidence/broken',
    edits: [[drills, /outcome: passed/g, 'outcome: planned']],
  },
  {
    line: 13,
    name: 'a drill longer than rollback.time',
    rule: 'drills/stale',
    edits: [[drills, 'took: 7m', 'took: 45m']],
  },
  {
    line: 13,
    name: 'a load of 3/min where the peak is 30/min',
    rule: 'drills/stale',
    edits: [[drills, 'rate: 32/min', 'rate: 3/min']],
  },
  {
    line: 13,
    name: 'a rollback without a measured time',
    rule: 'drills/stale',
    edits: [[drills, ' took: 7m,', '']],
  },
  { line: 13, name: 'no drill record at full', rule: 'drills/stale', edits: edit(/^drills: .*\n/m, '') },
  {
    line: 15,
    name: 'an alert on the good side',
    rule: 'monitoring/blind',
    edits: [[rules, '> 0.04', '< 0.04']],
  },
  { line: 15, name: 'vector(0) > 4', rule: 'monitoring/blind', edits: [[rules, slow, 'vector(0) > 4']] },
  { line: 15, name: '0 * x > 4', rule: 'monitoring/blind', edits: [[rules, slow, '0 * parcel_answer_seconds > 4']] },
  {
    line: 15,
    name: 'x > 4 and x < 4',
    rule: 'monitoring/blind',
    edits: [[rules, slow, 'parcel_answer_seconds > 4 and parcel_answer_seconds < 4']],
  },
  {
    line: 12,
    name: 'a bill of the running month alone',
    rule: 'cost/price-mismatch',
    files: { 'finance/parcel-status-2027.csv': 'month,chats,amount_eur\n2027-06,80120,419.80\n' },
  },
  {
    line: 10,
    name: 'one case, run 160 times',
    rule: 'data/eval-mismatch',
    edits: edit(run, 'evals/results/promptfoo.json'),
    files: {
      'evals/results/promptfoo.json': JSON.stringify({
        evalId: 'eval-x',
        results: {
          version: 3,
          timestamp: '2026-10-20T10:00:00Z',
          prompts: [{ provider: 'example-ai:small-2-20260801' }],
          results: Array.from({ length: 160 }, () => ({ success: true, testIdx: 0, vars: { q: 'hi' }, testCase })),
          stats: { successes: 160, failures: 0, errors: 0 },
        },
      }),
    },
  },
  {
    line: 10,
    name: 'one case run again and again, each under an index of its own',
    rule: 'data/eval-mismatch',
    edits: edit(run, 'evals/results/promptfoo.json'),
    files: {
      'evals/results/promptfoo.json': JSON.stringify({
        evalId: 'eval-x',
        results: {
          version: 3,
          timestamp: '2026-10-20T10:00:00Z',
          prompts: [{ provider: 'example-ai:small-2-20260801' }],
          results: Array.from({ length: 160 }, (_, testIdx) => ({
            success: true,
            testIdx,
            vars: { q: 'hi' },
            testCase,
          })),
          stats: { successes: 160, failures: 0, errors: 0 },
        },
      }),
    },
  },
  ...(
    [
      ['without an assertion', { score: 1, gradingResult: { pass: true, score: 1, reason: 'No assertions' } }],
      ['with a threshold that every score reaches', { score: 0.2, testCase: { assert: asserted, threshold: 0 } }],
      ['with an assertion on its latency alone', { score: 1, testCase: { assert: [{ type: 'latency' }] } }],
      ['with a score of 0', { score: 0, gradingResult: { pass: true, score: 0, componentResults: [{ pass: true }] } }],
    ] as const
  ).map(
    ([how, row]): Lie => ({
      line: 10,
      name: `cases that passed ${how}`,
      rule: 'data/eval-failed',
      edits: edit(run, 'evals/results/promptfoo.json'),
      files: {
        'evals/results/promptfoo.json': JSON.stringify({
          evalId: 'eval-x',
          results: {
            version: 3,
            timestamp: '2026-10-20T10:00:00Z',
            prompts: [{ provider: 'example-ai:small-2-20260801' }],
            results: Array.from({ length: 160 }, (_, at) => ({ success: true, testIdx: at, ...row })),
            stats: { successes: 160, failures: 0, errors: 0 },
          },
        }),
      },
    }),
  ),
  ...(
    [
      ['that is a draft', 'status: active', 'status: draft'],
      ['without a table', /^schema:\n(?: .*\n)+/m, 'schema: []\n'],
      [
        'that is as fresh for another table',
        /latency,(.*)\n.*frequency,.*$/m,
        'latency, element: lookups.loaded_at,$1',
      ],
      [
        'of which one table of two is as fresh',
        /^schema:\n[\s\S]*latency,(.*)\n.*frequency,.*$/m,
        'schema: [{name: events}, {name: lookups}]\nslaProperties:\n  - {property: latency, element: lookups.at,$1',
      ],
      [
        'of dbt that has no freshness check',
        /^[\s\S]*$/,
        'sources:\n- {name: tracking, freshness: {error_after: {count: 3, period: minute}}, loaded_at_field: at, tables: [{name: events, freshness: null}]}\n',
      ],
      [
        'of dbt whose lookups alone are as fresh',
        /^[\s\S]*$/,
        'sources:\n- {name: tracking, loaded_at_field: at, tables: [{name: events}, {name: lookups, freshness: {error_after: {count: 3, period: minute}}}]}\n',
      ],
      [
        'of the Data Contract Specification that is a draft',
        /^[\s\S]*$/,
        'dataContractSpecification: 1.1.0\ninfo: {status: draft}\nservicelevels: {freshness: {threshold: 3min}}\n',
      ],
      [
        'of the Data Contract Specification that names a clock alone',
        /^[\s\S]*$/,
        'dataContractSpecification: 1.1.0\nservicelevels: {latency: {threshold: 3min}, frequency: {cron: 0 0 * * *}}\n',
      ],
      [
        'of which every operation is deprecated',
        /^[\s\S]*$/,
        'openapi: 3.1.0\ninfo: {title: Tracking, version: 1.0.0}\npaths: {/events: {get: {deprecated: true}}}\n',
      ],
    ] as const
  ).map(
    ([how, from, to]): Lie => ({
      line: 9,
      name: `a contract ${how}`,
      rule: 'evidence/unproven',
      edits: [['contracts/tracking.odcs.yaml', from, to]],
    }),
  ),
  {
    line: 23,
    name: 'a surface without a tool',
    rule: 'evidence/unproven',
    files: { 'tools/parcel-status.mcp.json': '{"tools": []}\n' },
  },
  {
    line: 15,
    name: 'x > 4 unless up',
    rule: 'monitoring/blind',
    edits: [[rules, slow, 'parcel_answer_seconds > 4 unless on() up']],
  },
  {
    line: 15,
    name: 'a wait of 30 days',
    rule: 'monitoring/blind',
    always: true,
    edits: [[rules, /(\n\s+)(labels:)/, '$1for: 30d$1$2']],
  },
  {
    line: 15,
    name: 'a file of rules without groups',
    rule: 'monitoring/blind',
    files: { [rules]: 'global: {scrape_interval: 15s}\n' },
  },
  {
    line: 15,
    name: 'money a second as money an hour',
    rule: 'monitoring/rule-mismatch',
    always: true,
    edits: [
      ...edit('metric: cost_per_chat, rule', 'metric: spend, fire: above 5 EUR/h, over: 1h, rule'),
      [rules, /sum\(increase\(parcel_cost.*/, 'sum(rate(parcel_cost_eur_total[1h])) > 5'],
    ],
  },
  {
    line: 15,
    name: 'wrong answers a second as a share',
    rule: 'monitoring/rule-mismatch',
    always: true,
    edits: [
      ...edit('metric: wrong_window_rate, rule', 'metric: wrong_window_rate, fire: above 4%, over: 2d, rule'),
      [rules, wrongWindow, 'sum(rate(parcel_answers_wrong_total[2d])) > 0.04'],
    ],
  },
  {
    line: 15,
    name: 'a quantile since the process began, and a wait',
    rule: 'monitoring/blind',
    edits: [
      [rules, /rate\((parcel_answer_seconds_bucket)\[\w+\]\)/, '$1'],
      [rules, /(> 4\n\s+)(labels:)/, '$1for: 20m\n        $2'],
    ],
  },
  { line: 15, name: 'a rule on up', rule: 'monitoring/rule-mismatch', edits: [[rules, wrongWindow, 'up > 0.04']] },
  {
    line: 21,
    name: 'a schema of {"minProperties": 0}',
    rule: 'guardrails/output-open',
    files: { [schema]: '{"minProperties": 0}\n' },
  },
  {
    line: 21,
    name: 'a schema of {"if": {}, "then": {}}',
    rule: 'guardrails/output-open',
    files: { [schema]: '{"if": {}, "then": {}}\n' },
  },
  {
    line: 21,
    name: 'a schema of {"not": {}}',
    rule: 'guardrails/output-open',
    files: { [schema]: '{"not": {}}\n' },
  },
  {
    line: 21,
    name: 'a schema that any object meets',
    rule: 'guardrails/output-open',
    files: { [schema]: '{"type": "object", "properties": {"text": {}}}\n' },
  },
  {
    line: 22,
    name: 'gpt-4o as a pinned version',
    rule: 'model/unpinned',
    edits: edit('id: small-2-20260801', 'id: gpt-4o'),
  },
  {
    line: 22,
    name: 'claude-3-5-sonnet as a pinned version',
    rule: 'model/unpinned',
    edits: edit('id: small-2-20260801', 'id: claude-3-5-sonnet'),
  },
]
