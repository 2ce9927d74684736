import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Files } from '../examples/run.js'
import { pilotlint } from './cli/harness.ts'
import { commitsOf } from './commits.ts'
import { commit, git, repo } from './integration/git.ts'
import { now } from './lies/lie.ts'
import { change, flag, honest } from './lies/parcel.ts'

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
const errorsOn = async (root: string, date: string, later = 0) => {
  const now = Date.parse(`${date}T12:00:00Z`) + later * day
  const { code, stdout } = await pilotlint(root, ['--format', 'json'], { now, env: { PATH: process.env.PATH } })
  const { files } = JSON.parse(stdout) as { files: { diagnostics: { rule: string; severity: string }[] }[] }
  const found = files.flatMap(({ diagnostics }) => diagnostics)
  return { code, errors: found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule) }
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
  const root = repo(
    commitsOf(example)
      .slice(0, at + 1)
      .map(({ day: on, files }) => [on, files]),
  )
  const file = readdirSync(join(root, 'flags'))[0] ?? ''
  const flag = readFileSync(join(root, 'flags', file), 'utf8')
  expect((await errorsOn(root, date)).errors).toEqual([])
  for (const [how, change] of Object.entries(held)) {
    const text = change(flag)
    // A rule that names its customers has no share that could be lowered.
    if (text === flag && how === 'lowered') continue
    expect(text).not.toBe(flag)
    commit(root, date, { [`flags/${file}`]: text })
    expect({ how, ...(await errorsOn(root, date)) }).toEqual({ how, code: 0, errors: [] })
    expect((await errorsOn(root, date, 15)).errors).toContain('rollout/paused')
    git(root, ['reset', '-q', '--hard', 'HEAD^'])
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
  const root = honest()
  change(root, { files: { 'flags/care.flagd.json': flag(on, 5) } })
  const { stdout } = await pilotlint(root, [], { now, env: { PATH: process.env.PATH } })
  expect(stdout.includes(`PAUSED: flag serves ${on}%, full plans 95%`)).toBe(isHeld)
})
