import type { ErrorObject } from 'ajv'
import type { Path } from '../../yaml/path.ts'

/** A part of a results file that is not as it has to be; `words` complete a sentence that begins with its name. */
export type Fault = { readonly path: Path; readonly words: string }

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
export const faultOf = (errors: readonly ErrorObject[]): Fault => {
  const [first] = [...errors].sort((one, other) => depth(one) - depth(other))
  if (first === undefined) return { path: [], words: 'is no results file' }
  const path = pathOf(first.instancePath)
  if (isMetric(path)) return metricFault(path, errors)
  const { missingProperty: missing, additionalProperty: extra } = first.params
  if (typeof missing === 'string') return { path, words: `has no \`${missing}\`` }
  if (typeof extra === 'string')
    return { path: [...path, extra], words: 'has a key that no results file has' }
  if (path.length === 0) return { path, words: 'is no results file: a map with stage, from, to and arms' }
  const key = path.at(-1)
  return { path, words: `has ${named(key)} that is not ${wanted[String(key)] ?? 'as it has to be'}` }
}
