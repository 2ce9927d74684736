import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { unrouted } from '../../../src/rules/monitoring/unrouted.ts'
import { fieldMissing } from '../../../src/rules/spec/field-missing.ts'
import { complete, repository, table, today } from '../table.ts'

const owner = 'owner: {team: acme/support-platform, on_call: "pagerduty:PSUPAI", accountable: Head of Support}'
const alerts = (...notify: string[]) =>
  `monitoring:\n  alerts:\n${notify.map((to) => `    - {kind: quality, metric: csat, notify: ${to}`).join('\n')}`
const guilty = '}   # expect: monitoring/unrouted'

table(unrouted, [
  {
    name: 'the owner in its short form has no on-call, alerts or not',
    yaml: 'owner: acme/support-platform   # expect: monitoring/unrouted',
    says: ['`owner.on_call` is missing'],
    helps: ['owner: {team: acme/support-platform, on_call: <on-call schedule>}'],
    severity: 'error',
  },
  {
    name: 'an owner without a team has no on-call either',
    yaml: `owner: {accountable: Head of Support}   # expect: monitoring/unrouted
${alerts('j.meyer}')}`,
    says: ['`owner.on_call` is missing'],
  },
  {
    name: 'an on-call of nobody, and an alert that goes to it',
    yaml: `owner: {team: acme/support-platform, on_call: none}   # expect: monitoring/unrouted
${alerts(`none${guilty}`, 'owner}')}`,
    says: ['`owner.on_call` is "none"', 'alert on "csat" notifies "none"'],
    helps: [
      'owner: {team: acme/support-platform, on_call: <on-call schedule>}',
      '{kind: quality, metric: csat, notify: owner}  # in monitoring.alerts',
    ],
  },
  ...['pagerduty:tbd', 'opsgenie:unknown', 'grafana-oncall:n/a', '"pagerduty:?"', 'unassigned'].map((nobody) => ({
    name: `an on-call of nobody, ${nobody}, and an alert that goes there`,
    yaml: `owner: {team: acme/support-platform, on_call: ${nobody}}   # expect: monitoring/unrouted
${alerts(`${nobody}${guilty}`, 'owner}')}`,
  })),
  ...['pagerduty:na', 'pagerduty:P0TBD', 'https://example.com/tbd'].map((somebody) => ({
    name: `closest: an on-call called ${somebody}`,
    yaml: `owner: {team: acme/support-platform, on_call: "${somebody}"}
${alerts(`"${somebody}"}`, 'owner}')}`,
  })),
  {
    name: 'alerts to a person, to another team, and to nobody',
    yaml: `${owner}
monitoring:
  alerts:
    - {kind: quality, metric: csat, notify: j.meyer}   # expect: monitoring/unrouted
    - {kind: cost, notify: acme/finance}   # expect: monitoring/unrouted
    - {kind: latency, metric: latency_p95}   # expect: monitoring/unrouted
    - {fire: above 3%}   # expect: monitoring/unrouted`,
    says: [
      'alert on "csat" notifies "j.meyer", not the owner "acme/support-platform"',
      'cost alert notifies "acme/finance", not the owner "acme/support-platform"',
      'alert on "latency_p95" has no `notify`',
      'alert has no `notify`',
    ],
    helps: [
      "{kind: quality, metric: csat, notify: owner}  # in monitoring.alerts: or the owner's channel, such as slack:support-ai",
      "{kind: cost, notify: owner}  # in monitoring.alerts: or the owner's channel, such as slack:support-ai",
      '{kind: latency, metric: latency_p95, notify: owner}  # in monitoring.alerts',
      '{fire: above 3%, notify: owner}  # in monitoring.alerts',
    ],
  },
  {
    name: 'the address and the direct messages of the champion',
    yaml: `champion: j.meyer
${owner}
${alerts(`j.meyer@acme.com${guilty}`, `"slack:@j.meyer"${guilty}`)}`,
  },
  {
    name: 'the honest file that comes closest: the owner under every name and channel',
    yaml: `champion: j.meyer
${owner}
${alerts(
  'owner}',
  'Acme/Support-Platform}',
  '"@acme/support-platform"}',
  '"pagerduty:PSUPAI"}',
  'Head of Support}',
  '"slack:support-ai"}',
  '"#support-ai"}',
  'support-oncall@acme.com}',
  '"j.meyer, owner"}',
  '"https://hooks.acme.com/support"}',
)}`,
  },
  { name: 'no owner is for owner/missing', yaml: alerts('j.meyer}') },
  { name: 'a notify that cannot be read', yaml: `${owner}\n${alerts('TBD}')}` },
])

