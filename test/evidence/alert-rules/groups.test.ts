import { describe, expect, test } from 'vitest'
import { unproven } from '../../../src/rules/evidence/unproven.ts'
import { diagnose, repository } from '../../rules/table.ts'

/** What is not proven of one alert that declares everything. */
const opened = async (main: string, beside: object = {}, rule = 'Slow'): Promise<string> => {
  const yaml = `owner: {team: acme/claims, on_call: opsgenie:claims}
monitoring:
  rules: infra/main.tf
  alerts:
    - {kind: latency, metric: latency_mean, rule: ${rule}, notify: owner, fire: above 4s, over: 1h}
`
  const files = { 'infra/main.tf': main, ...beside }
  const found = await diagnose(unproven, yaml, { for: 'limited', repository: repository(files) })
  return found.flatMap(({ message }) => (message.startsWith('monitoring') ? [message] : [])).join()
}

const azure = (more = '', scopes = '["/a/b"]') => `resource "azurerm_monitor_metric_alert" "slow" {
  name        = "Slow"
  scopes      = ${scopes}
  window_size = "PT1H"
  criteria {
    metric_name = "answer_seconds"
    aggregation = "Average"
    operator    = "GreaterThan"
    threshold   = 4
  }
  ${more}
}
`
const action = (id: string) => azure(`action {\n    action_group_id = ${id}\n  }`)
const ownGroup = 'azurerm_monitor_action_group.g.id'
const group = (inner: string, more = '') =>
  `resource "azurerm_monitor_action_group" "g" {\n  name = "${inner}"\n  ${more}\n}\n`
const mail = (to: string) => `email_receiver {\n    name = "x"\n    email_address = "${to}"\n  }`
const amazon = (actions: string) => `resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name          = "Slow"
  metric_name         = "answer_seconds"
  namespace           = "care"
  statistic           = "Average"
  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 4
  alarm_actions       = [${actions}]
}
`
const subscription = (set: string) =>
  `resource "aws_sns_topic_subscription" "s" {\n  topic_arn = aws_sns_topic.t.arn\n  ${set}\n}\n`
const topic = (name: string, label = 't') => `resource "aws_sns_topic" "${label}" {\n  name = "${name}"\n}\n`
const google = (channels: string) => `resource "google_monitoring_alert_policy" "slow" {
  display_name = "Slow"
  conditions {
    display_name = "c"
    condition_threshold {
      filter          = "metric.type=\\"custom.googleapis.com/care/answer_seconds\\""
      comparison      = "COMPARISON_GT"
      threshold_value = 4
      aggregations {
        alignment_period   = "3600s"
        per_series_aligner = "ALIGN_MEAN"
      }
    }
  }
  notification_channels = [${channels}]
}
`
const channel = (inner: string) => `resource "google_monitoring_notification_channel" "c" {\n  ${inner}\n}\n`
const ownChannel = 'google_monitoring_notification_channel.c'

const dashed = (settings: string) => `resource "grafana_rule_group" "care" {
  name = "care"
  rule {
    name = "Slow"
    condition = "B"
    data {
      ref_id = "A"
      relative_time_range {
        from = 3600
        to = 0
      }
      model = jsonencode({ expr = "avg_over_time(answer_seconds[1h])" })
    }
    data {
      ref_id = "B"
      model = jsonencode({ type = "threshold", expression = "A", conditions = [{ evaluator = { type = "gt", params = [4] } }] })
    }
    notification_settings {
      ${settings}
    }
  }
}
`
const pointed = dashed('contact_point = grafana_contact_point.p.name')
const point = (name: string, more = 'opsgenie {\n    api_key = "x"\n  }') =>
  `resource "grafana_contact_point" "p" {\n  name = "${name}"\n  ${more}\n}\n`

const nrql = `resource "newrelic_nrql_alert_condition" "slow" {
  name               = "Slow"
  policy_id          = newrelic_alert_policy.p.id
  aggregation_window = 3600
  nrql {
    query = "SELECT average(duration) FROM Transaction"
  }
  critical {
    operator              = "above"
    threshold             = 4
    threshold_duration    = 3600
    threshold_occurrences = "all"
  }
}
resource "newrelic_alert_policy" "p" {
  name = "payments"
}
`
const policyIds =
  'predicate {\n attribute = "labels.policyIds"\n operator = "EXACTLY_MATCHES"\n values = [newrelic_alert_policy.p.id]\n }'
