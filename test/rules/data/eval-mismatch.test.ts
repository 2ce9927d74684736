import { parquetWriteBuffer } from 'hyparquet-writer'
import { evalMismatch } from '../../../src/rules/data/eval-mismatch.ts'
import { table } from '../table.ts'

const jsonl = (real: number, made: number, tag = 'typo') =>
  [
    ...Array.from({ length: real }, (_, at) => ({ source: 'real', tags: at % 2 === 0 ? [tag] : [] })),
    ...Array.from({ length: made }, () => ({ source: 'synthetic', tags: ['injection'] })),
  ]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('')

const parquet = new Uint8Array(
  parquetWriteBuffer({ columnData: [{ name: 'tags', data: ['a', 'b', 'c'], type: 'STRING' }] }),
)

table(evalMismatch, [
  {
    name: 'a file that says what is declared',
    files: { 'e.jsonl': jsonl(120, 40) },
    yaml: `data:
  eval_set: {path: e.jsonl, cases: 160, real: 75%, collected: 2025-11-15..2026-09-30}
  edge_cases: [{id: typo, kind: messy_data, min_cases: 60}, {id: injection, kind: adversarial, min_cases: 40}]
`,
  },
  {
    name: 'a share that is rounded to the point, and another that is not',
    files: { 'e.jsonl': jsonl(127, 22) },
    yaml: `data: {eval_set: {path: e.jsonl, cases: 149, real: 85%}}
`,
  },
  {
    name: 'a share that is a little over a point too high',
    files: { 'e.jsonl': jsonl(84, 16) },
    yaml: `data:
  eval_set:
    path: e.jsonl
    real: 85.1%  # expect: data/eval-mismatch
`,
    says: ['`data.eval_set.real` is 85.1%, but 84 of 100 cases in "e.jsonl" are real: 84%'],
    helps: ['real: 84%  # in data.eval_set: or add real cases, with "source": "real"'],
  },
  {
    name: 'cases that are there twice: either number is right, and a tag needs cases that differ',
    files: {
      'e.jsonl':
        '{"input": "a", "tags": ["typo"]}\n{"input": "b", "tags": ["typo"]}\n{"input": "b", "tags": ["typo"]}\n',
    },
    yaml: `data:
  eval_set: {path: e.jsonl, cases: 3}
  edge_cases:
    - {id: typo, kind: messy_data, min_cases: 3}  # expect: data/eval-mismatch
`,
    says: ['"typo" requires at least 3 cases, but "e.jsonl" tags 3, 1 of them a duplicate'],
    helps: ['add cases with the tag "typo" until there are 3 different ones'],
  },
  {
    name: 'whoever counts a case only once is right as well',
    files: { 'e.jsonl': '{"input": "a"}\n{"input": "b"}\n{"input": "b"}\n' },
    yaml: 'data: {eval_set: {path: e.jsonl, cases: 2}}\n',
  },
  {
    name: 'a share of real cases in which each duplicate counts, or each case once',
    files: { 'e.jsonl': `${'{"input": "a", "source": "real"}\n'.repeat(3)}{"input": "b", "source": "made up"}\n` },
    yaml: 'data: {eval_set: {path: e.jsonl, real: 75%}}\n',
  },
  {
    name: 'a share of real cases by no count',
    files: { 'e.jsonl': `${'{"input": "a", "source": "real"}\n'.repeat(3)}{"input": "b", "source": "made up"}\n` },
    yaml: `data:
  eval_set:
    path: e.jsonl
    real: 90%  # expect: data/eval-mismatch
`,
    says: ['`data.eval_set.real` is 90%, but 1 of 2 distinct cases in "e.jsonl" are real: 50%'],
  },
  {
    name: 'one case that stands there once for each of its tags',
    files: {
      'e.jsonl': '{"id": 1, "input": "b", "tags": ["typo"]}\n{"id": 2, "input": "b", "tags": ["storm"]}\n',
    },
    yaml: `data:
  eval_set: e.jsonl
  edge_cases: [{id: typo, kind: messy_data}, {id: storm, kind: seasonal_peak}]
`,
  },
  {
    name: 'one case more and one tag less than declared',
    files: { 'e.jsonl': jsonl(10, 0) },
    yaml: `data:
  eval_set:
    path: e.jsonl
    cases: 11  # expect: data/eval-mismatch
  edge_cases:
    - {id: typo, kind: messy_data, min_cases: 6}  # expect: data/eval-mismatch
    - {id: storm, kind: seasonal_peak}  # expect: data/eval-mismatch
    - {kind: adversarial, not_applicable: nobody writes to it}
`,
    says: [
      '`data.eval_set.cases` is 11, but "e.jsonl" has 10',
      '"typo" requires at least 6 cases, but "e.jsonl" tags 5',
      '"storm" requires at least 1 case, but "e.jsonl" tags none',
    ],
  },
  {
    name: 'more of a tag than asked, and nothing declared',
    files: { 'e.jsonl': jsonl(100, 5) },
    yaml: `data:
  eval_set: e.jsonl
  edge_cases: [{id: typo, kind: messy_data, min_cases: 20}]
`,
  },
  {
    name: 'cases that are older than declared',
    files: { 'e.jsonl': '{"collected": "2024-05-01"}\n{"collected": "2026-01-05"}\n' },
    yaml: `data:
  eval_set:
    path: e.jsonl
    collected: 2025-11-15..2026-09-30  # expect: data/eval-mismatch
`,
    says: ['`data.eval_set.collected` is 2025-11-15..2026-09-30, but a case in "e.jsonl" is dated 2024-05-01'],
    helps: ['collected: 2024-05-01..2026-01-05  # in data.eval_set'],
  },
  {
    name: 'cases within the days that are declared',
    files: { 'e.jsonl': '{"collected": "2025-11-15"}\n{"collected": "2026-09-30"}\n' },
    yaml: 'data: {eval_set: {path: e.jsonl, collected: 2025-11-15..2026-09-30}}\n',
  },
  {
    name: 'a file that is not there is for spec/path-missing',
    files: {},
    yaml: 'data: {eval_set: {path: e.jsonl, cases: 480}}\n',
  },
  {
    name: 'no repository',
    yaml: 'data: {eval_set: {path: e.jsonl, cases: 480}}\n',
  },
  {
    name: 'a format that nobody here reads',
    files: { 'e.xlsx': 'PK' },
    yaml: 'data: {eval_set: {path: e.xlsx, cases: 480, real: 85%}}\n',
  },
  {
    name: 'a file kept in another system',
    files: {},
    yaml: 'data: {eval_set: {path: "https://example.com/e.jsonl", cases: 480}}\n',
  },
  {
    name: 'Parquet, whose rows are counted',
    files: { 'e.parquet': parquet },
    yaml: `data:
  eval_set:
    path: e.parquet
    real: 85%
    cases: 4  # expect: data/eval-mismatch
  edge_cases: [{id: typo, kind: messy_data, min_cases: 20}]  # expect: data/eval-mismatch
`,
  },
  {
    name: 'rows that say neither tags nor where they come from',
    files: { 'e.jsonl': '{"input": "x"}\n'.repeat(3) },
    yaml: `data:
  eval_set: {path: e.jsonl, cases: 3, real: 85%}
  edge_cases: [{id: typo, kind: messy_data, min_cases: 20}]
`,
  },
  {
    name: 'a tag of cases that are not applicable',
    files: { 'e.jsonl': jsonl(4, 0) },
    yaml: 'data:\n  eval_set: e.jsonl\n  edge_cases:\n    - {id: load, kind: seasonal_peak, not_applicable: no season}  # expect: data/eval-mismatch\n',
    helps: ['add cases with the tag "load" until there are 1, or remove `id`, because the kind is not applicable'],
  },
  {
    name: 'results in another form, or in a folder of some kind',
    files: { 'e.jsonl': jsonl(1, 0), 'r/a.txt': '' },
    yaml: 'data: {eval_set: {path: e.jsonl, results: r}}\n',
  },
])

