import { describe, expect, test } from 'vitest'
import { onCall } from '../../src/evidence/on-call/on-call.ts'
import type { Pilot } from '../../src/model/pilot.ts'
import { memory } from '../../src/repo/memory.ts'

type Files = { readonly [path: string]: string | Uint8Array }

const pilot: Pilot = { version: 1, id: 'chat', monitoring: { rules: '../infra/alerts.yml' } }

const find = (files: Files | string, reference = 'pagerduty:care') => {
  const all = typeof files === 'string' ? { 'main.tf': files } : files
  const port = memory({ 'chat/pilot.yaml': '', 'infra/alerts.yml': '', ...all })
  return onCall('2026-11-22').read(reference, {
    pilot,
    repository: { port, file: 'chat/pilot.yaml' },
    read: (path) => port.read(path, 1024),
  })
}

const summary = async (files: Files | string, reference?: string) => {
  const fact = await find(files, reference)
  if (fact?.state !== 'found') return `${fact?.state}`
  const { address, empty } = fact.value
  return empty ? `${address} ${empty.why} ${empty.file}:${empty.range.start.line}` : `${fact.file} ${address}`
}

const schedule = (users: string, name = 'Care', label = 'care', more = '') =>
  `resource "pagerduty_schedule" "${label}" {\n  name = "${name}"${more}\n  layer {\n    users = ${users}\n  }\n}\n`
const target = (id: string, type = 'schedule_reference') =>
  `  rule {\n    target {\n      type = "${type}"\n      id = ${id}\n    }\n  }\n`
const policy = (rules: string, name = 'Care policy') =>
  `resource "pagerduty_escalation_policy" "care" {\n  name = "${name}"\n${rules}}\n`
const service = (set: string, more = '') => `resource "pagerduty_service" "care" {\n  name = "Care"${more}\n${set}}\n`
const of = (policy: string) => `  escalation_policy = ${policy}\n`
const team = 'resource "pagerduty_team" "x" {\n  name = "Care"\n}\n'
const ours = 'pagerduty_escalation_policy.care.id'
const window = (end: string, id = 'pagerduty_service.care.id') =>
  `resource "pagerduty_maintenance_window" "m" {\n  start_time = "2026-11-01T00:00:00Z"\n  end_time = "${end}"\n  services = [${id}]\n}\n`
const opsgenie = (type: string, set: string, label = 'a') => `resource "opsgenie_${type}" "${label}" {\n  ${set}\n}\n`
const desk = (set = '') => opsgenie('team', `name = "care"\n  ${set}`)
const off = (set = 'owner_team_id = opsgenie_team.a.id') =>
  opsgenie('schedule', `name = "rota"\n  enabled = false\n  ${set}`)
const somebody = '[data.pagerduty_user.lee.id]'

const layers = (...sets: readonly string[]) =>
  schedule(somebody).replace(
    / {2}layer \{[^}]*\}/,
    sets.map((set) => `  layer {\n    users = ${somebody}\n    ${set}\n  }`).join('\n'),
  )
const restricted = (type: string, seconds: number) =>
  `\n    restriction {\n      type = "${type}_restriction"\n      duration_seconds = ${seconds}\n    }`
const rota = opsgenie('schedule', 'name = "care"')
const rotation = (set: string, of = 'opsgenie_schedule.a.id') =>
  opsgenie('schedule_rotation', `schedule_id = ${of}\n  ${set}`, `r${set.length}`)
const someone = 'participant {\n    type = "user"\n    id = "u1"\n  }'
const noone = 'participant {\n    type = "none"\n  }'

