import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pilotlint } from './cli/harness.ts'
import { emptyFolder, repo } from './integration/git.ts'
import { arm, before, flag, forTest, history, json, results, treated } from './lies/parcel.ts'

type Files = { readonly [path: string]: string | undefined }
type Commits = readonly (readonly [date: string, files: Files])[]

const core = readFileSync(new URL('fixtures/core.yaml', import.meta.url), 'utf8')

/** Where a forge keeps who owns what, and how it is known. */
const forges = {
  github: { owners: '.github/CODEOWNERS', files: { '.github/workflows/ci.yml': 'on: push\njobs: {}\n' } },
  gitlab: { owners: '.gitlab/CODEOWNERS', files: { '.gitlab-ci.yml': 'test: {script: [make test]}\n' } },
} as const

/** Where the pilot stands, and what stands beside it. */
const layouts = {
  'one pilot': { below: '', others: {} },
  'a monorepo': {
    below: 'services/parcels/',
    others: {
      'services/mail/pilot.yaml': core.replace('id: order-status', 'id: mail').replaceAll('acme/', 'northpost/'),
      'services/returns/pilot.yaml': core.replace('id: order-status', 'id: returns').replaceAll('acme/', 'northpost/'),
    },
  },
  'a deep folder': { below: 'teams/care/bots/parcels/', others: { 'README.md': 'Bots.\n' } },
} as const

type Forge = keyof typeof forges
type Layout = keyof typeof layouts

