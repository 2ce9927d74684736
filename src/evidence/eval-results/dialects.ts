import type { Port } from '../../repo/port.ts'
import { date, dayOf, type IsoDate } from '../../values/index.ts'
import { field } from '../../yaml/data-map.ts'
import { decode } from '../../yaml/decode.ts'
import { parseJson } from '../../yaml/json.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { below, countOf, listOf, numberOf, textOf } from '../reading/value.ts'
import type { EvalResults } from './eval-results.ts'

/** Undefined where the data is not of the dialect; what is missing in it is malformed, in words. */
type Dialect = (
  data: unknown,
) => EvalResults | { readonly malformed: string; readonly key: string } | undefined

const dayIn = (value: unknown): IsoDate | undefined => {
  const parsed = date.parse((textOf(value) ?? '').slice(0, 10))
  return parsed.ok ? parsed.value : undefined
}

/** A moment in seconds or milliseconds since 1970, within the years that a day is written in. */
export const dayAt = (value: unknown): IsoDate | undefined => {
  const number = numberOf(value)
  if (number === undefined || number <= 0) return undefined
  const milliseconds = number > 1e11 ? number : number * 1000
  return milliseconds < 3.2e13 ? dayOf(milliseconds) : undefined
}

const modelOf = (value: unknown): string | undefined => textOf(value)?.slice(0, 200)

const sumOf = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)

/** Source: promptfoo, OutputFile and EvaluateSummaryV3. */
const promptfoo: Dialect = (data) => {
  const results = field(data, 'results')
  const version = field(results, 'version')
  if (field(data, 'evalId') === undefined && version === undefined) return undefined
  if (version !== 3 && version !== 2) return undefined
  const stats = field(results, 'stats')
  const [passed, failed] = [countOf(field(stats, 'successes')), countOf(field(stats, 'failures'))]
  if (passed === undefined || failed === undefined)
    return { malformed: 'has no `stats` with successes and failures', key: 'results' }
  const prompts = listOf(field(results, 'prompts'))
  const models = new Set(prompts.slice(0, 100).map((prompt) => modelOf(field(prompt, 'provider'))))
  return {
    tool: 'promptfoo',
    passed,
    failed,
    errors: countOf(field(stats, 'errors')),
    on: dayIn(field(results, 'timestamp')),
    model: models.size === 1 ? [...models][0] : undefined,
  }
}

/** Source: DeepEval, TestRun; the last run is kept below `testRunData`. */
const deepEval: Dialect = (data) => {
  const run = field(data, 'testRunData') ?? data
  if (field(run, 'testCases') === undefined || field(run, 'metricsScores') === undefined) return undefined
  const cases = listOf(field(run, 'testCases')).map((one) => field(one, 'success'))
  const counted = (wanted: boolean) => cases.filter((success) => success === wanted).length
  const named = [countOf(field(run, 'testPassed')), countOf(field(run, 'testFailed'))] as const
  if (named.includes(undefined) && counted(true) + counted(false) === 0)
    return { malformed: 'has no test case that passed or failed', key: 'testCases' }
  return {
    tool: 'DeepEval',
    passed: named[0] ?? counted(true),
    failed: named[1] ?? counted(false),
    errors: undefined,
    on: undefined,
    model: undefined,
  }
}

/** What one sample scored, as Inspect's `accuracy` counts it: 1, true, "C". */
const isCorrect = (value: unknown): boolean => value === 1 || value === true || value === 'C'

/** Source: inspect_ai, EvalLog version 2. */
const inspect: Dialect = (data) => {
  const evaluation = field(data, 'eval')
  if (field(evaluation, 'task') === undefined || field(data, 'status') === undefined) return undefined
  if (field(data, 'version') !== 2) return undefined
  const results = field(data, 'results')
  const total = countOf(field(results, 'total_samples'))
  const completed = countOf(field(results, 'completed_samples'))
  if (field(data, 'status') !== 'success' || total === undefined || completed === undefined)
    return { malformed: 'is the log of a run that did not end', key: 'status' }
  const scores = listOf(field(results, 'scores'))
  const accuracy =
    scores.length === 1 ? numberOf(below(scores[0], 'metrics', 'accuracy', 'value')) : undefined
  const samples = listOf(field(data, 'samples')).map((sample) => field(sample, 'scores'))
  const right = samples.filter((score) => {
    const [only, ...more] = Object.values(typeof score === 'object' && score !== null ? score : {})
    return more.length === 0 && isCorrect(field(only, 'value'))
  }).length
  const byAccuracy =
    accuracy !== undefined && accuracy >= 0 && accuracy <= 1 ? Math.round(accuracy * completed) : undefined
  const passed =
    samples.length === completed && samples.length > 0 && scores.length === 1 ? right : byAccuracy
  return {
    tool: 'Inspect',
    passed,
    failed: passed === undefined ? undefined : completed - passed,
    errors: Math.max(0, total - completed),
    on: dayIn(field(evaluation, 'created')),
    model: modelOf(field(evaluation, 'model')),
  }
}