describe('shown is', () => {
  test.each<[string, Files | string, string?]>([
    ['a schedule with users', schedule(somebody)],
    ['users that only Terraform knows', schedule('var.users')],
    ['users out of a loop', schedule('[for one in var.users : one.id]')],
    [
      'layers out of a loop',
      `resource "pagerduty_schedule" "a" {\n  name = "care"\n  dynamic "layer" {\n    for_each = var.a\n    content {}\n  }\n}\n`,
    ],
    ['one layer of two', schedule(somebody).replace('  layer', '  layer {\n    users = []\n  }\n  layer')],
    ['a layer that began, and one that begins before the stage', layers('start = "2026-11-22T00:00:00Z"')],
    ['a layer that begins before the stage', layers('start = "2026-12-20T00:00:00Z"')],
    ['a layer that ends some day', layers('end = "2026-11-22T10:00:00Z"')],
    ['a layer after one that ended', layers('end = "2024-01-01T00:00:00Z"', 'start = "2024-01-01T00:00:00Z"')],
    ['an hour a day', layers(restricted('daily', 3600))],
    ['two half hours', layers(restricted('daily', 1800) + restricted('daily', 1800))],
    ['office hours once a week', layers(restricted('weekly', 28_800))],
    ['a name with other signs', schedule(somebody, 'Customer / Care'), 'pagerduty:customer-care'],
    ['a name without a system', schedule(somebody), 'care'],
    ['a name from a local', `${schedule(somebody, `\${local.a}`)}locals {\n  a = "care"\n}\n`],
    [
      'a name from a variable beside',
      { 'main.tf': schedule(somebody, `\${var.a}`), 'vars.tf': 'variable "a" {\n  default = "care"\n}\n' },
    ],
    ['an address', schedule(somebody, 'X'), 'pagerduty:pagerduty_schedule.care'],
    ['a service in maintenance for a night', service(of('"P1"')) + window('2026-11-02T00:00:00Z')],
    [
      'a service beside one in maintenance',
      service(of('"P1"')) + window('2036-11-01T00:00:00Z', 'pagerduty_service.b.id'),
    ],
    ['a service of a policy of another folder', service(of('data.pagerduty_escalation_policy.care.id'))],
    [
      'a service of a policy that calls a person',
      service(of(ours)) + policy(target('pagerduty_user.lee.id', 'user_reference')),
    ],
    [
      'a policy with rules out of a loop',
      service(of(ours)) + policy('  dynamic "rule" {\n    for_each = var.a\n    content {}\n  }\n'),
    ],
    [
      'an empty schedule and a person',
      service(of(ours)) +
        schedule('[]', 'N', 'n') +
        policy(target('pagerduty_schedule.n.id') + target('pagerduty_user.lee.id', 'user_reference')),
    ],
    [
      'a policy as it was written before',
      service(of(`"\${${ours}}"`)) + policy(target(`"\${pagerduty_schedule.n.id}"`)) + schedule(somebody, 'N', 'n'),
    ],
    [
      'a policy that is perhaps made',
      service(of(`pagerduty_escalation_policy.care[0].id`)) + policy('  count = var.a\n'),
    ],
    [
      'a schedule whose layers are kept elsewhere',
      schedule('[]', 'Care', 'care', '\n  lifecycle {\n    ignore_changes = [layer]\n  }'),
    ],
    ['a schedule beside an empty one of its name', schedule('[]', 'Care', 'old') + service(of('var.policy'))],
    ['an id that a service calls', service(of('"PCAREGC"')), 'pagerduty:PCAREGC'],
    ['an id of a schedule that a policy calls', policy(target('"PCAREGC"')), 'pagerduty:PCAREGC'],
    [
      'an id of a service with an integration',
      'resource "pagerduty_service_integration" "a" {\n  service = local.id\n}\nlocals {\n  id = "PCAREGC"\n}\n',
      'pagerduty:PCAREGC',
    ],
    ['a team', team],
    ['a file beside the pilot', { 'chat/a.tf': team }],
    ['a file beside the alert rules', { 'infra/a.tf': team }],
    ['a team of Opsgenie', team.replace('pagerduty', 'opsgenie'), 'opsgenie:care'],
    ['a schedule of Opsgenie', rota, 'opsgenie:care'],
    ['a rotation of somebody', rota + rotation(someone), 'opsgenie:care'],
    ['a rotation of nobody beside one', rota + rotation(noone) + rotation(someone), 'opsgenie:care'],
    [
      'a rotation of nobody beside one of a schedule that is not known',
      rota + rotation(noone) + rotation(someone, 'var.a'),
      'opsgenie:care',
    ],
    [
      'a rotation that ended beside one that did not',
      rota + rotation(`${someone}\n  end_date = "2021-01-01T00:00:00Z"`) + rotation(someone),
      'opsgenie:care',
    ],
    ...[
      desk('member {\n    id = opsgenie_user.lee.id\n  }') + off(),
      desk('dynamic "member" {\n    for_each = var.a\n    content {}\n  }') + off(),
      desk('ignore_members = true') + off(),
      desk() + off() + opsgenie('schedule', 'name = "x"\n  owner_team_id = opsgenie_team.a.id', 'b'),
      desk() + off() + opsgenie('schedule', 'name = "x"\n  owner_team_id = var.team', 'b'),
      desk() + off() + opsgenie('team_routing_rule', 'name = "x"\n  team_id = opsgenie_team.a.id'),
      desk() + off('owner_team_id = opsgenie_team.b.id'),
    ].map((files): [string, string, string] => ['a team of Opsgenie that may call somebody', files, 'opsgenie:care']),
    [
      'a service of Opsgenie',
      'resource "opsgenie_service" "a" {\n  name = "care"\n  team_id = "x"\n}\n',
      'opsgenie:care',
    ],
  ])('%s', async (_, files, reference) => {
    expect(await summary(files, reference)).toMatch(/^(?:main|chat\/a|infra\/a)\.tf (?:pagerduty|opsgenie)_\w+\.\w+$/)
  })
})

