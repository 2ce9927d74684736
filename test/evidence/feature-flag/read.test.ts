import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/evidence/feature-flag/dialects.ts'
import type { Flag } from '../../../src/evidence/feature-flag/flag.ts'
import { roleOf } from '../../../src/evidence/feature-flag/split.ts'
import { mutatedBytes, readText } from '../bytes.ts'
import { canary, flagd, honest, launchDarkly, rollout, split, unleash } from './files.ts'

const read = (text: string | Uint8Array, file = 'flags.json', key = 'order-status-ai') =>
  readText(readerOf(key), file, text)

const flagOf = async (text: string, file?: string, key?: string): Promise<Flag> => {
  const reading = await read(text, file, key)
  if (reading.state !== 'read' || reading.value.flag === undefined) throw new Error(JSON.stringify(reading))
  return reading.value.flag
}

const lineOf = (part: { readonly range: Flag['key']['range'] } | undefined) => part?.range.start.line

test('flagd: the split, the key, and their places', async () => {
  const flag = await flagOf(honest)
  expect(flag.splits?.value).toEqual([{ treatment: 5, control: 5, off: 90 }])
  expect(flag.bucketBy?.value).toEqual(['customer'])
  expect(flag.fallback).toMatchObject({ value: 'off', role: 'off' })
  expect([flag.key, flag.fallback, flag.bucketBy, flag.splits].map(lineOf)).toEqual([4, 11, 14, 19])
  const disabled = await flagOf(flagd(undefined, { state: 'DISABLED' }))
  expect([disabled.disabled?.value, lineOf(disabled.disabled)]).toEqual(['DISABLED', 5])
})

const isStaff = { in: ['@acme.example', { var: 'email' }] }
const five = { treatment: 5, control: 5, off: 90 }

test.each<readonly [string, unknown, object]>([
  ['weights of any sum', split(['on', 1], ['control', 1], ['off', 18]), five],
  ['weights left out', split(['on'], ['off']), { treatment: 50, off: 50 }],
  ['the rest of an if', { if: [isStaff, 'on', split(['on', 1], ['control', 1], ['off', 18])] }, five],
  [
    'an if inside an if',
    { if: [isStaff, 'on', { if: [isStaff, 'off', split(['on', 1], ['off', 3])] }] },
    { treatment: 25, off: 75 },
  ],
  [
    'without a key',
    {
      fractional: [
        ['on', 1],
        ['off', 3],
      ],
    },
    { treatment: 25, off: 75 },
  ],
  ['nobody', split(['on', 0], ['off', 1]), { treatment: 0, off: 100 }],
  ['an empty rule', {}, { treatment: 0, off: 100 }],
  ['a switch before the split', { if: [true, 'off', split(['on', 5], ['off', 95])] }, { treatment: 0 }],
  ['a switch that lets all through', { if: [true, split(['on', 1], ['off', 3]), 'off'] }, { treatment: 25 }],
  [
    'some to off before a split with a control',
    { if: [isStaff, 'off', split(['on', 1], ['control', 1], ['off', 18])] },
    five,
  ],
])('flagd: %s', async (_, targeting, expected) => {
  expect((await flagOf(flagd(targeting))).splits?.value).toEqual([expect.objectContaining(expected)])
})

test.each<readonly [string, unknown]>([
  ['a segment', { if: [{ '==': [{ var: 'country' }, 'IE'] }, split(['on', 1], ['off', 1]), 'off'] }],
  ['rules alone', { if: [isStaff, 'on', 'off'] }],
  ['two splits', { if: [isStaff, split(['on', 1], ['off', 1]), split(['on', 1], ['off', 9])] }],
  ['weights that are no whole numbers', split(['on', 0.5], ['off', 99.5])],
  ['weights that are computed', split(['on', { '*': [1, 5] }], ['off', 95])],
  ['variants that nobody can tell apart', split(['v1', 5], ['v2', 95])],
  ['a key that is the same for everyone', { fractional: [{ var: '$flagd.flagKey' }, ['on', 5], ['off', 95]] }],
  ['no weight at all', split(['on', 0], ['off', 0])],
  ['a key that is cut', { fractional: [{ substr: [{ var: 'customer' }, 0, 2] }, ['on', 5], ['off', 95]] }],
])('flagd: %s shows no share', async (_, targeting) => {
  const flag = await flagOf(flagd(targeting))
  expect(flag.splits).toBeUndefined()
  expect(flag.unread).toMatch(/^(?:has|is|serves) /)
})