/** A summary that a team writes by itself: `{"ran": "2026-10-20", "cases": 160, "errors": 1}`; an error is a wrong answer. */
const summary: Dialect = (data) => {
  const cases = countOf(field(data, 'cases'))
  const errors = countOf(field(data, 'errors')) ?? countOf(field(data, 'failed'))
  const passed = countOf(field(data, 'passed'))
  const all = cases ?? sumOf([passed, errors])
  if (all === undefined || errors === undefined) return undefined
  if (errors > all) return { malformed: 'has more errors than cases', key: 'errors' }
  return {
    tool: 'summary',
    passed: all - errors,
    failed: errors,
    errors: undefined,
    on: dayIn(field(data, 'ran') ?? field(data, 'date')),
    model: modelOf(field(data, 'model')),
  }
}

export const dialects: readonly Dialect[] = [promptfoo, deepEval, inspect, summary]

/** A metric of a run is a few lines. */
const mostBytes = 64 * 1024

type Point = { readonly value: number; readonly on: IsoDate | undefined }

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** The last line of a metric: `<ms> <value> <step>`. */
const lastOf = (port: Port, file: string): Point | undefined => {
  const reading = port.read(file, mostBytes)
  const decoded = reading.ok ? decode(reading.bytes) : undefined
  const text = decoded !== undefined && 'text' in decoded ? decoded.text : ''
  const last = text.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? ''
  const [, at, value] = /^(\d{1,15}) (-?\d[\d.eE+-]{0,30})(?: \d{1,12})?\r?$/.exec(last) ?? []
  const number = Number(value)
  return value !== undefined && Number.isFinite(number) ? { value: number, on: dayAt(Number(at)) } : undefined
}

const passing = ['passed', 'pass_count', 'num_passed', 'tests_passed', 'correct']
const failing = ['failed', 'fail_count', 'num_failed', 'tests_failed', 'wrong']

const count = (point: Point | undefined): number | undefined =>
  point !== undefined && Number.isSafeInteger(point.value) && point.value >= 0 ? point.value : undefined

/**
 * Reads a run of MLflow's file store: the folder of the run, or its folder `metrics`. Counts only where metrics are
 * named for them. Source: MLflow, FileStore.
 */
export const readRun = (folder: string, port: Port): Reading<EvalResults> => {
  const metrics = port.look(join(folder, 'metrics')).ok ? join(folder, 'metrics') : folder
  const isRun = metrics !== folder || port.look(`${folder.replace(/\/?metrics$/, '')}/meta.yaml`).ok
  const listing = port.list(metrics)
  const files = listing.ok ? listing.entries.filter(({ kind }) => kind === 'file').slice(0, 1000) : []
  if (!isRun || files.length === 0) return unknown('is a folder, and no run of MLflow')
  const find = (names: readonly string[]): Point | undefined => {
    const name = names.find((one) => files.some((file) => file.name === one))
    return name === undefined ? undefined : lastOf(port, join(metrics, name))
  }
  const [passed, failed] = [find(passing), find(failing)]
  const any = passed ?? failed ?? lastOf(port, join(metrics, files[0]?.name ?? ''))
  if (any === undefined) return unknown('is a folder, and no run of MLflow')
  return read({
    tool: 'MLflow',
    passed: count(passed),
    failed: count(failed),
    errors: undefined,
    on: any.on,
    model: undefined,
  })
}

export type { EvalResults } from './eval-results.ts'

/** Reads the results of a run on the eval set: the JSON of promptfoo, DeepEval or Inspect, or a count of errors. */
export const reader: Reader<EvalResults> = ({ file, bytes }) => {
  if (!/\.json$/i.test(file)) return unknown('is no JSON of promptfoo, DeepEval or Inspect')
  const parsed = parseJson(bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  for (const dialect of dialects) {
    const found = dialect(parsed.data)
    if (found === undefined) continue
    return 'malformed' in found ? malformed(found.malformed, parsed.locate([found.key])) : read(found)
  }
  return unknown('is no result of promptfoo, DeepEval or Inspect')
}

/** Reads the folder of a run of MLflow. */
export const folderReader: Reader<EvalResults> = ({ file }, { port }) => readRun(file, port)