describe('contradicted is', () => {
  test.each<[string, string, string, string?]>([
    ['a schedule without users', schedule('[]'), 'pagerduty_schedule.care has no members main.tf:1'],
    [
      'a schedule without layers',
      'resource "pagerduty_schedule" "a" {\n  name = "care"\n}\n',
      'pagerduty_schedule.a has no members main.tf:1',
    ],
    [
      'users that a local says are none',
      `${schedule('local.a')}locals {\n  a = []\n}\n`,
      'pagerduty_schedule.care has no members main.tf:1',
    ],
    [
      'a policy without rules',
      policy('', 'care'),
      'pagerduty_escalation_policy.care has no rule that notifies anyone main.tf:1',
    ],
    [
      'a service of a policy without rules',
      service(of(ours)) + policy(''),
      'pagerduty_service.care uses a policy that has no rule that notifies anyone main.tf:5',
    ],
    [
      'a service of a policy that calls an empty schedule',
      service(of(ours)) + policy(target('pagerduty_schedule.n.id')) + schedule('[]', 'N', 'n'),
      'pagerduty_service.care uses a policy that notifies only schedules without members main.tf:8',
    ],
    [
      'a service in maintenance for years, whatever its policy calls',
      service(of(ours)) + policy(target('data.pagerduty_schedule.x.id'), 'care') + window('2036-11-01T00:00:00Z'),
      'pagerduty_service.care is in maintenance for more than a year main.tf:14',
    ],
    ...[
      layers('end = "2024-01-01T00:00:00Z"'),
      layers('start = "2030-01-01T00:00:00Z"'),
      layers(restricted('daily', 60)),
      layers(restricted('weekly', 3600)),
      layers(restricted('daily', 60)).replace('  layer', '  layer {\n    users = []\n  }\n  layer'),
    ].map((file): [string, string, string] => [
      'a schedule whose layers call nobody',
      file,
      'pagerduty_schedule.care has nobody on call now main.tf:1',
    ]),
    ...[rotation(noone), rotation(`${someone}\n  end_date = "2021-01-01T00:00:00Z"`)].map(
      (one): [string, string, string, string] => [
        'a schedule of Opsgenie with a rotation of nobody',
        rota + one,
        'opsgenie_schedule.a has nobody on call now main.tf:1',
        'opsgenie:care',
      ],
    ),
    ['a service without a policy', service(''), 'pagerduty_service.care has no escalation policy main.tf:1'],
    [
      'a schedule of Opsgenie that is off',
      'resource "opsgenie_schedule" "a" {\n  name = "care"\n  enabled = "false"\n}\n',
      'opsgenie_schedule.a is switched off main.tf:1',
      'opsgenie:care',
    ],
    [
      'a team of Opsgenie without members, of schedules that are off',
      desk() + off() + opsgenie('escalation', 'name = "x"\n  owner_team_id = opsgenie_team.a.id'),
      'opsgenie_team.a has no members, and only schedules that are switched off main.tf:1',
      'opsgenie:care',
    ],
    [
      'an escalation of Opsgenie without rules',
      'resource "opsgenie_escalation" "a" {\n  name = "care"\n}\n',
      'opsgenie_escalation.a has no rule that notifies anyone main.tf:1',
      'opsgenie:care',
    ],
  ])('%s', async (_, text, expected, reference) => {
    expect(await summary(text, reference)).toBe(expected)
  })
})

