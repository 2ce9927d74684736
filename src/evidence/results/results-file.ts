import type { ErrorObject } from 'ajv'
import { validate } from '../../model/generated/results-validator.js'
import { metricKey } from '../../model/lists.ts'
import { exposedStages } from '../../model/stage.ts'
import { date, measure } from '../../values/index.ts'
import { isMap } from '../../yaml/data.ts'
import { lines } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { documentsIn } from '../reading/documents.ts'
import { malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Arm, Observed, StageResults } from './results.ts'

/** A part of a results file that is not as it has to be; `words` complete a sentence that begins with its name. */
type Fault = { readonly path: Path; readonly words: string }

const wanted: { readonly [key: string]: string } = {
  stage: 'one of shadow, limited, progressive and full',
  from: 'a day such as 2027-01-18',
  to: 'a day such as 2027-02-14',
  model: 'the id of the model',
  looks: 'a whole number of at least 1',
  arms: 'a map with the arm treatment and, from limited on, control',
  assigned: 'a whole number',
  treatment: 'a map of metrics',
  control: 'a map of metrics',
  good: 'a whole number',
  total: 'a whole number of at least 1',
  n: 'a whole number of at least 1',
  mean: 'a number',
  sd: 'a number that is not below 0',
  value: 'a number with its unit in quotes, such as "3.1s"',
}

/** What is wrong with a metric; a name that is no plain word is not repeated. */
const metricWords = (name: unknown, key: unknown): string => {
  const called = /^\w[\w-]{0,59}$/.test(String(name)) ? `the metric ${String(name)}` : 'a metric'
  return key === 'mean' || key === 'sd'
    ? `has ${called} whose \`${key}\` is no bare number, such as 43.6, in the unit of the metric`
    : `has ${called} that is neither {good, total} nor {mean, sd, n} nor {value, n}`
}

const isMetric = (path: Path): boolean =>
  path[0] === 'arms' && path.length >= 3 && (path[2] !== 'assigned' || path.length > 3)

/** The keys of a results file; those that the file made up are not repeated. */
const named = (key: string | number | undefined): string => {
  const name = String(key)
  return Object.hasOwn(wanted, name) ? `\`${name}\`` : 'a part'
}

const pathOf = (instancePath: string): Path =>
  instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The metric of the fault, and its number that is none where there is one. */
const metricFault = (path: Path, errors: readonly ErrorObject[]): Fault => {
  const at = path.slice(0, 3)
  const number = errors
    .filter(({ keyword }) => keyword === 'type')
    .map(({ instancePath }) => pathOf(instancePath))
    .find((one) => at.every((step, index) => one[index] === step) && (one[3] === 'mean' || one[3] === 'sd'))
  return { path: number ?? at, words: metricWords(at[2], number?.[3]) }
}

const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length

/** What the published schema has against a file, the first part of it in our own words. */
const faultOf = (errors: readonly ErrorObject[]): Fault => {
  const [first] = [...errors].sort((one, other) => depth(one) - depth(other))
  if (first === undefined) return { path: [], words: 'is no results file' }
  const path = pathOf(first.instancePath)
  if (isMetric(path)) return metricFault(path, errors)
  const { missingProperty: missing, additionalProperty: extra } = first.params
  if (typeof missing === 'string') return { path, words: `has no \`${missing}\`` }
  if (typeof extra === 'string') return { path: [...path, extra], words: 'has a key that no results file has' }
  if (path.length === 0) return { path, words: 'is no results file: a map with stage, from, to and arms' }
  const key = path.at(-1)
  return { path, words: `has ${named(key)} that is not ${wanted[String(key)] ?? 'as it has to be'}` }
}

const observedOf = (metric: Part): Observed | undefined => {
  const number = (key: string): number => metric.number(key) ?? 0
  const holds = (key: string): boolean => metric.at(key).data !== undefined
  if (holds('good')) return { kind: 'proportion', good: number('good'), total: number('total') }
  if (holds('mean')) return { kind: 'mean', mean: number('mean'), sd: number('sd'), n: number('n') }
  const value = measure.parse(metric.text('value') ?? '')
  return value.ok ? { kind: 'level', value: value.value, n: number('n') } : undefined
}

const metricsOf = (arm: Part): [string, Part][] =>
  Object.entries(isMap(arm.data) ? arm.data : {})
    .filter(([key, value]) => key !== 'assigned' && !key.startsWith('x-') && isMap(value))
    .map(([key]) => [key, arm.at(key)])

const armOf = (arm: Part): Arm => ({
  assigned: arm.number('assigned'),
  metrics: new Map(
    metricsOf(arm).flatMap(([key, metric]) => {
      const observed = observedOf(metric)
      return observed === undefined ? [] : [[key, observed] as const]
    }),
  ),
})

/** What no schema can say: days that exist and follow each other, and no more good events than there were. */
const meaningless = (data: Part): Fault | undefined => {
  const [from = '', to = ''] = [data.text('from'), data.text('to')]
  for (const [key, day] of Object.entries({ from, to }))
    if (!date.parse(day).ok) return { path: [key], words: `has a day in \`${key}\` that does not exist` }
  if (from > to) return { path: ['to'], words: 'ends before it begins' }
  for (const name of ['treatment', 'control']) {
    const known = new Set<string>()
    for (const [key, metric] of metricsOf(data.at('arms', name))) {
      const path: Path = ['arms', name, key]
      if (known.has(metricKey(key))) return { path, words: 'names one metric twice in an arm' }
      known.add(metricKey(key))
      const observed = observedOf(metric)
      if (observed === undefined) return { path: [...path, 'value'], words: 'has a `value` whose unit cannot be read' }
      if (observed.kind === 'proportion' && observed.good > observed.total)
        return { path: [...path, 'good'], words: 'has more `good` events than there were in `total`' }
    }
  }
  return undefined
}

/** Metrics of one arm that a person looks at; checking many takes time that grows with their square. */
const mostKeys = 500

/** A map of more keys than that, down to the metrics. */
const crowded = (data: unknown, path: Path = []): Path | undefined => {
  if (!isMap(data) || path.length > 3) return undefined
  const keys = Object.keys(data)
  if (keys.length > mostKeys) return path
  for (const key of keys) {
    const found = crowded(data[key], [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

/** Reads the results of a stage: JSON or YAML, as the published schema of results files says. */
export const reader: Reader<StageResults> = (source) => {
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return unknown('is no results file in JSON or YAML')
  const parsed = documentsIn(source)
  if (parsed.state !== 'read') return parsed
  const [document, second] = parsed.value
  if (document === undefined) return malformed('is empty', lines('').range(0, 0))
  if (second !== undefined) return malformed('holds more than one document', second.locate([]))
  const { data, locate } = document
  const crowd = crowded(data)
  if (crowd !== undefined)
    return malformed(
      `has more than ${mostKeys} ${crowd.length === 2 ? 'metrics in an arm' : 'keys in a map'}`,
      locate(crowd.slice(0, 1)),
    )
  const fault = validate(data) ? meaningless(partOf(document)) : faultOf(validate.errors ?? [])
  if (fault !== undefined) return malformed(fault.words, locate(fault.path))
  const [part, arms] = [partOf(document), partOf(document).at('arms')]
  return read({
    stage: exposedStages.find((stage) => stage === part.text('stage')) ?? 'shadow',
    from: part.text('from') ?? '',
    to: part.text('to') ?? '',
    model: part.text('model') ?? '',
    looks: part.number('looks') ?? 0,
    treatment: armOf(arms.at('treatment')),
    control: arms.at('control').data === undefined ? undefined : armOf(arms.at('control')),
    locate,
  })
}
