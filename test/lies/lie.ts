import { expect } from 'vitest'
import { pilotlint } from '../cli/harness.ts'
import { type Commits, judgeHeld } from '../held.ts'
import { repo } from '../integration/git.ts'
import {
  arm,
  before,
  type Change,
  type Edit,
  forTest,
  history,
  json,
  results,
  type treated,
  withChange,
} from './parcel.ts'

/** Three months after the start of full. */
export const now = Date.UTC(2027, 5, 15, 12)

export type Lie = Change & {
  /** The line of the collection that it belongs to. */
  readonly line: number
  readonly name: string
  /** The rule that must have an error. */
  readonly rule: string
  /** It still ends in READY; a lie that is caught must lose this mark. */
  readonly gap?: true
  /** The edits stand in every version of the history, as if the lie had been there from the first day. */
  readonly always?: true
  /** Further commits. */
  readonly later?: readonly Change[]
  /** What else is done to the repository; returns another one if that is judged. */
  readonly after?: (root: string) => string | undefined
}

type Line = { readonly state: string; readonly says: string }

type Judged = {
  readonly diagnostics: readonly { readonly rule: string; readonly severity: string }[]
  readonly items: readonly (Line & { readonly item: string })[]
  readonly results: Line | null
  readonly history: Line | null
}

const told = (code: number, files: readonly Judged[]) => {
  const found = files.flatMap(({ diagnostics }) => diagnostics)
  return {
    code,
    found,
    errors: found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
    lines: files.flatMap(({ items, results, history }) =>
      [
        ...items.map((one) => ({ ...one, name: one.item })),
        ...(results ? [{ ...results, name: 'results' }] : []),
        ...(history ? [{ ...history, name: 'history' }] : []),
      ].map(({ name, state, says }) => `${name} ${state}: ${says}`),
    ),
  }
}

/** What is wrong with a repository, as the command says it, and what its verdict says. */
export const judge = async (root: string, day = now) => {
  const env = { PATH: process.env.PATH }
  const { code, stdout } = await pilotlint(root, ['--format', 'json'], { now: day, env })
  return told(code, (JSON.parse(stdout) as { files: Judged[] }).files)
}

/** The same of a repository of these commits. */
export const judgeCommits = async (commits: Commits, day = now) => {
  const { code, file } = await judgeHeld(commits, day)
  return told(code, [file])
}

/** The history that a lie leaves. */
export const commitsOf = ({ always, edits = [], later = [], ...made }: Lie): Commits =>
  [always ? made : { ...made, edits }, ...later].reduce(withChange, history(always ? edits : []))

/** A repository of it on the disk, with what else is done to it. */
export const repositoryOf = (lie: Lie): string => {
  const root = forTest(repo(commitsOf(lie)))
  return lie.after?.(root) ?? root
}

/** One lie must end in exit 1 with its rule, or be known as a gap. */
export const tried = async (lie: Lie): Promise<void> => {
  const { gap, rule } = lie
  const { code, errors } = await (lie.after ? judge(repositoryOf(lie)) : judgeCommits(commitsOf(lie)))
  if (gap) {
    expect(errors).toEqual([])
    return
  }
  expect(errors).toContain(rule)
  expect(code).toBe(1)
}

/** An edit of pilot.yaml. */
export const edit = (from: string | RegExp, to: string): readonly Edit[] => [['pilot.yaml', from, to]]

export const lowered = edit('target: at least 45%', 'target: at least 36%')

export const excepted = (...exceptions: readonly string[]) =>
  edit(/^rollout:/m, `exceptions:\n${exceptions.map((one) => `  - {${one}, until: 2027-08-30}\n`).join('')}rollout:`)

export const stages = (change: (phase: (typeof results.progressive.phases)[number]) => object) => ({
  'rollout/progressive.json': json({ ...results.progressive, phases: results.progressive.phases.map(change) }),
})

/** Results of progressive in which both steps have these rates. */
export const progressiveOf = (rates: typeof treated, ofControl = before) =>
  stages((phase) => ({
    ...phase,
    arms: {
      treatment: arm(phase.traffic === '20%' ? 0.2 : 0.5, phase.traffic === '20%' ? 7 : 28, rates),
      control: arm(0.2, phase.traffic === '20%' ? 7 : 28, ofControl),
    },
  }))
