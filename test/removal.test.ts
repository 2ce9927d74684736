import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { itemStates } from '../src/lint/report.ts'
import { requiredFields } from '../src/rules/spec/field-missing.ts'
import { type Commits, judgeHeld, lastOf } from './held.ts'
import { bar } from './lies/bar.ts'
import { evidence } from './lies/evidence.ts'
import { commitsOf, type Lie, now } from './lies/lie.ts'
import { withChange } from './lies/parcel.ts'
import { refuted } from './lies/refuted.ts'
import { results } from './lies/results.ts'
import { seeded } from './simulation/random.ts'

/** How many removals are tried on each lie; every one takes a run. */
const tries = Number(process.env.REMOVALS ?? 6)

/** What the removal of a part makes of the history. */
type Removal = { readonly what: string; readonly remove: (commits: Commits) => Commits }

type Key = string | number
type Data = { readonly [key: Key]: unknown }

const isHolder = (data: unknown): data is Data => typeof data === 'object' && data !== null

/** Every place in parsed JSON or YAML. */
const places = (data: unknown, at: readonly Key[] = []): Key[][] =>
  isHolder(data)
    ? Object.entries(data).flatMap(([name, below]) => {
        const place = [...at, Array.isArray(data) ? Number(name) : name]
        return [place, ...places(below, place)]
      })
    : []

const required = new Set(requiredFields.map(({ path }) => path.join('.')))

/** A section, a stage, an exit, a condition, a guardrail metric, or a field that a stage requires. */
const isAsked = (place: readonly Key[]): boolean => {
  const name = place.map((key) => (typeof key === 'number' ? '*' : key)).join('.')
  return (
    place.length === 1 ||
    required.has(name) ||
    /^rollout\.(shadow|limited|progressive|full)(\.exit(\.\*)?|\.results|\.control)?$/.test(name) ||
    /^success\.(\w+|guardrail_metrics\.\*(\.\w+)?)$/.test(name)
  )
}

/** The text without one place; YAML is the syntax of both. */
const without = (text: string, place: readonly Key[]): string => {
  const document = parseDocument(text)
  document.deleteIn(place)
  return document.toString({ lineWidth: 0 })
}

const removals = (commits: Commits): Removal[] => {
  const files = lastOf(commits)
  const removed = (what: string, file: string, left?: () => string): Removal => ({
    what,
    remove: (all) => withChange(all, { files: { [file]: left?.() } }),
  })
  const parts = (file: string, isTried: (place: readonly Key[]) => boolean) => {
    const text = files[file] ?? ''
    return places(parseDocument(text).toJS())
      .filter(isTried)
      .map((place) => removed(`${file} ${place.join('.')}`, file, () => without(text, place)))
  }
  const names = Object.keys(files).toSorted()
  return [
    ...names.filter((file) => file !== 'pilot.yaml').map((file) => removed(file, file)),
    ...names.filter((file) => /^rollout\/\w+\.json$/.test(file)).flatMap((file) => parts(file, () => true)),
    ...parts('pilot.yaml', isAsked),
    { what: 'the history', remove: (all) => withChange([], { files: lastOf(all) }) },
  ]
}

const judge = async (commits: Commits) => {
  const { code, file } = await judgeHeld(commits, now)
  const { items, verdict } = file
  // A system that serves nobody is held back: exit 0, and never READY.
  const isHeldBack = !verdict.ready && verdict.sentence.startsWith('PAUSED')
  return { code, items, passes: code === 0 && !isHeldBack }
}

/** What is itself the fault, so that an item may be better without it. */
const faults: readonly { readonly lie: RegExp; readonly removed: RegExp; readonly item: string }[] = [
  // The errors that the results measure contradict those of the cost, until the metric or the results are gone.
  { lie: /./, removed: /guardrail_metrics|rollout[./]|^pilot\.yaml (?:success|rollout)$/, item: 'cost' },
  // Without a system that is written to, no action that writes is missing.
  { lie: /^an integration that writes/, removed: /^pilot\.yaml integration$/, item: 'guardrails' },
  // A metric without its name has no scale, so that nothing says what lies below it.
  { lie: /^a trigger below the scale/, removed: /guardrail_metrics\.0\.metric$/, item: 'rollback' },
  // The stage that is judged is an earlier one.
  { lie: /./, removed: /^pilot\.yaml stage$/, item: '' },
]

// What is done to the checkout leaves nothing to take away from.
const lies: readonly Lie[] = [...refuted, ...results, ...bar, ...evidence].filter(({ gap, after }) => !gap && !after)
const chosen = process.env.REMOVALS === undefined ? lies.filter((_, at) => at % 11 === 0) : lies

test.for(chosen)('without any part of it, $name is no better', async (lie) => {
  const { name } = lie
  const commits = commitsOf(lie)
  const before = await judge(commits)
  expect(before.code).toBe(1)
  const random = seeded(lies.findIndex((one) => one.name === name))
  const all = removals(commits)
  const drawn = Array.from(
    { length: Math.min(tries, all.length) },
    () => all.splice(Math.floor(random() * all.length), 1)[0] as Removal,
  )
  const better: string[] = []
  for (const { what, remove } of drawn) {
    const { passes, items } = await judge(remove(commits))
    if (passes) better.push(`${what}: READY`)
    for (const { item, state } of items) {
      const then = before.items.find((one) => one.item === item)?.state ?? 'missing'
      const isFault = faults.some((one) => one.lie.test(name) && one.removed.test(what) && (one.item || item) === item)
      if (itemStates.indexOf(state) > itemStates.indexOf(then) && !isFault)
        better.push(`${what}: ${item} ${then} to ${state}`)
    }
  }
  expect(better).toEqual([])
})
