import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { emptyFolder } from '../integration/git.ts'
import { edit, type Lie } from './lie.ts'
import { type Change, change, type Edit } from './parcel.ts'

const file = 'governance/exceptions.yaml'

/** Nobody counts the overrides: an error that somebody may sign for. */
export const uncounted = edit(', overrides: analytics/overrides.sql', '')

const untrained = edit(', training: docs/training/agents.md', '')

export const entry = ({
  rule = 'people/no-enablement',
  at = 'people[0].overrides',
  by = 'northpost/finance',
  until = '2027-08-30',
} = {}): string => `{rule: ${rule}, at: ${JSON.stringify(at)}, why: the export follows, by: ${by}, until: ${until}}`

const list = (entries: readonly string[]): string => entries.map((one) => `- ${one}\n`).join('')

const naming = (path: string): readonly Edit[] => edit(/^rollout:/m, `exceptions: ${path}\nrollout:`)

const owned: Edit = ['.github/CODEOWNERS', /^\/flags\/.*$/m, '$&\n/governance/ @northpost/finance']

/** What an honest team commits: exceptions in a file of whoever signs. */
export const signed = (entries: readonly string[] = [entry()], edits: readonly Edit[] = uncounted): Change => ({
  edits: [...edits, ...naming(file), owned],
  files: { [file]: list(entries) },
})

/** The next versions of the file of exceptions. */
const renewed = (versions: readonly (readonly [date: string, text: string])[]): Change[] =>
  versions.map(([date, text]) => ({ date, files: { [file]: text } }))

const link = (root: string, path: string, to: string): undefined => {
  rmSync(join(root, path), { force: true })
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(to, join(root, path))
  change(root, {})
}

const invalid = 'spec/exception-invalid'
const unsigned = 'people/no-enablement'

