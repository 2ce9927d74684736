import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/evidence/feature-flag/dialects.ts'
import type { Flag } from '../../../src/evidence/feature-flag/flag.ts'
import { readText } from '../bytes.ts'

const read = (data: unknown, key = 'ai') => readText(readerOf(key), 'flags.json', JSON.stringify(data))

const flagOf = async (data: unknown): Promise<Flag> => {
  const reading = await read(data)
  if (reading.state !== 'read' || reading.value.flag === undefined) throw new Error(JSON.stringify(reading))
  return reading.value.flag
}

const brief = ({ disabled, unread, only, splits, bucketBy, fallback }: Flag) =>
  [
    disabled?.value,
    only === undefined ? unread : `only ${only.join()}`,
    ...(splits?.value ?? []).map(({ treatment, control, off }) =>
      [treatment, control ?? '-', off].map((one) => (typeof one === 'number' ? Number(one.toFixed(6)) : one)).join('/'),
    ),
    bucketBy?.value.join(),
    fallback && `else ${fallback.value} (${fallback.role})`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')

const variations = [{ value: true }, { value: false }]
const environment = (others: object = {}) => ({
  on: true,
  offVariation: 1,
  fallthrough: {
    rollout: {
      contextKind: 'customer',
      variations: [
        { variation: 0, weight: 5000 },
        { variation: 1, weight: 95_000 },
      ],
    },
  },
  ...others,
})
const launchDarkly = (environments: object) => ({ items: [{ key: 'ai', variations, environments }] })

const unleash = (strategies: readonly object[], environments: readonly object[], others: object = {}) => ({
  features: [{ name: 'ai' }, { name: 'other' }],
  featureEnvironments: environments,
  featureStrategies: strategies,
  ...others,
})
const strategy = (environment: string | undefined, rollout: string) => ({
  featureName: 'ai',
  environment,
  name: 'flexibleRollout',
  parameters: { rollout, stickiness: 'customer' },
  constraints: [],
})
const inEnvironment = (environment: string, enabled = true, others: object = {}) => ({
  featureName: 'ai',
  environment,
  enabled,
  ...others,
})
const variantsOf = (control: number) => ({
  variants: [
    { name: 'control', weight: control, stickiness: 'customer' },
    { name: 'treatment', weight: 1000 - control, stickiness: 'customer' },
  ],
})

const growthBook = (...rules: readonly object[]) => ({ features: { ai: { defaultValue: false, rules } } })
const rule = (others: object = {}) => ({
  passPercentage: 5,
  conditions: [{ type: 'public' }],
  environments: null,
  ...others,
})
const statsig = (rules: readonly object[], others: object = {}) => ({
  data: [{ id: 'ai', isEnabled: true, idType: 'customer', rules, ...others }],
})
const flipt = (flag: object) => ({ version: '1.4', flags: [{ key: 'ai', enabled: false, ...flag }] })
const fliptVariants = (rule: object, ...before: readonly object[]) => ({
  ...flipt({
    enabled: true,
    variants: [{ key: 'on' }, { key: 'control' }, { key: 'off' }],
    rules: [
      ...before,
      {
        distributions: [
          { variant: 'on', rollout: 5 },
          { variant: 'control', rollout: 5 },
          { variant: 'off', rollout: 90 },
        ],
        ...rule,
      },
    ],
  }),
  segments: [
    { key: 'everybody', match_type: 'ALL_MATCH_TYPE' },
    {
      key: 'germany',
      match_type: 'ALL_MATCH_TYPE',
      constraints: [{ property: 'country', operator: 'eq', value: 'DE' }],
    },
  ],
})
const isTrue = { threshold: { percentage: 5, value: true } }
const goFlag = (others: object) => ({
  ai: { variations: { on: true, off: false }, defaultRule: { percentage: { on: 5, off: 95 } }, ...others },
})
const configCat = (others: object) => ({ f: { ai: { t: 0, v: { b: false }, ...others } } })
const options = [
  { p: 5, v: { b: true } },
  { p: 95, v: { b: false } },
]

describe('what an export says of a flag', () => {
  test.each<readonly [string, unknown, string]>([
    [
      'LaunchDarkly, production among others',
      launchDarkly({ test: environment({ fallthrough: { variation: 0 } }), production: environment() }),
      '5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, one flag with one environment',
      launchDarkly({ eu: environment() }).items[0],
      '5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, off in production',
      launchDarkly({ prod: environment({ on: false }), test: environment() }),
      'on: false · 5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, no environment called production',
      launchDarkly({ eu: environment(), us: environment() }),
      'has several environments, expected exactly one named production',
    ],
    [
      'the lie: LaunchDarkly, in staging alone',
      launchDarkly({ staging: environment() }),
      'is set only in "staging", which serves no customers',
    ],
    [
      'the lie: LaunchDarkly, in acceptance alone',
      launchDarkly({ 'acceptance-2': environment() }),
      'is set only in "acceptance-2", which serves no customers',
    ],
    [
      'LaunchDarkly, with a prerequisite',
      launchDarkly({ production: environment({ prerequisites: [{ key: 'other', variation: 0 }] }) }),
      'depends on other flags · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, a rule for some',
      launchDarkly({ production: environment({ targets: [{ variation: 0, values: ['a'] }] }) }),
      'has a rule before its split that may put some units into an arm · 5/-/95 · customer · else variation 1 (off)',
    ],
    ['Unleash, one environment', unleash([strategy(undefined, '5')], [inEnvironment('default')]), '5/-/95 · customer'],
    [
      'the lie: Unleash, one for all behind the strategies of a thousand other flags',
      unleash(
        [
          strategy(undefined, '5'),
          ...Array.from({ length: 1001 }, () => ({ ...strategy(undefined, '5'), featureName: 'other' })),
          strategy(undefined, '100'),
        ],
        [inEnvironment('default')],
      ),
      expect.not.stringMatching(/^5/),
    ],
    [
      'the lie: Unleash, exported from development, which strategies do not name',
      unleash([strategy(undefined, '5')], [inEnvironment('development')]),
      'is set only in "development", which serves no customers',
    ],
    [
      'Unleash, archived',
      {
        ...unleash([strategy(undefined, '5')], [inEnvironment('default')]),
        features: [{ name: 'ai', archived: true }],
      },
      'archived: true · 5/-/95 · customer',
    ],
    [
      'the lie: Unleash, variants of the environment that leave a tenth',
      unleash([strategy(undefined, '100')], [inEnvironment('production', true, variantsOf(900))]),
      '10/90/0 · customer',
    ],
    [
      'Unleash, variants of a strategy before those of its environment',
      unleash(
        [{ ...strategy(undefined, '100'), ...variantsOf(500) }],
        [inEnvironment('production', true, variantsOf(900))],
      ),
      '50/50/0 · customer',
    ],
    [
      'Unleash, variants of the feature',
      unleash([strategy(undefined, '100')], [inEnvironment('production')], {
        features: [{ name: 'ai', ...variantsOf(900) }],
      }),
      '10/90/0 · customer',
    ],
    [
      'Unleash, variants of another environment alone',
      unleash([strategy(undefined, '100')], [inEnvironment('production', true, { variants: [] })], {
        features: [{ name: 'ai', ...variantsOf(900) }],
      }),
      '100/-/0 · customer',
    ],
    [
      'Unleash, archived as its clients get it',
      { version: 2, features: [{ name: 'ai', enabled: true, archived: true, strategies: [{ name: 'default' }] }] },
      'archived: true · 100/-/0',
    ],
    [
      'Unleash, production among others',
      unleash(
        [strategy('production', '5'), strategy('development', '100')],
        [inEnvironment('development'), inEnvironment('production')],
      ),
      '5/-/95 · customer',
    ],
    [
      'Unleash, off in production',
      unleash([strategy('production', '5')], [inEnvironment('production', false)]),
      'enabled: false · 5/-/95 · customer',
    ],
    [
      'Unleash, depending on another',
      unleash([strategy(undefined, '5')], [inEnvironment('production')], {
        dependencies: [{ feature: 'ai', dependencies: [{ feature: 'other' }] }],
      }),
      'depends on other features',
    ],
    [
      'Unleash, a feature of the admin API',
      {
        name: 'ai',
        environments: [
          { name: 'development', enabled: true, strategies: [strategy(undefined, '100')] },
          { name: 'production', enabled: true, strategies: [strategy(undefined, '5')] },
        ],
      },
      '5/-/95 · customer',
    ],
    [
      'GrowthBook, a share',
      growthBook({ force: true, coverage: 0.05, hashAttribute: 'customer' }),
      '5/-/95 · customer · else false (off)',
    ],
    ['GrowthBook, everyone', growthBook({ force: true }), '100/-/0 · else false (off)'],
    [
      'GrowthBook, the lie: a share that is switched off',
      growthBook({ force: true, coverage: 0.05, enabled: false }),
      '0/-/100 · else false (off)',
    ],
    [
      'GrowthBook, a share behind a rule that is switched off',
      growthBook({ force: true, enabled: false }, { force: true, coverage: 0.05, enabled: true }),
      '5/-/95 · else false (off)',
    ],
    [
      'GrowthBook, the lie: everyone, behind more rules that are switched off than a person keeps',
      growthBook(...Array.from({ length: 40 }, () => ({ force: true, enabled: false })), { force: true }),
      '100/-/0 · else false (off)',
    ],
    [
      'GrowthBook, a hash that it does not know',
      growthBook({ force: true, coverage: 0.05, hashAttribute: 'customer', hashVersion: 9 }),
      'has a `hashVersion` unknown to GrowthBook, so the rule is skipped · else false (off)',
    ],
    [
      'GrowthBook, its second hash',
      growthBook({ force: true, coverage: 0.05, hashVersion: 2 }),
      '5/-/95 · else false (off)',
    ],
    [
      'GrowthBook, weights that do not add up count as equal ones',
      growthBook({ variations: [true, false], weights: [0.05, 0.5] }),
      '50/-/50 · else false (off)',
    ],
    [
      'GrowthBook, more weights than variations',
      growthBook({ variations: [true, false], weights: [0.05, 0.95, 0] }),
      '50/-/50 · else false (off)',
    ],
    [
      'GrowthBook, weights that are rounded',
      growthBook({ variations: [true, false, false], weights: [0.333, 0.333, 0.333] }),
      '33.333333/-/66.666667 · else false (off)',
    ],
    [
      'GrowthBook, a variation that passes on',
      growthBook({ variations: [true, false], weights: [0.05, 0.95], meta: [{ passthrough: true }, {}] }),
      'has a variation that passes on to the next rule · else false (off)',
    ],
    [
      'LaunchDarkly, less in another production',
      launchDarkly({ production: environment(), 'eu-production': environment({ on: false }) }),
      '5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, more in another production',
      launchDarkly({ production: environment(), 'eu-production': environment({ fallthrough: { variation: 0 } }) }),
      'is on for more in "eu-production", which is named like production · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, a value that its name explains',
      {
        items: [
          {
            key: 'ai',
            variations: [
              { value: 'explain', name: 'AI' },
              { value: { cache: 1 }, name: 'Off' },
            ],
            environments: { production: environment() },
          },
        ],
      },
      '5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'LaunchDarkly, archived',
      { items: [{ key: 'ai', archived: true, variations, environments: { production: environment() } }] },
      'archived: true · 5/-/95 · customer · else variation 1 (off)',
    ],
    [
      'Unleash, more in another production',
      unleash(
        [strategy('production', '5'), strategy('production-us', '50')],
        [inEnvironment('production'), inEnvironment('production-us')],
      ),
      'is on for more in "production-us", which is named like production',
    ],
    ['GrowthBook, nobody', growthBook(), '0/-/100 · else false (off)'],
    [
      'GrowthBook, an experiment on a tenth',
      growthBook({
        variations: [false, true],
        meta: [{ name: 'control' }, { name: 'on' }],
        weights: [0.5, 0.5],
        coverage: 0.1,
      }),
      '5/5/90 · else false (off)',
    ],
    [
      'GrowthBook, a condition',
      growthBook({ force: true, condition: { country: 'IE' } }),
      'is on for segments, whose share of the traffic is unknown · else false (off)',
    ],
    [
      'GrowthBook, two rules',
      growthBook({ force: true, coverage: 0.05 }, { force: true }),
      'has a rule before its split that may put some units into an arm · else false (off)',
    ],
    ['Statsig, a share', statsig([rule()]), '5/-/95 · customer'],
    ['Statsig, one gate', { message: 'ok', data: statsig([rule()]).data[0] }, '5/-/95 · customer'],
    ['Statsig, off', statsig([rule()], { isEnabled: false }), 'isEnabled: false · 5/-/95 · customer'],
    ['Statsig, archived', statsig([rule()], { status: 'Archived' }), 'status: Archived · 5/-/95 · customer'],
    ['Statsig, in use', statsig([rule()], { status: 'In Progress' }), '5/-/95 · customer'],
    ['Statsig, no rule', statsig([]), '0/-/100'],
    ['Statsig, in production', statsig([rule({ environments: ['production'] })]), '5/-/95 · customer'],
    [
      'Statsig, nobody of some before the share',
      statsig([rule({ passPercentage: 0, conditions: [{ type: 'email' }] }), rule()]),
      '5/-/95 · customer',
    ],
    [
      'Statsig, everybody in development before the share',
      statsig([rule({ passPercentage: 100, environments: ['development'] }), rule()]),
      '5/-/95 · customer',
    ],
    [
      'Statsig, nobody before the share',
      statsig([rule({ passPercentage: 0 }), rule()]),
      'is on for segments, whose share of the traffic is unknown',
    ],
    [
      'GrowthBook, off for some before the share',
      growthBook({ condition: { staff: true }, force: false }, { force: true, coverage: 0.05, hashAttribute: 'id' }),
      '5/-/95 · id · else false (off)',
    ],
    ...[{ force: false }, { condition: { staff: true }, force: true }].map(
      (first) =>
        [
          `GrowthBook, ${JSON.stringify(first)} before the share`,
          growthBook(first, { force: true, coverage: 0.05, hashAttribute: 'id' }),
          'has a rule before its split that may put some units into an arm · else false (off)',
        ] as const,
    ),
    [
      'ConfigCat, off for some before the share',
      configCat({ a: 'customer', p: options, r: [{ c: [{ u: {} }], s: { v: { b: false } } }] }),
      '5/-/95 · customer · else false (off)',
    ],
    [
      'ConfigCat, on for some before the share',
      configCat({ a: 'customer', p: options, r: [{ c: [{ u: {} }], s: { v: { b: true } } }] }),
      'has a rule before its split that may put some units into an arm · else false (off)',
    ],
    [
      'Flipt, off for a segment first',
      flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [{ segment: { key: 'staff', value: false } }, isTrue] }),
      '5/-/95 · else false (off)',
    ],
    [
      'Flipt, variants that are off for a segment first',
      fliptVariants({}, { segment: 'germany', distributions: [{ variant: 'off', rollout: 100 }] }),
      '5/5/90',
    ],
    ['the lie: Statsig, launched', statsig([rule()], { status: 'Launched' }), '100/-/0'],
    ['Statsig, disabled', statsig([rule()], { status: 'Disabled' }), 'status: Disabled · 5/-/95 · customer'],
    [
      'Statsig, in staging alone',
      statsig([rule({ environments: ['staging'] })]),
      'is on for segments, whose share of the traffic is unknown',
    ],
    [
      'Statsig, a country',
      statsig([rule({ conditions: [{ type: 'country' }] })]),
      'is on for segments, whose share of the traffic is unknown',
    ],
    [
      'Flipt, a namespace without customers',
      { ...flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [isTrue] }), namespace: 'staging' },
      'is set only in "staging", which serves no customers · else false (off)',
    ],
    [
      'Flipt, a namespace of production',
      { ...flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [isTrue] }), namespace: { key: 'production', name: 'Live' } },
      '5/-/95 · else false (off)',
    ],
    ['Flipt, a share', flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [isTrue] }), '5/-/95 · else false (off)'],
    ['Flipt, on for all', flipt({ type: 'BOOLEAN_FLAG_TYPE', enabled: true }), '100/-/0 · else true (treatment)'],
    [
      'Flipt, a share that is on where the rest is on',
      flipt({ type: 'BOOLEAN_FLAG_TYPE', enabled: true, rollouts: [isTrue] }),
      '100/-/0 · else true (treatment)',
    ],
    [
      'Flipt, a share that is off where the rest is on',
      flipt({
        type: 'BOOLEAN_FLAG_TYPE',
        enabled: true,
        rollouts: [{ threshold: { percentage: 95, value: false } }],
      }),
      '5/-/95 · else true (treatment)',
    ],
    [
      'Flipt, truth values of YAML 1.1',
      flipt({
        type: 'BOOLEAN_FLAG_TYPE',
        enabled: 'no',
        rollouts: [{ threshold: { percentage: 5, value: 'yes' } }],
      }),
      '5/-/95 · else false (off)',
    ],
    [
      'Flipt, a flag that does not say whether it is on',
      {
        flags: [
          { key: 'other', enabled: true },
          { key: 'ai', type: 'BOOLEAN_FLAG_TYPE', rollouts: [isTrue] },
        ],
      },
      '5/-/95 · else false (off)',
    ],
    [
      'Flipt, a share that is no number',
      flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [{ threshold: { percentage: '5%', value: true } }] }),
      'has no rollout percentage from 0 to 100 · else false (off)',
    ],
    [
      'Flipt, a segment first',
      flipt({ type: 'BOOLEAN_FLAG_TYPE', rollouts: [{ segment: { key: 'staff', value: true } }, isTrue] }),
      'has a rule before its split that may put some units into an arm · else false (off)',
    ],
    ['Flipt, variants', fliptVariants({}), '5/5/90'],
    ['Flipt, variants for a segment of everybody', fliptVariants({ segment: 'everybody' }), '5/5/90'],
    ['Flipt, variants for segments of everybody', fliptVariants({ segment: { keys: ['everybody'] } }), '5/5/90'],
    ['Flipt, variants for a list of segments', fliptVariants({ segments: ['everybody'] }), '5/5/90'],
    ...[{ segment: 'germany' }, { segment: 'gone' }, { segments: ['everybody', 'germany'] }].map(
      (held) =>
        [
          `Flipt, variants for ${JSON.stringify(held)}`,
          fliptVariants(held),
          'is on for segments, whose share of the traffic is unknown',
        ] as const,
    ),
    [
      'Flipt, variants for a part of everybody',
      fliptVariants({ distributions: [{ variant: 'on', rollout: 5 }] }),
      'has rollouts that do not add up to 100',
    ],
    ['Flipt, variants that are off', flipt({ variants: [], rules: [] }), 'enabled: false · has no rule'],
    ['GO Feature Flag, a share', goFlag({ bucketingKey: 'customer' }), '5/-/95 · customer'],
    ['GO Feature Flag, one for all', goFlag({ defaultRule: { variation: 'on' } }), '100/-/0'],
    [
      'GO Feature Flag, a percentage beside a variation',
      goFlag({ defaultRule: { percentage: { on: 100 }, variation: 'off' } }),
      '100/-/0',
    ],
    ['GO Feature Flag, off', goFlag({ disable: true }), 'disable: true · 5/-/95'],
    ['GO Feature Flag, off in YAML 1.1', goFlag({ disable: 'yes' }), 'disable: true · 5/-/95'],
    ['GO Feature Flag, on in YAML 1.1', goFlag({ disable: 'no' }), '5/-/95'],
    ['GO Feature Flag, off for some', goFlag({ targeting: [{ query: 'staff eq true', variation: 'off' }] }), '5/-/95'],
    [
      'GO Feature Flag, a rule that is off',
      goFlag({ targeting: [{ query: 'staff eq true', variation: 'on', disable: true }] }),
      '5/-/95',
    ],
    [
      'GO Feature Flag, shares of some',
      goFlag({ targeting: [{ query: 'staff eq true', percentage: { on: 50, off: 50 } }] }),
      'has a rule before its split that may put some units into an arm',
    ],
    [
      'GO Feature Flag, a rule for some',
      goFlag({ targeting: [{ query: 'beta eq "true"', variation: 'on' }] }),
      'has a rule before its split that may put some units into an arm',
    ],
    [
      'GO Feature Flag, a schedule',
      goFlag({ scheduledRollout: [{ date: '2027-01-01T00:00:00Z' }] }),
      'has a scheduled, progressive or conditional rollout',
    ],
    ['ConfigCat, a share', configCat({ a: 'customer', p: options }), '5/-/95 · customer · else false (off)'],
    ['ConfigCat, its own attribute', configCat({ p: options }), '5/-/95 · default user · else false (off)'],
    ['ConfigCat, nobody', configCat({}), '0/-/100 · else false (off)'],
    [
      'ConfigCat, a rule for some',
      configCat({ p: options, r: [{ c: [], s: { v: { b: true } } }] }),
      'has a rule before its split that may put some units into an arm · else false (off)',
    ],
    [
      'OpenFeature',
      {
        apiVersion: 'core.openfeature.dev/v1beta1',
        kind: 'FeatureFlag',
        spec: {
          flagSpec: {
            flags: {
              ai: {
                state: 'ENABLED',
                variants: { on: true, off: false },
                defaultVariant: 'off',
                targeting: {
                  fractional: [
                    ['on', 5],
                    ['off', 95],
                  ],
                },
              },
            },
          },
        },
      },
      '5/-/95 · else off (off)',
    ],
  ])('%s', async (_, data, expected) => {
    expect(brief(await flagOf(data))).toEqual(expected)
  })
})

