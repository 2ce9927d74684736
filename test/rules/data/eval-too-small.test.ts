import { evalTooSmall } from '../../../src/rules/data/eval-too-small.ts'
import { table } from '../table.ts'

const file = (guardrails: string, cases: string) => `success:
  metric: deflection_rate
  guardrail_metrics: [${guardrails}]
data:
  eval_set:
    path: evals/x.jsonl
    ${cases}
`
const wrong = '{metric: wrong_answer_rate, limit: at most 1%}'
const guilty = '   # expect: data/eval-too-small'

const rowsOf = (cases: number, differ: number, more = '') =>
  Array.from({ length: cases }, (_, at) => `{"input": "case ${Math.min(at, differ - 1)}"${more}}\n`).join('')

table(evalTooSmall, [
  {
    name: 'cases that are there twice prove nothing twice',
    files: { 'evals/x.jsonl': rowsOf(300, 200) },
    yaml: file(wrong, `cases: 300${guilty}`),
    says: ['300 cases (200 distinct) with 0 errors show at most 1.49%, but "wrong_answer_rate" has limit at most 1%'],
    helps: ['add cases until 299 are distinct; rows that differ only in `id` count once'],
  },
  {
    name: 'one that is there twice, beside enough that differ',
    files: { 'evals/x.jsonl': rowsOf(300, 299) },
    yaml: file(wrong, 'cases: 300'),
  },
  {
    name: 'the errors of cases that are there twice may be one error',
    files: {
      'evals/x.jsonl': rowsOf(480, 474),
      'evals/r.json': '{"cases": 480, "errors": 7}',
    },
    yaml: file(wrong, 'cases: 480\n    results: evals/r.json'),
  },
  {
    name: 'one request three hundred times, each with its id, its day and its row',
    files: {
      'evals/x.jsonl': Array.from(
        { length: 300 },
        (_, at) =>
          `{"id": ${at}, "row": ${at}, "date": "2026-0${1 + (at % 9)}-01", "tags": ["t${at}"], "input": "where is it?"}\n`,
      ).join(''),
    },
    yaml: file(wrong, `cases: 300${guilty}`),
    says: ['300 cases (1 distinct) with 0 errors show at most 95%, but "wrong_answer_rate" has limit at most 1%'],
  },
  {
    name: 'one request of many segments, about many orders and with other expectations',
    files: {
      'evals/x.jsonl': Array.from(
        { length: 300 },
        (_, at) =>
          `{"id": ${at}, "input": "where is it?", "language": "${at % 2 ? 'de' : 'fr'}", "order": ${at % 75}, "expect": "${at % 4 > 1 ? 'a day' : 'a place'}"}\n`,
      ).join(''),
    },
    yaml: file(wrong, 'cases: 300'),
  },
  {
    name: 'a sample of production in which customers ask the same again',
    files: { 'evals/x.jsonl': rowsOf(310, 302) },
    yaml: file(wrong, 'cases: 310'),
  },
  {
    name: 'alike rows whose input stands somewhere else',
    files: { 'evals/x.jsonl': '{"expect": "refund", "source": "real"}\n'.repeat(300) },
    yaml: file(wrong, 'cases: 300'),
  },
  {
    name: 'cases that a file shows are added there',
    files: { 'evals/x.jsonl': rowsOf(200, 200) },
    yaml: file(wrong, 'real: 85%').replace('eval_set:', `eval_set:${guilty}`),
    helps: ['add cases to evals/x.jsonl until there are 299; each observed error requires more cases'],
  },
  {
    name: 'cases that a file shows are added there, and declared where they were',
    files: { 'evals/x.jsonl': rowsOf(200, 200) },
    yaml: file(wrong, `cases: 200${guilty}`),
    helps: [
      'add cases to evals/x.jsonl until there are 299, and set `cases` to as many; each observed error requires more cases',
    ],
  },
  {
    name: 'a file of another number of cases is what counts',
    files: { 'evals/x.jsonl': rowsOf(310, 200) },
    yaml: file(wrong, `cases: 300${guilty}`),
  },
  {
    name: 'a hundred cases for one percent',
    yaml: file(wrong, `cases: 100${guilty}`),
    says: ['100 cases with 0 errors show at most 2.96%, but "wrong_answer_rate" has limit at most 1%'],
    helps: ['cases: 299  # in data.eval_set: or more; each observed error requires more cases'],
    severity: 'error',
  },
  { name: 'one too few', yaml: file(wrong, `cases: 298${guilty}`) },
  { name: 'the honest file that comes closest', yaml: file(wrong, 'cases: 299') },
  {
    name: 'the strictest of several limits, whatever the metrics are called',
    yaml: file(
      '{metric: erreurs, limit: at most 5%}, {metric: reclamations, limit: below 0.5%}',
      `cases: 500${guilty}`,
    ),
    helps: [
      'cases: 598  # in data.eval_set: or more; each observed error requires more cases; or set `metric` to the metric that the set measures',
    ],
  },
  {
    name: 'closest honest file: an eval set cannot count what only customers do, and says what it counts',
    yaml: file(
      '{metric: refund_rate, limit: at most 0.1%}, {metric: wrong_answer_rate, limit: at most 4%}',
      'metric: wrong-answer-rate\n    cases: 80',
    ),
  },
  {
    name: 'too few for the limit that it names',
    yaml: file(
      '{metric: refund_rate, limit: at most 0.1%}, {metric: wrong_answer_rate, limit: at most 4%}',
      `metric: wrong_answer_rate\n    cases: 60${guilty}`,
    ),
  },
  {
    name: 'a limit that is no share, or from below',
    yaml: file('{metric: wrong_cost, limit: at most 3 EUR}, {metric: ok_rate, limit: at least 99%}', 'cases: 10'),
  },
  {
    name: 'a limit of nothing is for success/perfection',
    yaml: file('{metric: wrong_rate, limit: at most 0%}', 'cases: 10'),
  },
  {
    name: 'no number of cases, and no file that shows it',
    yaml: file(wrong, 'real: 85%').replace('eval_set:', `eval_set:${guilty}`),
    says: ['`data.eval_set.cases` is missing, and the eval set cannot be counted'],
  },
  {
    name: 'a number of cases that the file shows',
    files: { 'evals/x.jsonl': rowsOf(300, 300) },
    yaml: file(wrong, 'real: 85%'),
  },
  { name: 'a file that is missing', files: {}, yaml: file(wrong, 'real: 85%') },
  { name: 'cases that cannot be read', yaml: file(wrong, 'cases: many') },
  { name: 'a limit that cannot be read', yaml: file('{metric: wrong_rate, limit: rarely}', 'cases: 10') },
  { name: 'not before limited', yaml: file(wrong, 'cases: 100'), for: 'shadow' },
  {
    name: 'enough for a flawless run, and the last one was not',
    yaml: file(wrong, `cases: 480${guilty}\n    results: evals/results.json`),
    files: { 'evals/results.json': '{"ran": "2026-10-20", "cases": 480, "errors": 3}' },
    says: ['480 cases with 3 errors show at most 1.61%, but "wrong_answer_rate" has limit at most 1%'],
    helps: ['cases: 773  # in data.eval_set: or more without a further error; or fix the errors and run it again'],
  },
  {
    name: 'closest honest file: one error, and cases enough for it',
    yaml: file(wrong, 'cases: 480\n    results: evals/results.json'),
    files: { 'evals/results.json': '{"ran": "2026-10-20", "cases": 480, "errors": 1}' },
  },
  {
    name: 'a run that tried each case three times counts at its rate',
    yaml: file(wrong, `cases: 480${guilty}\n    results: evals/results.json`),
    files: { 'evals/results.json': '{"ran": "2026-10-20", "cases": 1440, "errors": 9}' },
    says: ['480 cases with 3 errors show at most 1.61%, but "wrong_answer_rate" has limit at most 1%'],
  },
  {
    name: 'a run that misses the limit itself is for data/eval-failed',
    yaml: file(wrong, 'cases: 480\n    results: evals/results.json'),
    files: { 'evals/results.json': '{"ran": "2026-10-20", "cases": 1440, "errors": 720}' },
  },
])
