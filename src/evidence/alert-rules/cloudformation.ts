import { isMap } from '../../yaml/data.ts'
import { type Document, several } from '../reading/documents.ts'
import { type Reading, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { FoundAlerts } from './alert.ts'
import { alarmOf, pascal } from './cloudwatch.ts'
import { groupsOf, isDeaf } from './groups.ts'
import { plainAlert } from './plain.ts'
import { thriftyParse } from './promql.ts'

/** The resource of the template that `!Ref Topic`, `!GetAtt Topic.TopicArn` or `!Sub "${Topic}"` refers to, or the same in JSON. */
const referred = (part: Part): string => {
  const [value = part] = ['Ref', 'Fn::GetAtt', 'Fn::Sub'].flatMap((key) =>
    part.at(key).data === undefined ? [] : [part.at(key)],
  )
  const text = value.text() ?? value.text(0) ?? ''
  return text.replace(/^\$\{(.*)\}$/, '$1').replace(/\.TopicArn$/, '')
}

/** Whom actions call: a topic of the template by both of its names, and nobody where all that subscribe to it are deaf. */
const topicsOf = (resources: ReadonlyMap<string, Part>): ((actions: readonly Part[]) => Part[]) => {
  const heard = new Map<string, boolean>()
  for (const [id, resource] of resources) {
    const own = resource.at('Properties')
    const isTopic = resource.text('Type') === 'AWS::SNS::Topic'
    if (!isTopic && resource.text('Type') !== 'AWS::SNS::Subscription') continue
    const subscriptions = isTopic ? own.at('Subscription').items() : [own]
    if (subscriptions.length === 0) continue
    const isMade = isTopic || resource.at('Condition').data === undefined
    const topic = isTopic ? id : referred(own.at('TopicArn'))
    const hears = isMade && subscriptions.some((one) => !isDeaf(one, pascal))
    heard.set(topic, hears || heard.get(topic) === true)
  }
  return (actions) =>
    actions.flatMap((action): Part[] => {
      const id = referred(action)
      const held = resources.get(id)
      if (held?.text('Type') !== 'AWS::SNS::Topic') return [action]
      if (heard.get(id) === false || held.at('Condition').data !== undefined) return []
      const names = [id, held.text('Properties', 'TopicName')].flatMap((name) => name ?? [])
      return names.map((name) => partOf({ data: name, locate: () => action.range() }))
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

/** A pilot names fewer alarms. */
const maxAlarms = 100

/** The alarms of templates of CloudFormation, by their names or by what the template calls them. */
export const readTemplates = (
  documents: readonly Document[],
  wanted: ReadonlySet<string>,
): Reading<FoundAlerts> | undefined => {
  const alarms = documents.flatMap((document) => alarmsIn(partOf(document)))
  if (alarms.length === 0) return undefined
  if (documents.some(({ isLater }) => isLater)) return unknown(several)
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
  return read({ alerts: alerts.slice(0, maxAlarms), names: alarms.map(({ name, id }) => name.text() ?? id) })
}
