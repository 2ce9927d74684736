import { expect, test } from 'vitest'
import { pastReader } from '../../src/lint/past-reader.ts'
import { exceptionInvalid } from '../../src/rules/spec/exception-invalid.ts'
import { finding, report, rule } from './fixture.ts'

const rules = [
  exceptionInvalid,
  rule('owner/is-vendor', function* () {}),
  rule('owner/is-person', function* () {
    yield finding(['champion'])
  }),
]

const said = async (comment: string) => {
  const { diagnostics } = await report(`version: 1\nid: x\n# ${comment}\nx-other: 1\nchampion: y\n`, rules)
  return diagnostics
    .filter(({ rule: id }) => id !== 'owner/is-person')
    .map(({ rule: id, range, message, help }) => [id, range.start.line, message, help])
}

/** Above a line on which the rule reports nothing. */
test.each<readonly [name: string, comment: string, message: string, help: string]>([
  [
    'with neither signature nor reason nor end',
    'pilotlint-ignore owner/is-person',
    'the exception for "owner/is-person" has no reason, is not signed and has no end date',
    'write # pilotlint-ignore owner/is-person by=<who> until=2027-02-20 -- <why>',
  ],
  [
    'alone',
    'pilotlint-ignore',
    'the exception has no rule, has no reason, is not signed and has no end date',
    'write # pilotlint-ignore <rule> by=<who> until=2027-02-20 -- <why>',
  ],
  [
    'of which nothing is decided',
    'pilotlint-ignore owner/is-person by=TBD until=TBD -- TODO',
    'the exception for "owner/is-person" has no reason, is not signed and has no end date',
    'write # pilotlint-ignore owner/is-person by=<who> until=2027-02-20 -- <why>',
  ],
  [
    'that ends on no date',
    'pilotlint-ignore owner/is-person by=Jane Doe until=next week -- later',
    'the exception for "owner/is-person" ends on "next week", which is not a date',
    'write # pilotlint-ignore owner/is-person by=Jane Doe until=2027-02-20 -- later',
  ],
  [
    'with a date in another form',
    'pilotlint-ignore owner/is-person by=acme until=31.12.2026 -- later',
    'the exception for "owner/is-person" ends on "31.12.2026", which is not a date',
    'write # pilotlint-ignore owner/is-person by=acme until=2026-12-31 -- later',
  ],
  [
    'that is over',
    'pilotlint-ignore owner/is-person by=acme until=2026-11-21 -- later',
    'the exception for "owner/is-person" expired on 2026-11-21',
    'fix the finding, or renew the exception until a date up to 2027-02-20',
  ],
  [
    'that lasts too long',
    'pilotlint-ignore owner/is-person by=acme until=2027-02-21 -- later',
    'the exception for "owner/is-person" lasts until 2027-02-21, longer than 90 days',
    'write # pilotlint-ignore owner/is-person by=acme until=2027-02-20 -- later',
  ],
  [
    'with its reason behind a single dash',
    'pilotlint-ignore owner/is-person by=acme until=2026-12-15 - later',
    'the exception for "owner/is-person" contains unexpected words ("- later") and has no reason',
    'write # pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- <why>',
  ],
  [
    'with other keys',
    'pilotlint-ignore owner/is-person who=jane till=2026-12-15 -- later',
    'the exception for "owner/is-person" contains unexpected words ("who=jane till=2026-12-15"), is not signed and has no end date',
    'write # pilotlint-ignore owner/is-person by=<who> until=2027-02-20 -- later',
  ],
  [
    'for two rules',
    'pilotlint-ignore owner/is-person, owner/is-vendor by=acme until=2026-12-15 -- later',
    'the exception for "owner/is-person" names more than one rule',
    'write # pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- later',
  ],
  ...['pilotlint-ignore:', 'Pilotlint-Ignore', 'pilotlint-ingore', 'pilotlint-disable', 'pilotlint: ignore'].map(
    (opening) =>
      [
        `that begins with ${opening}`,
        `${opening} owner/is-person by=acme until=2026-12-15 -- later`,
        `the exception for "owner/is-person" begins with "${opening}" instead of pilotlint-ignore`,
        'write # pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- later',
      ] as const,
  ),
  [
    'with more reason than fits a message',
    `pilotlint-ignore owner/is-person by=acme -- ${'x'.repeat(101)}`,
    'the exception for "owner/is-person" has no end date',
    'write # pilotlint-ignore owner/is-person by=acme until=2027-02-20 -- <why>',
  ],
  [
    'for a rule that does not exist, with another flaw',
    'pilotlint-ignore owner/is-persn by=acme until=2026-12-15',
    'the exception for "owner/is-persn" names a rule that does not exist and has no reason',
    'write # pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- <why>',
  ],
])('a comment %s is one finding that says all that is wrong', async (_, comment, message, help) => {
  expect(await said(comment)).toEqual([['spec/exception-invalid', 3, message, help]])
})

