import { pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'
import { dayOf, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { unclearCount } from '../reading/counts.ts'
import { textIn } from '../reading/documents.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { countOf, dayIn } from '../reading/value.ts'
import { withLuck } from './beside.ts'
import type { EvalResults } from './outcome.ts'
import { promptfoo, readCsv } from './promptfoo.ts'
import {
  blank,
  type Dialect,
  dayFault,
  distinct,
  has,
  isRagas,
  meanTokens,
  modelsOf,
  repeatsIn,
  silentIn,
  strangeDay,
  unjudged,
  unnamed,
} from './runs.ts'

/** A moment in seconds or milliseconds since 1970, within the years that a day is written in. */
const dayAt = (number: number): IsoDate | undefined => {
  const milliseconds = number > 1e11 ? number : number * 1000
  return number > 0 && milliseconds < 3.2e13 ? dayOf(milliseconds) : undefined
}

/** What makes a test case of DeepEval another one. */
const caseOf = (one: Part): string | undefined =>
  one.text('input') && JSON.stringify([one.at('input').data, one.at('expectedOutput').data, one.at('context').data])

/** Whether a metric passes whatever it scores: one of which less is better passes 0 at no higher score. */
const isOpen = (metric: Part): boolean => (metric.number('threshold') ?? 1) <= 0 && (metric.number('score') ?? 0) > 0

/** Whether no metric asked anything of an answer. */
const isUnasked = (one: Part): boolean => {
  const metrics = one.at('metricsData')
  return metrics.data === null || (Array.isArray(metrics.data) && metrics.items().every(isOpen))
}

/** A case passes where all its metrics do, and one that broke off did not. Source: DeepEval, update_metric_data. */
const passedIn = (one: Part): unknown => {
  const isRefuted = one
    .at('metricsData')
    .items()
    .some((metric) => metric.at('success').data === false || metric.at('error').data)
  return one.at('success').data === true && isRefuted ? undefined : one.at('success').data
}

/** Source: DeepEval, TestRun; the last run is kept below `testRunData`. */
const deepEval: Dialect = (data) => {
  const run = (data.at('testRunData').data ?? undefined) === undefined ? data : data.at('testRunData')
  if (!has(run, 'testCases') || !has(run, 'metricsScores')) return undefined
  const all = run.at('testCases').items()
  const cases = all.map(passedIn)
  const counted = (wanted: boolean) => cases.filter((success) => success === wanted).length
  const good = all.filter((one) => passedIn(one) === true)
  const unasked = good.filter(isUnasked).length
  const silent = silentIn(good.map((one) => one.at('actualOutput').data))
  if (silent !== undefined) return silent
  const [passed, failed] = [run.count('testPassed'), run.count('testFailed')]
  if (cases.length === 0 && (passed === undefined || failed === undefined))
    return malformed('has no test case that passed or failed', data.at('testCases').range())
  const isAll = run.at('conversationalTestCases').items().length === 0
  if (isAll && cases.length > 0 && passed !== undefined && passed !== counted(true))
    return malformed(`counts ${passed} passed, but ${counted(true)} of its test cases did`, run.at('testCases').range())
  if (isAll && cases.length > 0 && failed !== undefined && failed < counted(false))
    return malformed(
      `counts ${failed} failed, but ${counted(false)} of its test cases did`,
      run.at('testCases').range(),
    )
  return read({
    ...blank,
    tool: 'DeepEval',
    passed: (passed ?? counted(true)) - unasked,
    failed: failed ?? counted(false),
    // A case that says neither could not be run.
    errors: cases.length - counted(true) - counted(false) + unasked,
    unasked,
    models: modelsOf(run.text('hyperparameters', 'model')),
    cases: isAll ? distinct(all.map(caseOf)) : undefined,
  })
}

/** Whether one sample scored as Inspect's `accuracy` counts it: 1, true, "C". One that broke off failed, even if `score_on_error` judged it. */
const isCorrect = (sample: Part): boolean => {
  const scores = sample.at('scores')
  const [only, ...more] = isMap(scores.data) ? Object.keys(scores.data) : []
  const value = only === undefined ? undefined : scores.at(only, 'value').data
  const isBroken = (sample.at('error').data ?? undefined) !== undefined
  return !isBroken && more.length === 0 && (value === 1 || value === true || value === 'C')
}

/** How many of the samples its metrics are of: a judge that broke off gave no score. Epochs of a sample are one here. */
const scoredShare = (score: Part): number => {
  const [scored = 1, unscored = 0] = [score.count('scored_samples'), score.count('unscored_samples')]
  return unscored === 0 ? 1 : scored / (scored + unscored)
}

const asked =
  'task task_version task_args dataset solver solver_args model model_args model_generate_config config packages'

/** The task and its code, which only a commit tells. */
const setupOf = (run: Part): string | undefined =>
  run.text('revision', 'commit') === undefined || run.at('revision', 'dirty').data === true
    ? undefined
    : JSON.stringify([run.text('revision', 'commit'), ...asked.split(' ').map((key) => run.at(key).data)])

/** Source: inspect_ai, EvalLog version 2. */
const inspect: Dialect = (data) => {
  if (!has(data, 'eval', 'task') || !has(data, 'status') || data.number('version') !== 2) return undefined
  const results = data.at('results')
  const [total, completed] = [results.count('total_samples'), results.count('completed_samples')]
  if (data.text('status') !== 'success' || total === undefined || completed === undefined)
    return malformed('is the log of a run that did not finish', data.at('status').range())
  if (data.at('invalidated').data === true) return unknown('is the log of an invalidated run')
  const strange = dayFault(data.at('eval', 'created'), 'eval.created')
  if (strange !== undefined) return strange
  const models = modelsOf(data.text('eval', 'model'))
  if (models.length === 0) return unnamed('`eval.model`')
  const isOne = results.at('scores').items(2).length === 1
  const accuracy = isOne ? results.number('scores', 0, 'metrics', 'accuracy', 'value') : undefined
  const samples = data.at('samples').items()
  const right = samples.filter(isCorrect).length
  const isShare = accuracy !== undefined && accuracy >= 0 && accuracy <= 1
  const byAccuracy = isShare ? Math.round(accuracy * completed * scoredShare(results.at('scores', 0))) : undefined
  const isWhole = samples.length === completed && samples.length > 0
  // Which of the rounds of a sample were right, only the samples tell.
  const reducer = results.text('scores', 0, 'reducer') ?? data.text('eval', 'config', 'epochs_reducer', 0) ?? 'mean'
  if (isOne && !isWhole && reducer !== 'mean' && (data.number('eval', 'config', 'epochs') ?? 2) > 1)
    return unknown('reduces several epochs of a sample to one score; keep its `samples`')
  const passed = isOne && isWhole ? right : byAccuracy
  return read({
    ...blank,
    tool: 'Inspect',
    passed,
    failed: passed === undefined ? undefined : completed - passed,
    errors: Math.max(0, total - completed),
    cases: distinct(samples.map((sample) => sample.at('id').data)),
    ...repeatsIn(
      samples.map((sample) => ({
        key: sample.at('id').data,
        name: String(sample.at('id').data),
        passed: isCorrect(sample),
      })),
    ),
    // The usage of a model has that of its graders in it, the last output has not.
    tokens: meanTokens(samples.map((sample) => sample.count('output', 'usage', 'total_tokens'))),
    setup: setupOf(data.at('eval')),
    on: dayIn(data.text('eval', 'created')),
    models,
  })
}

const form = '{cases, errors, ran, model, by}'

const counted = ['cases', 'passed', 'skipped', 'errors', 'failed']

/** A summary that a team writes by itself: `{"ran": "2026-10-20", "cases": 160, "errors": 1}`; an error is a wrong answer. */
const summary: Dialect = (data) => {
  const there = counted.filter((key) => (data.at(key).data ?? undefined) !== undefined)
  const odd = there.find((key) => data.count(key) === undefined)
  const [cases, passed, skipped = 0, errors = 0, failed = 0] = counted.map((key) => data.count(key))
  const wrong = errors + failed + skipped
  const isSaid = there.includes('errors') || there.includes('failed')
  const all = cases ?? (passed ?? Number.NaN) + wrong
  if (there.length < 2 || (!isSaid && passed === undefined && odd === undefined)) return undefined
  if (odd !== undefined) return unknown(`has an invalid \`${odd}\`, expected a whole number, as in a summary ${form}`)
  if (Number.isNaN(all)) return undefined
  const bad = all - (passed ?? all - wrong)
  if (wrong > all || bad < 0) return malformed('has more errors than cases', data.at('errors').range())
  // What errored may be counted among what failed.
  const isSum = isSaid ? bad === wrong || bad === wrong - Math.min(errors, failed) : bad >= skipped
  if (!isSum)
    return malformed(
      `has ${all} cases, of which ${passed} passed and ${wrong} did not; count cases that were skipped or never ran as errors`,
      data.at('passed').range(),
    )
  const strange = strangeDay(data.at('ran')) ?? strangeDay(data.at('date'))
  if (strange !== undefined) return strange
  const on = dayIn(data.text('ran') ?? data.text('date'))
  return read({
    ...blank,
    tool: 'summary',
    passed: all - bad,
    failed: bad,
    on,
    by: data.text('by')?.slice(0, 200),
    models: modelsOf(data.text('model')),
  })
}

const maxBytes = 64 * 1024

type Point = { readonly value: number; readonly on: IsoDate | undefined }

const textAt = (port: Port, file: string): string => {
  const reading = port.read(file, maxBytes)
  const decoded = reading.ok ? textIn(reading.bytes) : undefined
  return decoded?.state === 'read' ? decoded.value.text.trimEnd() : ''
}

/** A line of a metric: `<ms> <value> <step>`, and the data set behind it. */
const measured = /^(\d{1,15}) (\S{1,32})(?: (-?\d{1,12})(?: .{0,200})?)?\r?$/

/** What MLflow shows of a metric: its highest step, of that the newest, of these the largest. Source: MLflow, FileStore. */
const lastOf = (port: Port, file: string): Point | undefined => {
  const lines = textAt(port, file)
    .split('\n')
    .map((line) => measured.exec(line.slice(0, 300)))
    .map((found) => found && { step: Number(found[3] ?? 0), at: Number(found[1]), value: Number(found[2]) })
  const [last] = lines
    .flatMap((line) => line ?? [])
    .toSorted((one, other) => other.step - one.step || other.at - one.at || other.value - one.value)
  if (last === undefined || lines.includes(null) || !Number.isFinite(last.value)) return undefined
  return { value: last.value, on: dayAt(last.at) }
}

const passing = ['passed', 'pass_count', 'num_passed', 'tests_passed', 'correct']
const failing = ['failed', 'fail_count', 'num_failed', 'tests_failed', 'wrong']

/** Where a team says which model it ran. */
const modelNames = ['params', 'tags'].flatMap((part) =>
  ['model', 'model_name', 'model_id'].map((key) => `${part}/${key}`),
)

/** What says of a run that it is none, as words or as the numbers of them. */
const stopped = /^(status|lifecycle_stage): *["']?(?!(?:3|FINISHED|active)\b)([\w-]{1,20})/m

const count = (point: Point | undefined): number | undefined => countOf(point?.value)

/**
 * Reads a run of MLflow's file store: the folder of the run, or its folder `metrics`. Counts only where metrics are
 * named for them. Source: MLflow, FileStore.
 */
const readRun = (folder: string, port: Port): Reading<EvalResults> => {
  const metrics = port.look(pathIn(folder, 'metrics')).ok ? pathIn(folder, 'metrics') : folder
  const run = metrics === folder ? folder.replace(/\/?metrics$/, '') : folder
  const meta = pathIn(run, 'meta.yaml')
  const isRun = metrics !== folder || port.look(meta).ok
  const listing = port.list(metrics)
  const files = listing.ok ? listing.entries.filter(({ kind }) => kind === 'file').slice(0, 1000) : []
  if (!isRun || files.length === 0) return unknown('is a folder but not an MLflow run')
  // Source: MLflow, RunStatus and LifecycleStage.
  const [, key, value] = stopped.exec(textAt(port, meta)) ?? []
  if (key !== undefined)
    return unknown(`is an unfinished or deleted run: ${quote(`${key}: ${value}`)} in its meta.yaml`)
  const named = (names: readonly string[]) => names.find((one) => files.some((file) => file.name === one))
  const find = (name: string | undefined): Point | undefined =>
    name === undefined ? undefined : lastOf(port, pathIn(metrics, name))
  const [passed, failed] = [find(named(passing)), find(named(failing))]
  const any = passed ?? failed ?? find(files[0]?.name)
  if (any === undefined) return unknown('is a folder but not an MLflow run')
  if (any.on === undefined) return unknown('has no timestamps in its metrics')
  const models = modelsOf(modelNames.map((name) => textAt(port, pathIn(run, name))).find((text) => text !== ''))
  const countedIn = pathIn(metrics, named([...failing, ...passing]) ?? files[0]?.name ?? '')
  return read({ ...blank, tool: 'MLflow', passed: count(passed), failed: count(failed), on: any.on, models, countedIn })
}

/** Reads one run alone: of promptfoo, DeepEval, Inspect or OpenAI evals, or a count of errors. */
export const runReader: Reader<EvalResults> = async ({ file, bytes }) => {
  if (/\.csv$/i.test(file)) return readCsv(bytes)
  if (/\.jsonl$/i.test(file)) return (await import('./openai-evals.ts')).readEvalsLog(bytes)
  if (!/\.json$/i.test(file)) return unknown('is not a run of promptfoo, DeepEval, Inspect or OpenAI evals')
  const parsed = parseJson(bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  if (Array.isArray(parsed.data) && isMap(parsed.data[0]) && isRagas(Object.keys(parsed.data[0]))) return unjudged
  if (isMap(parsed.data) && Object.keys(parsed.data).length === 0)
    return malformed('is an empty object', parsed.locate([]))
  for (const dialect of [promptfoo, deepEval, inspect, summary]) {
    const found = dialect(partOf(parsed))
    const isOwn = dialect === summary && found?.state === 'read'
    if (found !== undefined) return (isOwn ? unclearCount(bytes, parsed, new Set(counted)) : undefined) ?? found
  }
  return unknown(`is neither a result of promptfoo, DeepEval or Inspect nor a summary ${form}`)
}

/** Reads a run on the eval set, and what runs beside it say. */
export const reader: Reader<EvalResults> = async (source, repository) => {
  const reading = await runReader(source, repository)
  return reading.state === 'read' ? read(await withLuck(reading.value, source, repository, runReader)) : reading
}

export const folderReader: Reader<EvalResults> = ({ file }, { port }) => readRun(file, port)
