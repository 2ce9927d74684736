import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { looksLikeBitbucket } from '../../../src/evidence/ownership/codeowners.ts'
import { isOwnedBy } from '../../../src/evidence/ownership/owners.ts'
import { ownership } from '../../../src/evidence/ownership/ownership.ts'
import { memory } from '../../../src/repo/memory.ts'

const find = (text: string, files: { readonly [path: string]: string } = {}, place = '.bitbucket/CODEOWNERS') => {
  const port = memory({ 'pilot.yaml': '', [place]: text, ...files })
  const read = (path: string) => port.read(path, 10 * 1024 * 1024)
  const pilot = { version: 1, id: 'a', owner: { team: 'acme/support' } } as const
  return ownership().read('', { pilot, repository: { port, file: 'pilot.yaml' }, read })
}

const owned = async (...given: Parameters<typeof find>) => {
  const fact = await find(...given)
  if (fact?.state !== 'found' || fact.value.kind !== 'codeowners') return fact
  const [{ owners, lines, unclear } = { owners: [], lines: [], unclear: undefined }] = fact.value.files
  return [...owners, ...lines.map(({ range }) => range.start.line), ...(unclear === undefined ? [] : ['?'])]
}

const teams = 'support:\n  contributors: [a@acme.com]\nweb: ["@b"]\nempty:\n  contributors: []\n'

describe('pilot.yaml belongs to', () => {
  test.each<[string, string, readonly (string | number)[]]>([
    [
      'the last line that fits',
      '* @acme/web # all\n\npilot.yaml @acme/support:random(2) a@acme.com\n',
      ['@acme/support:random(2)', 'a@acme.com', 3],
    ],
    ['nobody, where the last line names none', '* @acme/support\npilot.yaml\n', [2]],
    ['whom a line names before its comment', 'pilot.yaml @acme/web # @acme/support\n', ['@acme/web', 1]],
    ['a team with contributors', '* @teams/Support\n', ['@teams/Support', 1]],
    ['a team that is a list', '* @teams/web\n', ['@teams/web', 1]],
    ['nobody of a team without contributors, or of none', '* @teams/empty @teams/other\n', [1]],
    [
      'a group with spaces',
      '* @"Customer Care" @customer\\ care:least_busy\n',
      ['@Customer Care', '@customer care:least_busy', 1],
    ],
    ['a group of the app', '@@@Support @"Ann Lee" @ben\n* @@support\n', ['@@support', 2]],
    ['a group of the app that is defined below', '* @@support\n@@@support @@leads\n@@@leads @ann\n', ['@@support', 1]],
    ['a group of the server', '* @@support\n', ['@@support', 1]],
    ['nobody of a group that lists nobody', '@@@support\n* @@support @acme/web\n', ['@acme/web', 2]],
    ['nobody of a group that lists itself', '@@@support @@leads\n@@@leads @@support\n* @@support\n', [3]],
    ['nobody in a comment', '* @acme/web\n# pilot.yaml @acme/support\n', ['@acme/web', 1]],
    ['nobody, where the app excludes it', '@@@x @a\n* @@support\n!pilot.yaml\n', [3]],
    ['whom a line names before one that Bitbucket skips', '* @acme/web\n!pilot.yaml\n', ['@acme/web', 1]],
    [
      'whom checks and settings say nothing of',
      'CODEOWNERS.toplevel.assignment_routing random 2\n* @acme/web\nCheck(@@support >= 2)\nOverallCheck(2)\n',
      ['@acme/web', 2],
    ],
    ['a user or a group of our name, which is unclear', '* @support\n', ['@support', 1, '?']],
    ['a user of our name beside our group', '* @support @acme/support\n', ['@support', '@acme/support', 1]],
    ['a user of another name', '* @support-2\n', ['@support-2', 1]],
  ])('%s', async (_, text, expected) => {
    expect(await owned(text, { '.bitbucket/teams.yaml': teams })).toEqual(expected)
  })
})

test.each([
  ['@acme/support', true],
  ['@acme/support:all', true],
  ['@other/support:random(1)', false],
  ['@support:random(1)', true],
  ['@@Support', true],
  ['@@support-leads', false],
  ['@teams/support', true],
  ['@teams/web', false],
  ['@support', false],
  ['support@acme.com', false],
])('%s is our team: %s', (owner, expected) => {
  expect(isOwnedBy({ platform: 'Bitbucket' }, 'acme/support', owner)).toBe(expected)
})

test('a mailbox is the team that the pilot names by it', () => {
  expect(isOwnedBy({ platform: 'Bitbucket' }, 'support@acme.com', 'Support@acme.com')).toBe(true)
})

test('the app is told by its lines, wherever they stand', async () => {
  expect(await owned('@@@support @a\n* @@support\n', {}, 'CODEOWNERS')).toEqual(['@@support', 2])
  expect(await find('* @acme/web\n', {}, 'CODEOWNERS')).toMatchObject({ value: { platform: 'GitHub' } })
  for (const text of ['* @@maintainer\n', '# @@@x\n* @a\n', 'Checklist @a\n'])
    expect(looksLikeBitbucket(text)).toBe(false)
})

test.each<[string, string, { readonly [path: string]: string }, object]>([
  ['malformed where no line is read', '* support\n!x @a\n', {}, { state: 'malformed' }],
  ['malformed where it is empty', '\n', {}, { state: 'malformed' }],
  ['unverified with alternatives', 'pilot.{yaml,yml} @acme/support\n', {}, { state: 'unverified' }],
  [
    'unverified where its teams cannot be read',
    '* @teams/support\n',
    { '.bitbucket/teams.yml': 'a: [' },
    { state: 'unverified' },
  ],
])('the file is %s', async (_, text, files, expected) => {
  expect(await find(text, files)).toMatchObject(expected)
})

test('hostile texts end', async () => {
  for (const part of ['@', '"', '\\', '@@@a ', '@@a ', ':random(', '{', '* @@a:random(1)'])
    expect(await find(part.repeat(200_000))).toBeDefined()
  const chain = Array.from({ length: 20_000 }, (_, at) => `@@@g${at} @@g${at + 1} @@g${at + 2}`).join('\n')
  const many = Array.from({ length: 30_000 }, () => '@@one').join(' ')
  expect(await find(`@@@one @x\n${chain}\n@@@all ${many}\n* @@g0\n`)).toBeDefined()
  const into = Array.from({ length: 30_000 }, (_, at) => `@@@g${at} @@one`).join('\n')
  expect(await find(`@@@one @x\n${into}\n* @@g0\n`)).toBeDefined()
  const text = fc.string({ unit: fc.constantFrom(...'ab*@/\\"#!:() \n'), maxLength: 80 })
  await fc.assert(
    fc.asyncProperty(text, async (any) => {
      expect(await find(any)).toBeDefined()
    }),
  )
})
