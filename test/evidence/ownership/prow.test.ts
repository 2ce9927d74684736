import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownership } from '../../../src/evidence/ownership/ownership.ts'
import { filterPattern } from '../../../src/evidence/ownership/prow.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { budget } from '../../../src/repo/budget.ts'
import { fitsPath } from '../../../src/repo/glob.ts'
import { memory } from '../../../src/repo/memory.ts'

const pilot: Pilot = {
  version: 1,
  id: 'order-status',
  owner: { team: 'acme/support', runbook: { path: '../docs/runbook.md' } },
}

type Files = { readonly [path: string]: string }

const aliases = 'aliases:\n  support: [a-lee, B-Okafor]\n  web: [c-diaz]\n  empty: []\n'

const find = (files: Files, of: Pilot = pilot) => {
  const port = memory({ 'chat/pilot.yaml': '', 'docs/runbook.md': '', OWNERS_ALIASES: aliases, ...files })
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  return ownership().read('', { pilot: of, repository: { port, file: 'chat/pilot.yaml' }, read })
}

/** Who owns each file, and why that is unclear. */
const owned = async (files: Files) => {
  const fact = await find(files)
  if (fact?.state !== 'found' || fact.value.kind !== 'codeowners') return fact
  return fact.value.files.map(({ file, owners, unclear }) =>
    [file, ...owners, ...(unclear ? [`(${unclear})`] : [])].join(' '),
  )
}

const pilotOf = async (files: Files) => {
  const found = await owned(files)
  return Array.isArray(found) ? found[0] : found
}

describe('pilot.yaml is approved by', () => {
  test.each<[string, Files, string]>([
    ['the alias of its folder', { 'chat/OWNERS': 'approvers: [support]\n' }, 'support'],
    [
      'the alias of a folder above as well',
      { OWNERS: 'approvers: [support]\n', 'chat/OWNERS': 'approvers: [c-diaz]\n' },
      '@c-diaz support',
    ],
    [
      'the alias of its folder alone, where it stops there',
      { OWNERS: 'approvers: [support]\n', 'chat/OWNERS': 'options: {no_parent_owners: true}\napprovers: [web]\n' },
      'web',
    ],
    [
      'nobody above, where a folder stops without approvers',
      { OWNERS: 'approvers: [support]\n', 'chat/OWNERS': 'options: {no_parent_owners: true}\nlabels: [chat]\n' },
      '',
    ],
    ['an alias in any case, and with an @', { OWNERS: 'approvers: ["@Support"]\n' }, 'support'],
    ['an alias for all by a filter', { OWNERS: 'filters:\n  ".*":\n    approvers: [support]\n' }, 'support'],
    ['an alias for its name', { OWNERS: 'filters:\n  "pilot\\\\.yaml$":\n    approvers: [support]\n' }, 'support'],
    [
      'no alias for another name',
      { OWNERS: 'filters:\n  "\\\\.go$":\n    approvers: [support]\n  ".*": {approvers: [web]}\n' },
      'web',
    ],
    ['no filter beside approvers', { OWNERS: 'approvers: [web]\nfilters: {".*": {approvers: [support]}}\n' }, 'web'],
    ['nobody of an alias without members', { OWNERS: 'approvers: [empty, web]\n' }, 'web'],
    ['nobody who has retired', { OWNERS: 'approvers: [web]\nemeritus_approvers: [support]\n' }, 'web'],
    ['nobody who stands in a comment', { OWNERS: 'approvers:\n  - web\n  # - support\n' }, 'web'],
    ['nobody, where none is named', { OWNERS: 'labels: [chat]\n' }, ''],
    [
      'the alias, whatever cannot be compared',
      { OWNERS: 'filters:\n  "(a|b)": {approvers: [web]}\n  ".*": {approvers: [support]}\n' },
      'support',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await pilotOf(files)).toBe(['chat/pilot.yaml', expected].filter((part) => part !== '').join(' '))
  })
})

