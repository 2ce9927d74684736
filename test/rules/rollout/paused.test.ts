import { describe, expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { rules } from '../../../src/rules/index.ts'
import { paused } from '../../../src/rules/rollout/paused.ts'
import { repository, table } from '../table.ts'

const flag = (share: number, state = 'ENABLED'): { readonly [file: string]: string } => ({
  'flags/shop.flagd.json': JSON.stringify({
    flags: {
      'ranking-ai': {
        state,
        variants: { off: false, on: true },
        defaultVariant: 'off',
        targeting: { fractional: [{ var: 'customer' }, ['on', share], ['off', 100 - share]] },
      },
    },
  }),
})

const file = (stage = 'progressive', guilty = ''): string =>
  `stage: ${stage}${guilty}
success: {agreed: 2026-09-07, metric: m_rate, target: at least 35%}
rollback:
  how: {feature_flag: ranking-ai, file: flags/shop.flagd.json}
rollout:
  limited: {traffic: 5%, duration: 14d}
  progressive: [20% for 7d, 50% for 28d]
  full: 95%
`

const mark = '  # expect: rollout/paused'
const began = { date: '2026-10-01', yaml: file(), files: flag(20) }

table(paused, [
  {
    name: 'off for more than two weeks',
    yaml: file('progressive', mark),
    files: flag(0),
    past: [{ date: '2026-11-07', yaml: file(), files: flag(0) }, began],
    says: ['the flag serves 0% since 2026-11-07, 15 days, but progressive plans 20%'],
  },
  {
    name: 'off since another change than the last',
    yaml: file('progressive', mark),
    files: flag(5),
    past: [
      { date: '2026-11-20', yaml: file(), files: flag(5) },
      { date: '2026-11-01', yaml: file(), files: flag(20, 'DISABLED') },
      began,
    ],
    says: ['the flag serves 5% since 2026-11-01, 21 days, but progressive plans 20%'],
  },
  {
    name: 'off for two weeks',
    yaml: file(),
    files: flag(0),
    past: [{ date: '2026-11-08', yaml: file(), files: flag(0) }, began],
  },
  { name: 'off in a change that is not committed', yaml: file(), files: flag(0), past: [began] },
  {
    name: 'off before the stage was declared',
    yaml: file(),
    files: flag(0),
    past: [
      { date: '2026-11-15', yaml: file() },
      { date: '2026-10-01', yaml: file('limited'), files: flag(0) },
    ],
  },
  {
    name: 'between two steps',
    yaml: file(),
    files: flag(35),
    past: [{ date: '2026-10-01', yaml: file(), files: flag(35) }],
  },
])

const judge = (now: ReturnType<typeof flag>, stage: string) =>
  lint(`version: 1\nid: x\n${file(stage)}`, {
    file: 'pilot.yaml',
    for: 'production',
    today: '2026-11-22',
    rules: rules.filter(({ id }) => /^(?:rollout|rollback)\/(?:flag|paused)/.test(id)),
    exceptions: true,
    repository: repository(now),
  })

describe('the verdict', () => {
  test.each([
    [flag(0), 'full', 'PAUSED: flag serves 0%, full plans 95%'],
    [flag(50), 'full', 'PAUSED: flag serves 50%, full plans 95%'],
    [flag(95, 'DISABLED'), 'full', 'PAUSED: flag serves 0%, full plans 95%'],
    [flag(10), 'progressive', 'PAUSED: flag serves 10%, progressive plans 20%'],
  ] as const)('says that the pilot is held back, %#', async (now, stage, says) => {
    const { verdict } = await judge(now, stage)
    expect(verdict).toMatchObject({ ready: false, sentence: says, counts: { error: 0 } })
  })

  const clause = (attribute: string) => ({ attribute, op: 'in', values: ['de'] })
  const ruled = (on: number, variation: number, others: number): ReturnType<typeof flag> => {
    const weights = [on, 0, 100_000 - on].map((weight, at) => ({ variation: at, weight }))
    const fallthrough = on > 0 ? { rollout: { variations: weights, bucketBy: 'customer' } } : { variation: others }
    const rules = [{ variation, clauses: [clause('clinic'), clause('language')] }]
    const variations = ['on', 'control', 'off']
    return {
      'flags/shop.flagd.json': JSON.stringify({
        flags: { 'ranking-ai': { on: true, variations, offVariation: 2, fallthrough, rules } },
      }),
    }
  }

  test.each([
    ['a rule of two clauses lets some in', ruled(0, 0, 2), false],
    ['and it may be the share that is planned', ruled(10_000, 0, 2), false],
    ['the lie: a rule keeps some out, and everybody else is', ruled(0, 2, 2), true],
    ['the lie: a rule for a control of nothing', ruled(0, 1, 2), true],
    ['the lie: a rule keeps some out of less than is planned', ruled(10_000, 2, 2), true],
  ])('%s: paused %#', async (_, now, isPaused) => {
    const { verdict, unverified } = await judge(now, 'progressive')
    expect(verdict.sentence.startsWith('PAUSED')).toBe(isPaused)
    if (!isPaused) expect(unverified.map(({ why }) => why).join()).toMatch(/segments|before its split/)
  })

  test('a flag that serves less than a later step is no fault, and one that serves more is', async () => {
    expect((await judge(flag(35), 'progressive')).verdict).toMatchObject({ ready: true, counts: { error: 0 } })
    expect((await judge(flag(60), 'progressive')).verdict).toMatchObject({ ready: false, counts: { error: 1 } })
  })
})
