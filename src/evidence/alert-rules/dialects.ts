import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentsIn, listed } from '../reading/documents.ts'
import { forSlips, nearName } from '../reading/follow.ts'
import { type Reader, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { isPlan, isTerraform } from '../terraform/resources.ts'
import type { Alert, AlertRules, Found } from './alert.ts'
import { readTemplates } from './cloudwatch.ts'
import { readDatadog } from './datadog.ts'
import { readProvisioning, readRuleGroup } from './grafana.ts'
import { holdsRules, readValues } from './helm.ts'
import { readOpenSlo } from './openslo.ts'
import { readGroups } from './prometheus.ts'
import { readPyrra } from './pyrra.ts'
import { readServiceLevel, readSloth } from './sloth.ts'
import { readTerraform } from './terraform.ts'

const foreign = unknown(
  'is in no form of alert rules that is read here: Prometheus, values of Helm, Grafana, OpenSLO v1, Sloth, Pyrra, Datadog, CloudFormation, Terraform',
)

type Place = { readonly file: string; readonly repository: Repository }

type Read = (document: Document, wanted: ReadonlySet<string>, place: Place) => Reading<Found>

const readBare: Read = (document, wanted) => readGroups(document, ['groups'], wanted)

const readResource: Read = (document, wanted) => readGroups(document, ['spec', 'groups'], wanted)

/** Resources of Kubernetes that hold alerts, by their kinds; by the version where others have one of that name. */
const resources: ReadonlyMap<unknown, Read> = new Map([
  ['PrometheusRule', readResource],
  ['VMRule', readResource],
  ['GrafanaAlertRuleGroup', readRuleGroup],
  ['PrometheusServiceLevel', readServiceLevel],
  ['pyrra.dev/v1alpha1', readPyrra],
])

/** How a document is read; undefined where it is in no form that is read here. */
const readerFor = ({ data }: Document): Read | undefined => {
  const [version, kind] = ['apiVersion', 'kind'].map((key) => field(data, key))
  const resource = kind === 'ServiceLevelObjective' ? version : kind
  if (resources.has(resource)) return resources.get(resource)
  if (field(data, 'version') === 'prometheus/v1') return readSloth
  if (!isMap(data) || !Object.hasOwn(data, 'groups'))
    return kind === undefined && holdsRules({ data }) ? readValues : undefined
  if (version === 1) return readProvisioning
  return version === undefined ? readBare : undefined
}

const isOpenSlo = (data: unknown): boolean => field(data, 'apiVersion') === 'openslo/v1'

/** Whether a document is a resource of Kubernetes, which stands beside others in one file. */
const isResource = ({ data }: Document): boolean =>
  ['apiVersion', 'kind'].every((key) => typeof field(data, key) === 'string')

const dialectOf = (all: readonly Document[], wanted: ReadonlySet<string>, place: Place): Reading<Found> => {
  const documents = all.flatMap((one) => listed(one, isOpenSlo))
  const alerts: Alert[] = []
  const names: string[] = []
  if (documents.length > 0 && documents.every(({ data }) => isOpenSlo(data))) return readOpenSlo(documents, wanted)
  const other = readDatadog(documents, wanted) ?? readTemplates(documents, wanted)
  if (other !== undefined) return other
  let isWhole = true
  for (const [at, document] of documents.entries()) {
    const reader = readerFor(document)
    if (reader === undefined && !isResource(document)) return foreign
    // Prometheus reads the first document of a file alone.
    if (at > 0 && reader === readBare) continue
    isWhole &&= reader !== undefined
    const reading = reader?.(document, wanted, place) ?? read({ alerts: [], names: [] })
    if (reading.state !== 'read') return reading
    alerts.push(...reading.value.alerts)
    for (const name of reading.value.names) names.push(name)
  }
  // A resource of another kind may hold the alerts that are not found.
  const found = new Set(alerts.map(({ name }) => name.value))
  const isShown = names.length > 0 && [...wanted].every((name) => found.has(name))
  return isWhole || isShown ? read({ alerts, names }) : foreign
}

/** Finds the alerts of these names, and the names of all. */
export const foundIn = (source: Source, wanted: readonly string[], repository: Repository): Reading<Found> => {
  const { file } = source
  if (isTerraform(file)) return readTerraform(source, repository, new Set(wanted))
  if (!/\.(?:ya?ml|json|rules)$/i.test(file)) return foreign
  const documents = documentsIn(source)
  if (documents.state !== 'read') return documents
  const [first] = documents.value
  if (first !== undefined && isPlan(first)) return readTerraform(source, repository, new Set(wanted))
  return dialectOf(documents.value, new Set(wanted), { file, repository })
}

/** Reads the alerts with these names from a file of alert rules. */
export const readerOf =
  (wanted: readonly string[]): Reader<AlertRules> =>
  (source, repository) => {
    const reading = foundIn(source, wanted, repository)
    if (reading.state !== 'read') return reading
    const { alerts, names } = reading.value
    const found = new Set(alerts.map(({ name }) => name.value))
    const near = forSlips((name) => nearName(name, names))
    const absent = wanted.filter((name) => !found.has(name)).map((name) => ({ name, near: near(name) }))
    return read({ alerts, absent })
  }