const workflow = (name: string, { set = '', filter = policyIds, channel = '', destination = '' } = {}) => `
resource "newrelic_notification_destination" "d" {
  name = "${name}"
  ${destination}
}
resource "newrelic_notification_channel" "c" {
  name           = "x"
  destination_id = newrelic_notification_destination.d.id
  ${channel}
}
resource "newrelic_workflow" "w" {
  name = "w"
  ${set}
  issues_filter {
    name = "f"
    type = "FILTER"
    ${filter}
  }
  destination {
    channel_id = newrelic_notification_channel.c.id
  }
}
`
const policyChannel = `resource "newrelic_alert_policy_channel" "a" {
  policy_id   = newrelic_alert_policy.p.id
  channel_ids = [newrelic_alert_channel.c.id]
}
resource "newrelic_alert_channel" "c" {
  name = "claims"
  type = "email"
}
`

describe('an alert calls the owner', () => {
  test.each<[string, string, object?]>([
    ['by a group of Azure', action(ownGroup) + group('claims', mail('a@b.c'))],
    ['by a group with the usual words', action(ownGroup) + group('ag-claims-prod', mail('a@b.c'))],
    ['by a group in another file', action(ownGroup), { 'infra/groups.tf': group('claims', mail('a@b.c')) }],
    ['by a mail of a group', action(ownGroup) + group('on', mail('claims@example.com'))],
    [
      'by a group whose receivers only Terraform knows',
      action(ownGroup) + group('claims', 'dynamic "email_receiver" {}'),
    ],
    [
      'by the id of a group',
      action('"/subscriptions/1/resourceGroups/a/providers/microsoft.insights/actionGroups/claims"'),
    ],
    [
      'by one of two groups',
      action('var.other').replace(/\}\n$/, `action {\n    action_group_id = ${ownGroup}\n  }\n}\n`) +
        group('claims', mail('a@b.c')),
    ],
    ['by a topic', amazon('aws_sns_topic.t.arn') + topic('claims')],
    [
      'by a topic that is looked up',
      amazon('data.aws_sns_topic.t.arn') + topic('claims-oncall').replace('resource', 'data'),
    ],
    [
      'by a topic that is looked up in another file',
      amazon('data.aws_sns_topic.t.arn'),
      { 'infra/data.tf': `${topic('a', 'u')}${topic('claims')}`.replaceAll('resource', 'data') },
    ],
    [
      'by a contact point that is looked up',
      dashed('contact_point = data.grafana_contact_point.p.name') + point('claims').replace('resource', 'data'),
    ],
    [
      'by the one instance of a topic',
      amazon('aws_sns_topic.t[0].arn') + topic('claims').replace('{\n', '{\n  count = true ? 1 : 0\n'),
    ],
    [
      'by a topic and whom it calls',
      amazon('aws_sns_topic.t.arn') + topic('claims') + subscription('protocol = "https"'),
    ],
    [
      'by a topic with one queue of two subscriptions',
      amazon('aws_sns_topic.t.arn') +
        topic('claims') +
        subscription('protocol = "sqs"') +
        subscription('protocol = "https"').replace('"s"', '"u"'),
    ],
    [
      'by a topic that is filtered by what an alarm says',
      amazon('aws_sns_topic.t.arn') +
        topic('claims') +
        subscription('protocol = "https"\n  filter_policy = "{}"\n  filter_policy_scope = "MessageBody"'),
    ],
    ['by a topic that is called so in the file', amazon('aws_sns_topic.claims.arn') + topic('a', 'claims')],
    ['by the name of a topic', amazon('"arn:aws:sns:eu-west-1:111122223333:claims-alerts"')],
    ['by a channel', google(`${ownChannel}.id`) + channel('display_name = "Claims"')],
    ['by the name of a channel', google(`${ownChannel}.name`) + channel('labels = { email_address = "claims@b.c" }')],
    ['by a workflow of New Relic', nrql + workflow('claims')],
    [
      'by one that is on',
      nrql + workflow('claims', { set: 'destinations_enabled = true', channel: 'active = "true"' }),
    ],
    ['by a workflow in another file', nrql, { 'infra/w.tf': workflow('claims') }],
    ['by a channel of its policy', nrql + policyChannel],
    ['by a contact point', pointed + point('claims')],
    ['by a contact point in another file', pointed, { 'infra/points.tf': point('claims') }],
    ['by the name of a contact point', dashed('contact_point = "claims"') + point('claims')],
    ['by the name of one that is kept elsewhere', dashed('contact_point = "claims"') + point('payments')],
    [
      'by a contact point whose integrations only Terraform knows',
      pointed + point('claims', 'dynamic "slack" {\n    for_each = var.a\n    content {}\n  }'),
    ],
    ['by a contact point that is perhaps made', pointed + point('claims', 'count = var.a')],
    ['by a channel of chats', google(`${ownChannel}.id`) + channel('labels = { channel_name = "#claims" }')],
  ])('%s', async (_, main, beside) => {
    expect(await opened(main, beside)).toBe('')
  })

  test('in a module that is given the group', async () => {
    const main = `module "m" {\n  source = "../m"\n  to = ${ownGroup}\n}\n${group('claims', mail('a@b.c'))}`
    expect(await opened(main, { 'm/main.tf': `variable "to" {}\n${action('var.to')}` })).toBe('')
  })
})