const questions = Array.from({ length: 20 }, (_, at) => `where is  order ${at}?`)
const tests = questions.map((question, at) => ({ vars: { question, at, day: '2026-03-01', page: `file://${at}.md` } }))
const runOf = (cases: readonly (readonly [vars: unknown, written?: unknown])[]) =>
  JSON.stringify({
    evalId: 'e',
    results: {
      version: 3,
      timestamp: '2026-10-20T09:00:00Z',
      prompts: [{ provider: 'x' }],
      results: cases.map(([vars, written], testIdx) => ({
        testIdx,
        vars,
        success: true,
        score: 1,
        testCase: { vars: written, assert: [{ type: 'contains', value: 'x' }] },
      })),
      stats: { successes: cases.length, failures: 0, errors: 0 },
    },
  })
/** As promptfoo keeps them: what is loaded, days of YAML, and variables of the default test. */
const used = (at: number, question = questions[at]) =>
  [
    {
      question: `${question?.replace('  ', ' ')}\n`,
      at: String(at),
      day: '2026-03-01T00:00:00.000Z',
      page: 'x',
      lang: 'de',
    },
  ] as const

table(evalMismatch, [
  ...[
    ['the cases of the set, as promptfoo used them', tests.map((_, at) => used(at)), ''],
    ['a case that was worded anew', tests.map((_, at) => used(at, at > 17 ? 'when?' : undefined)), ''],
    [
      'variables that a function of the team changes',
      tests.map(({ vars }, at) => [{ ...vars, question: `translated ${at}` }, vars] as const),
      '',
    ],
    ['no variables', tests.map(() => [undefined] as const), ''],
    [
      'a tenth and one more of other cases',
      tests.map((_, at) => used(at, at > 16 ? 'when?' : undefined)),
      '  # expect: data/eval-mismatch',
    ],
  ].map(([name, cases, mark]) => ({
    name: `${mark === '' ? 'closest: ' : ''}a run with ${name}`,
    files: {
      'e.json': JSON.stringify({ tests }),
      'r.json': runOf(cases as Parameters<typeof runOf>[0]),
    },
    yaml: `data:\n  eval_set:\n    path: e.json\n    results: r.json${mark}\n`,
    ...(mark && {
      says: ['last run in "r.json" has 3 of 20 cases whose variables are in no case of the eval set'],
    }),
  })),
  {
    name: 'closest: tests of which one variable alone is written down',
    files: {
      'e.json': JSON.stringify({ tests: tests.map(({ vars: { page } }) => ({ vars: { page } })) }),
      'r.json': runOf(tests.map((_, at) => used(at))),
    },
    yaml: 'data: {eval_set: {path: e.json, results: r.json}}\n',
  },
])

