import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Found } from './alert.ts'
import { alarmOf, pascal } from './cloudwatch.ts'
import { groupsOf } from './groups.ts'
import { plainAlert } from './plain.ts'
import { thriftyParse } from './promql.ts'

/** What refers to another resource of the template: `!Ref Topic`, or the same in JSON. */
const referred = (part: Part): Part => (part.at('Ref').data === undefined ? part : part.at('Ref'))

/** Whom actions call: a topic of the template by both of its names, and nobody where all that subscribe to it are queues. */
const topicsOf = (resources: ReadonlyMap<string, Part>): ((actions: readonly Part[]) => Part[]) => {
  const subscribed = new Map<string, (string | undefined)[]>()
  for (const [id, resource] of resources) {
    const own = resource.at('Properties')
    const isTopic = resource.text('Type') === 'AWS::SNS::Topic'
    if (!isTopic && resource.text('Type') !== 'AWS::SNS::Subscription') continue
    const topic = isTopic ? id : (referred(own.at('TopicArn')).text() ?? '')
    const protocols = (isTopic ? own.at('Subscription').items(20) : [own]).map((one) => one.text('Protocol'))
    subscribed.set(topic, [...(subscribed.get(topic) ?? []).slice(0, 20), ...protocols])
  }
  return (actions) =>
    actions.flatMap((action): Part[] => {
      const own = referred(action)
      const id = own.text() ?? ''
      const held = resources.get(id)
      if (held?.text('Type') !== 'AWS::SNS::Topic') return [action]
      const protocols = subscribed.get(id) ?? []
      const isDeaf = protocols.length > 0 && protocols.every((one) => one === 'sqs' || one === 'firehose')
      if (isDeaf || held.at('Condition').data !== undefined) return []
      const name = held.text('Properties', 'TopicName')
      return [own, ...(name === undefined ? [] : [partOf({ data: name, locate: () => action.range() })])]
    })
}

type Listed = {
  readonly name: Part
  readonly id: string
  readonly resource: Part
  readonly called: ReturnType<typeof topicsOf>
}

const alarmsIn = (template: Part): Listed[] => {
  const held = template.at('Resources')
  const resources = new Map(Object.keys(isMap(held.data) ? held.data : {}).map((id) => [id, held.at(id)]))
  const called = topicsOf(resources)
  return [...resources].flatMap(([id, resource]) => {
    const isAlarm = /^AWS::CloudWatch::(?:Composite)?Alarm$/.test(resource.text('Type') ?? '')
    return isAlarm ? [{ name: resource.at('Properties', 'AlarmName'), id, resource, called }] : []
  })
}

/** No file of a person holds more alarms that a pilot names. */
const mostAlarms = 100

/** The alarms of templates of CloudFormation, by their names or by what the template calls them. */
export const readTemplates = (
  documents: readonly Document[],
  wanted: ReadonlySet<string>,
): Reading<Found> | undefined => {
  const alarms = documents.flatMap((document) => alarmsIn(partOf(document)))
  if (alarms.length === 0) return undefined
  const parse = thriftyParse()
  const alerts = alarms.flatMap(({ name, id, resource, called }) => {
    const known = [name.text() ?? id, id].find((one) => wanted.has(one))
    if (known === undefined) return []
    const range = known === name.text() ? name.range() : resource.range('key')
    const alarm = resource.at('Properties')
    const receivers = groupsOf(called(alarm.at('AlarmActions').items(20)), () => undefined)
    const alert = plainAlert({ value: known, range }, alarmOf(alarm, pascal, parse, receivers))
    if (resource.text('Type') === 'AWS::CloudWatch::CompositeAlarm')
      return [{ ...alert, unread: 'is a composite alarm, which pilotlint does not support' }]
    const isConditional = resource.at('Condition').data !== undefined
    return [isConditional ? { ...alert, unread: 'is created only if its `Condition` is true' } : alert]
  })
  return read({ alerts: alerts.slice(0, mostAlarms), names: alarms.map(({ name, id }) => name.text() ?? id) })
}