const who = 'monitoring is not proven: "infra/main.tf" does not show who receives "Slow"'

describe('nobody can say whom an alert calls', () => {
  test.each<[string, string]>([
    ['without an action', azure()],
    ['without a workflow', nrql],
    ['by a workflow to somebody else', nrql + workflow('payments')],
    ['by a workflow that is switched off', nrql + workflow('claims', { set: 'enabled = false' })],
    ['by a workflow without destinations', nrql + workflow('claims', { set: 'destinations_enabled = false' })],
    ['by a channel that is switched off', nrql + workflow('claims', { channel: 'active = false' })],
    ['by a workflow that is never made', nrql + workflow('claims', { set: 'count = 0' })],
    ['by a channel that is never made', nrql + workflow('claims', { channel: 'count = 0' })],
    ['by a destination that is switched off', nrql + workflow('claims', { destination: 'active = "false"' })],
    [
      'by a workflow of another policy',
      nrql + workflow('claims', { filter: policyIds.replace('policy.p', 'policy.q') }),
    ],
    [
      'by a workflow of some issues alone',
      nrql + workflow('claims', { filter: `${policyIds}\n${policyIds.replace('labels.policyIds', 'priority')}` }),
    ],
    [
      'by a workflow of all other policies',
      nrql + workflow('claims', { filter: policyIds.replace('EXACTLY_MATCHES', 'DOES_NOT_EXACTLY_MATCH') }),
    ],
    ['by a channel of another policy', nrql + policyChannel.replace('policy.p', 'policy.q')],
    ['by a group that is not in the folder', action('data.azurerm_monitor_action_group.claims.id')],
    ['by a group without a resource', action(ownGroup)],
    ['by a group that is switched off', action(ownGroup) + group('claims', `enabled = "false"\n  ${mail('a@b.c')}`)],
    ['by a group without receivers', action(ownGroup) + group('claims')],
    ['by a group that is never made', action(ownGroup) + group('claims', `count = 0\n  ${mail('a@b.c')}`)],
    // A group may be called anything: that is no contradiction.
    ['by a group of another name', action(ownGroup) + group('payments', mail('a@b.c'))],
    ['by a topic that is not in the folder', amazon('var.topic')],
    [
      'by a topic into a queue alone',
      amazon('aws_sns_topic.t.arn') + topic('claims') + subscription('protocol = "sqs"'),
    ],
    [
      'by a topic that is filtered by attributes',
      amazon('aws_sns_topic.t.arn') +
        topic('claims') +
        subscription('protocol = "https"\n  filter_policy = jsonencode({ a = ["never"] })'),
    ],
    [
      'by a topic that is filtered by attributes, as it says',
      amazon('aws_sns_topic.t.arn') +
        topic('claims') +
        subscription('protocol = "https"\n  filter_policy = "{}"\n  filter_policy_scope = "MessageAttributes"'),
    ],
    [
      'by a topic that is looked up by another name',
      amazon('data.aws_sns_topic.t.arn') + topic('payments').replace('resource', 'data'),
    ],
    ['by a topic of another name', amazon('aws_sns_topic.t.arn') + topic('payments')],
    ['by a contact point without a resource', pointed],
    ['by a contact point that is kept elsewhere', dashed('contact_point = data.grafana_contact_point.p.name')],
    ['by a contact point without an integration', pointed + point('claims', 'disable_provenance = true')],
    ['by the name of one without an integration', dashed('contact_point = "claims"') + point('claims', '')],
    ['by a contact point that is never made', pointed + point('claims', 'count = 0\n  slack {}')],
    ['by the number of a channel', google('"projects/p/notificationChannels/123"')],
    [
      'by a channel that is switched off',
      google(`${ownChannel}.id`) + channel('display_name = "claims"\n  enabled = false'),
    ],
  ])('%s', async (_, main) => {
    expect(await opened(main)).toBe(who)
  })
})