test('a value has the place at which the export holds it', async () => {
  const text = (data: unknown) => JSON.stringify(data, null, 1).split('\n')
  const lineOf = async (data: unknown, part: 'splits' | 'fallback' | 'key') => {
    const reading = await readText(readerOf('ai'), 'flags.json', JSON.stringify(data, null, 1))
    const line = reading.state === 'read' ? reading.value.flag?.[part]?.range.start.line : undefined
    return text(data)[(line ?? 0) - 1]?.trim()
  }
  const flags = launchDarkly({ production: environment() })
  expect(await lineOf(flags, 'splits')).toBe('"weight": 5000')
  expect(await lineOf(flags, 'fallback')).toBe('"offVariation": 1,')
  expect(await lineOf(flags, 'key')).toBe('"key": "ai",')
  expect(await lineOf(unleash([strategy(undefined, '5')], [inEnvironment('default')]), 'splits')).toBe(
    '"rollout": "5",',
  )
})

test.each([
  launchDarkly({ production: environment() }),
  unleash([strategy(undefined, '5')], [inEnvironment('default')]),
  growthBook(),
  statsig([rule()]),
  flipt({}),
  goFlag({}),
  configCat({}),
])('a flag of another name is told by the one that it resembles: %#', async (data) => {
  const reading = await read(data, 'aj')
  expect(reading).toMatchObject({ state: 'read', value: { flag: undefined, near: 'ai' } })
})
