import { isMap } from '../../yaml/data.ts'
import { nowhere } from '../../yaml/lines.ts'
import { intervalsIn } from '../alert-routes/alertmanager.ts'
import type { Document } from '../reading/documents.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'
import type { ParseExpr } from './expr.ts'
import { ruleAlert } from './grafana.ts'

/** The types of resources by which a rule of Grafana calls somebody, or keeps still. */
export const contactTypes = ['grafana_contact_point', 'grafana_mute_timing']

/** The names of Terraform's provider where those of Grafana's own files differ. */
const renamed: { readonly [key: string]: readonly (string | number)[] } = {
  title: ['name'],
  refId: ['ref_id'],
  relativeTimeRange: ['relative_time_range', 0],
  datasourceUid: ['datasource_uid'],
  isPaused: ['is_paused'],
  mute_time_intervals: ['mute_timings'],
  active_time_intervals: ['active_timings'],
}

/** A model stands in the file as a text of JSON, or as what becomes one. */
const modelOf = (data: unknown): unknown => {
  if (typeof data !== 'string' || data.length > 20_000) return data
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

/** A rule of Terraform's provider as Grafana's own files hold it. */
const grafanaRule = (rule: Part): Part => {
  const at = (holder: Part, key: string) => holder.at(...(renamed[key] ?? [key])).data
  const taken = (holder: Part, keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, at(holder, key)]))
  const document: Document = {
    data: {
      ...taken(rule, ['title', 'condition', 'for', 'labels', 'annotations', 'isPaused']),
      notification_settings: taken(rule.at('notification_settings', 0), [
        'mute_time_intervals',
        'active_time_intervals',
        'group_wait',
        'group_interval',
      ]),
      data: rule
        .at('data')
        .items(20)
        .map((query) => ({
          ...taken(query, ['refId', 'datasourceUid', 'relativeTimeRange']),
          model: modelOf(query.at('model').data),
        })),
    },
    locate: (path, part) => rule.at(...path.flatMap((key) => renamed[key] ?? [key])).range(part),
  }
  return partOf(document)
}

/** Whether a name or an address is that of a resource. */
const isCalled = ({ address, part }: Resource, called: string): boolean =>
  called === address || called === part.text('name')

/** What is set of a resource: a plan names the rest as null or as no block. */
const setOf = ({ data }: Part): (readonly [string, unknown])[] =>
  Object.entries(isMap(data) ? data : {}).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  )

const settings = new Set('id name org_id disable_provenance provider lifecycle depends_on count for_each'.split(' '))

/** Whether a contact point is not made, or has nothing to call with. */
const isDeaf = ({ part, made }: Resource): boolean =>
  made === 'never' || (made === 'once' && setOf(part).every(([key]) => settings.has(key)))

/** Whom a rule calls by its contact point: one that the folder does not have is kept elsewhere, or Grafana refuses the rule. */
const receiversBy = (contact: Part, all: readonly Resource[]): Alert['receivers'] | undefined => {
  const called = contact.text()
  if (called === undefined) return undefined
  const points = all.filter((one) => one.type === 'grafana_contact_point' && isCalled(one, called))
  const names = points.filter((one) => !isDeaf(one)).map(({ part }) => part.text('name'))
  const name = points.length === 0 ? called : names[0]
  return [locatedAt(name, contact) ?? []].flat()
}

/** What only Terraform knows may be any time. */
const isKnown = (data: unknown): boolean =>
  typeof data !== 'symbol' && (typeof data !== 'object' || data === null || Object.values(data).every(isKnown))

/** Real mute timings have fewer parts. */
const maxParts = 100

/** The mute timings of the folder as Alertmanager has them, by their names and addresses. */
const timingsOf = (all: readonly Resource[]): Part => {
  const timings = all.filter(
    ({ type, made, part }) => type === contactTypes[1] && made === 'once' && isKnown(part.data),
  )
  const intervals = timings.flatMap(({ part, address }) => {
    const time_intervals = part
      .at('intervals')
      .items(maxParts)
      .map((one) => {
        const times = one.at('times').items(maxParts)
        const clock = times.map((time) => ({ start_time: time.text('start'), end_time: time.text('end') }))
        return { ...Object.fromEntries(setOf(one)), ...(times.length > 0 && { times: clock }) }
      })
    return [part.text('name'), address].map((name) => ({ name, time_intervals }))
  })
  return partOf({ data: { time_intervals: intervals }, locate: () => nowhere })
}

/** An alert of Grafana that Terraform makes, with the contact point and the mute timings of the folder. */
export const grafanaAlert = (rule: Part, name: Alert['name'], parse: ParseExpr, all: readonly Resource[]): Alert => {
  const alert = ruleAlert(grafanaRule(rule), name.value, parse, intervalsIn(timingsOf(all)))
  const receivers = receiversBy(rule.at('notification_settings', 0, 'contact_point'), all)
  return { ...alert, name, ...(receivers && { receivers }) }
}
