import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Files } from '../../examples/run.js'
import { commitsOf } from '../commits.ts'
import { type Commits, lastOf } from '../held.ts'
import { commit as commitFiles, emptyFolder, git, repo } from '../integration/git.ts'

const example = join(import.meta.dirname, '../../examples/support-automation')
const read = (path: string): string => readFileSync(join(example, path), 'utf8')

const chatsADay = 84000 / 30
const perCustomer = 1.2

type Rates = { readonly good: number; readonly wrong: number; readonly csat: number }

export const treated: Rates = { good: 0.468, wrong: 0.011, csat: 4.04 }
export const before: Rates = { good: 0.314, wrong: 0.002, csat: 4.05 }

/** What one arm shows when `share` of the chats of so many days are in it. */
export const arm = (share: number, days: number, { good, wrong, csat }: Rates) => {
  const total = Math.round(chatsADay * share * days * 0.98)
  const assigned = Math.round(total / perCustomer)
  return {
    assigned,
    self_service_rate: { good: Math.round(good * total), total, observed: Math.round(0.99 * assigned) },
    wrong_window_rate: { good: Math.round(wrong * total), total },
    csat: { mean: csat, sd: 1.09, n: Math.round(0.14 * total) },
  }
}

const phase = (from: string, to: string, days: number, share: number, control: number) => ({
  from,
  to,
  traffic: `${100 * share}%`,
  arms: { treatment: arm(share, days, treated), control: arm(control, days, before) },
})

const head = (stage: string) => ({ stage, model: 'small-2-20260801', looks: 1, by: 'northpost/insights' })

/** The arms of a phase in two levels of each group, in which everything is as in the whole. */
const levels = (days: number, share: number, control: number) => {
  const level = (part: number) => ({
    treatment: arm(part * share, days, treated),
    control: arm(part * control, days, before),
  })
  return {
    country: { de: level(0.7), at: level(0.3) },
    language: { de: level(0.9), other: level(0.1) },
    carrier: { own: level(0.6), partner: level(0.4) },
  }
}

export const results = {
  limited: { ...head('limited'), ...phase('2026-11-02', '2026-11-22', 21, 0.05, 0.05) },
  progressive: {
    ...head('progressive'),
    phases: [phase('2027-01-11', '2027-01-17', 7, 0.2, 0.2), phase('2027-01-18', '2027-02-14', 28, 0.5, 0.2)],
  },
  full: {
    ...head('full'),
    ...phase('2027-03-01', '2027-05-31', 92, 0.95, 0.05),
    segments: levels(92, 0.95, 0.05),
  },
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const drills = (month: string, day: string): string => `---
drills:
  - {what: fallback, on: ${month}-${day}, outcome: passed, by: northpost/care-platform}
  - {what: rollback, on: ${month}-${day}, took: 7m, outcome: passed, by: northpost/care-platform}
  - {what: load, on: ${month}-${day}, rate: 32/min, outcome: passed, by: northpost/care-platform}
---
`

export const flag = (on: number, control: number): string =>
  read('flags/care.flagd.json').replace(
    '["on", 5], ["control", 5], ["off", 90]',
    [['on', on], ['control', control], ...(on + control < 100 ? [['off', 100 - on - control]] : [])]
      .map((one) => JSON.stringify(one))
      .join(', '),
  )

const alerts = (window: string): string =>
  read('monitoring/parcel-status.rules.yml').replace('seconds_bucket[4h]', `seconds_bucket[${window}]`)

/** pilot.yaml as it stood at a later stage. */
const pilot = (stage: 'progressive' | 'full'): string => {
  const text = read('pilot.yaml')
    .replace(/^stage: .*$/m, `stage: ${stage}`)
    .replace('wrong_window_rate at most 2%]}', 'wrong_window_rate at most 2%], results: rollout/limited.json}')
    .replace(
      'feedback: slack:ai-parcel-status}',
      'feedback: slack:ai-parcel-status, overrides: analytics/overrides.sql}',
    )
  return stage === 'full'
    ? text.replace('guardrail_metrics hold]}', 'guardrail_metrics hold], results: rollout/progressive.json}')
    : text
}

/** pilot.yaml as it stands on the last day. */
const last = (): string =>
  pilot('full')
    .replace('review_by: 2026-12-14', 'review_by: 2027-08-30')
    .replace('docs/drills/2026-10.md', 'docs/drills/2027-05.md')
    .replace('as_of: 2026-11-02', 'as_of: 2027-06-01')
    .replace('start: 2027-03-01}', 'start: 2027-03-01, results: rollout/full.json}')
    .replace('  spend_limit:', '  bill: finance/parcel-status-2027.csv\n  spend_limit:')

const bill = `month,chats,amount_eur
2027-03,80120,419.80
2027-04,79410,416.12
2027-05,80560,424.40
`

/** A text of a file, and what stands there instead. */
export type Edit = readonly [path: string, from: string | RegExp, to: string]

const edited = (path: string, text: string | undefined, edits: readonly Edit[]): string | undefined =>
  edits.reduce((now, [file, from, to]) => (file === path ? now?.replace(from, to) : now), text)

export const forTest = (root: string): string => {
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

/** The commits of an example with these edits in every version; each must stand in the last one. */
export const exampleCommits = (name: string, edits: readonly Edit[] = []): Commits => {
  const commits = commitsOf(name)
  let last = commits.at(-1)?.files ?? {}
  for (const edit of edits) {
    const [path, from] = edit
    const text = edited(path, last[path], [edit])
    if (text === last[path]) throw new Error(`${from} does not stand in ${path}`)
    last = { ...last, [path]: text }
  }
  return commits.map(({ day, files }) => [
    day,
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, edited(path, text, edits)])),
  ])
}

