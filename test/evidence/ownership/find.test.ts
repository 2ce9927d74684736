import { describe, expect, test } from 'vitest'
import { ownership } from '../../../src/evidence/ownership/ownership.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { memory } from '../../../src/repo/memory.ts'

const pilot: Pilot = {
  version: 1,
  id: 'order-status',
  owner: { team: 'acme/support', runbook: { path: 'docs/runbook.md' } },
  monitoring: { rules: 'https://metrics.example/rules' },
}

const find = async (files: { readonly [path: string]: string | Uint8Array }, file = 'pilot.yaml', of = pilot) => {
  const port = memory({ 'pilot.yaml': '', 'docs/runbook.md': '', ...files })
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  return ownership().read('acme/support', { pilot: of, repository: { port, file }, read })
}

const ownersIn = async (files: { readonly [path: string]: string }) => {
  const fact = await find(files)
  if (fact?.state !== 'found' || fact.value.kind !== 'codeowners') throw new Error(`${fact?.state}`)
  return fact.value.files.map(({ file, owners }) => `${file} ${owners.join(' ')}`)
}

test('CODEOWNERS is asked for pilot.yaml and for the files that are there', async () => {
  expect(await ownersIn({ '.github/CODEOWNERS': '* @acme/web\n/docs/ @acme/docs\n' })).toEqual([
    'pilot.yaml @acme/web',
    'docs/runbook.md @acme/docs',
  ])
})

test('the first place counts', async () => {
  const all = { 'docs/CODEOWNERS': '* @c', CODEOWNERS: '* @b', '.github/CODEOWNERS': '* @a' }
  expect(await ownersIn(all)).toEqual(['pilot.yaml @a', 'docs/runbook.md @a'])
  expect(await ownersIn({ 'docs/CODEOWNERS': '* @c', CODEOWNERS: '* @b' })).toContain('pilot.yaml @b')
})

describe('the dialect', () => {
  const text = 'pilot.yaml @acme/ai\ndocs @acme/docs\n'
  test.each([
    ['of its place', { '.gitlab/CODEOWNERS': text }, ''],
    ['of GitHub in the root', { CODEOWNERS: text }, '@acme/docs'],
    ['of GitLab in the root, where GitLab builds', { CODEOWNERS: text, '.gitlab-ci.yml': '' }, ''],
    ['of GitLab in the root, by what it holds', { CODEOWNERS: `${text}[Docs]\n` }, ''],
  ])('%s', async (_, files, expected) => {
    expect(await ownersIn(files)).toContain(`docs/runbook.md ${expected}`)
  })
})

describe('malformed is', () => {
  test.each([
    ['what is no UTF-8', new Uint8Array([0x2a, 0x20, 0xff, 0xfe, 0x0a]), /^cannot be read: /],
    ['what is no text', '* @a\0', /NUL/],
    ['what GitHub does not load', `* @a\n${'#\n'.repeat(1_572_864)}`, /3 MB/],
    ['where every line is refused', '* acme/support\n/x acme/web\n', /no line that GitHub reads/],
  ])('%s', async (_, content, problem) => {
    const fact = await find({ '.github/CODEOWNERS': content })
    expect(fact).toMatchObject({ state: 'malformed', problem: expect.stringMatching(problem) })
  })
})

test('a CODEOWNERS where no platform looks is named, the nearest first', async () => {
  const words = 'is not where GitHub or GitLab looks for it'
  const above = { 'a/CODEOWNERS': '* @a', 'a/b/.github/CODEOWNERS': '* @a', 'c/CODEOWNERS': '* @a' }
  expect(await find(above, 'a/b/pilot.yaml')).toEqual({ state: 'absent', file: 'a/b/.github/CODEOWNERS', words })
  expect(await find({ 'a/CODEOWNERS': '* @a' }, 'a/b/pilot.yaml')).toMatchObject({ file: 'a/CODEOWNERS', words })
  expect(await find({ 'docs/CODEOWNERS': '* @a' }, 'docs/pilot.yaml')).toMatchObject({ state: 'found' })
})

test('unverified is what is too laborious, too large, or of another system', async () => {
  const hostile = `*${'a'.repeat(120)}b* @x\n`.repeat(20_000)
  const long = { ...pilot, owner: { team: 'a', runbook: { path: `${`${'a'.repeat(250)}/`.repeat(12)}x` } } }
  const files = { [long.owner.runbook.path]: '', CODEOWNERS: hostile }
  expect(await find(files, 'pilot.yaml', long)).toMatchObject({
    state: 'unverified',
    why: 'has patterns that take too long to match',
  })
  expect(await find({ CODEOWNERS: '* @a\n'.repeat(100_000) })).toMatchObject({ state: 'unverified' })
  expect(await find({ CODEOWNERS: new Uint8Array(10 * 1024 * 1024 + 1) })).toMatchObject({
    state: 'unverified',
  })
  expect(await find({ '.gitea/CODEOWNERS': '.*\\.yaml @acme/web' })).toMatchObject({ state: 'unverified' })
})

test('absent is what is nowhere; nothing is looked for without a team', async () => {
  expect(await find({ 'sub/CODEOWNERS': '* @a' })).toMatchObject({ state: 'absent', file: 'CODEOWNERS' })
  expect(ownership().follow({ version: 1, id: 'x' })).toEqual([])
})

describe('a Backstage catalog', () => {
  const entity = (name: string, owner: string, kind = 'Component') =>
    `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n  type: service\n  owner: ${owner}\n`

  const ownersOf = async (text: string) => {
    const fact = await find({ 'catalog-info.yaml': text })
    if (fact?.state !== 'found' || fact.value.kind !== 'catalog') return fact?.state
    return fact.value.owners.map(({ value, range }) => `${value.kind} ${value.name} ${range.start.line}`)
  }

  test.each([
    ['names a group', entity('a', 'support-platform'), ['group support-platform 6']],
    ['names a group by its kind and namespace', entity('a', 'group:acme/support'), ['group support 6']],
    ['names a person', entity('a', 'user:j.meyer'), ['user j.meyer 6']],
    ['describes many', `${entity('a', 'x')}---\n${entity('b', 'y')}`, ['group x 6', 'group y 13']],
    ['describes the pilot among others', `${entity('a', 'x')}---\n${entity('order-status', 'y')}`, ['group y 13']],
    ['describes other things', entity('a', 'x', 'API'), 'unverified'],
    ['is of another tool', 'owner: x\n', 'unverified'],
    ['is broken', 'kind: [', 'malformed'],
  ])('that %s', async (_, text, expected) => {
    expect(await ownersOf(text)).toEqual(expected)
  })

  test('is read beside the pilot before the root, and only where no CODEOWNERS is', async () => {
    const files = { 'chat/catalog-info.yml': entity('a', 'x'), 'catalog-info.yaml': entity('a', 'y') }
    expect(await find(files, 'chat/pilot.yaml')).toMatchObject({ file: 'chat/catalog-info.yml' })
    expect(await find({ ...files, CODEOWNERS: '* @a' })).toMatchObject({ file: 'CODEOWNERS' })
  })
})

test('below the top of a checkout nobody reads CODEOWNERS, and another one may be above', async () => {
  const port = { ...memory({ 'pilot.yaml': '', '.github/CODEOWNERS': '* @acme/support\n' }), isTop: () => false }
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  const fact = await ownership().read('acme/support', { pilot, repository: { port, file: 'pilot.yaml' }, read })
  expect(fact).toEqual({
    state: 'unverified',
    file: 'CODEOWNERS',
    why: 'is read at the top of the checkout, above `--root`',
  })
})