test.each<readonly [name: string, comment: string, id: string, message: string, help: string]>([
  [
    'for a rule that does not exist',
    'pilotlint-ignore owner/is-persn by=acme until=2026-12-15 -- later',
    'exception/unknown-rule',
    'the exception names "owner/is-persn", which is not a rule',
    'did you mean "owner/is-person"?',
  ],
  [
    'for a whole section',
    'pilotlint-ignore owner/* by=acme until=2026-12-15 -- later',
    'exception/unknown-rule',
    'the exception names "owner/*", which is not a rule',
    'name one rule, for example owner/is-vendor; run pilotlint rules to list them',
  ],
  [
    'for what no rule reports',
    'pilotlint-ignore schema/type by=acme until=2026-12-15 -- later',
    'exception/not-waivable',
    'schema/type cannot be waived',
    'fix the finding and remove the exception',
  ],
  [
    'on the wrong line',
    'pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- later',
    'exception/unused',
    'the exception for owner/is-person covers no finding',
    'move it to line 5, where owner/is-person is reported, or to the line above',
  ],
  [
    'with keys of the author, and a name in two words',
    'pilotlint-ignore owner/is-person by=Jane Doe ticket=A-1 until=2026-12-15, -- later',
    'exception/unused',
    'the exception for owner/is-person covers no finding',
    'move it to line 5, where owner/is-person is reported, or to the line above',
  ],
  [
    'for what is fixed',
    'pilotlint-ignore owner/is-vendor by=acme until=2026-12-15 -- later',
    'exception/unused',
    'the exception for owner/is-vendor covers no finding',
    'remove it: the finding is fixed or is reported elsewhere',
  ],
])('a comment %s is one finding', async (_, comment, id, message, help) => {
  expect(await said(comment)).toEqual([[id, 3, message, help]])
})

test.each([
  'pilotlint ignores this',
  'pilotlint-disable is what others call it',
  'pilotlint reads docs/rules',
  'ignore owner/is-person by=acme until=2026-12-15 -- later',
])('%j is no exception', async (comment) => {
  expect(await said(comment)).toEqual([])
})

const entry = (until: string) => `{rule: owner/is-person, at: champion, why: w, by: b, until: ${until}}`

test('an exception for what another one waives already is told apart from one whose finding is fixed', async () => {
  const comment = '# pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- later'
  const exceptions = `exceptions:\n  - ${entry('2026-12-30')}\n  - ${entry('2026-12-31')}\n`
  const { diagnostics, waived } = await report(`version: 1\nid: x\n${comment}\nchampion: y\n${exceptions}`, rules)
  expect(waived).toHaveLength(1)
  expect(diagnostics.map(({ range, message }) => `${range.start.line} ${message}`)).toEqual([
    '3 the exception for owner/is-person duplicates exceptions[0]',
    '7 the exception for owner/is-person duplicates exceptions[0]',
  ])
})

test.each<readonly [name: string, line: string, ignored: unknown]>([
  [
    'as it is signed',
    '#   pilotlint-ignore owner/is-person by=acme until=2026-12-15 -- later',
    [{ rule: 'owner/is-person', until: '2026-12-15' }],
  ],
  ['with a name as long as the file', `# pilotlint-ignore a/${'b'.repeat(1_000_000)} until=2026-12-15`, undefined],
  ['again and again in one line', '#pilotlint-ignore a/b '.repeat(40_000), undefined],
])('a comment in thirty old versions, %s', (_, line, ignored) => {
  const { readPilot } = pastReader()
  const read = Array.from({ length: 30 }, (_, at) =>
    readPilot(new TextEncoder().encode(`version: 1\nid: x\nstage: pilot\n${line}\n# ${at}\n`)),
  )
  for (const pilot of read) expect(pilot).toMatchObject({ stage: 'pilot' })
  expect(read.map((pilot) => pilot !== 'padded' && pilot?.ignored)).toEqual(read.map(() => ignored))
})
