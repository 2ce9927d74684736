import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Files } from '../examples/run.js'
import { commitsOf } from './commits.ts'
import { type Commits, judgeHeld, lastOf } from './held.ts'
import { now } from './lies/lie.ts'
import { flag, history, withChange } from './lies/parcel.ts'

const examples = [
  'support-automation',
  'order-status',
  'delivery-slots',
  'replenishment',
  'posteingang',
  'saisie-factures',
  'discharge-letters',
  'tariff-codes',
  'product-ranking',
]

const day = 86_400_000

/** The rules with an error on a day, at noon in UTC. */
const errorsOn = async (commits: Commits, date: string, later = 0) => {
  const { code, file } = await judgeHeld(commits, Date.parse(`${date}T12:00:00Z`) + later * day)
  const errors = file.diagnostics.filter(({ severity }) => severity === 'error')
  return { code, errors: errors.map(({ rule }) => rule) }
}

/** A flag that is off, and one that serves a part of what it did. */
const held: { readonly [how: string]: (flag: string) => string } = {
  off: (flag) => flag.replace('"ENABLED"', '"DISABLED"').replace(/"on": true(?=,\s+"offVariation")/, '"on": false'),
  lowered: (flag) =>
    flag
      .replace(/("variation": 0,\s+"weight": )5000/, '$11000')
      .replace('90000', '94000')
      .replace(/\["on", ?(\d+)\](.*)\["off", ?(\d+)\]|\["on", ?(\d+)\]/s, (_, on, between, off, alone) =>
        alone === undefined
          ? `["on", 1]${between}["off", ${Number(off) + Number(on) - 1}]`
          : `["on", 1], ["off", ${Number(alone) - 1}]`,
      ),
}

const flagIn = (files: Files): string => Object.entries(files).find(([path]) => path.startsWith('flags/'))?.[1] ?? ''

/** The beginnings of the stages and steps of an example that somebody is served in. */
const served = (example: string) =>
  commitsOf(example).flatMap(({ day: date, files }, at, all) => {
    const { stage } = parse(files['pilot.yaml'] ?? '') as { stage: string }
    const isSame = flagIn(all[at - 1]?.files ?? {}) === flagIn(files)
    return !isSame && ['limited', 'progressive', 'full'].includes(stage) ? [{ example, at, date, stage }] : []
  })

test.for(examples.flatMap(served))('$example at $stage on $date may be held back', async ({ example, at, date }) => {
  const commits = commitsOf(example)
    .slice(0, at + 1)
    .map(({ day: on, files }) => [on, files] as const)
  const [file = '', flag = ''] = Object.entries(lastOf(commits)).find(([path]) => path.startsWith('flags/')) ?? []
  expect((await errorsOn(commits, date)).errors).toEqual([])
  for (const [how, change] of Object.entries(held)) {
    const text = change(flag)
    // A rule that names its customers has no share that could be lowered.
    if (text === flag && how === 'lowered') continue
    expect(text).not.toBe(flag)
    const after: Commits = [...commits, [date, { [file]: text }]]
    expect({ how, ...(await errorsOn(after, date)) }).toEqual({ how, code: 0, errors: [] })
    expect((await errorsOn(after, date, 15)).errors).toContain('rollout/paused')
  }
})

test.each([
  [0, true],
  [20, true],
  [50, true],
  [60, false],
  [94, false],
  [95, false],
])('full that serves %s%% where 95%% are planned and 50%% came before is held back: %s', async (on, isHeld) => {
  const commits = withChange(history(), { files: { 'flags/care.flagd.json': flag(on, 5) } })
  const { verdict } = (await judgeHeld(commits, now)).file
  expect(verdict.sentence.startsWith(`PAUSED: flag serves ${on}%, full plans 95%`)).toBe(isHeld)
})
