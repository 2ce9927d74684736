import { kibibyte, mebibyte, type Page } from './page.ts'

export const evalResultsPage: Page = {
  title: 'Eval results',
  shows: 'How many cases the last run passed and failed, when that was and of which model.',
  fact: 'evalResults',
  formats: [
    {
      name: 'A summary of your own',
      reads:
        '`cases` and `errors` (or `passed` and `failed`), `skipped`, `ran` or `date`, `model`, and `by`, the team that ran it, not the champion. An error is a wrong answer, and so is a case that errored, was skipped or never ran; the counts have to add up.',
      maxBytes: 10 * mebibyte,
      path: 'evals/last-run.json',
      sample: {
        'evals/last-run.json':
          '{"ran": "2026-10-20", "model": "small-2-20260801", "cases": 400, "errors": 1, "by": "acme/evals"}\n',
      },
    },
    {
      name: 'promptfoo',
      reads:
        '`results` of version 2 or 3: `stats`, `timestamp`, the `provider` of its results and prompts, or its `label` where that is a program, a server or a deployment. As CSV the column `Status` behind each prompt. A case that passed without an assertion on its answer, with none that an answer can fail, with a threshold of 0 or a score of 0 failed; if rows are left out, the counts of assertions are used. A run without any assertion in its output is unverified.',
      maxBytes: 10 * mebibyte,
      path: 'evals/promptfoo.json',
      sample: {
        'evals/promptfoo.json': `{"evalId": "eval-x1", "results": {
  "version": 3, "timestamp": "2026-10-20T09:00:00Z",
  "prompts": [{"provider": "small-2-20260801"}],
  "stats": {"successes": 399, "failures": 1, "errors": 0}
}}
`,
      },
    },
    {
      name: 'DeepEval',
      reads:
        '`testCases[].success`, which `testPassed` and `testFailed` have to agree with; also below `testRunData`. A case without a metric failed. The model is `hyperparameters.model`. There is no day.',
      maxBytes: 10 * mebibyte,
      path: 'evals/deepeval.json',
      sample: {
        'evals/deepeval.json': `{"testCases": [],
 "metricsScores": [], "testPassed": 399, "testFailed": 1}
`,
      },
    },
    {
      name: 'Inspect',
      reads:
        'A log of version 2 of a finished run: `results.total_samples`, the scores of the samples or the one `accuracy`, `eval.created`, `eval.model`. If a reducer other than `mean` makes one score of several epochs, the samples are required. The zip `.eval` is not read.',
      maxBytes: 10 * mebibyte,
      path: 'evals/inspect.json',
      sample: {
        'evals/inspect.json': `{"version": 2, "status": "success",
 "eval": {"task": "returns", "created": "2026-10-20T09:00:00Z", "model": "small-2-20260801"},
 "results": {"total_samples": 400, "completed_samples": 400,
  "scores": [{"name": "match", "metrics": {"accuracy": {"value": 0.9975}}}]}}
`,
      },
    },
    {
      name: 'OpenAI evals',
      reads:
        'The log of one finished run: the `spec` with `created_at` and `completion_fns`, the events, of which each `match` is a run, and the `final_report`, whose `accuracy` has to agree; of the class `Match`, `correct` has to agree with `picked` and `expected`. Samples of one prompt are one case. A sample without a match could not be run. A file with scores only, such as a table of Ragas, is unverified, because it does not say what passes.',
      maxBytes: 10 * mebibyte,
      path: 'evals/run.jsonl',
      sample: {
        'evals/run.jsonl': `{"spec": {"completion_fns": ["small-2-20260801"], "eval_name": "returns.dev.v0", "created_at": "2026-10-20 09:00:00"}}
{"event_id": 0, "sample_id": "returns.dev.0", "type": "match", "data": {"correct": true}}
{"event_id": 1, "sample_id": "returns.dev.1", "type": "match", "data": {"correct": true}}
{"final_report": {"accuracy": 1.0}}
`,
      },
    },
    {
      name: 'MLflow run',
      reads:
        'The highest step, and of one step the newest value, of the metrics `passed` (`pass_count`, `num_passed`, `tests_passed`, `correct`) and `failed` (`fail_count`, `num_failed`, `tests_failed`, `wrong`), with their times, and the parameter or tag `model` (`model_name`, `model_id`). A run that failed, was killed or deleted, by its `meta.yaml`, is unverified.',
      maxBytes: 64 * kibibyte,
      path: 'mlruns/1/4c1e',
      sample: {
        'mlruns/1/4c1e/meta.yaml': 'run_id: 4c1e\nstatus: 3\nlifecycle_stage: active\n',
        'mlruns/1/4c1e/params/model': 'small-2-20260801',
        'mlruns/1/4c1e/metrics/passed': '1792486800000 399 0\n',
        'mlruns/1/4c1e/metrics/failed': '1792486800000 1 0\n',
      },
    },
  ],
  claim: `success:
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]
data:
  eval_set: {path: evals/returns.jsonl, cases: 400, real: 85%, results: FILE}
`,
  lie: `success:
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 1%}]
data:
  eval_set: {path: evals/returns.jsonl, cases: 400, real: 85%, results: FILE}
`,
  unread: { path: 'evals/last-run.xml', text: '<testsuites/>\n' },
  broken: { path: 'evals/last-run.json', text: '{"cases": 10, "errors": 12}\n' },
  notes:
    'A count is compared with the acceptable error rate of `success.guardrail_metrics`. The last 20 files of the folder with the same ending, of up to 2 MiB each and 8 MiB in all, are read beside the run: those of promptfoo with the same cases, providers and prompts, or of Inspect with the same cases, task and commit, are runs of the same.',
}