const ran = (run: object) => ({ 'r.json': JSON.stringify({ ran: '2026-10-20', errors: 1, ...run }) })
const declared = (line = '', id = 'small-2-20260801') =>
  `model: {provider: example-ai, id: ${id}}\ndata:\n  eval_set:\n    path: e.jsonl\n    cases: 200\n    results: r.json${line}\n`
const guilty = '  # expect: data/eval-mismatch'

table(evalMismatch, [
  {
    name: 'a run of other cases',
    files: ran({ cases: 60 }),
    yaml: declared(guilty),
    says: ['last run in "r.json" has 60 cases, but `data.eval_set.cases` is 200'],
    severity: 'error',
  },
  {
    name: 'a run of other cases than the eval set shows',
    files: { ...ran({ cases: 3 }), 'e.jsonl': '{"input": "a"}\n{"input": "b"}\n' },
    yaml: declared(guilty).replace('    cases: 200\n', ''),
    says: ['last run in "r.json" has 3 cases, but the eval set has 2'],
  },
  {
    name: 'a run of too few cases, told once',
    files: {
      'r.json': JSON.stringify({
        metricsScores: [],
        testCases: ['a', 'b', 'c'].map((input) => ({ input, success: true, metricsData: [{}] })),
      }),
    },
    yaml: declared(guilty),
    says: ['last run in "r.json" is of 3 different cases, but the eval set has 200'],
  },
  {
    name: 'the model by its provider',
    files: ran({ cases: 200, model: 'example-ai/Small-2-20260801' }),
    yaml: declared(),
  },
  {
    name: 'closest: an alias that may be the model',
    files: ran({ cases: 200, model: 'small-2' }),
    yaml: declared(),
  },
  { name: 'closest: each case twice', files: ran({ cases: 400 }), yaml: declared() },
  {
    name: 'closest: a script that promptfoo calls a provider',
    files: {
      'r.json': JSON.stringify({
        evalId: 'e',
        results: {
          version: 3,
          timestamp: '2026-10-20T09:00:00Z',
          stats: { successes: 198, failures: 1, errors: 1 },
          prompts: [{ provider: 'file://desk.py' }],
        },
      }),
    },
    yaml: declared(),
  },
])