test.each<readonly [string, string, RegExp]>([
  ['a rule for some before the split', flagd({ if: [isStaff, 'on', split(['on', 5], ['off', 95])] }), /before/],
  ['one for all before the split', flagd({ if: [{ '==': [1, 1] }, 'off', split(['on', 5], ['off', 95])] }), /before/],
  [
    'one that puts some into the control',
    flagd({ if: [isStaff, 'control', split(['on', 5], ['control', 5], ['off', 90])] }),
    /before/,
  ],
  [
    'one in an if that holds the split',
    flagd({ if: [isStaff, 'off', { if: [isStaff, 'on', split(['on', 5], ['off', 95])] }] }),
    /before/,
  ],
  [
    'the default for some, which is on',
    flagd({ if: [isStaff, null, split(['on', 5], ['off', 95])] }, { defaultVariant: 'on' }),
    /before/,
  ],
  ['a rule that is computed', flagd({ if: [isStaff, { var: 'v' }, split(['on', 5], ['off', 95])] }), /before/],
  ['no default', flagd(split(['on', 5], ['off', 95]), { defaultVariant: null }), /default/],
  ['two operations in one', flagd({ ...Object(split(['on', 5], ['off', 95])), if: [true, 'on'] }), /segments/],
])('flagd: %s leaves the share unproven', async (_, text, why) => {
  expect((await flagOf(text)).unread).toMatch(why)
})

test.each([
  ['off', 'off'],
  ['the control', 'control'],
  ['the default, which is off', null],
])('flagd: a rule that gives some %s before the split leaves its share', async (_, answer) => {
  const flag = await flagOf(flagd({ if: [isStaff, answer, split(['on', 5], ['off', 95])] }))
  expect(flag).toMatchObject({ unread: undefined, splits: { value: [{ treatment: 5 }] } })
})

test.each<readonly [string, string]>([
  [
    'flagd',
    `{"flags": [${['off', 'on'].map((one) => `{"key": "order-status-ai", "state": "ENABLED", "variants": {"${one}": 1}, "defaultVariant": "${one}"}`).join()}]}`,
  ],
  ['Unleash', `${unleash}  - {name: order-status-ai, enabled: true, strategies: [{name: default}]}\n`],
  ['LaunchDarkly', launchDarkly.replace('other-flag', 'order-status-ai')],
  [
    'Flipt',
    `{"flags": [${[1, 2].map(() => '{"key": "order-status-ai", "enabled": false, "type": "BOOLEAN_FLAG_TYPE"}').join()}]}`,
  ],
  ['Statsig', `{"data": [${[1, 2].map(() => '{"id": "order-status-ai", "isEnabled": true, "rules": []}').join()}]}`],
])('%s: two flags of one name are read as neither', async (_, text) => {
  expect(await read(text, 'flags.yaml')).toMatchObject({
    state: 'malformed',
    problem: 'defines this flag twice',
  })
})

test('flagd: keys made of several parts, shared rules, lists and YAML', async () => {
  const cat = { cat: [{ var: '$flagd.flagKey' }, { var: 'customer' }] }
  const joined = await flagOf(flagd({ fractional: [cat, ['on', 1], ['off', 9]] }))
  expect(joined.bucketBy?.value).toEqual(['customer'])
  const shared = await flagOf(
    JSON.stringify({
      ...JSON.parse(flagd({ $ref: 'tenth' })),
      $evaluators: { tenth: split(['on', 1], ['off', 9]) },
    }),
  )
  expect(shared.splits?.value[0]?.treatment).toBe(10)
  const list = `flags:
  - key: order-status-ai
    state: ENABLED
    variants: {"off": false, "on": true}
    defaultVariant: "off"
`
  expect(lineOf((await flagOf(list, 'flags.yaml')).fallback)).toBe(5)
  const endless = {
    ...JSON.parse(flagd({ $ref: 'self' })),
    $evaluators: { self: { if: [{ $ref: 'self' }] } },
  }
  expect((await flagOf(JSON.stringify(endless))).splits).toBeUndefined()
})

