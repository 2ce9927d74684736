import { describe, expect, test } from 'vitest'
import { ownership } from '../../../src/evidence/ownership/ownership.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { memory } from '../../../src/repo/memory.ts'

const pilot: Pilot = {
  version: 1,
  id: 'order-status',
  owner: { team: 'acme/support' },
  monitoring: { rules: '../infra/alerts.tf' },
}

const find = (files: { readonly [path: string]: string | Uint8Array }) => {
  const port = memory({ 'chat/pilot.yaml': '', 'infra/alerts.tf': '', ...files })
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  return ownership().read('', { pilot, repository: { port, file: 'chat/pilot.yaml' }, read })
}

const summary = async (files: { readonly [path: string]: string | Uint8Array }) => {
  const fact = await find(files)
  if (fact?.state !== 'found' || fact.value.kind !== 'catalog') return `${fact?.state}`
  return fact.value.owners.map(({ value, range }) => `${value.name} ${fact.file}:${range.start.line}`).join(' ')
}

const yaml = (text: string, more = '') =>
  `resource "datadog_service_definition_yaml" "chat" {${more}\n  service_definition = <<EOF\n${text}EOF\n}\n`
const second = (name = 'order-status', team = 'support', more = '') =>
  `schema-version: v2.2\ndd-service: ${name}\nteam: ${team}\n${more}`
const third = (name: string, owner: string) => `resource "datadog_software_catalog" "x" {
  entity = yamlencode({
    apiVersion = "v3"
    kind       = "service"
    metadata = {
      name  = ${name}
      owner = ${owner}
    }
  })
}
`
const locals = 'locals {\n  name = "order-status"\n  team = "support"\n}\n'

describe('of a service that Terraform describes counts', () => {
  test.each<[string, { readonly [path: string]: string }, string]>([
    ['the team in a heredoc', { 'main.tf': yaml(second()) }, 'support main.tf:2'],
    ['the team in an indented one', { 'main.tf': yaml(second()).replace('<<EOF', '<<-EOF') }, 'support main.tf:2'],
    ['another team', { 'main.tf': yaml(second('Order-Status', 'web')) }, 'web main.tf:2'],
    ['the owner within yamlencode', { 'main.tf': third('"order-status"', '"support"') }, 'support main.tf:7'],
    [
      'what a local says, in another file',
      { 'x.tf': third('local.name', 'local.team'), 'y.tf': locals },
      'support x.tf:7',
    ],
    [
      'a team beside what only Terraform knows',
      { 'main.tf': yaml(second('order-status', 'support', `description: \${var.about}\n`)) },
      'support main.tf:2',
    ],
    ['what is beside the pilot', { 'chat/x.tf': yaml(second()) }, 'support chat/x.tf:2'],
    ['what is beside its alert rules', { 'infra/x.tf': yaml(second()) }, 'support infra/x.tf:2'],
    ['the same in two folders', { 'x.tf': yaml(second()), 'infra/x.tf': yaml(second()) }, 'support infra/x.tf:2'],
    ['no folder further off', { 'modules/x.tf': yaml(second()) }, 'absent'],
    [
      'a team beside what Terraform ignores',
      { 'main.tf': yaml(second(), '\n  lifecycle {\n    ignore_changes = [tags]\n  }') },
      'support main.tf:5',
    ],
    [
      'no service of another name that Terraform ignores',
      { 'main.tf': yaml(second('orders'), '\n  lifecycle {\n    ignore_changes = all\n  }') },
      'absent',
    ],
    ['no service of another name', { 'main.tf': yaml(second('orders', 'web')) }, 'absent'],
    ['no service whose name only begins like it', { 'main.tf': yaml(second('order-status-web', 'web')) }, 'absent'],
    ['no service without a team', { 'main.tf': yaml('schema-version: v2.2\ndd-service: order-status\n') }, 'absent'],
    ['none in a comment', { 'main.tf': `/*\n${yaml(second())}*/\n` }, 'absent'],
    ['none that is never made', { 'main.tf': yaml(second(), '\n  count = 0') }, 'absent'],
    ['none of a resource of another type', { 'main.tf': yaml(second()).replace('_yaml', '_json') }, 'absent'],
    [
      'a catalog file before it',
      { 'main.tf': yaml(second()), 'service.datadog.yaml': second('a', 'web') },
      'web service.datadog.yaml:3',
    ],
    [
      'it, where a catalog file leaves it open',
      { 'main.tf': yaml(second()), 'service.datadog.yaml': 'a: b\n' },
      'support main.tf:2',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await summary(files)).toBe(expected)
  })

  test.each<[string, string]>([
    ['a team that only Terraform knows', yaml(second('order-status', `\${datadog_team.x.handle}`))],
    ['a name that only Terraform knows', yaml(second(`\${var.service}`, 'web'))],
    ['an owner from a data source', third('"order-status"', 'data.aws_ssm_parameter.team.value')],
    ['a name from a variable', third('var.service', '"support"')],
    ['lines that only Terraform knows', yaml(second('order-status', 'web', `\${local.links}\n- x: [\${var.a}\n`))],
    ['a template of another file', yaml('').replace(/<<EOF\nEOF/, 'templatefile("x.yaml", {})')],
    [
      'what is merged',
      third('"a"', '"b"')
        .replace('{\n', '{\n')
        .replace('yamlencode({', 'yamlencode(merge(var.a, {')
        .replace('})', '}))'),
    ],
    ['what may be made', yaml(second(), '\n  for_each = var.services')],
    [
      'a team that Terraform no longer applies',
      yaml(second(), '\n  lifecycle {\n    ignore_changes = [service_definition]\n  }'),
    ],
    [
      'an owner that Terraform no longer applies',
      third('"order-status"', '"support"').replace('{\n', '{\n  lifecycle {\n    ignore_changes = all\n  }\n'),
    ],
    ['a team that is a list', yaml(second('order-status', '[support]'))],
    ['HCL that breaks off', `${yaml(second())}}\n`],
    ['YAML that breaks off', yaml(second('order-status', '[support'))],
    ['two teams for one service', yaml(second()) + yaml(second('order-status', 'web')).replace('"chat"', '"two"')],
  ])('nothing where it is %s', async (_, text) => {
    expect(await summary({ 'main.tf': text })).toBe('unverified')
  })

  test('nothing of Terraform in JSON', async () => {
    const file = 'main.tf.json'
    expect(await find({ [file]: '{"resource": {"datadog_software_catalog": {}}}' })).toEqual({
      state: 'unverified',
      file,
      why: 'is in a form of Terraform that pilotlint does not support',
    })
  })
})

test('hostile files end in what a reader may say', async () => {
  const bombs = Array.from({ length: 40 }, (_, at) => `  a${at} = [local.a${at + 1}, local.a${at + 1}]\n`).join('')
  const many = Array.from({ length: 2000 }, () => yaml(second('order-status', '[a'.repeat(80)))).join('')
  for (const text of [
    `${third('local.a0', 'local.a0')}locals {\n${bombs}}\n`,
    yaml(second('order-status', 'a'.repeat(400_000))),
    yaml(`order-status${`\${var.a}`.repeat(50_000)}`),
    many,
    'datadog_software_catalog '.repeat(20_000),
  ])
    expect(await summary({ 'main.tf': text, 'infra/x.tf': text, 'chat/x.tf': text })).toMatch(/^(?:absent|unverified)$/)
})