/** Signatures that are none; the numbers are those of the collection. */
export const exceptions: readonly Lie[] = [
  {
    line: 25,
    name: 'an exception of the owning team',
    rule: invalid,
    ...signed([entry({ by: 'northpost/care-platform' })]),
  },
  {
    line: 25,
    name: 'an exception of the owning team by its short name',
    rule: invalid,
    ...signed([entry({ by: 'care-platform' })]),
  },
  {
    line: 25,
    name: 'an exception of the champion by mail',
    rule: invalid,
    ...signed([entry({ by: 'r.okafor@northpost.example' })]),
  },
  ...['example-ai', 'nobody'].map((by) => ({
    line: 25,
    name: `an exception of ${by}`,
    rule: invalid,
    ...signed([entry({ by })]),
  })),
  {
    line: 25,
    name: 'an exception of a team that CODEOWNERS does not name',
    rule: invalid,
    ...signed([entry({ by: 'northpost/legal' })]),
  },
  {
    line: 25,
    name: 'an exception in pilot.yaml itself',
    rule: invalid,
    edits: [...uncounted, ...naming(`[${entry()}]`)],
  },
  {
    line: 25,
    name: 'an exception in a comment',
    rule: invalid,
    edits: [
      ...uncounted,
      ...edit(
        /^people:\n/m,
        'people:\n  # pilotlint-ignore people/no-enablement by=northpost/finance until=2027-08-30 -- later\n',
      ),
    ],
  },
  {
    line: 25,
    name: 'a third exception at full',
    rule: invalid,
    ...signed([
      entry(),
      entry({ rule: 'results/stale', at: 'rollout.full.results' }),
      entry({ rule: 'drills/stale', at: 'drills' }),
    ]),
  },
  {
    line: 25,
    name: 'two exceptions beside an expert review',
    rule: invalid,
    ...signed(
      [entry({ rule: 'results/stale', at: 'rollout.full.results' }), entry()],
      [
        ...uncounted,
        ...edit(
          'looks: 1, exit',
          'looks: 1, prove: {by: expert_review, why: x, approver: northpost/legal, review: docs/review.yaml}, exit',
        ),
      ],
    ),
  },
  {
    line: 25,
    name: 'one exception for two findings',
    rule: unsigned,
    ...signed([entry({ at: 'people' })], [...uncounted, ...untrained]),
  },
  { line: 25, name: 'an exception for every path', rule: unsigned, ...signed([entry({ at: '' })]) },
  {
    line: 25,
    name: 'an exception without a path',
    rule: invalid,
    ...signed(['{rule: people/no-enablement, why: x, by: northpost/finance, until: 2027-08-30}']),
  },
  {
    line: 25,
    name: 'an exception that ends more than 90 days after its commit',
    rule: invalid,
    ...signed(),
    date: '2027-05-01',
  },
  {
    line: 25,
    name: 'an exception of a commit of next year',
    rule: invalid,
    ...signed([entry({ until: '2028-06-30' })]),
    date: '2028-06-01',
  },
  {
    line: 25,
    name: 'an exception that is renewed again and again',
    rule: invalid,
    ...signed([entry({ until: '2027-01-10' })]),
    date: '2026-11-10',
    later: renewed([
      ['2027-01-08', list([entry({ until: '2027-04-01' })])],
      ['2027-03-30', list([entry({ until: '2027-06-20' })])],
      ['2027-06-14', list([entry()])],
    ]),
  },
  {
    line: 25,
    name: 'the same under a longer path, and after a pause',
    rule: invalid,
    ...signed([entry({ at: 'people', until: '2027-01-10' })]),
    date: '2026-11-10',
    later: renewed([
      ['2027-01-08', list([entry({ at: 'people[0]', until: '2027-04-01' })])],
      ['2027-04-01', '[]\n'],
      ['2027-04-02', list([entry({ until: '2027-06-30' })])],
    ]),
  },
  {
    line: 25,
    name: 'the same in a file of another name',
    rule: invalid,
    ...signed([entry({ until: '2027-02-07' })]),
    date: '2026-11-10',
    later: [
      { date: '2027-02-06', files: { [file]: list([entry({ until: '2027-05-06' })]) } },
      {
        date: '2027-05-05',
        edits: edit(file, 'governance/signed.yaml'),
        files: { [file]: undefined, 'governance/signed.yaml': list([entry({ until: '2027-07-30' })]) },
      },
    ],
  },
  {
    line: 25,
    name: 'a past of exceptions that padding makes too large to read',
    rule: invalid,
    ...signed([entry({ until: '2027-01-10' })]),
    date: '2026-11-10',
    later: renewed([
      ['2027-01-08', `# ${'x'.repeat(300_000)}\n${list([entry({ until: '2027-04-01' })])}`],
      ['2027-06-13', `# ${'y'.repeat(300_000)}\n${list([entry({ until: '2027-06-20' })])}`],
      ['2027-06-14', list([entry()])],
    ]),
  },
  {
    line: 25,
    name: 'an exception file outside the repository',
    rule: 'spec/path-missing',
    ...signed(),
    after: (root) => {
      const outside = join(emptyFolder(), 'exceptions.yaml')
      writeFileSync(outside, list([entry()]))
      return link(root, file, outside)
    },
  },
  {
    line: 25,
    name: 'a link of the signer to a file of the team',
    rule: invalid,
    ...signed(),
    after: (root) => {
      change(root, { files: { 'docs/signed.yaml': list([entry()]) } })
      return link(root, file, '../docs/signed.yaml')
    },
  },
  { line: 25, name: 'exceptions that are missing', rule: 'spec/path-missing', ...signed(), files: {} },
  { line: 25, name: 'exceptions that are empty', rule: 'evidence/broken', ...signed(), files: { [file]: '\n' } },
  {
    line: 25,
    name: 'exceptions that are not a list',
    rule: 'evidence/broken',
    ...signed(),
    files: { [file]: `people: ${entry()}\n` },
  },
  {
    line: 25,
    name: 'exceptions that are a folder',
    rule: 'evidence/broken',
    ...signed(),
    files: { [`${file}/a.yaml`]: list([entry()]) },
  },
  {
    line: 25,
    name: 'exceptions behind a URL',
    rule: invalid,
    edits: [...uncounted, ...naming('https://x/exceptions.yaml')],
  },
  {
    line: 25,
    name: 'an exception for the exceptions that are missing',
    rule: 'spec/path-missing',
    edits: [
      ...uncounted,
      ...edit(
        /^rollout:/m,
        'exceptions: gone.yaml # pilotlint-ignore spec/path-missing by=northpost/finance until=2027-08-30 -- later\nrollout:',
      ),
    ],
  },
]
