import type { Located } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import type { Alert } from './alert.ts'
import type { Keys } from './cloudwatch.ts'

/** The types of resources that an alert calls, or that keep it from calling anybody. */
export const groupTypes = [
  'azurerm_monitor_action_group',
  'aws_sns_topic',
  'aws_sns_topic_subscription',
  'google_monitoring_notification_channel',
  'azurerm_monitor_alert_processing_rule_suppression',
  'newrelic_alert_muting_rule',
  'newrelic_alert_policy',
  'newrelic_alert_policy_channel',
  'newrelic_alert_channel',
  'newrelic_workflow',
  'newrelic_notification_channel',
  'newrelic_notification_destination',
]

/** Finds a resource by its address, which stands for its id. */
export type FindResource = (id: string) => Resource | undefined

/** Real alerts call fewer. */
const maxCalls = 20

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
  if (made !== 'once' || ['enabled', 'active'].some((key) => part.truth(key) === false)) return []
  const own = [part.text('name'), address.split('.').at(-1)]
  if (type === 'aws_sns_topic' || type.startsWith('newrelic_')) return own.flatMap((name) => name ?? [])
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
  const called = kinds.flatMap((kind) => part.at(kind).items(maxCalls))
  return [
    ...own,
    part.text('short_name'),
    ...called.flatMap((one) => [one.text('name'), one.text('email_address')]),
  ].flatMap((name) => name ?? [])
}

/** Whether nobody is called by a subscription: a queue, or a filter on attributes, which an alarm does not have. */
export const isDeaf = (subscription: Part, key: Keys): boolean =>
  ['sqs', 'firehose'].includes(subscription.text(key('protocol')) ?? '') ||
  (subscription.at(key('filter_policy')).data !== undefined &&
    (subscription.at(key('filter_policy_scope')).data ?? 'MessageAttributes') === 'MessageAttributes')

/** A topic whose subscriptions stand beside it calls whom they call: nobody, if all of them are deaf. */
export const heardBy = (group: Resource, all: readonly Resource[]): Resource => {
  const subscriptions = all.filter(
    ({ type, part }) => type === 'aws_sns_topic_subscription' && part.text('topic_arn') === group.address,
  )
  const isHeard = subscriptions.some(({ part, made }) => made !== 'never' && !isDeaf(part, (key) => key))
  return subscriptions.length > 0 && !isHeard ? { ...group, made: 'never' } : group
}

/** Whom the groups, topics and channels of an alert call: an unknown one is not identified by its name. */
export const groupsOf = (calls: readonly Part[], find: FindResource): Pick<Alert, 'receivers' | 'isGrouped'> => ({
  isGrouped: true,
  receivers: calls.slice(0, maxCalls).flatMap((call): Located<string>[] => {
    const id = call.text() ?? ''
    const group = find(id)
    const names = group ? namesOf(group) : [id.split(/[:/]/).at(-1) ?? '']
    return names.flatMap(asTeam).map((value) => ({ value, range: call.range() }))
  }),
})

/** Whether a workflow takes all issues of a policy: one with a further condition takes some of them. */
const isOf = ({ part, made }: Resource, policy: Resource): boolean => {
  const [predicate, ...others] = part.at('issues_filter', 0, 'predicate').items(maxCalls)
  const isOff = ['enabled', 'destinations_enabled'].some((key) => part.truth(key) === false)
  if (made !== 'once' || isOff || predicate === undefined || others.length > 0) return false
  return (
    predicate.text('attribute') === 'labels.policyIds' &&
    /^(?:EXACTLY_MATCHES|CONTAINS)$/.test(predicate.text('operator') ?? '') &&
    predicate
      .at('values')
      .items(maxCalls)
      .some((one) => one.text() === policy.address)
  )
}

/** Source: Terraform, newrelic_alert_muting_rule: without a schedule, it always holds; a workflow may call all the same. */
export const mutedBy = (condition: Resource, all: readonly Resource[]): Partial<Pick<Alert, 'unread'>> => {
  const policy = all.find(({ address }) => address === condition.part.text('policy_id'))
  const isHeard = all.some(
    (one) => policy && one.part.text('muting_rules_handling') === 'NOTIFY_ALL_ISSUES' && isOf(one, policy),
  )
  const values = new Map([
    ['policyId', policy?.address],
    ['conditionId', condition.address],
    ['conditionName', condition.part.text('name')],
  ])
  const rule = all.find(({ type, part, made }) => {
    if (type !== 'newrelic_alert_muting_rule' || made === 'never' || part.truth('enabled') === false) return false
    const parts = part.at('condition', 0, 'conditions').items(maxCalls)
    const isOther = parts.some((one) => {
      const value = values.get(one.text('attribute') ?? '')
      return (
        value === undefined ||
        !one
          .at('values')
          .items(maxCalls)
          .some((named) => named.text() === value)
      )
    })
    return part.at('schedule').data === undefined && parts.length > 0 && !isOther
  })
  return rule && !isHeard ? { unread: `may be muted permanently by ${rule.address}` } : {}
}

/** Whom the policy of a condition of New Relic calls: the channels of its workflows, and what they reach. */
export const policyCalls = (
  id: Part,
  find: FindResource,
  all: readonly Resource[],
): Pick<Alert, 'receivers' | 'isGrouped'> => {
  const policy = find(id.text() ?? '')
  const calls = all.flatMap((one): readonly Part[] => {
    if (policy === undefined || policy.made !== 'once') return []
    const { type, part, made } = one
    if (type === 'newrelic_alert_policy_channel' && made === 'once' && part.text('policy_id') === policy.address)
      return part.at('channel_ids').items(maxCalls)
    if (type !== 'newrelic_workflow' || !isOf(one, policy)) return []
    const channels = part.at('destination').items(maxCalls)
    return channels.flatMap((channel) => {
      const called = channel.at('channel_id')
      const held = find(called.text() ?? '')
      const reached = held?.part.at('destination_id')
      const isOff =
        (held !== undefined && (held.made !== 'once' || held.part.truth('active') === false)) ||
        (reached && find(reached.text() ?? '')?.part.truth('active') === false)
      return isOff ? [] : reached === undefined ? [called] : [called, reached]
    })
  })
  // They may stand in another file than the condition.
  const here = calls.map(({ data }) => partOf({ data, locate: () => id.range() }))
  return groupsOf(here, find)
}
