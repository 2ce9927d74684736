import type { Located } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'

/** The types of resources that an alert calls, or that keep it from calling anybody. */
export const groupTypes = [
  'azurerm_monitor_action_group',
  'aws_sns_topic',
  'aws_sns_topic_subscription',
  'google_monitoring_notification_channel',
  'azurerm_monitor_alert_processing_rule_suppression',
]

/** Finds a resource by its address, which stands for its id. */
export type FindResource = (id: string) => Resource | undefined

/** No alert of a person calls more. */
const most = 20

/** Words that a name has beside that of the team. */
const plainWords = new Set(
  'ag sns action group topic channel alert alerts alarm alarms oncall prod production pager notify notifications'.split(
    ' ',
  ),
)

/** The names by which a group may be called like its team: `ag-care-prod`, `care@example.com`. */
const asTeam = (name: string): string[] => {
  const [plain = ''] = name.replace(/^#/, '').split('@', 1)
  const words = plain.split(/[-_.\s]+/).filter((word) => !plainWords.has(word.toLowerCase()))
  return [...new Set([name, plain, words.join('-')])].filter((one) => one !== '')
}

/** What a group is called, and whom it calls; none where it calls nobody. */
const namesOf = ({ type, address, part, made }: Resource): string[] => {
  if (made !== 'once' || part.at('enabled').data === false) return []
  const own = [part.text('name'), address.split('.').at(-1)]
  if (type === 'aws_sns_topic') return own.flatMap((name) => name ?? [])
  if (type === 'google_monitoring_notification_channel')
    return [
      ...own.slice(1),
      part.text('display_name'),
      ...['email_address', 'channel_name'].map((key) => part.text('labels', key)),
    ].flatMap((name) => name ?? [])
  const { data } = part
  const kinds = Object.keys(typeof data === 'object' && data !== null ? data : {}).filter((key) =>
    key.endsWith('_receiver'),
  )
  if (kinds.length === 0) return []
  const called = kinds.flatMap((kind) => part.at(kind).items(most))
  return [
    ...own,
    part.text('short_name'),
    ...called.flatMap((one) => [one.text('name'), one.text('email_address')]),
  ].flatMap((name) => name ?? [])
}

/** Whether a subscription is not one to be called by: a queue, or a filter on attributes, which an alarm does not have. */
const isDeaf = ({ part, made }: Resource): boolean =>
  made === 'never' ||
  ['sqs', 'firehose'].includes(part.text('protocol') ?? '') ||
  (part.at('filter_policy').data !== undefined && part.at('filter_policy_scope').data === undefined)

/** A topic whose subscriptions stand beside it calls whom they call: nobody, if all of them are deaf. */
export const heardBy = (group: Resource, all: readonly Resource[]): Resource => {
  const subscriptions = all.filter(
    ({ type, part }) => type === 'aws_sns_topic_subscription' && part.text('topic_arn') === group.address,
  )
  return subscriptions.length > 0 && subscriptions.every(isDeaf) ? { ...group, made: 'never' } : group
}

/** Whom the groups, topics and channels of an alert call: a name says nothing of one that nobody knows. */
export const groupsOf = (calls: readonly Part[], find: FindResource): Pick<Alert, 'receivers' | 'isGrouped'> => ({
  isGrouped: true,
  receivers: calls.slice(0, most).flatMap((call): Located<string>[] => {
    const id = call.text() ?? ''
    const group = find(id)
    const names = group ? namesOf(group) : [id.split(/[:/]/).at(-1) ?? '']
    return names.flatMap(asTeam).map((value) => ({ value, range: call.range() }))
  }),
})