test.each([
  [[{ var: '$flagd.flagKey' }, { var: 'customer' }], ['customer']],
  [
    [{ var: '$flagd.timestamp' }, { var: 'customer' }],
    ['$flagd.timestamp', 'customer'],
  ],
  [[{ var: 'customer' }, { var: 'customer' }], ['customer']],
])('flagd: a key of %j is one of %j', async (parts, keys) => {
  const flag = await flagOf(flagd({ fractional: [{ cat: parts }, ['on', 5], ['off', 95]] }))
  expect(flag.bucketBy?.value).toEqual(keys)
})

test('resources of several flags in one file', async () => {
  const resource = (name: string, weight: number) =>
    `apiVersion: core.openfeature.dev/v1beta1\nkind: FeatureFlag\nmetadata: {name: ${name}}\nspec: {flagSpec: {flags: {${name}: {state: ENABLED, variants: {on: true, off: false}, defaultVariant: off, targeting: {fractional: [[on, ${weight}], [off, ${100 - weight}]]}}}}}\n`
  const text = `${resource('search', 50)}---\n${resource('ai', 5)}`
  expect((await flagOf(text, 'f.yaml', 'ai')).splits?.value[0]?.treatment).toBe(5)
  expect(await read(text, 'f.yaml', 'no')).toMatchObject({ state: 'read', value: { flag: undefined } })
  expect(await read(`${text}---\n${resource('ai', 9)}`, 'f.yaml', 'ai')).toMatchObject({
    state: 'unknown',
    why: 'defines this flag twice, so it is unclear which one counts',
  })
})

test.each([
  ['customerId', 'customerId', ['customerId']],
  ['default', 'default', ['default']],
  ['customerId', 'default', ['customerId']],
  ['customerId', 'sessionId', ['customerId', 'sessionId']],
])('Unleash: a share by %s with variants by %s', async (share, variants, keys) => {
  const variant = (name: string) => ({ name, weight: 500, stickiness: variants })
  const parameters = { rollout: '10', stickiness: share }
  const strategy = { name: 'flexibleRollout', parameters, variants: [variant('on'), variant('control')] }
  const text = JSON.stringify({ version: 2, features: [{ name: 'ai', enabled: true, strategies: [strategy] }] })
  expect((await flagOf(text, 'f.json', 'ai')).bucketBy?.value).toEqual(keys)
})

test('LaunchDarkly: a flag that needs another shows no share', async () => {
  const text = launchDarkly.replace(/^( +)on: true$/m, '$1on: true\n$1prerequisites: [{key: parent, variation: 0}]')
  expect(text).not.toBe(launchDarkly)
  expect((await flagOf(text, 'f.yml')).unread).toBe('depends on other flags')
})

test('Unleash: a rollout, its variants and its stickiness', async () => {
  const flag = await flagOf(unleash, 'flags.yml')
  expect(flag.splits?.value).toEqual([five])
  expect(flag.bucketBy?.value).toEqual(['customerId'])
  const with_ = async (from: string, to: string) => flagOf(unleash.replace(from, to), 'flags.yml')
  expect((await with_('enabled: true', 'enabled: false')).disabled?.value).toBe('enabled: false')
  expect((await with_('enabled: true', 'enabled: no')).disabled?.value).toBe('enabled: false')
  expect((await with_('enabled: true', 'enabled: yes')).disabled).toBeUndefined()
  expect((await with_('constraints: []', 'constraints: [{contextName: country}]')).unread).toBeDefined()
  expect((await with_('stickiness: customerId, groupId', 'stickiness: default, groupId')).bucketBy?.value).toEqual([
    'default',
  ])
})

test('LaunchDarkly: weights of a hundred thousand, the variation that is served when it is off', async () => {
  const flag = await flagOf(launchDarkly, 'flags.yml')
  expect(flag.splits?.value).toEqual([{ treatment: 5, control: undefined, off: 95 }])
  expect(flag.bucketBy?.value).toEqual(['customer'])
  expect(flag.fallback).toMatchObject({ value: 'variation 1', role: 'off' })
  expect(flag.splits?.range.start.line).toBe(12)
  const constant = await flagOf(launchDarkly, 'flags.yml', 'other-flag')
  expect(constant.splits?.value[0]?.treatment).toBe(100)
  for (const off of ['false', 'no', 'off'])
    expect((await flagOf(launchDarkly.replace('on: true', `on: ${off}`), 'f.yml')).disabled?.value).toBe('on: false')
  expect((await flagOf(launchDarkly.replace('on: true', 'on: yes'), 'f.yml')).disabled).toBeUndefined()
})

