import { describe, expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { flagMissing } from '../../../src/rules/rollback/flag-missing.ts'
import { flagMismatch } from '../../../src/rules/rollout/flag-mismatch.ts'
import { canary, flagd, honest, launchDarkly, rollout, split, unleash } from '../../evidence/feature-flag/files.ts'
import { complete, diagnose, repository, table, today } from '../table.ts'

const guilty = '   # expect: rollout/flag-mismatch'

const pilot = (rest: string, unit = 'customer', stage = 'limited') => `stage: ${stage}
rollback: {how: {feature_flag: order-status-ai, file: flags.json}}
rollout:
  assign_by: ${unit}
  ${rest}
`

const inYaml = (text: string) => text.replace('flags.json', 'flags.yaml')

const five = 'limited: {traffic: 5%, control: 5%, duration: 14d}'
const steps = 'progressive: {steps: [20% for 7d, 50% for 28d], control: 20%}'
const weights = (on: number, control: number) => ({
  'flags.json': flagd(split(['on', on], ['control', control], ['off', 100 - on - control])),
})
const noControl = (on: number) => ({ 'flags.json': flagd(split(['on', on], ['off', 100 - on])) })
const keyed = (name: string) => ({
  'flags.json': flagd({ fractional: [{ var: name }, ['on', 5], ['control', 5], ['off', 90]] }),
})

table(flagMismatch, [
  { name: 'the declared shares', yaml: pilot(five), files: { 'flags.json': honest } },
  {
    name: 'ten times as many',
    yaml: pilot(`${five}${guilty}`),
    files: weights(50, 5),
    says: ['flag "order-status-ai" serves 50% with a control of 5%, but `rollout.limited` is 5% with a control of 5%'],
    severity: 'error',
  },
  {
    name: 'a shadow whose flag serves everybody is not ready for limited',
    yaml: pilot(`${five}${guilty}`, 'customer', 'shadow'),
    for: 'limited',
    files: weights(95, 5),
    says: ['flag "order-status-ai" serves 95%, but `rollout.limited` is 5%'],
  },
  {
    name: 'closest: a shadow that is judged as one',
    yaml: pilot(five, 'customer', 'shadow'),
    for: 'shadow',
    files: noControl(100),
  },
  {
    name: 'closest: a shadow whose flag is as limited plans it, by another unit',
    yaml: pilot(five, 'session', 'shadow'),
    for: 'limited',
    files: weights(5, 0),
  },
  {
    name: 'a shadow before a segment',
    yaml: pilot(`limited: {segment: {name: Lyon, share: 2%}}${guilty}`, 'customer', 'shadow'),
    for: 'limited',
    files: noControl(100),
  },
  { name: 'another control', yaml: pilot(`${five}${guilty}`), files: weights(5, 20) },
  {
    name: 'half a point away',
    yaml: pilot('limited: {traffic: 5.5%, control: 4.5%, duration: 14d}'),
    files: weights(5, 5),
  },
  {
    name: 'a little more than half a point away',
    yaml: pilot(`limited: {traffic: 4.4%, control: 5%, duration: 14d}${guilty}`),
    files: weights(5, 5),
  },
  { name: 'a control that is taken from the rest', yaml: pilot(five), files: noControl(5) },
  {
    name: 'a control that the rest cannot hold',
    yaml: pilot(`limited: {traffic: 90%, control: 20%}${guilty}`),
    files: noControl(90),
  },
  { name: 'all that is not treated is called control', yaml: pilot(five), files: weights(5, 95) },
  { name: 'a control that nobody declared', yaml: pilot('limited: 5% for 14d'), files: weights(5, 5) },
  { name: 'the first step', yaml: pilot(steps, 'customer', 'progressive'), files: weights(20, 20) },
  { name: 'the last step', yaml: pilot(steps, 'customer', 'progressive'), files: weights(50, 20) },
  {
    name: 'no step at all',
    yaml: pilot(`${steps}${guilty}`, 'customer', 'progressive'),
    files: weights(60, 5),
    says: [
      'flag "order-status-ai" serves 60% with a control of 5%, but `rollout.progressive` is 20% or 50% with a control of 20%',
    ],
  },
  {
    name: 'the flag stands where the pilot stands, whatever stage is asked about',
    yaml: pilot(`${five}\n  ${steps}`),
    for: 'progressive',
    files: weights(5, 5),
  },
  {
    name: 'everyone by default',
    yaml: pilot(`${five}${guilty}`),
    files: { 'flags.json': flagd(undefined, { defaultVariant: 'on' }) },
  },
  {
    name: 'full, with its control',
    yaml: pilot('full: {traffic: 95%, control: 5%}', 'customer', 'full'),
    files: weights(95, 5),
  },
  { name: 'off for everyone', yaml: pilot(five), files: { 'flags.json': flagd(undefined) } },
  {
    name: 'disabled',
    yaml: pilot(five),
    files: { 'flags.json': flagd(split(['on', 50], ['off', 50]), { state: 'DISABLED' }) },
  },
  {
    name: 'a pilot that serves everybody is told by spec/stage-understated',
    yaml: pilot(five, 'customer', 'pilot'),
    for: 'limited',
    files: weights(50, 5),
  },
  {
    name: 'a segment takes the place of a share',
    yaml: pilot('limited: {segment: {name: web-ie, share: 6%}, duration: 14d}'),
    files: weights(50, 50),
  },
  {
    name: 'a rule takes the place of a share',
    yaml: pilot(five),
    files: { 'flags.json': flagd({ if: [{ '==': [{ var: 'country' }, 'IE'] }, 'on', 'off'] }) },
  },
  { name: 'Unleash', yaml: inYaml(pilot(five, 'customer')), files: { 'flags.yaml': unleash } },
  {
    name: 'Unleash, another share',
    yaml: inYaml(pilot(`limited: 2% for 14d${guilty}`)),
    files: { 'flags.yaml': unleash },
  },
  { name: 'LaunchDarkly', yaml: inYaml(pilot(five)), files: { 'flags.yaml': launchDarkly } },
  {
    name: 'LaunchDarkly, another unit',
    yaml: inYaml(pilot(five, `session${guilty}`)),
    files: { 'flags.yaml': launchDarkly },
  },
  { name: 'a step of Argo Rollouts', yaml: inYaml(pilot(five)), files: { 'flags.yaml': rollout } },
  {
    name: 'no step of Argo Rollouts',
    yaml: inYaml(pilot(`limited: 8% for 14d${guilty}`)),
    files: { 'flags.yaml': rollout },
    says: ['flag "order-status" serves 5%, 20% or 50%, but `rollout.limited` is 8%'],
  },
  {
    name: 'a step of Flagger',
    yaml: inYaml(pilot(steps, 'customer', 'progressive')),
    files: { 'flags.yaml': canary },
  },
  { name: 'another form', yaml: pilot(five), files: { 'flags.json': '{"toggles": []}' } },
  { name: 'without a repository', yaml: pilot(five) },
])

describe('the unit by which traffic is assigned', () => {
  const same: readonly (readonly [string, string])[] = [
    ['customer', 'customer'],
    ['customer', 'customer_id'],
    ['customer', 'customerId'],
    ['customer', 'shop.customer.id'],
    ['customer', 'userId'],
    ['customers', 'customer'],
    ['order line', 'orderLineId'],
    ['session', 'targetingKey'],
    ['customer', 'key'],
    ['customer', 'shopifyCustomerId'],
    ['customer', 'user_email'],
    ['customer', 'customer.account.uuid'],
    ['account', 'accountKey'],
    ['account', 'tenant_id'],
    ['account', 'customerId'],
    ['account', 'targetingKey'],
    ['customer', 'organization.id'],
    ['user', 'account_id'],
    ['employee', 'userId'],
    ['employee', 'agent_id'],
    ['employee', 'accountId'],
    ['support agent', 'employeeId'],
    ['member', 'userKey'],
    ['visitor', 'user'],
    ['customer', 'customerUserId'],
    ['customer', 'crm.company.id'],
    ['account', 'user.organization.id'],
    ['account', 'user.customerId'],
    ['account', 'customer_tenant_id'],
  ]
  table(
    flagMismatch,
    same.map(([unit, name]) => ({ name: `${unit} by ${name}`, yaml: pilot(five, unit), files: keyed(name) })),
  )
  const both = (...names: readonly string[]) => ({
    'flags.json': flagd({
      fractional: [{ cat: names.map((name) => ({ var: name })) }, ['on', 5], ['control', 5], ['off', 90]],
    }),
  })
  table(flagMismatch, [
    { name: 'a customer and a session', yaml: pilot(five, `customer${guilty}`), files: both('customer', 'sessionId') },
    { name: 'a customer and a time', yaml: pilot(five, `customer${guilty}`), files: both('timestamp', 'customer') },
    { name: 'a customer in a country', yaml: pilot(five, 'customer'), files: both('country', 'customer') },
    { name: 'a session of a customer', yaml: pilot(five, 'session'), files: both('customer', 'session') },
    { name: 'the flag and a customer', yaml: pilot(five, 'customer'), files: both('$flagd.flagKey', 'customer') },
  ])
  const others: readonly (readonly [string, string])[] = [
    ['customer', 'sessionId'],
    ['session', 'userId'],
    ['customer', 'requestId'],
    ['visitor', 'order_id'],
    ['customer', 'customer_country'],
    ['customer', 'customer.tier'],
    ['customer', 'account_manager'],
    ['customer', 'user_agent'],
    ['user', 'user_agent'],
    ['account', 'user'],
    ['tenant', 'userId'],
    ['user', 'workspace_id'],
    ['customer', 'employeeId'],
    ['employee', 'customerId'],
    ['account', 'employee'],
    ['order', 'orderType'],
    ['customer', 'customer_company'],
    ['customer_id', 'user_organization'],
    ['company_order', 'customer_id'],
    ['company_order', 'tenant_id'],
    ['company', 'member'],
    ['account', 'subscriber'],
    ['shopper', 'tenant'],
  ]
  table(
    flagMismatch,
    others.map(([unit, name]) => ({
      name: `${unit}, not ${name}`,
      yaml: pilot(five, `${unit}${guilty}`),
      files: keyed(name),
      says: [`flag "order-status-ai" is split by "${name}", but \`assign_by\` is "${unit}"`],
    })),
  )
})

const judged = async (file: string, yaml = pilot(five)) => {
  // A rollback is proven by its drill as well.
  const drilled = `${yaml}drills: drill.yaml\n`
  const { unverified, verdict } = await lint(complete(drilled, 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [flagMissing, flagMismatch],
    exceptions: true,
    repository: repository({
      'flags.json': file,
      'drill.yaml': 'drills: [{what: rollback, on: 2026-11-04, outcome: passed, by: acme/ops}]',
    }),
  })
  const { state } = verdict.items.find(({ item }) => item === 'rollback') ?? {}
  return { state, said: unverified.map(({ why }) => why) }
}

test('a flag that shows its shares is verified, and proves the rollback', async () => {
  expect(await judged(honest)).toEqual({ state: 'stated', said: [] })
})

test.each([
  ['off for everyone', flagd(undefined), 'is on for 0% of the traffic'],
  ['disabled', flagd(undefined, { state: 'DISABLED' }), 'is disabled, so it shows no split'],
  [
    'a segment',
    flagd({ if: [{ '!': [{ var: 'beta' }] }, 'on', 'off'] }),
    'is on for segments, whose share of the traffic is unknown',
  ],
  ['another form', '{"toggles": []}', 'is in flags.json, which is not in a supported flag format'],
])('%s proves nothing', async (_, file, why) => {
  const { state, said } = await judged(file)
  expect(state).toBe('declared')
  expect(said.some((words) => words.startsWith(why))).toBe(true)
})

describe('a stage that is a segment', () => {
  const lyon = pilot('limited: {segment: {name: Lyon, share: 30%}, duration: 84d}')
  const site = (value: unknown, operation = '==') => ({ [operation]: [{ var: 'site' }, value] })
  const inUnleash = (...constraints: readonly object[]) =>
    JSON.stringify({
      version: 2,
      features: [
        {
          name: 'order-status-ai',
          enabled: true,
          strategies: [{ name: 'flexibleRollout', parameters: { rollout: '100' }, constraints }],
        },
      ],
    })
  const inLaunchDarkly = (clause: object, others = 1) =>
    JSON.stringify({
      flags: {
        'order-status-ai': {
          on: true,
          variations: [true, false],
          offVariation: 1,
          fallthrough: { variation: others },
          rules: [{ variation: 0, clauses: [clause] }],
        },
      },
    })
  const isIn = { contextName: 'site', operator: 'IN', values: ['Lyon'] }
  const among = { attribute: 'site', op: 'in', values: ['Lyon'] }

  test.each([
    ['one value', flagd({ if: [site('Lyon'), 'on', 'off'] })],
    ['the default for the others', flagd({ if: [site('lyon'), 'on', null] })],
    ['the value on the other side', flagd({ if: [{ '==': ['Lyon', { var: 'site' }] }, 'on'] })],
    ['a list of one', flagd({ if: [site(['Lyon'], 'in'), 'on', 'off'] })],
    ['Unleash', inUnleash(isIn)],
    ['LaunchDarkly', inLaunchDarkly(among)],
  ])('is proven by a rule for it alone: %s', async (_, file) => {
    expect(await judged(file, lyon)).toEqual({ state: 'stated', said: [] })
  })

  test.each([
    ['another segment', flagd({ if: [site('Paris'), 'on', 'off'] })],
    ['all but it', flagd({ if: [site('Lyon'), 'off', 'on'] })],
    ['all but it, by the default', flagd({ if: [site('Lyon'), 'on'] }, { defaultVariant: 'on' })],
    ['all that are not it', flagd({ if: [site('Lyon', '!='), 'on', 'off'] })],
    ['a second one', flagd({ if: [site(['Lyon', 'Paris'], 'in'), 'on', 'off'] })],
    ['a part of a name', flagd({ if: [{ in: ['Lyon', { var: 'site' }] }, 'on', 'off'] })],
    ['a second rule', flagd({ if: [site('Lyon'), 'on', site('Paris'), 'on', 'off'] })],
    ['two attributes', flagd({ if: [{ '==': [{ var: 'site' }, { var: 'home' }] }, 'on', 'off'] })],
    ['everyone in Unleash', inUnleash()],
    ['all but it in Unleash', inUnleash({ ...isIn, inverted: true })],
    ['another one in Unleash', inUnleash({ ...isIn, values: ['Paris'] })],
    ['everyone in LaunchDarkly', inLaunchDarkly(among, 0)],
    ['all but it in LaunchDarkly', inLaunchDarkly({ ...among, negate: true })],
    ['another one in LaunchDarkly', inLaunchDarkly({ ...among, values: ['Dublin'] })],
  ])('is not proven by %s', async (_, file) => {
    expect((await judged(file, lyon)).state).toBe('declared')
  })

  test.each([
    ['two of three', ['Lyon', 'Paris'], '67%', 'stated'],
    ['one of three, which is less', ['Lyon'], '67%', 'stated'],
    ['all three', ['Lyon', 'Paris', 'Lille'], '67%', 'declared'],
    ['two, one of them twice', ['Lyon', 'Paris', 'Lyon'], '67%', 'stated'],
    ['two where one is planned', ['Lyon', 'Paris'], '34%', 'declared'],
  ])('where the customers can be counted, a rule for %s', async (_, names, traffic, state) => {
    const three = pilot(`assignees: 3\n  limited: {traffic: ${traffic}, duration: 84d}`)
    expect((await judged(flagd({ if: [site(names, 'in'), 'on', 'off'] }), three)).state).toBe(state)
  })

  test('a share is not proven by the rule of a segment', async () => {
    expect(await judged(flagd({ if: [site('Lyon'), 'on', 'off'] }))).toEqual({
      state: 'declared',
      said: ['is on for "Lyon", which limited does not plan'],
    })
  })
})

test('a flag that contradicts proves nothing, and is not told twice', async () => {
  expect(await judged(flagd(split(['on', 50], ['off', 50])))).toEqual({ state: 'declared', said: [] })
  expect(await judged('{"flags": {}}')).toEqual({ state: 'declared', said: [] })
  expect(await judged('{"flags": ')).toEqual({ state: 'declared', said: [] })
})

test('both places are shown', async () => {
  const files = { 'flags.json': flagd(split(['on', 50], ['off', 50])) }
  const found = await diagnose(flagMismatch, pilot(five, 'session'), { repository: repository(files) })
  expect(found.map(({ range }) => range.start.line)).toEqual([4, 5])
  expect(found.map(({ elsewhere }) => elsewhere?.[0]?.range.start.line)).toEqual([14, 19])
})
