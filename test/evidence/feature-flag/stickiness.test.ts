import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { complete, repository, today } from '../../rules/table.ts'

/** What stays open of a flag, where `assign_by` is that. */
const openedOf = async (flag: unknown, unit: string, rollout = 5): Promise<string | undefined> => {
  const yaml = `stage: limited
rollback: {how: {feature_flag: ai, file: f.json}}
rollout: {assign_by: ${unit}, limited: {traffic: ${rollout}%, duration: 14d}}
`
  const { unverified } = await lint(complete(yaml, 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [],
    exceptions: true,
    repository: repository({ 'f.json': JSON.stringify(flag) }),
  })
  return unverified.find(({ reference }) => reference === 'ai')?.why
}

/** Of a flag of Unleash that is split by this. */
const opened = (stickiness: string | undefined, unit: string, rollout = 5): Promise<string | undefined> => {
  const parameters = { rollout: String(rollout), stickiness }
  const strategies = [{ name: 'flexibleRollout', parameters }]
  return openedOf({ features: [{ name: 'ai', enabled: true, strategies }] }, unit, rollout)
}

test.each([
  ['default', 'customer', 5],
  ['default', 'userId', 5],
  ['default', 'session', 5],
  ['default', 'team', 100],
  ['team', 'team', 5],
])('a split by %s is one by %s at %d%', async (stickiness, unit, rollout) => {
  expect(await opened(stickiness, unit, rollout)).toBeUndefined()
})

test.each(['default', undefined])('a split by %s leaves another unit than the user open', async (stickiness) => {
  expect(await opened(stickiness, 'team')).toBe(
    'is split by the default of its system, a user, which may not be the team',
  )
})

const launchDarkly = (named: object) => ({
  on: true,
  offVariation: 1,
  fallthrough: {
    rollout: {
      ...named,
      variations: [
        { variation: 0, weight: 5000 },
        { variation: 1, weight: 95_000 },
      ],
    },
  },
})

const fileData = (named: object) => ({ flags: { ai: { ...launchDarkly(named), variations: [true, false] } } })
const ofApi = (named: object) => ({
  key: 'ai',
  variations: [{ value: true }, { value: false }],
  environments: { production: launchDarkly(named) },
})
const configCat = (named: object) => ({
  f: { ai: { t: 0, v: { b: false }, ...named, p: [true, false].map((b) => ({ p: b ? 5 : 95, v: { b } })) } },
})

const usual = (unit: string) => `is split by the default of its system, a user, which may not be the ${unit}`

test.each([
  ['LaunchDarkly', fileData({}), 'store', usual('store')],
  ['LaunchDarkly, by the key', fileData({ bucketBy: 'key' }), 'store', usual('store')],
  ['the API of LaunchDarkly', ofApi({}), 'session', usual('session')],
  ['ConfigCat', configCat({}), 'device', usual('device')],
  ['ConfigCat, by name', configCat({ a: 'Identifier' }), 'device', usual('device')],
  ['LaunchDarkly', fileData({}), 'account', usual('account')],
  ['LaunchDarkly, its context', fileData({ contextKind: 'account' }), 'account', undefined],
  ['LaunchDarkly', fileData({}), 'customer', undefined],
  ['LaunchDarkly', fileData({}), 'Kunde', undefined],
  ['LaunchDarkly, its context', fileData({ contextKind: 'store' }), 'store', undefined],
  ['LaunchDarkly, its attribute', fileData({ bucketBy: 'store' }), 'store', undefined],
  ['the API of LaunchDarkly', ofApi({}), 'user', undefined],
  ['ConfigCat', configCat({}), 'utilisateur', undefined],
  ['ConfigCat, its attribute', configCat({ a: 'deviceId' }), 'device', undefined],
])('%s: a split where the file names nothing, %#', async (_, flag, unit, why) => {
  expect(await openedOf(flag, unit)).toBe(why)
})