const routed = (labels: string, guilty = '') => ({
  files: { 'r.yml': `groups: [{rules: [{alert: Slow, expr: slow_seconds > 4, labels: ${labels}}]}]\n` },
  yaml: `owner: {team: acme/claims-automation, on_call: opsgenie:claims-automation}
monitoring:
  rules: r.yml
  alerts:
    - {kind: latency, metric: latency_p95, rule: Slow}${guilty}
`,
})

table(unrouted, [
  ...['acme/claims-automation', 'Claims-Automation', "'@opsgenie-claims-automation'", 'opsgenie:claims-automation'].map(
    (name) => ({ name: `the receiver ${name} is the owner`, ...routed(`{team: ${name}}`) }),
  ),
  {
    name: 'a receiver that is somebody else',
    ...routed('{team: ops, receiver: data-science}', '  # expect: monitoring/unrouted'),
    says: ['alert on "latency_p95" goes to "data-science", not to the owner'],
  },
  {
    name: 'no receiver, declared nowhere',
    ...routed('{severity: page}', '  # expect: monitoring/unrouted'),
    says: ['alert on "latency_p95" has no `notify`, and its rule shows no receiver'],
  },
  {
    name: 'closest: a declared name with another sign in it',
    yaml: `owner: {team: acme/claims, on_call: opsgenie:claims-automation}
monitoring: {alerts: [{kind: latency, metric: m, notify: '@opsgenie-claims-automation'}]}
`,
  },
])

const wanted = `owner: {team: acme/claims, on_call: opsgenie:claims}
monitoring:
  rules: FILE
  alerts:
    - {kind: latency, metric: latency_p95, rule: Slow}   # expect: monitoring/unrouted
`
const start = '{kind: latency, metric: latency_p95, rule: Slow, notify: owner}  # in monitoring.alerts: or '

table(unrouted, [
  {
    name: 'a rule of Prometheus is told of a label',
    files: { 'r.yml': 'groups: [{rules: [{alert: Slow, expr: slow_seconds > 4}]}]\n' },
    yaml: wanted.replace('FILE', 'r.yml'),
    helps: [`${start}set the label \`team\` of the rule, or set \`monitoring.routes\` to the Alertmanager file`],
  },
  {
    name: 'a monitor of Datadog is told of a handle',
    files: { 'm.json': '{"name": "Slow", "type": "query alert", "query": "avg(last_5m):avg:a.seconds{*} > 4"}\n' },
    yaml: wanted.replace('FILE', 'm.json'),
    helps: [
      `${start}add a handle of the owner to the \`message\` of the monitor, such as \`@team-…\` or \`@pagerduty-…\``,
    ],
  },
  {
    name: 'an alarm of CloudWatch is told of a topic',
    files: {
      't.json':
        '{"Resources": {"Slow": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "a", "Threshold": 4}}}}\n',
    },
    yaml: wanted.replace('FILE', 't.json'),
    helps: [`${start}add the topic of the owner to \`AlarmActions\``],
  },
])

const monitor =
  'resource "datadog_monitor" "slow" {\n  name = "Slow"\n  type = "query alert"\n  query = "avg(last_5m):avg:a.seconds{*} > 4"\n}\n'

const onCall = 'owner: {team: acme/claims, on_call: pagerduty:claims}\n'
const nobody = onCall.replace('\n', '  # expect: monitoring/unrouted\n')
const policy = 'resource "pagerduty_escalation_policy" "claims" {\n  name = "Claims policy"\n}\n'
const rule =
  '  rule {\n    target {\n      type = "user_reference"\n      id = data.pagerduty_user.lee.id\n    }\n  }\n}\n'
