import { field, isMap } from '../../yaml/data.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import { below, dayIn, listOf, numberOf, textOf } from '../reading/value.ts'
import type { EvalResults } from './outcome.ts'
import { blank, type CaseRun, dayFault, modelsOf, repeatsIn, unnamed } from './runs.ts'

/** A share that is written with some digits is that of the counts. */
const near = 1e-6

/** The eval of which `correct` says whether what was picked was expected; in others it may say something else. */
const matchClass = 'evals.elsuite.basic.match:Match'

/** Undefined where a match does not say what was expected, or picked. Source: openai/evals, api.py, record_and_check_match. */
const isCorrect = (event: unknown): boolean | undefined => {
  const [expected, picked] = [below(event, 'data', 'expected'), below(event, 'data', 'picked')]
  return expected === undefined || picked === undefined ? undefined : [expected].flat().includes(picked)
}

/**
 * Reads the log of a run of OpenAI evals: a line with the `spec`, a line for each event, and the `final_report`. A sample
 * of which no answer was matched could not be run. Source: openai/evals, record.py, LocalRecorder.
 */
export const readEvalsLog = async (bytes: Uint8Array): Promise<Reading<EvalResults>> => {
  const { jsonLines } = await import('../reading/json-lines.ts')
  const matched = { right: 0, wrong: 0 }
  const runs: CaseRun[] = []
  const [samples, graded] = [new Set<string>(), new Set<string>()]
  // By sample, what the model was asked first: one case under two names is one case.
  const prompts = new Map<string, string>()
  let [spec, report, hasEvent]: [unknown, unknown, boolean] = [undefined, undefined, false]
  const start = jsonLines(bytes, ({ data, number, place }) => {
    if (field(data, 'spec') !== undefined) {
      if (spec !== undefined) return malformed(`has a second \`spec\` in line ${number}`, place())
      spec = field(data, 'spec')
    }
    if (field(data, 'final_report') !== undefined) {
      if (report !== undefined) return malformed(`has a second \`final_report\` in line ${number}`, place())
      report = field(data, 'final_report')
    }
    const [type, sample] = [field(data, 'type'), textOf(field(data, 'sample_id'))]
    if (type === undefined) return undefined
    hasEvent = true
    if (sample !== undefined) samples.add(sample)
    const prompt = below(data, 'data', 'prompt')
    if (type === 'sampling' && sample !== undefined && prompt !== undefined && !prompts.has(sample))
      prompts.set(sample, JSON.stringify(prompt))
    if (type !== 'match') return undefined
    const correct = below(data, 'data', 'correct')
    if (typeof correct !== 'boolean' || sample === undefined)
      return malformed(`has a match in line ${number} without \`correct\` or without \`sample_id\``, place())
    if (below(spec, 'run_config', 'eval_spec', 'cls') === matchClass && isCorrect(data) === !correct)
      return malformed(
        `has a match in line ${number} whose \`correct\` contradicts \`picked\` and \`expected\``,
        place(),
      )
    graded.add(sample)
    matched[correct ? 'right' : 'wrong'] += 1
    runs.push({ key: sample, name: sample, passed: correct })
    return undefined
  })
  if (start.state !== 'read') return start
  if (!isMap(spec) || !hasEvent) return unknown('is not an OpenAI evals log: it has no `spec` or no event')
  if (!isMap(report)) return malformed('is the log of a run that did not finish: it has no `final_report`', start.value)
  const all = matched.right + matched.wrong
  const accuracy = numberOf(report.accuracy)
  // An eval may reckon its accuracy in a way of its own.
  if (all > 0 && accuracy !== undefined && Math.abs(accuracy - matched.right / all) > near)
    return unknown(`reports an accuracy that differs from its ${all} matches, ${matched.right} of them correct`)
  const strange = dayFault({ data: spec.created_at, range: () => start.value }, 'spec.created_at')
  if (strange !== undefined) return strange
  const models = modelsOf(...listOf(spec.completion_fns).map(textOf))
  if (models.length === 0) return unnamed('`completion_fns`')
  return read({
    ...blank,
    tool: 'OpenAI evals',
    passed: all === 0 ? undefined : matched.right,
    failed: all === 0 ? undefined : matched.wrong,
    errors: samples.size - graded.size,
    cases:
      samples.size === 0 ? undefined : prompts.size === samples.size ? new Set(prompts.values()).size : samples.size,
    ...repeatsIn(runs),
    on: dayIn(textOf(spec.created_at)),
    models,
  })
}
