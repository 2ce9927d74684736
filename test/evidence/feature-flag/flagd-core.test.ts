import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FlagdCore } from '@openfeature/flagd-core'
import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/evidence/feature-flag/dialects.ts'
import type { TrafficSplit } from '../../../src/evidence/feature-flag/flag.ts'
import { roleOf } from '../../../src/evidence/feature-flag/split.ts'
import { readText } from '../bytes.ts'
import { flagd, honest, split } from './files.ts'

const key = 'order-status-ai'
const customers = 4000

const nothing = () => undefined
const quiet = { error: nothing, warn: nothing, info: nothing, debug: nothing }

/** What flagd serves to many customers, in percent. */
const served = (text: string): TrafficSplit => {
  const core = new FlagdCore(undefined, quiet)
  core.setConfigurations(text)
  const roles = Array.from({ length: customers }, (_, at) => {
    const customer = `customer-${at}`
    const { variant, value } = core.resolveBooleanEvaluation(key, false, { targetingKey: customer, customer }, quiet)
    return variant === undefined ? 'off' : roleOf(variant, value)
  })
  const percent = (wanted: string) => (100 * roles.filter((role) => role === wanted).length) / customers
  return { treatment: percent('treatment'), control: percent('control'), off: percent('off') }
}

const shownBy = async (text: string) => {
  const reading = await readText(readerOf(key), 'flags.json', text)
  if (reading.state !== 'read') throw new Error(reading.state)
  return reading.value.flag
}

const isStaff = { in: ['@acme.example', { var: 'email' }] }

describe('flagd serves what is read from its file', () => {
  test.each<readonly [string, string]>([
    ['the honest file', honest],
    ['other weights', flagd(split(['on', 3], ['control', 1], ['off', 4]))],
    [
      'without a key',
      flagd({
        fractional: [
          ['on', 20],
          ['control', 20],
          ['off', 60],
        ],
      }),
    ],
    [
      'a key of several parts',
      flagd({
        fractional: [{ cat: [{ var: '$flagd.flagKey' }, { var: 'customer' }] }, ['on', 50], ['off', 50]],
      }),
    ],
    ['the rest of an if', flagd({ if: [isStaff, 'on', split(['on', 30], ['off', 70])] })],
    ['weights left out', flagd(split(['on'], ['control'], ['off'], ['off']))],
    ['no rule, off', flagd(undefined)],
    ['no rule, on', flagd(undefined, { defaultVariant: 'on' })],
  ])('%s', async (_, text) => {
    const [shown, ...others] = (await shownBy(text))?.splits?.value ?? []
    const found = served(text)
    expect(others).toEqual([])
    // Five standard deviations of a share among so many customers.
    const slack = (share: number) => 5 * Math.sqrt((share * (100 - share)) / customers)
    for (const part of ['treatment', 'control', 'off'] as const) {
      const share = shown?.[part] ?? 0
      expect(Math.abs((found[part] ?? 0) - share)).toBeLessThanOrEqual(slack(share))
    }
  })
})

test('a flag that is disabled is off for everyone', async () => {
  const text = flagd(split(['on', 100], ['off', 0]), { state: 'DISABLED' })
  expect((await shownBy(text))?.disabled?.value).toBe('DISABLED')
  expect(served(text)).toEqual({ treatment: 0, control: 0, off: 100 })
})

test('weights that are no whole numbers give everyone the default: no share is read from them', async () => {
  const text = flagd(split(['on', 50.5], ['off', 49.5]))
  expect((await shownBy(text))?.splits).toBeUndefined()
  expect(served(text).off).toBe(100)
})

test('a flag whose default is on is on for everyone that its rule does not reach', async () => {
  const text = flagd({ if: [isStaff, 'off', null] }, { defaultVariant: 'on' })
  expect((await shownBy(text))?.fallback?.role).toBe('treatment')
  expect(served(text).treatment).toBe(100)
})

test('the files of these tests, and those of the examples, pass the schema of flagd', () => {
  const refusalsOf = (text: string): number => {
    let count = 0
    // What the schema refuses is told by the way.
    const debug = () => {
      count += 1
    }
    new FlagdCore(undefined, { ...quiet, debug }).setConfigurations(text)
    return count
  }
  const examples = join(import.meta.dirname, '../../../examples')
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((file) => /flags.[^/\\]+\.json$/.test(file))
    .map((file) => readFileSync(join(examples, file), 'utf8'))
    // One is an export of LaunchDarkly.
    .filter((text) => text.includes('"variants"'))
  expect(files.length).toBeGreaterThan(3)
  expect([honest, flagd(undefined), ...files].map(refusalsOf).every((count) => count === 0)).toBe(true)
  expect(refusalsOf(flagd(split(['on', 0.5], ['off', 99.5])))).toBeGreaterThan(0)
})