const service =
  'resource "pagerduty_service" "claims" {\n  name = "Claims"\n  escalation_policy = pagerduty_escalation_policy.claims.id\n}\n'

table(unrouted, [
  {
    name: 'closest: a service of a policy that calls a person',
    yaml: onCall,
    files: { 'a.tf': service + policy.replace('}\n', rule) },
  },
  { name: 'closest: a policy of another folder', yaml: onCall, files: { 'a.tf': service } },
  {
    name: 'an empty policy of another service',
    yaml: onCall,
    files: { 'a.tf': (service + policy).replace('"Claims"', '"Orders"') },
  },
  { name: 'a rota that no file sets up', yaml: onCall, files: {} },
  { name: 'Terraform that breaks off', yaml: onCall, files: { 'a.tf': `${service + policy}}` } },
  { name: 'Terraform in JSON', yaml: onCall, files: { 'a.tf.json': '{"pagerduty_service": []}' } },
  {
    name: 'the cheapest lie: a service of a policy without rules',
    yaml: nobody,
    files: { 'a.tf': service + policy },
    says: [
      '`owner.on_call` "pagerduty:claims" notifies nobody: "pagerduty_service.claims" uses a policy that has no rule that notifies anyone',
    ],
    helps: ['set it to a schedule that notifies someone, or fix this one'],
    severity: 'error',
  },
])

test.each<[string, { readonly [path: string]: string }, string | undefined]>([
  ['what Terraform sets up is verified', { 'a.tf': service }, undefined],
  ['what no file sets up is not', {}, 'is kept in another system'],
  [
    'what is of another name is not',
    { 'a.tf': service.replace('Claims', 'Orders').replaceAll('claims', 'b') },
    'is kept in another system',
  ],
  [
    'what is perhaps made is not',
    { 'a.tf': monitor + service.replace('{', '{\n  for_each = var.a') },
    'is not shown: a.tf does not show who is notified',
  ],
  [
    'what nobody reads is not',
    { 'a.tf.json': '{"pagerduty_service": []}' },
    'is not shown: a.tf.json is in a form of Terraform that pilotlint does not support',
  ],
  ['what breaks off is not', { 'a.tf': `${service}}` }, 'is not shown: a.tf has an unmatched `}`'],
])('%s', async (_, files, why) => {
  // The same file is named as the alert rules, and stays what it is there.
  const yaml = `${onCall}monitoring: {rules: a.tf}\n`
  const { unverified } = await lint(complete(yaml, 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [unrouted],
    exceptions: true,
    repository: repository(files),
  })
  expect(unverified.filter(({ path }) => path[0] === 'owner' && path[1] === 'on_call').map((one) => one.why)).toEqual(
    why === undefined ? [] : [why],
  )
  expect(unverified.filter(({ why: other }) => other.includes('leaves open')).map(({ path }) => path[0])).toEqual(
    why?.includes('leaves open') ? ['owner'] : [],
  )
})

test.each([
  ['is empty', ''],
  ['has no such alert', 'groups: [{name: g, rules: [{alert: Other, expr: up == 0}]}]\n'],
  [
    'has it where nobody reads it',
    'groups: []\n---\ngroups: [{name: g, rules: [{alert: Slow, expr: a_seconds > 4}]}]\n',
  ],
])('an alert file that %s is told once', async (_, rules) => {
  const yaml = `stage: progressive
monitoring:
  rules: alerts.yml
  alerts:
    - {kind: latency, metric: latency_p95, rule: Slow}
`
  const { diagnostics } = await lint(complete(yaml, 'progressive'), {
    file: 'pilot.yaml',
    for: 'progressive',
    today,
    rules: [fieldMissing, unrouted],
    exceptions: true,
    repository: repository({ 'alerts.yml': rules }),
  })
  expect(diagnostics.filter(({ path }) => path[0] === 'monitoring').map(({ message }) => message)).toEqual([])
})
