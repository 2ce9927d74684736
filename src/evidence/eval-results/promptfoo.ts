import { isMap } from '../../yaml/data.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { dayIn } from '../reading/value.ts'
import type { Answering, EvalResults } from './outcome.ts'
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
  unjudged,
  unnamed,
} from './runs.ts'

/** What promptfoo writes for a case without an assertion, beside `success: true`. */
const noAssertion = 'No assertions'

/** The same in an older table, whose cells end with the reason. Source: promptfoo, outputToSimpleString. */
const isUnaskedCell = (cell = ''): boolean => cell.trimEnd().endsWith(`\nPass Reason: ${noAssertion}`)

/** The results of the assertions; those that a set of them, or a script, lists behind its own are not counted. */
const componentsOf = (row: Part): Part[] => {
  let inner = 0
  return row
    .at('gradingResult', 'componentResults')
    .items()
    .filter((one) => {
      if (inner > 0) return --inner < 0
      inner = one.at('componentResults').items().length
      return true
    })
}

/** Whether an assertion failed, and nothing but all of them counts. Source: promptfoo, AssertionsResult. */
const hasFailed = (row: Part): boolean => {
  const test = row.at('testCase')
  if (test.number('threshold') !== undefined || has(test, 'assertScoringFunction')) return false
  if (row.text('gradingResult', 'reason')?.startsWith('Aggregate score ')) return false
  return componentsOf(row).some(
    (one) =>
      one.at('pass').data === false &&
      one.at('assertion', 'metricOnly').data !== true &&
      one.text('assertion', 'type') !== 'guardrails',
  )
}

/** Whether a person graded it, which overrides all assertions, and leaves their error where it was. */
const isByHand = (row: Part): boolean =>
  componentsOf(row).some((one) => one.text('assertion', 'type') === 'human' && one.at('pass').data === true)

/** What could not be run has no answer that could be right: its reason to fail is 2. Source: promptfoo, ResultFailureReason. */
const isGood = (row: Part): boolean =>
  row.at('success').data === true &&
  row.at('gradingResult', 'pass').data !== false &&
  row.at('failureReason').data !== 2 &&
  !row.at('response', 'error').data &&
  (isByHand(row) || (!row.at('error').data && !hasFailed(row)))

/** Assertions that ask nothing of what an answer says. */
const aside = new Set(['latency', 'cost', 'finish-reason'])

/** What compares an answer with those to other prompts, and passes where there are none. Source: promptfoo, select-best and max-score. */
const comparing = new Set(['select-best', 'max-score'])

/** Expressions that no answer fails. None that somebody wrote is run here: it may take for ever. */
const anything = new Set([
  '',
  ...String.raw`^ $ .* .*? ^.* .*$ [\s\S]* ^[\s\S]* [\s\S]*$ ^[\s\S]*$ (.|\n)* ^(.|\n)*$ [^]* ^[^]*$`.split(' '),
  ...String.raw`\s* \w* .{0,} (?:) [\w\W]*`.split(' '),
])

const scripts = new Set(['javascript', 'python', 'ruby'])