describe('it is unclear', () => {
  test.each<[string, Files, RegExp]>([
    [
      'where people approve, and the team is no alias',
      { OWNERS_ALIASES: '', OWNERS: 'approvers: [j-meyer]\n' },
      /^.* @j-meyer \(names people/,
    ],
    [
      'where a person is called as the team',
      { OWNERS_ALIASES: '', OWNERS: 'approvers: [support]\n' },
      /@support \(names people/,
    ],
    ['where members of the team approve', { OWNERS: 'approvers: [b-okafor]\n' }, /\(names members/],
    [
      'where the name of the alias is a longer one',
      { OWNERS_ALIASES: 'aliases: {support-approvers: [x]}', OWNERS: 'approvers: [support-approvers]\n' },
      /\(names an alias/,
    ],
    [
      'where it has more words behind the name',
      { OWNERS_ALIASES: 'aliases: {support-chat-approvers: [x]}', OWNERS: 'approvers: [support-chat-approvers]\n' },
      /\(names an alias/,
    ],
    [
      'where the alias is one person',
      { OWNERS_ALIASES: 'aliases: {support: [x, X]}', OWNERS: 'approvers: [support]\n' },
      /support \(uses an alias with only one/,
    ],
    ['where the team reviews', { OWNERS: 'approvers: [web]\nreviewers: [support]\n' }, /\(lists the team as reviewer/],
    [
      'where a filter is more than text',
      { OWNERS: 'filters: {"^(pilot|x)\\\\.yaml$": {approvers: [support]}}\n' },
      /\(has a filter/,
    ],
  ])('%s', async (_, files, expected) => {
    expect(await pilotOf(files)).toMatch(expected)
  })

  test('and not, where people outside of the alias of the team approve', async () => {
    expect(await pilotOf({ OWNERS: 'approvers: [j-meyer]\n' })).toBe('chat/pilot.yaml @j-meyer')
  })

  test('so that the catalog decides, where there is one', async () => {
    const catalog =
      'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {owner: group:support}\n'
    const files = { 'catalog-info.yaml': catalog, OWNERS_ALIASES: '' }
    expect(await find({ ...files, OWNERS: 'approvers: [j-meyer]\n' })).toMatchObject({ file: 'catalog-info.yaml' })
    expect(await find({ ...files, OWNERS: 'a@example.com\n' })).toMatchObject({ file: 'catalog-info.yaml' })
    const web = { OWNERS_ALIASES: aliases, OWNERS: 'approvers: [web]\n' }
    expect(await find({ ...files, ...web })).toMatchObject({ file: 'OWNERS' })
  })
})

test('a folder of which all have retired belongs to whom the folders above name', async () => {
  const files = { OWNERS: 'approvers: [support]\n', 'chat/OWNERS': '# now above\nemeritus_approvers: [c-diaz]\n' }
  expect(await pilotOf(files)).toBe('chat/pilot.yaml support')
})

test('each file is asked for by its own folders, and each line has its place', async () => {
  const files = { OWNERS: '# all\napprovers: [web]\n', 'docs/OWNERS': 'approvers:\n  - support\n' }
  expect(await owned(files)).toEqual(['chat/pilot.yaml web', 'docs/runbook.md support web'])
  const fact = await find(files)
  const lines = fact?.state === 'found' && fact.value.kind === 'codeowners' ? fact.value.files[1]?.lines : []
  expect(lines?.map(({ file, range }) => `${file}:${range.start.line}`)).toEqual(['docs/OWNERS:1', 'OWNERS:2'])
})

describe('the file is', () => {
  test.each<[string, Files, object]>([
    ['malformed where it is no YAML', { OWNERS: 'approvers: [a\n' }, { state: 'malformed', file: 'OWNERS' }],
    [
      'malformed where approvers are no list',
      { OWNERS: 'approvers: support\n' },
      { state: 'malformed', problem: /list/ },
    ],
    ['malformed where a name is none', { OWNERS: 'approvers: [support, 7]\n' }, { state: 'malformed' }],
    ['malformed where filters are no map', { OWNERS: 'filters: x\n' }, { state: 'malformed' }],
    [
      'malformed where its aliases are',
      { OWNERS: 'approvers: [a]\n', OWNERS_ALIASES: 'aliases: {a: b}\n' },
      { file: 'OWNERS_ALIASES', state: 'malformed' },
    ],
    [
      'unverified in the form of Chromium',
      { OWNERS: 'a@example.com\nper-file *.yaml=b@example.com\n*\n' },
      { state: 'unverified' },
    ],
    ['unverified where it names assignees', { OWNERS: 'assignees: [a]\n' }, { state: 'unverified' }],
    ['absent where it is empty', { OWNERS: '\n' }, { state: 'absent' }],
    ['absent where it stands beside others alone', { 'docs/OWNERS': 'approvers: [a]\n' }, { state: 'absent' }],
    ['not asked where CODEOWNERS is', { OWNERS: 'approvers: [a]\n', CODEOWNERS: '* @a' }, { file: 'CODEOWNERS' }],
  ])('%s', async (_, files, { problem, ...expected }: { problem?: RegExp }) => {
    expect(await find(files)).toMatchObject({
      ...expected,
      ...(problem && { problem: expect.stringMatching(problem) }),
    })
  })
})

describe('a filter', () => {
  const fits = (filter: string, path: string) => {
    const pattern = filterPattern(filter)
    return pattern && fitsPath(pattern, [path], budget().steps)
  }

  test.each<[string, string, boolean | undefined]>([
    ['go', 'a/go/x', true],
    ['^go', 'a/go/x', false],
    ['\\.md$', 'docs/x.md', true],
    ['\\.md$', 'docs/x.mdx', false],
    ['x.md', 'docs/x-md', true],
    ['^docs/.+$', 'docs/', false],
    ['^a\\*b$', 'a*b', true],
    ['^a\\*b$', 'axb', false],
    ['a$b', 'a$b', undefined],
    ['\\d', '1', undefined],
    ['a\\', 'a', undefined],
    ['a+', 'aa', undefined],
    ['', 'anything', true],
  ])('%s of %s', (filter, path, expected) => {
    expect(fits(filter, path)).toBe(expected)
  })

  test('fits as the regular expression does', () => {
    const filter = fc.string({ unit: fc.constantFrom('a', 'b', '.', '.*', '\\.', '/'), maxLength: 6 })
    const path = fc.string({ unit: fc.constantFrom(...'ab./'), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(filter, fc.constantFrom('', '^'), fc.constantFrom('', '$'), path, (text, start, end, file) => {
        const written = start + text + end
        expect(fits(written, file)).toBe(new RegExp(written).test(file))
      }),
    )
  })
})

test('hostile files end', async () => {
  const names = Array.from({ length: 20_000 }, (_, at) => `a${at}`).join(', ')
  const filters = Array.from({ length: 900 }, (_, at) => `  "${'.*a'.repeat(150)}${at}": {approvers: [x]}`).join('\n')
  for (const OWNERS of [
    `approvers: [${names}]\n`,
    `filters:\n${filters}\n`,
    'filters: {__proto__: {approvers: [x]}}\n',
  ])
    expect(['found', 'unverified', 'malformed']).toContain((await find({ OWNERS }))?.state)
})