test.each<readonly [string, string, string, RegExp | undefined]>([
  ['a rule for some', 'version: 3', 'rules: [{clauses: [{}], variation: 0}]', /before/],
  ['a rule with a split', 'version: 3', 'rules: [{clauses: [{}], rollout: {variations: []}}]', /before/],
  ['targets', 'version: 3', 'contextTargets: [{values: [a], variation: 0}]', /before/],
  ['targets that are none', 'version: 3', 'targets: [{values: [], variation: 0}]', undefined],
  ['targets that nobody knows', 'version: 3', 'targets: [{variation: 0}]', /before/],
  [
    'a rule for nobody',
    'version: 3',
    'rules: [{clauses: [{attribute: a, op: in, values: [b]}, {attribute: a, op: in, values: []}], variation: 0}]',
    undefined,
  ],
  [
    'a rule for all but nobody',
    'version: 3',
    'rules: [{clauses: [{attribute: a, op: in, values: [], negate: true}], variation: 0}]',
    /before/,
  ],
  ['a rule that turns it off', 'version: 3', 'rules: [{clauses: [{}], variation: 1}]', undefined],
  ['no variation for off', 'offVariation: 1', 'salt: x', /default/],
  ['weights of a hundred', '95000', '95', /add up/],
])('LaunchDarkly: %s', async (_, from, to, why) => {
  const { unread } = await flagOf(launchDarkly.replace(from, to), 'flags.yml')
  if (why === undefined) expect(unread).toBeUndefined()
  else expect(unread).toMatch(why)
})

test('LaunchDarkly: a rule for everybody takes the place of the split', async () => {
  const everybody = launchDarkly.replace('version: 3', 'rules: [{clauses: [], variation: 1}]')
  expect(await flagOf(everybody, 'flags.yml')).toMatchObject({
    unread: undefined,
    splits: { value: [{ treatment: 0 }] },
  })
})

test.each<readonly [string, string, string, RegExp | undefined]>([
  ['an override', 'name: control,', 'overrides: [{contextName: country, values: [PL]}], name: control,', /before/],
  ['no override', 'name: control,', 'overrides: [], name: control,', undefined],
  ['a control that is on', 'value: y', 'value: "on"', /variants/],
  ['a treatment that is false', 'value: x', 'value: "off"', /variants/],
  ['texts of several words', 'value: y', 'value: "the new model is off"', undefined],
])('Unleash: %s among the variants', async (_, from, to, why) => {
  const { unread } = await flagOf(unleash.replace(from, to), 'flags.yml')
  if (why === undefined) expect(unread).toBeUndefined()
  else expect(unread).toMatch(why)
})

test.each<readonly [string, RegExp | undefined]>([
  ['""', undefined],
  ['"a,b"', /segments/],
])('Unleash: the ids %s beside a share', async (ids, why) => {
  const strategy = `- {name: userWithId, parameters: {userIds: ${ids}}}`
  const { unread, splits } = await flagOf(
    unleash.replace('    strategies:', `    strategies:\n      ${strategy}`),
    'f.yml',
  )
  if (why === undefined) expect(unread).toBeUndefined()
  else expect(unread).toMatch(why)
  expect(splits === undefined).toBe(why !== undefined)
  const alone = unleash.replace(
    /strategies:\n[\s\S]*? {2}- \{name: other/,
    `strategies:\n      ${strategy}\n  - {name: other`,
  )
  expect((await flagOf(alone, 'f.yml')).unread).toMatch(/segments/)
})

test('LaunchDarkly: an experiment is split by the key of its context alone', async () => {
  const by = 'rollout:\n        bucketBy: country'
  expect((await flagOf(launchDarkly.replace('rollout:', by), 'f.yml')).bucketBy?.value).toEqual(['country'])
  const experiment = launchDarkly.replace('rollout:', `${by}\n        kind: experiment`)
  expect((await flagOf(experiment, 'f.yml')).bucketBy?.value).toEqual(['customer'])
})

test('Argo Rollouts and Flagger: one share a step', async () => {
  const shares = async (text: string) =>
    (await flagOf(text, 'rollout.yaml')).splits?.value.map(({ treatment }) => treatment)
  expect(await shares(rollout)).toEqual([5, 20, 50])
  expect(await shares(canary)).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50])
  expect(await shares(canary.replace('stepWeight: 5', 'stepWeights: [1, 2, 10]'))).toEqual([1, 2, 10])
  const green = rollout.replace(/canary:[\s\S]*/, 'blueGreen: {activeService: a}\n')
  expect((await flagOf(green, 'rollout.yaml')).unread).toBe('moves all traffic at once')
})