/** Whether a script is the same for every answer: it names none of its arguments. Source: promptfoo, runAssertion and transform. */
const isConstant = (script: unknown): boolean =>
  typeof script === 'string' && !/\b(?:output|context|arguments)\b|^(?:file|package|https?):|\{[{%]/.test(script)

/** What passes from a score on, and not up to a distance: every score reaches 0. */
const scored =
  /^(?:similar(?::(?:cosine|dot))?|rouge-\w|bleu|gleu|meteor|g-eval|pi|classifier|answer-relevance|context-[\w-]+|assert-set)$/

/** Whether every answer passes: each text contains the empty one. */
const isEmpty = (type: string, value: unknown): boolean => {
  if (/^i?(?:contains|contains-any|starts-with)$/.test(type)) return [value].flat().includes('')
  if (/^i?contains-all$/.test(type)) return [value].flat().every((one) => one === '')
  if (/^not-i?contains-any$/.test(type)) return Array.isArray(value) && value.length === 0
  if (type === 'regex') return typeof value === 'string' && anything.has(value)
  return scripts.has(type) && isConstant(value)
}

/** Whether an assertion asks something of the answer; a set of them does where one in it does. */
const isAsking = (assertion: Part, isAlone: boolean): boolean => {
  const [inner, type] = [assertion.at('assert'), assertion.text('type') ?? '']
  if (assertion.at('weight').data === 0 || isConstant(assertion.at('transform').data)) return false
  if (scored.test(type) && (assertion.number('threshold') ?? 1) <= 0) return false
  return Array.isArray(inner.data)
    ? inner.items().some((one) => isAsking(one, isAlone))
    : !aside.has(type) && !(isAlone && comparing.has(type)) && !isEmpty(type, assertion.at('value').data)
}

/**
 * Whether a row passed because nothing was asked of its answer: without an assertion that asks something and
 * that some answer fails, with none that has a weight, with a threshold that every score reaches, or with an answer that
 * the test gives itself. Source: promptfoo, AssertionsResult.
 */
const isUnasked = (row: Part, isAlone: boolean): boolean => {
  const [test, grading] = [row.at('testCase'), row.at('gradingResult')]
  const asserts = test.at('assert').items()
  // What was asked in the end, whatever the configuration says.
  const asked = grading.at('componentResults').items()
  const isBare = isMap(test.data) && asserts.length === 0 && asked.length === 0
  return (
    row.number('score') === 0 ||
    grading.text('reason') === noAssertion ||
    (test.number('threshold') ?? 1) <= 0 ||
    (test.at('providerOutput').data ?? '') !== '' ||
    ['transform', 'postprocess'].some((key) => isConstant(test.at('options', key).data)) ||
    isBare ||
    (asserts.length > 0 && !asserts.some((one) => isAsking(one, isAlone))) ||
    (asked.length > 0 && !asked.some((one) => isAsking(one.at('assertion'), isAlone)))
  )
}

/** Whether anything in the file says what was asserted: its rows, or in old versions the tests of its configuration alone. */
const saysAsserted = (rows: readonly Part[], config: Part): boolean =>
  rows.some((row) => has(row, 'testCase') || has(row, 'gradingResult')) ||
  [config.at('defaultTest'), ...config.at('tests').items()].some((test) => test.at('assert').items(1).length > 0)

/** How many passed that had no assertion, of a run that keeps no rows: each that was asked has one that passed or failed. */
const uncounted = (prompts: readonly Part[]): number => {
  const sum = (key: string) => prompts.reduce((all, prompt) => all + (prompt.count('metrics', key) ?? Number.NaN), 0)
  const [tests, asserts] = [sum('testPassCount'), sum('assertPassCount') + sum('assertFailCount')]
  return tests > asserts ? tests - asserts : 0
}

/** A test that is run again has another index: it is told by its variables and by what is asserted. */
const testOf = (row: Part): string | undefined => {
  const vars = row.at('vars').data
  return isMap(vars) && Object.keys(vars).length > 0
    ? JSON.stringify([vars, row.at('testCase', 'assert').data])
    : row.number('testIdx')?.toString()
}

/** Programs of the team: what they ran stands in no file of promptfoo. */
const program = /"(?:file|https?|wss?|exec|python|javascript|golang|ruby|webhook|websocket|browser|package|mcp)[:"]/i

/**
 * Prompts, models and what else decides an answer; undefined where a program of the team does. One that judges answers
 * does not make them.
 */
const setupOf = (data: Part): string | undefined => {
  const config = data.at('config')
  const prompts = promptsOf(data.at('results'))
  const [providers, always] = [config.at('providers').data, config.at('defaultTest').data]
  const made = [providers, prompts.map((prompt) => [prompt.text('provider'), prompt.text('raw')])]
  const others = isMap(always) ? { ...always, assert: undefined } : always
  const isRecorded = providers !== undefined && prompts.length > 0 && prompts.every((one) => one.text('raw'))
  return isRecorded && !program.test(JSON.stringify([made, others])) ? JSON.stringify([made, always]) : undefined
}

/** Of version 2, those of its table. */
const promptsOf = (results: Part): Part[] =>
  [results.at('prompts'), results.at('table', 'head', 'prompts')].flatMap((part) => part.items(100))

/** The providers of the rows, and those of the prompts that no row is of. A prompt says the label where there is one. */
const answering = (rows: readonly Part[], prompts: readonly Part[]): Answering[] => {
  const found = new Map<string, Answering>()
  for (const row of rows) {
    const label = row.text('provider', 'label')?.slice(0, 200) || undefined
    const own = row.at('testCase', 'provider')
    for (const one of modelsOf(own.text('id') ?? own.text() ?? row.text('provider', 'id') ?? row.text('provider')))
      found.set(JSON.stringify([one.name, label]), { ...one, label })
  }
  const known = new Set([...found.values()].flatMap(({ name, label }) => [name, label]))
  const others = modelsOf(...new Set(prompts.map((prompt) => prompt.text('provider'))))
  return [...found.values(), ...others.filter(({ name }) => !known.has(name))]
}

/** Source: promptfoo, OutputFile and EvaluateSummaryV3. */
export const promptfoo: Dialect = (data) => {
  const results = data.at('results')
  if (!has(data, 'evalId') && !has(results, 'version')) return undefined
  if (![2, 3].includes(results.number('version') ?? 0)) return undefined
  const stats = (key: string) => results.count('stats', key)
  const rows = results.at('results').items()
  const good = rows.filter(isGood)
  const right = good.length
  const [passed, failed, errors] = ['successes', 'failures', 'errors'].map(stats)
  if (passed === undefined || failed === undefined)
    return malformed('has no `stats` with successes and failures', results.range())
  if (rows.length > 0 && right !== passed)
    return malformed(`counts ${passed} successes, but ${right} of its ${rows.length} results are`, results.range())
  if (rows.length > 0 && rows.length !== passed + failed + (errors ?? 0))
    return malformed(
      `has ${rows.length} results, but its \`stats\` count ${passed} successes, ${failed} failures and ${errors ?? 'no `errors`'}${errors === undefined ? '' : ' errors'}`,
      results.range(),
    )
  if (rows.length > 0 && !saysAsserted(rows, data.at('config')))
    return unknown('has no assertions in its results; keep their `testCase`')
  const strange = dayFault(results.at('timestamp'), 'results.timestamp')
  if (strange !== undefined) return strange
  const silent = silentIn(good.map((row) => row.at('response', 'output').data))
  if (silent !== undefined) return silent
  const prompts = promptsOf(results)
  const isAlone = prompts.length < 2 && new Set(rows.map((row) => row.number('promptIdx'))).size < 2
  const unasked =
    rows.length > 0 ? good.filter((row) => isUnasked(row, isAlone)).length : Math.min(passed, uncounted(prompts))
  const models = answering(rows, prompts)
  if (models.length === 0) return unnamed('the `provider` of its results')
  return read({
    ...blank,
    tool: 'promptfoo',
    passed: passed - unasked,
    failed,
    errors: unasked === 0 ? errors : (errors ?? 0) + unasked,
    unasked,
    cases: distinct(rows.map(testOf)),
    ...repeatsIn(
      rows.map((row, at) => {
        const test = testOf(row)
        return {
          // Under another prompt it is another run.
          key: test && JSON.stringify([test, row.number('promptIdx'), row.at('provider', 'id').data]),
          name: `testIdx ${row.number('testIdx') ?? at}`,
          passed: isGood(row) && !isUnasked(row, isAlone),
        }
      }),
    ),
    tokens: meanTokens(rows.map((row) => row.count('response', 'tokenUsage', 'total'))),
    setup: setupOf(data),
    vars: rows.map((row) => [row.at('vars').data, row.at('testCase', 'vars').data]),
    on: dayIn(results.text('timestamp')),
    models,
  })
}

/**
 * A table of promptfoo: for each prompt a column `[provider] label` with a column `Status` somewhere behind it, or, in older
 * versions, with `[PASS]` before each output. Source: promptfoo, streamEvalCsv.
 */
export const readCsv = async (bytes: Uint8Array): Promise<Reading<EvalResults>> => {
  const { csvRows } = await import('../reading/csv-rows.ts')
  const counts = { PASS: 0, FAIL: 0, ERROR: 0 }
  let unasked = 0
  const models = new Set<string>()
  const inputs: string[] = []
  let isScores = false
  const fault = csvRows(bytes, ({ columns, cells }) => {
    isScores ||= isRagas(columns)
    const first = columns.findIndex((column) => column.startsWith('['))
    // What a case is called makes no other one.
    const start = columns[0] === 'description' && first > 1 ? 1 : 0
    inputs.push(JSON.stringify(cells.slice(start, Math.max(0, first))))
    for (const [at, column] of columns.entries()) {
      const [, provider] = /^\[([^\]]{1,200})\] /.exec(column) ?? []
      if (provider === undefined) continue
      models.add(provider)
      // Status, score and reason stand behind the answer, until the next prompt.
      const next = columns.findIndex((other, index) => index > at && other.startsWith('['))
      const cell = (name: string): string | undefined => {
        const found = columns.indexOf(name, at)
        return found < 0 || (next >= 0 && found > next) ? undefined : cells[found]
      }
      const status = cell('status') ?? /^\[(PASS|FAIL|ERROR)\]/.exec(cells[at] ?? '')?.[1]
      const score = cell('score') ?? /^\[PASS\] \((\d+\.?\d*)[,)]/.exec(cells[at] ?? '')?.[1]
      const isEmpty =
        cell('grader reason') === noAssertion ||
        isUnaskedCell(cells[at]) ||
        // A spreadsheet may have written `1,00`.
        (score !== undefined && score !== '' && !(Number(score.replace(',', '.')) > 0))
      if (status === 'PASS' && isEmpty) unasked += 1
      counts[status === 'FAIL' || (status === 'PASS' && !isEmpty) ? status : 'ERROR'] += 1
    }
  })
  if (fault !== undefined) return fault
  if (models.size === 0 && isScores) return unjudged
  if (models.size === 0) return unknown('has no column `[provider] prompt`, as promptfoo writes it')
  return read({
    ...blank,
    tool: 'promptfoo',
    passed: counts.PASS,
    failed: counts.FAIL,
    errors: counts.ERROR,
    unasked,
    cases: distinct(inputs),
    models: modelsOf(...models),
  })
}
