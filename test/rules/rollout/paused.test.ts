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

  test('a flag that serves less than a later step is no fault, and one that serves more is', async () => {
    expect((await judge(flag(35), 'progressive')).verdict).toMatchObject({ ready: true, counts: { error: 0 } })
    expect((await judge(flag(60), 'progressive')).verdict).toMatchObject({ ready: false, counts: { error: 1 } })
  })
})
