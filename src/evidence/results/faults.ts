import type { ErrorObject } from 'ajv'
import type { Path } from '../../yaml/path.ts'

/** A part of a results file that cannot be read; `words` complete a sentence that begins with the name of the file. */
export type ResultsFault = { readonly path: Path; readonly words: string }

const wanted: { readonly [key: string]: string } = {
  stage: 'one of shadow, limited, progressive and full',
  from: 'a date such as 2027-01-18',
  to: 'a date such as 2027-02-14',
  traffic: 'a share such as "50%"',
  model: 'the id of the model',
  by: 'a team',
  source: '{file, sha256}',
  sha256: 'a SHA-256 of 64 digits',
  file: 'a path',
  looks: 'a whole number of at least 1',
  phases: 'a list of phases with from, to and arms',
  arms: 'a mapping with the arm treatment and, from limited on, control',
  differences: 'a mapping of {difference, se} by metric',
  segments: 'a mapping of arms by segment and level',
  assigned: 'a whole number',
  treatment: 'a mapping of metrics',
  control: 'a mapping of metrics',
}

const forms = '{good, total}, {mean, sd, n} or {above, limit, total}'

const numbers = new Set(['good', 'total', 'n', 'mean', 'sd', 'above', 'limit', 'observed', 'cluster_sd', 'to'])

/** The length of the path to the metric that it leads into; undefined if it leads elsewhere. */
const metricDepth = (path: Path): number | undefined => {
  const arm = path.findIndex((step) => step === 'treatment' || step === 'control')
  return arm >= 0 && path.length > arm + 1 && (path[arm + 1] !== 'assigned' || path.length > arm + 2)
    ? arm + 2
    : undefined
}

const pathOf = (instancePath: string): Path =>
  instancePath
    .split('/')
    .slice(1)
    .map((step, at, steps) =>
      steps[at - 1] === 'phases' ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
    )

/** Names that the file made up are repeated only if they are plain words. */
const called = (name: unknown): string => (/^\w[\w-]{0,59}$/.test(String(name)) ? ` ${String(name)}` : '')

const metricFault = (path: Path, depth: number, errors: readonly ErrorObject[]): ResultsFault => {
  const at = path.slice(0, depth)
  const inside = errors
    .map(({ instancePath }) => pathOf(instancePath))
    .find((one) => at.every((step, index) => one[index] === step) && numbers.has(String(one[depth])))
  const key = inside?.[depth]
  const metric = `the metric${called(at.at(-1))}`
  return inside === undefined
    ? { path: at, words: `has ${metric} in an unknown form, expected ${forms}` }
    : { path: inside, words: `has ${metric} with an unreadable \`${String(key)}\`, expected ${forms}` }
}

const ofPhase = new Set(['from', 'to', 'traffic', 'arms', 'differences', 'segments'])

/** Whether an error only says that the file does not have the other of the two forms. */
const isOther = ({ keyword, instancePath, params }: ErrorObject, hasPhases: boolean): boolean => {
  if (instancePath !== '') return false
  const { missingProperty: missing, additionalProperty: extra } = params
  if (typeof missing === 'string') return hasPhases ? ofPhase.has(missing) : missing === 'phases'
  if (typeof extra === 'string') return hasPhases ? extra === 'phases' : ofPhase.has(extra)
  return keyword === 'anyOf'
}

const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length

/** What the published schema has against a file, the first part of it in plain words. */
export const faultOf = (errors: readonly ErrorObject[], hasPhases: boolean): ResultsFault => {
  const own = errors.filter((error) => !isOther(error, hasPhases))
  const [first] = [...own].sort((one, other) => depth(one) - depth(other))
  if (first === undefined) return { path: [], words: 'is not a results file' }
  const path = pathOf(first.instancePath)
  const inMetric = metricDepth(path)
  if (inMetric !== undefined) return metricFault(path, inMetric, own)
  const { missingProperty: missing, additionalProperty: extra } = first.params
  if (typeof missing === 'string') return { path, words: `has no \`${missing}\`` }
  if (typeof extra === 'string') return { path: [...path, extra], words: 'has an unknown key' }
  if (path.length === 0)
    return { path, words: 'is not a results file: expected a mapping with stage, from, to and arms' }
  const key = path.findLast((step) => Object.hasOwn(wanted, String(step)))
  return {
    path,
    words:
      key === undefined ? 'has an invalid part' : `has an invalid \`${String(key)}\`, expected ${wanted[String(key)]}`,
  }
}
