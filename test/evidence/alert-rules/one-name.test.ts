import { expect, test } from 'vitest'
import { judged } from './judged.ts'

const rate = (labels = '') => `sum(increase(wrong_total${labels}[1d])) / sum(increase(seen_total${labels}[1d])) > 0.03`
const rules = (...exprs: readonly string[]) =>
  `groups: [{rules: [${exprs.map((expr) => `{alert: wrong, expr: '${expr}'}`).join(', ')}]}]\n`

test.each([
  ['one of staging beside one that is understood', [rate('{env="staging"}'), rate()], 'proven'],
  [
    'one of staging alone',
    [rate('{env="staging"}')],
    'open: selects only env="staging", where the pilot serves no customer',
  ],
  [
    'the lie: beside one of staging, one that never fires',
    [rate('{env="staging"}'), `${rate()} and vector(1) > 2`],
    expect.not.stringMatching(/^proven/),
  ],
  [
    'the lie: beside one of staging, one that is only on availability',
    [rate('{env="staging"}'), 'avg_over_time(up[1d]) < 0.97'],
    expect.not.stringMatching(/^proven/),
  ],
])('of several alerts with one name, %s', async (_, exprs, expected) => {
  expect(await judged('wrong | above 3% | 1d', 'r.yml', { 'r.yml': rules(...exprs) })).toEqual(expected)
})