test('a flag that the file does not hold, and the one that was meant', async () => {
  const reading = await read(honest, 'flags.json', 'order-status')
  expect(reading).toEqual({ state: 'read', value: { flag: undefined, near: 'order-status-ai' } })
  expect(await read('{"flags": {}}')).toMatchObject({ state: 'read', value: { flag: undefined } })
})

describe('what is malformed is told in our words, with its place', () => {
  test.each([
    ['{"flags": {', 'flags.json', 1, 'cannot be read: '],
    ['flags:\n  a: {state: ENABLED}\n', 'flags.yaml', 2, 'has a flag without a valid `state` or `variants`'],
    [
      flagd(undefined, { defaultVariant: 'gone' }),
      'flags.json',
      11,
      'has a default variant that is not one of its variants',
    ],
    ['features:\n  - {name: x, strategies: []}\n', 'flags.yaml', 2, 'has a feature without `name` or `enabled`'],
    ['flags: {a: {on: true}, b: {}}\n', 'flags.yaml', 1, 'has a flag without `on`'],
    [canary.replace(/ {2}analysis.*\n/, '  {}\n'), 'canary.yaml', 4, 'has a Canary without `analysis`'],
  ])('%j', async (text, file, line, problem) => {
    const reading = await read(text, file)
    if (reading.state !== 'malformed') throw new Error(reading.state)
    expect(reading.problem.startsWith(problem)).toBe(true)
    expect(reading.range.start.line).toBe(line)
  })
})

test.each([
  ['{"features": {"order-status-ai": {"on": true}}}', 'flags.json'],
  ['{"features": [{"id": 1}]}', 'flags.json'],
  ['[1, 2]', 'flags.json'],
  ['order-status-ai = off\n', 'flags.toml'],
  ['order-status-ai: off\n', 'flags.yaml'],
  ['', 'flags.yaml'],
])('%j is unknown', async (text, file) => {
  expect((await read(text, file)).state).toBe('unknown')
})

test.each([
  ['on', true, 'treatment'],
  ['off', false, 'off'],
  ['control', false, 'control'],
  ['control', true, 'unclear'],
  ['a', true, 'treatment'],
  ['a', 'ai', 'treatment'],
  ['a', 'off', 'off'],
  ['newRanking', 'x', 'treatment'],
  ['old-ranking', 2, 'off'],
  ['no-ai', undefined, 'off'],
  ['holdout', 'off', 'control'],
  ['b', { enabled: false }, 'off'],
  ['ranker-v2', 'ranker-v2', 'unclear'],
  ['on', 'off', 'unclear'],
])('%s: %j is %s', (name, value, role) => {
  expect(roleOf(name, value)).toBe(role)
})

test('whatever the bytes, the answer is one of three', () =>
  fc.assert(
    fc.asyncProperty(mutatedBytes([honest, unleash, launchDarkly, rollout, canary]), async (bytes) => {
      for (const file of ['flags.json', 'flags.yaml'])
        expect(['read', 'malformed', 'unknown']).toContain((await read(bytes, file)).state)
    }),
    { numRuns: 300 },
  ))

test.each([
  ['deep nesting', flagd(JSON.parse(`${'{"if":['.repeat(25)}1${']}'.repeat(25)}`))],
  ['nesting beyond what is read', `{"flags": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  [
    'many flags',
    `{"flags": {${Array.from({ length: 12_000 }, (_, at) => `"f${at}": {"state": "ENABLED", "variants": {}}`).join()}}}`,
  ],
  ['many weights', flagd(split(...Array.from({ length: 50_000 }, () => ['on', 1])))],
  ['many references to one rule', flagd({ if: Array.from({ length: 20_000 }, () => ({ $ref: 'x' })) })],
  ['a long name', `{"flags": {"${'a'.repeat(2 ** 20)}": {"state": "ENABLED", "variants": {}}}}`],
  ['a prototype', '{"flags": {"__proto__": {"state": "ENABLED", "variants": {"__proto__": true}}}}'],
])('%s: an answer all the same', async (_, text) => {
  expect(['read', 'malformed', 'unknown']).toContain((await read(text)).state)
})
