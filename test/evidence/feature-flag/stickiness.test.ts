import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { complete, repository, today } from '../../rules/table.ts'

/** What stays open of a flag of Unleash that is split by this, where `assign_by` is that. */
const opened = async (stickiness: string | undefined, unit: string, rollout = 5): Promise<string | undefined> => {
  const parameters = { rollout: String(rollout), stickiness }
  const flag = { features: [{ name: 'ai', enabled: true, strategies: [{ name: 'flexibleRollout', parameters }] }] }
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
