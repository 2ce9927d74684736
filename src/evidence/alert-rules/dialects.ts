import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentsIn } from '../reading/documents.ts'
import { forSlips, nearName } from '../reading/follow.ts'
import { type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import type { Alert, AlertRules, Found } from './alert-rules.ts'
import { readProvisioning } from './grafana.ts'
import { readOpenSlo } from './openslo.ts'
import { readGroups } from './prometheus.ts'

/** What a text that Helm or Jinja fills in before anybody reads it holds. */
const template =
  /\{\{-|-\}\}|\{%|\{\{\s*(?:\.(?:Values|Release|Chart|Files|Capabilities)|include|template|if|else|range|with|end|toYaml)\b/

const foreign = unknown('is in no form of alert rules that is read here: Prometheus, Grafana provisioning, OpenSLO v1')

const dialectOf = (documents: readonly Document[], wanted: ReadonlySet<string>): Reading<Found> => {
  const alerts: Alert[] = []
  const names: string[] = []
  const versions = documents.map(({ data }) => field(data, 'apiVersion'))
  if (versions.length > 0 && versions.every((version) => version === 'openslo/v1'))
    return readOpenSlo(documents, wanted)
  for (const document of documents) {
    const { data } = document
    const isResource = field(data, 'kind') === 'PrometheusRule'
    if (!isResource && (!isMap(data) || !Object.hasOwn(data, 'groups'))) return foreign
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

/** Reads the alerts with these names from a file of alert rules. */
export const readerOf =
  (wanted: readonly string[]): Reader<AlertRules> =>
  ({ file, bytes }) => {
    if (!/\.(?:ya?ml|json|rules)$/i.test(file)) return foreign
    const documents = documentsIn({ file, bytes })
    if (documents.state !== 'read')
      return template.test(new TextDecoder().decode(bytes))
        ? unknown('is a template that is filled in later')
        : documents
    const reading = dialectOf(documents.value, new Set(wanted))
    if (reading.state !== 'read') return reading
    const { alerts, names } = reading.value
    const found = new Set(alerts.map(({ name }) => name.value))
    const near = forSlips((name) => nearName(name, names))
    const absent = wanted.filter((name) => !found.has(name)).map((name) => ({ name, near: near(name) }))
    return read({ alerts, absent })
  }