const quiet = (more: string, scopes = '["/a"]') =>
  `resource "azurerm_monitor_alert_processing_rule_suppression" "q" {\n  scopes = ${scopes}\n  ${more}\n}\n`
const until = (end: string, more = '') => quiet(`schedule {\n    effective_until = "${end}"\n    ${more}\n  }`)
const recurrence = (times: string) => `recurrence {\n ${times}\n }\n`
const recurring = (times: string) => quiet(`schedule {\n ${recurrence(times)} }`)
const daily = (start: string, end: string) => `daily {\n start_time = "${start}"\n end_time = "${end}"\n }\n`
const week = '["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]'
const weekend = 'weekly {\n days_of_week = ["Saturday", "Sunday"]\n }'
const month = Array.from({ length: 31 }, (_, at) => at + 1)
const named = (name: string) =>
  `condition {\n    alert_rule_name {\n      operator = "Equals"\n      values = ["${name}"]\n    }\n  }`

describe('a rule that suppresses alerts', () => {
  const alert = action(ownGroup) + group('claims', mail('a@b.c'))
  const silenced =
    'monitoring is not proven: "Slow" may be muted permanently by azurerm_monitor_alert_processing_rule_suppression.q'
  test.each([
    ['of all', quiet('')],
    ['of this alert', quiet(named('Slow'))],
    ['of what only Terraform knows', quiet('', '[var.scope]')],
    ['from a day on', quiet('schedule {\n    effective_from = "2026-01-01T00:00:00"\n  }')],
    ['for decades', until('2099-01-01T00:00:00', 'effective_from = "2026-06-01T00:00:00"')],
    ['until a day that is far off', until('2099-01-01T00:00:00')],
    ['for decades, each minute', until('2099-01-01T00:00:00', recurrence(daily('00:00:00', '23:59:59')))],
    ['each day', recurring(daily('00:00:00', '23:59:59'))],
    ['each day but for some minutes', recurring(daily('06:30:00', '06:00:00'))],
    ['at noon and at midnight', recurring(daily('00:00:00', '12:00:00') + daily('12:00:00', '00:00:00'))],
    ['on each day of the week', recurring(`weekly {\n days_of_week = ${week}\n }`)],
    ['on each day of the month', recurring(`monthly {\n days_of_month = ${JSON.stringify(month)}\n }`)],
  ])('%s leaves open whether it fires', async (_, text) => {
    expect(await opened(alert + text)).toBe(silenced)
    expect(await opened(alert, { 'infra/quiet.tf': text })).toBe(silenced)
  })

  test.each([
    ['that is switched off', quiet('enabled = "false"')],
    ['that is never made', quiet('count = 0')],
    ['of another alert', quiet(named('Other'))],
    ['of another scope', quiet('', '["/b"]')],
    ['until a day', quiet('schedule {\n    effective_until = "2026-01-01T00:00:00"\n  }')],
    ['for a week, each minute', until('2026-01-08T00:00:00', recurrence(daily('00:00:00', '23:59:59')))],
    ['until a day that only Terraform knows', quiet('schedule {\n    effective_until = var.end\n  }')],
    ['for an hour a night', recurring(daily('02:00:00', '03:00:00'))],
    ['out of hours, each of which is short', recurring(`${daily('16:00:00', '10:00:00')}${weekend}`)],
    ['on the first days of a month', recurring('monthly {\n days_of_month = [1, 2]\n }')],
    ['at times that only Terraform knows', recurring(daily('00:00:00', 'x').replace('"x"', 'var.end'))],
    ['each week', quiet('schedule {\n    recurrence {\n      weekly {}\n    }\n  }')],
  ])('%s changes nothing', async (_, text) => {
    expect(await opened(alert + text)).toBe('')
  })
})