/** Files of the pilot as a repository of this forge and layout holds them; a configuration stands at the root. */
const placed = (files: Files, forge: Forge, layout: Layout): Files => {
  const { below } = layouts[layout]
  const one = ([path, text]: readonly [string, string | undefined]) => {
    if (path === 'pilotlint.config.yaml') return [path, text] as const
    return path === '.github/CODEOWNERS'
      ? ([forges[forge].owners, text?.replace(/^\//gm, `/${below}`)] as const)
      : ([`${below}${path}`, text] as const)
  }
  return Object.fromEntries(Object.entries(files).map(one))
}

const whole = history()
const now = Object.assign({}, ...whole.map(([, files]) => files)) as { readonly [path: string]: string }
const lower = (text: string | undefined): string => (text ?? '').replaceAll('at least 45%', 'at least 36%')

/** Live before it had a pilot.yaml: one commit, without the results of stages that nobody measured. */
const adopted: Commits = [
  [
    '2027-06-08',
    {
      ...Object.fromEntries(Object.entries(now).filter(([path]) => !/^rollout\//.test(path))),
      'pilot.yaml': (now['pilot.yaml'] ?? '')
        .replace(/, results: rollout\/\w+.json/g, '')
        .replace(
          /^stage: full$/m,
          'stage: full\nadopted: {live_since: 2027-03-01, bill: finance/parcel-status-2027.csv}',
        ),
    },
  ],
]

/** What the organisation asks of all, from a place that no pull request reaches. */
const policy = `rules: {use-case/no-roadmap: info}
own:
  - id: northpost/own-team
    path: owner.team
    assert: {like: "northpost/**"}
    message: the owner is no team of ours
    help: name a team of northpost
    tests: {ready: "owner: {team: northpost/x}", not_ready: "owner: {team: acme/x}"}
`

type Pull = {
  readonly name: string
  /** What was merged before. */
  readonly base: Commits
  /** What the one squashed commit brings. */
  readonly brings: Files
  /** The rule that stops it; undefined where it may be merged. */
  readonly stops?: string
  readonly says?: string
}

const [, lastFiles = {}] = whole.at(-1) ?? ['', {}]
const worse = { ...treated, good: 0.28 }
const refuted = json({
  ...results.full,
  arms: { treatment: arm(0.95, 92, worse), control: arm(0.05, 92, before) },
})

const pulls: readonly Pull[] = [
  { name: 'a note', base: whole, brings: { 'docs/note.md': 'Nothing changed.\n' }, says: 'READY for production' },
  {
    name: 'a lower target',
    base: whole,
    brings: { 'pilot.yaml': lower(now['pilot.yaml']) },
    stops: 'success/bar-moved',
  },
  { name: 'the results of a stage', base: whole.slice(0, -1), brings: lastFiles, says: 'READY for production' },
  {
    name: 'the results of a stage, squashed with a lower target',
    base: whole.slice(0, -1),
    brings: { ...lastFiles, 'pilot.yaml': lower(lastFiles['pilot.yaml']) },
    stops: 'success/bar-moved',
  },
  {
    name: 'an owner outside of the organisation',
    base: whole,
    brings: { 'pilot.yaml': (now['pilot.yaml'] ?? '').replaceAll('team: northpost/', 'team: vendor/') },
    stops: 'northpost/own-team',
  },
  {
    name: 'a configuration that ignores all, and no runbook',
    base: whole,
    brings: {
      ...Object.fromEntries(
        Object.keys(now).flatMap((path) => (/^docs\/runbooks\//.test(path) ? [[path, undefined]] : [])),
      ),
      'pilotlint.config.yaml': 'ignore: ["**"]\n',
    },
    stops: 'spec/path-missing',
  },
  {
    name: 'a note in an adopted system',
    base: adopted,
    brings: { 'docs/note.md': 'x\n' },
    says: 'READY for production',
  },
  {
    name: 'a lower target in an adopted system',
    base: adopted,
    brings: { 'pilot.yaml': lower(adopted[0]?.[1]['pilot.yaml']) },
    stops: 'success/bar-moved',
  },
  { name: 'the flag switched off', base: whole, brings: { 'flags/care.flagd.json': flag(0, 5) }, says: 'PAUSED' },
  { name: 'results that refute it', base: whole, brings: { 'rollout/full.json': refuted }, stops: 'results/refuted' },
]

const cases = (Object.keys(forges) as Forge[]).flatMap((forge) =>
  (Object.keys(layouts) as Layout[]).flatMap((layout) => pulls.map((pull) => ({ forge, layout, ...pull }))),
)

/** The history before the pull request, and its one squashed commit, dated to the day before the judgement. */
const repository = ({
  forge,
  layout,
  base,
  brings,
}: Pick<(typeof cases)[number], 'forge' | 'layout' | 'base' | 'brings'>): string => {
  const beside = { ...forges[forge].files, ...layouts[layout].others }
  const commits: Commits = [...base, ['2027-06-14', brings]]
  return forTest(
    repo(commits.map(([date, files], at) => [date, { ...(at === 0 && beside), ...placed(files, forge, layout) }])),
  )
}

const outside = join(emptyFolder(), 'policy.yaml')
writeFileSync(outside, policy)

test('there are sixty of them', () => {
  expect(cases).toHaveLength(60)
})

test.for(cases)('$forge, $layout: $name', async ({ stops, says, ...one }) => {
  const root = repository(one)
  const { below } = layouts[one.layout]
  const argv = [`${below}pilot.yaml`, '--format', 'json', '--config', outside]
  const { code, stdout } = await pilotlint(root, argv, {
    env: { PATH: process.env.PATH },
    now: Date.UTC(2027, 5, 15, 12),
  })
  const [file] = JSON.parse(stdout).files as {
    readonly verdict: { readonly sentence: string }
    readonly diagnostics: readonly { readonly rule: string; readonly severity: string }[]
  }[]
  const errors = (file?.diagnostics ?? []).filter(({ severity }) => severity === 'error').map(({ rule }) => rule)
  if (stops === undefined) expect(errors).toEqual([])
  else expect(errors).toContain(stops)
  expect(code).toBe(stops === undefined ? 0 : 1)
  if (says !== undefined) expect(file?.verdict.sentence).toMatch(new RegExp(`^${says}`))
  expect(file?.verdict.sentence).toMatch(/configured by policy\.yaml [0-9a-f]{12}/)
})
