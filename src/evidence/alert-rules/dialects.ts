import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentsIn } from '../reading/documents.ts'
import { forSlips, nearName } from '../reading/follow.ts'
import { type Reader, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { isPlan, isTerraform } from '../terraform/resources.ts'
import type { Alert, AlertRules, Found } from './alert-rules.ts'
import { readTemplates } from './cloudwatch.ts'
import { readDatadog } from './datadog.ts'
import { readProvisioning } from './grafana.ts'
import { readOpenSlo } from './openslo.ts'
import { readGroups } from './prometheus.ts'
import { readTerraform } from './terraform.ts'

const foreign = unknown(
  'is in no form of alert rules that is read here: Prometheus, Grafana provisioning, OpenSLO v1, Datadog, CloudFormation, Terraform',
)

/** Resources of Kubernetes that hold groups of rules as Prometheus has them. */
const resources: readonly unknown[] = ['PrometheusRule', 'VMRule']

/** The objects of a list, as OpenSLO and Kubernetes have them, each as a document. */
const listed = (document: Document): Document[] => {
  const { data, locate } = document
  const isList = field(data, 'kind') === 'List'
  const items = isList ? field(data, 'items') : data
  if (!Array.isArray(items)) return [document]
  if (!isList && !items.every((one) => field(one, 'apiVersion') === 'openslo/v1')) return [document]
  return items.map((one, at) => ({
    data: one,
    locate: (path, part) => locate(isList ? ['items', at, ...path] : [at, ...path], part),
  }))
}

const dialectOf = (all: readonly Document[], wanted: ReadonlySet<string>): Reading<Found> => {
  const documents = all.flatMap(listed)
  const alerts: Alert[] = []
  const names: string[] = []
  const versions = documents.map(({ data }) => field(data, 'apiVersion'))
  if (versions.length > 0 && versions.every((version) => version === 'openslo/v1'))
    return readOpenSlo(documents, wanted)
  const other = readDatadog(documents, wanted) ?? readTemplates(documents, wanted)
  if (other !== undefined) return other
  for (const [at, document] of documents.entries()) {
    const { data } = document
    const isResource = resources.includes(field(data, 'kind'))
    if (!isResource && (!isMap(data) || !Object.hasOwn(data, 'groups'))) return foreign
    // Prometheus reads the first document of a file alone.
    if (!isResource && at > 0 && field(data, 'apiVersion') === undefined) continue
    const version = field(data, 'apiVersion')
    if (!isResource && version !== undefined && version !== 1) return foreign
    const reading =
      version === 1
        ? readProvisioning(document, wanted)
        : readGroups(document, isResource ? ['spec', 'groups'] : ['groups'], wanted)
    if (reading.state !== 'read') return reading
    alerts.push(...reading.value.alerts)
    for (const name of reading.value.names) names.push(name)
  }
  return read({ alerts, names })
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
  return dialectOf(documents.value, new Set(wanted))
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