export const exampleOf = (name: string, edits: readonly Edit[] = []): string =>
  forTest(repo(exampleCommits(name, edits)))

/** The history of the honest repository, with these edits in each version. */
export const history = (edits: readonly Edit[] = []): [date: string, files: Files][] => {
  const commits: [date: string, files: Files][] = []
  const commit = (date: string, files: Files) =>
    commits.push([
      date,
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, edited(path, text, edits)])),
    ])
  // The last one repeats what the example holds on the day on which the examples are judged.
  for (const { day, files } of commitsOf('support-automation').slice(0, -1)) commit(day, files)
  commit('2027-01-11', {
    'pilot.yaml': pilot('progressive'),
    'rollout/limited.json': json(results.limited),
    'monitoring/parcel-status.rules.yml': alerts('40m'),
    'flags/care.flagd.json': flag(20, 20),
    'analytics/overrides.sql': 'select answered_on, count(*) filter (where overwritten) from answers group by 1\n',
  })
  commit('2027-01-18', { 'flags/care.flagd.json': flag(50, 20) })
  commit('2027-03-01', {
    'pilot.yaml': pilot('full'),
    'rollout/progressive.json': json(results.progressive),
    'monitoring/parcel-status.rules.yml': alerts('20m'),
    'flags/care.flagd.json': flag(95, 5),
  })
  commit('2027-06-08', {
    'pilot.yaml': last(),
    'docs/drills/2027-05.md': drills('2027-05', '20'),
    'rollout/full.json': json(results.full),
    'finance/parcel-status-2027.csv': bill,
  })
  return commits
}

const build = (edits: readonly Edit[]): string => repo(history(edits))

let base: string | undefined

/** A copy of the honest repository, at full and with everything that it asks for, gone after the tests of the file. */
export const copied = (): string => {
  // Test files that share a worker share this module, and each takes its folders away at its end.
  if (base === undefined || !existsSync(base)) base = build([])
  const root = emptyFolder()
  cpSync(base, root, { recursive: true })
  return root
}

/** Such a copy, gone after the test. */
export const honest = (): string => forTest(copied())

/** The same repository, with these edits in every version of its history. */
export const rewritten = (edits: readonly Edit[]): string => forTest(build(edits))

/** What the system says that was live before it had a pilot.yaml; its bill of full is from before that. */
export const claim = 'adopted: {live_since: 2027-03-01, bill: finance/parcel-status-2027.csv}'

/**
 * The same system, live since March and found in June: one commit with the plan, the evidence and the claim, and no
 * results of the stages that nobody measured.
 */
export const adopted = (edits: readonly Edit[] = [], said = claim): string => {
  const root = honest()
  rmSync(join(root, '.git'), { recursive: true })
  git(root, ['init', '-q', '-b', 'main'])
  change(root, {
    edits: [
      ['pilot.yaml', /, results: rollout\/\w+.json/g, ''],
      ['pilot.yaml', /^stage: full$/m, `stage: full\n${said}`],
      ...edits,
    ],
    files: Object.fromEntries(
      ['shadow', 'limited', 'progressive', 'full'].map((stage) => [`rollout/${stage}.json`, undefined]),
    ),
    date: '2027-06-08',
  })
  return root
}

export type Change = {
  readonly edits?: readonly Edit[]
  /** Files that are written, or taken away. */
  readonly files?: { readonly [path: string]: string | undefined }
  /** The day of the commit, by default the day before the last. */
  readonly date?: string
}

/** The files that a change leaves; `read` says what each holds before it. */
const changed = (read: (path: string) => string, { edits = [], files = {} }: Change): Files => {
  const touched = [...new Set(edits.map(([path]) => path))].map((path) => {
    const text = read(path)
    for (const [file, from] of edits)
      if (file === path && text.replace(from, '') === text) throw new Error(`${from} does not stand in ${path}`)
    return [path, edited(path, text, edits) ?? '']
  })
  return { ...Object.fromEntries(touched), ...files }
}

const dayBefore = '2027-06-14'

/** Commits a change, on the day before the last unless it says another. */
export const change = (root: string, made: Change): undefined => {
  const files = changed((path) => readFileSync(join(root, path), 'utf8'), made)
  commitFiles(root, made.date ?? dayBefore, files)
}

/** The commits with such a change as the last. */
export const withChange = (commits: Commits, made: Change): Commits => {
  const held = lastOf(commits)
  return [...commits, [made.date ?? dayBefore, changed((path) => held[path] ?? '', made)]]
}