describe('open is', () => {
  test.each<[string, Files | string]>([
    ['a rota that is perhaps made', schedule(somebody, 'Care', 'care', '\n  for_each = var.a')],
    ['a rota that is changed by an override file', { 'main.tf': schedule('[]'), 'override.tf': schedule(somebody) }],
    ['a rota that is there twice', schedule('[]') + schedule(somebody)],
    ['an empty schedule beside a team of its name', schedule('[]') + team],
    ['Terraform in JSON', { 'main.tf.json': '{"resource": {"pagerduty_team": {}}}' }],
  ])('%s', async (_, files) => {
    expect(await summary(files)).toBe('unverified')
  })
})

describe('kept elsewhere is', () => {
  test.each<[string, Files | string, string?]>([
    ['what is in no file', {}],
    ['a rota of another name', schedule('[]', 'Care nights')],
    ['a name that only Terraform knows', schedule('[]', `\${var.a}`)],
    ['a rota of another system', team, 'opsgenie:care'],
    ['a rota of a system that is not read', team, 'grafana:care'],
    ['a page on the web', team, 'https://acme.pagerduty.com/care'],
    ['a rota that is never made', schedule('[]', 'Care', 'care', '\n  count = 0')],
    ['a rota in a comment', `/*\n${team}*/\n`],
    ['a rota that is only looked up', team.replace('resource', 'data')],
    ['an id of a person', policy(target('"care"', 'user_reference'))],
    ['a folder further off', { 'modules/a.tf': team }],
    ['no name', team, 'pagerduty:--'],
    ['an id in other letters', service(of('"PCAREGC"')), 'pagerduty:pcaregc'],
  ])('%s', async (_, files, reference) => {
    expect(await summary(files, reference)).toBe('absent')
  })
})

test('HCL that breaks off is malformed, and a rota in another file counts', async () => {
  expect(await summary(`${team}}\n`)).toBe('malformed')
  expect(await summary({ 'a.tf': `${team}}\n`, 'b.tf': team })).toBe('b.tf pagerduty_team.x')
})

test('hostile files end in what a reader may say', async () => {
  const bombs = Array.from({ length: 40 }, (_, at) => `  a${at} = [local.a${at + 1}, local.a${at + 1}]\n`).join('')
  const texts = [
    `${schedule('local.a0')}locals {\n${bombs}}\n`,
    schedule('[]').repeat(6000),
    policy(target('pagerduty_schedule.care.id').repeat(5000), 'care'),
    `# pagerduty_ ${'-'.repeat(500_000)}`,
    schedule('[]', '-'.repeat(400_000)),
  ]
  const said = texts.map((text) => summary({ 'main.tf': text, 'infra/x.tf': text, 'chat/x.tf': text }))
  expect(await Promise.all(said)).toEqual([
    'chat/x.tf pagerduty_schedule.care',
    'unverified',
    'chat/x.tf pagerduty_escalation_policy.care',
    'absent',
    'absent',
  ])
  expect(await summary(team, 'pagerduty:'.repeat(100_000))).toBe('absent')
})
