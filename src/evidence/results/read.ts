import { validate } from '../../model/generated/results-validator.js'
import { metricKey } from '../../model/lists.ts'
import { exposedStages } from '../../model/stage.ts'
import { date, measure } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'
import { parseStructured } from '../../yaml/stream.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'
import { below, type DataMap, field, isMap, numberOf, textOf } from '../value.ts'
import { type Fault, faultOf } from './faults.ts'
import type { Arm, Observed, StageResults } from './results.ts'

export type { StageResults } from './results.ts'

const number = (data: unknown, key: string): number => numberOf(field(data, key)) ?? 0

const observedOf = (data: DataMap): Observed | undefined => {
  if (Object.hasOwn(data, 'good'))
    return { kind: 'proportion', good: number(data, 'good'), total: number(data, 'total') }
  if (Object.hasOwn(data, 'mean'))
    return { kind: 'mean', mean: number(data, 'mean'), sd: number(data, 'sd'), n: number(data, 'n') }
  const value = measure.parse(textOf(field(data, 'value')) ?? '')
  return value.ok ? { kind: 'level', value: value.value, n: number(data, 'n') } : undefined
}

const metricsOf = (arm: unknown): [string, DataMap][] =>
  isMap(arm)
    ? Object.entries(arm).flatMap(([key, value]): [string, DataMap][] =>
        key !== 'assigned' && !key.startsWith('x-') && isMap(value) ? [[key, value]] : [],
      )
    : []

const armOf = (arm: unknown): Arm => ({
  assigned: numberOf(field(arm, 'assigned')),
  metrics: new Map(
    metricsOf(arm).flatMap(([key, data]) => {
      const observed = observedOf(data)
      return observed === undefined ? [] : [[key, observed] as const]
    }),
  ),
})

/** What no schema can say: days that exist and follow each other, and no more good events than there were. */
const meaningless = (data: unknown): Fault | undefined => {
  for (const key of ['from', 'to'] as const)
    if (!date.parse(textOf(field(data, key)) ?? '').ok)
      return { path: [key], words: `has a day in \`${key}\` that does not exist` }
  if (String(field(data, 'from')) > String(field(data, 'to')))
    return { path: ['to'], words: 'ends before it begins' }
  for (const name of ['treatment', 'control']) {
    const known = new Set<string>()
    for (const [key, metric] of metricsOf(below(data, 'arms', name))) {
      const path: Path = ['arms', name, key]
      if (known.has(metricKey(key))) return { path, words: 'names one metric twice in an arm' }
      known.add(metricKey(key))
      if (number(metric, 'good') > number(metric, 'total') && Object.hasOwn(metric, 'good'))
        return { path: [...path, 'good'], words: 'has more `good` events than there were in `total`' }
      if (observedOf(metric) === undefined)
        return { path: [...path, 'value'], words: 'has a `value` whose unit cannot be read' }
    }
  }
  return undefined
}

/** Metrics of one arm that a person looks at; checking many takes time that grows with their square. */
const mostMetrics = 500

const isCrowded = (data: unknown): boolean =>
  ['treatment', 'control'].some((name) => {
    const arm = below(data, 'arms', name)
    return isMap(arm) && Object.keys(arm).length > mostMetrics
  })

/** Reads the results of a stage: JSON or YAML, as the published schema of results files says. */
export const reader: Reader<StageResults> = ({ file, bytes }) => {
  if (!/\.(?:json|ya?ml)$/i.test(file)) return unknown('is no results file in JSON or YAML')
  const parsed = parseStructured(file, bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  const [document, second] = parsed.documents
  if (document === undefined) return malformed('is empty', { start: origin, end: origin })
  if (second !== undefined) return malformed('holds more than one document', second.locate([]))
  const { data, locate } = document
  if (isCrowded(data)) return malformed(`has more than ${mostMetrics} metrics in an arm`, locate(['arms']))
  const fault = validate(data) ? meaningless(data) : faultOf(validate.errors ?? [])
  if (fault !== undefined) return malformed(fault.words, locate(fault.path))
  const arms = field(data, 'arms')
  const control = field(arms, 'control')
  return read({
    stage: exposedStages.find((stage) => stage === field(data, 'stage')) ?? 'shadow',
    from: textOf(field(data, 'from')) ?? '',
    to: textOf(field(data, 'to')) ?? '',
    model: textOf(field(data, 'model')) ?? '',
    looks: number(data, 'looks'),
    treatment: armOf(field(arms, 'treatment')),
    control: control === undefined ? undefined : armOf(control),
    locate,
  })
}

const origin = { line: 1, column: 1, offset: 0 }
