import { describe, expect, test } from 'vitest'
import { ownership } from '../../../src/evidence/ownership/ownership.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { memory } from '../../../src/repo/memory.ts'

const pilot: Pilot = { version: 1, id: 'order-status', owner: { team: 'acme/support' } }

const find = (files: { readonly [path: string]: string }, team = 'acme/support') => {
  const port = memory({ 'chat/pilot.yaml': '', ...files })
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  const repository = { port, file: 'chat/pilot.yaml' }
  return ownership().read('', { pilot: { ...pilot, owner: { team } }, repository, read })
}

const read = async (file: string, text: string) => {
  const fact = await find({ [file]: text })
  if (fact?.state !== 'found' || fact.value.kind !== 'catalog') return fact
  return fact.value.owners.map(({ value, range }) => `${value.kind} ${value.name} ${range.start.line}`)
}

const entity = (name: string, owner: string, kind = 'Component', more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: acme}\nspec: {owner: ${owner}${more}}\n---\n`

const group = entity('support-platform', '""', 'Group').replace(
  'owner: ""',
  'profile: {displayName: Support, email: care@acme.com}',
)

describe('of Backstage counts', () => {
  test.each<[string, string, readonly string[]]>([
    ['a bare name', entity('a', 'support'), ['group support 4']],
    ['a reference with a namespace', entity('a', 'Group:default/support'), ['group support 4']],
    ['a namespace alone', entity('a', 'acme/support'), ['group support 4']],
    ['a person', entity('a', 'user:default/support'), ['user support 4']],
    ...['System', 'API', 'Resource', 'Domain'].map((kind): [string, string, readonly string[]] => [
      `the ${kind} that is called as the pilot`,
      entity('a', 'web') + entity('Order-Status', 'support', kind),
      ['group support 9'],
    ]),
    [
      'the component before the system of one name',
      entity('order-status', 'web', 'System') + entity('order-status', 'support'),
      ['group support 9'],
    ],
    [
      'no template, no location and no group',
      entity('a', 'web', 'Template') + entity('b', 'web', 'Group') + entity('c', 'support'),
      ['group support 14'],
    ],
    [
      'every component, where another team owns them all',
      entity('a', 'web') + entity('b', 'care'),
      ['group web 4', 'group care 9'],
    ],
    [
      'every component, where ours owns them all',
      entity('a', 'support') + entity('b', 'support'),
      ['group support 4', 'group support 9'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await read('catalog-info.yaml', text)).toEqual(expected)
  })

  test('a title or a mailbox of the group, where it is described beside', async () => {
    const fact = await find({ 'catalog-info.yaml': entity('a', 'support-platform') + group })
    const owners = fact?.state === 'found' && fact.value.kind === 'catalog' ? fact.value.owners : []
    expect(owners.map(({ value }) => value.also)).toEqual([['Support', 'care@acme.com']])
  })
})

describe('of Datadog counts', () => {
  const second = (version: string, name = 'order-status', team = 'support') =>
    `---\nschema-version: ${version}\ndd-service: ${name}\nteam: ${team}\ncontacts:\n  - {type: email, contact: care@acme.com}\n`
  const third = (name: string, owner: string, kind = 'service') =>
    `---\napiVersion: v3\nkind: ${kind}\nmetadata:\n  name: ${name}\n  owner: ${owner}\n  additionalOwners:\n    - {name: sre, type: operator}\n`

  test.each<[string, string, unknown]>([
    ['the team of v2', second('v2'), ['group support 4']],
    ['the team of v2.1', second('v2.1'), ['group support 4']],
    ['the team of v2.2, as its tag', second('v2.2', 'a', 'team:support'), ['group support 4']],
    ['every owner of v3', third('a', 'support'), ['group support 6', 'group sre 8']],
    [
      'the service called as the pilot',
      third('a', 'web') + third('order-status', 'support'),
      ['group support 14', 'group sre 16'],
    ],
    ['no queue of another name', third('a', 'web', 'queue') + second('v2.2', 'b'), ['group support 12']],
    ['v1 for nothing', second('v1'), { state: 'unverified' }],
    ['a service without a team for nothing', second('v2').replace('team: support\n', ''), { state: 'unverified' }],
    ['a team in a comment for nothing', second('v2').replace('team:', '# team:'), { state: 'unverified' }],
    ['another service beside ours for nothing', second('v2', 'a') + second('v2', 'b', 'web'), { state: 'unverified' }],
    ['what a template fills in for nothing', second('v2', 'a', "'{{ .Values.team }}'"), { state: 'unverified' }],
    ['a service without a name as broken', second('v2').replace('dd-service', 'service'), { state: 'malformed' }],
    ['a team that is a list as broken', second('v2', 'a', '[support]'), { state: 'malformed' }],
    ['no YAML as broken', 'team: [', { state: 'malformed' }],
  ])('%s', async (_, text, expected) => {
    const found = await read('service.datadog.yaml', text)
    if (Array.isArray(expected)) expect(found).toEqual(expected)
    else expect(found).toMatchObject(expected as object)
  })

  test('beside the pilot before the root, and only where Backstage leaves it open', async () => {
    const files = { 'chat/entity.datadog.yml': third('a', 'support'), 'service.datadog.yaml': second('v2') }
    expect(await find(files)).toMatchObject({ file: 'chat/entity.datadog.yml' })
    const other = { ...files, 'catalog-info.yaml': entity('a', 'web', 'API') }
    expect(await find(other)).toMatchObject({ file: 'chat/entity.datadog.yml' })
    expect(await find({ ...files, 'catalog-info.yaml': entity('a', 'web') })).toMatchObject({
      file: 'catalog-info.yaml',
    })
  })
})

test('components of different owners, of which one is ours, leave it open', async () => {
  const text = entity('a', 'web') + entity('b', 'support')
  expect(await find({ 'catalog-info.yaml': text })).toMatchObject({
    state: 'unverified',
    why: 'describes 2 of them with different owners, and none has the name of the pilot',
  })
  expect(await find({ 'catalog-info.yaml': text }, 'acme/care')).toMatchObject({ state: 'found' })
})
