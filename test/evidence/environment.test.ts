import { expect, test } from 'vitest'
import { endsAside, isAside, isLive } from '../../src/evidence/reading/environment.ts'

test.each([
  ...['staging', 'uat', 'UAT', 'preprod', 'pre-prod', 'non_prod', 'prod-like', 'qa1', 'dev-2', 'eu-test', 'demo'],
  ...['production-shadow', 'model-training', 'int'],
])('%s is an environment without customers', (name) => {
  expect([isAside(name), isLive(name)]).toEqual([true, false])
})

test.each(['prod', 'production-eu', 'live', 'prod-training', 'eu-production-2'])('%s is one with customers', (name) => {
  expect([isAside(name), isLive(name)]).toEqual([false, true])
})

test.each(['eu', 'care', 'contest', 'devices', 'no-cache', 'prefix', '', 'latest'])('%s says neither', (name) => {
  expect([isAside(name), isLive(name)]).toEqual([false, false])
})

test.each([
  ['orders-uat', true],
  ['orders-pre-prod', true],
  ['orders-staging', true],
  ['dev', true],
  ['test-orders', false],
  ['model-training', false],
  ['orders-demo', false],
  ['support-qa', false],
  ['order-acceptance', false],
  ['test', true],
  ['orders-prod', false],
  ['uat-prod', false],
  ['orders', false],
])('what is called %s runs where no customer is: %s', (name, expected) => {
  expect(endsAside(name)).toBe(expected)
})
