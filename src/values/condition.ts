import { accept, definePhrase, type ParsedPhrase, type Phrase, type Repair, respelled } from './phrase.ts'
import { quote } from './text.ts'
import {
  bareLevel,
  barRepairs,
  belongsInThreshold,
  printThreshold,
  readTarget,
  TARGET,
  type Threshold,
} from './threshold.ts'

/** What has to hold before a stage ends: a metric at its threshold, or every guardrail metric within its margin. */
export type Condition =
  | { readonly metric: string; readonly threshold: Threshold }
  | { readonly guardrail_metrics: 'hold' }

export type OfMetric = Extract<Condition, { metric: string }>

/** Spaces, ASCII but for small letters, digits and `_`, and the punctuation of Unicode: a name is in any script. */
const APART = '\\s\\x00-\\x2f\\x3a-\\x5e\\x60\\x7b-\\xbf\\u2000-\\u206f≤≥'
const METRIC = `[^${APART}\\d_][^${APART}]{0,59}`

const isMetric = (text: string): boolean => new RegExp(`^${METRIC}$`, 'u').test(text)

/** Whether a condition can name the metric. */
export const isMetricName = (text: string): boolean => isMetric(text) && !NO_METRICS.has(text)
const HOLD = 'guardrail_metrics hold'

/** Words that begin a threshold are not read as the name of a metric. */
const NO_METRICS = new Set(['at', 'not', 'above', 'below', 'least', 'most', 'hold'])

const readCondition = (text: string): ParsedPhrase<Condition> | undefined => {
  if (text === HOLD) return accept({ guardrail_metrics: 'hold' })
  const [start = '', metric = ''] = new RegExp(`^([^${APART}]+) ?`, 'u').exec(text) ?? []
  if (NO_METRICS.has(metric)) return undefined
  const parsed = readTarget(text.slice(start.length))
  if (!parsed) return undefined
  if (parsed.ok) return accept({ metric, threshold: parsed.value })
  return { ok: false, problem: { ...parsed.problem, at: parsed.problem.at + start.length } }
}

const guardrails: Repair = {
  find: () => /^(?:all )?guardrails?(?:[ _-]metrics?)? (?:holds?|ok|met|pass)$/giu,
  judge: ([found]) => (found === HOLD ? undefined : respelled(found, HOLD)),
}

const metricName: Repair = {
  find: () =>
    /^([A-Za-z\u00c0-\u1fff\u2c00-\ud7ff][\w\u00c0-\u1fff\u2c00-\ud7ff -]*?)(?= ?(?:at least|at most|not above|not below|above|below|>|<|≥|≤))/gu,
  judge([, name = '']) {
    if (isMetricName(name)) return undefined
    const snake = name.toLowerCase().replaceAll(/[ _-]+/gu, '_')
    return { message: `expected a metric name in snake_case, found ${quote(name)}`, instead: [snake] }
  },
}

const noMetric: Repair = {
  find: () => /^(?:(?:at least|at most|not above|not below|above|below)(?![a-z0-9_])|[<>≥≤]=?|-?[0-9])/gu,
  judge: ([found]) => ({ message: `the metric is missing before ${quote(found)}` }),
}

/** A metric and its threshold, or `guardrail_metrics hold`. */
export const condition: Phrase<Condition> = definePhrase({
  name: 'condition',
  noun: 'a condition',
  form: `${METRIC} ${TARGET}|${HOLD}`,
  examples: ['deflection_rate at least 35%', 'deflection_rate not below baseline', HOLD],
  belongs: (word) => isMetric(word) || belongsInThreshold(word),
  repairs: [guardrails, noMetric, ...barRepairs, bareLevel(`(?<=^${METRIC} )`), metricName],
  read: readCondition,
  print: (value) => ('metric' in value ? `${value.metric} ${printThreshold(value.threshold)}` : HOLD),
})
