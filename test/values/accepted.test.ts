import { describe, expect, test } from 'vitest'
import { phrases } from '../../src/values/index.ts'

const pc = (value: number) => ({ value, unit: '%' })
const q = (value: number, unit: string, per?: string) => (per === undefined ? { value, unit } : { value, unit, per })

/** Text, what it means, and how it is written back where that differs. */
const accepted: {
  readonly [kind: string]: readonly (readonly [text: string, value: unknown, written?: string])[]
} = {
  share: [
    ['22%', pc(22)],
    ['22 %', pc(22), '22%'],
    ['0%', pc(0)],
    ['100%', pc(100)],
    ['2.5%', pc(2.5)],
    ['22 percent', pc(22), '22%'],
    ['0.125%', pc(0.125)],
  ],
  share_range: [
    ['22%', pc(22)],
    ['0.8%..1.6%', { value: (0.8 + 1.6) / 2, unit: '%', range: [0.8, 1.6] }],
    ['1 %..3 %', { value: 2, unit: '%', range: [1, 3] }, '1%..3%'],
  ],
  duration_range: [['1 min..2 min', { value: 1.5, unit: 'min', range: [1, 2] }, '1m..2m']],
  money_range: [['1.50 EUR..2.20 EUR', { value: 1.85, unit: 'EUR', range: [1.5, 2.2] }]],
  money_rate_range: [['800 EUR/month..1100 EUR/month', { value: 950, unit: 'EUR', per: 'month', range: [800, 1100] }]],
  unit_volume: [
    ['60000/month', q(60000, '', 'month')],
    ['60000 support tickets/month', { ...q(60000, '', 'month'), counted: 'support tickets' }],
    ['25 chats per minute', { ...q(25, '', 'min'), counted: 'chats' }, '25 chats/min'],
    ['900 Fälle/workday', { ...q(900, '', 'workday'), counted: 'Fälle' }],
  ],
  effort_rate_range: [
    ['20 h/month..30 h/month', { value: 25, unit: 'h', per: 'month', range: [20, 30] }],
    [
      '20 hours per month..30 h/month',
      { value: 25, unit: 'h', per: 'month', range: [20, 30] },
      '20 h/month..30 h/month',
    ],
  ],
  wage_range: [['24 EUR/h..28 EUR/h', { value: 26, unit: 'EUR', per: 'h', range: [24, 28] }]],
  token_price_range: [
    [
      '1.00 EUR/Mtok..1.50 EUR/Mtok',
      { value: 1.25, unit: 'EUR', per: 'Mtok', range: [1, 1.5] },
      '1 EUR/Mtok..1.50 EUR/Mtok',
    ],
  ],
  money_per_unit_range: [['0.25 EUR/min..0.50 EUR/min', { value: 0.375, unit: 'EUR', per: 'min', range: [0.25, 0.5] }]],
  per_unit_count_range: [['2 per chat..3 per chat', { value: 2.5, unit: '', per: 'chat', range: [2, 3] }]],
  tokens_range: [['2800 tokens..4000 tokens', { value: 3400, unit: 'tokens', range: [2800, 4000] }]],
  measure_range: [
    ['36%..40%', { value: 38, unit: '%', range: [36, 40] }],
    ['5 min..6 min', { value: 5.5, unit: 'min', range: [5, 6] }, '5m..6m'],
  ],
  duration: [
    ['300ms', q(300, 'ms')],
    ['4s', q(4, 's')],
    ['10m', q(10, 'min')],
    ['10 min', q(10, 'min'), '10m'],
    ['10min', q(10, 'min'), '10m'],
    ['1.5 min', q(1.5, 'min')],
    ['6h', q(6, 'h')],
    ['21 d', q(21, 'd'), '21d'],
    ['2w', q(2, 'w')],
    ['90 seconds', q(90, 's'), '90s'],
    ['90 sec', q(90, 's'), '90s'],
    ['10 minutes', q(10, 'min'), '10m'],
    ['1 hour', q(1, 'h'), '1h'],
    ['5 days', q(5, 'd'), '5d'],
    ['2weeks', q(2, 'w'), '2w'],
    ['1.1250 min', q(1.125, 'min')],
  ],
  money: [
    ['0.20 EUR', q(0.2, 'EUR')],
    ['0.002 EUR', q(0.002, 'EUR')],
    ['3.50 EUR', q(3.5, 'EUR')],
    ['3.5EUR', q(3.5, 'EUR'), '3.50 EUR'],
    ['38000 EUR', q(38000, 'EUR')],
    ['10 XCG', q(10, 'XCG')],
    ['10 VED', q(10, 'VED')],
    ['999999999999 VND', q(999999999999, 'VND')],
    ['0.000000001 USD', q(1e-9, 'USD')],
  ],
  money_rate: [
    ['900 EUR/month', q(900, 'EUR', 'month')],
    ['60 EUR/day', q(60, 'EUR', 'day')],
    ['60 EUR/d', q(60, 'EUR', 'day'), '60 EUR/day'],
    ['60 EUR per week', q(60, 'EUR', 'week'), '60 EUR/week'],
    ['10800 EUR/year', q(10800, 'EUR', 'year')],
  ],
  wage: [
    ['24 EUR/h', q(24, 'EUR', 'h')],
    ['24.50 EUR per h', q(24.5, 'EUR', 'h'), '24.50 EUR/h'],
  ],
  token_price: [
    ['1.00 EUR/Mtok', q(1, 'EUR', 'Mtok'), '1 EUR/Mtok'],
    ['0.10 EUR/Mtok', q(0.1, 'EUR', 'Mtok')],
  ],
  money_per_unit: [
    ['0.40 EUR/min', q(0.4, 'EUR', 'min')],
    ['0.40 EUR/m', q(0.4, 'EUR', 'min'), '0.40 EUR/min'],
    ['3 EUR/support ticket', q(3, 'EUR', 'support ticket')],
    ['3 EUR per point', q(3, 'EUR', 'point'), '3 EUR/point'],
  ],
  volume: [
    ['60000/month', q(60000, '', 'month')],
    ['6000/day', q(6000, '', 'day')],
    ['6000/d', q(6000, '', 'day'), '6000/day'],
    ['25/min', q(25, '', 'min')],
    ['25/m', q(25, '', 'min'), '25/min'],
    ['60/s', q(60, '', 's')],
    ['30 per h', q(30, '', 'h'), '30/h'],
    ['100/w', q(100, '', 'week'), '100/week'],
    ['900/workday', q(900, '', 'workday')],
    ['720000/year', q(720000, '', 'year')],
    ['30/hour', q(30, '', 'h'), '30/h'],
  ],
  effort_rate: [
    ['24 h/month', q(24, 'h', 'month')],
    ['14h/day', q(14, 'h', 'day'), '14 h/day'],
    ['90 m/day', q(90, 'min', 'day'), '90 min/day'],
    ['24 hours/month', q(24, 'h', 'month'), '24 h/month'],
  ],
  per_unit_count: [
    ['2.4 per conversation', q(2.4, '', 'conversation')],
    ['2.4/conversation', q(2.4, '', 'conversation'), '2.4 per conversation'],
    ['1 per support ticket', q(1, '', 'support ticket')],
  ],
  tokens: [
    ['3200 tokens', q(3200, 'tokens')],
    ['1 token', q(1, 'tokens'), '1 tokens'],
  ],
  count: [
    ['750 conversations', q(750, 'conversations')],
    ['1 support ticket', q(1, 'support ticket')],
    ['12 e-mails', q(12, 'e-mails')],
    ['3 Vorgänge', q(3, 'Vorgänge')],
    ['3 обращения', q(3, 'обращения')],
  ],
  measure: [
    ['22%', pc(22)],
    ['120%', pc(120)],
    ['9.4 min', q(9.4, 'min')],
    ['4.21 points', q(4.21, 'points')],
    ['0.10 points', q(0.1, 'points'), '0.1 points'],
    ['1 point', q(1, 'points'), '1 points'],
    ['-12 points', q(-12, 'points')],
    ['-0 points', q(0, 'points'), '0 points'],
    ['0.20 EUR', q(0.2, 'EUR')],
    ['3.2 clicks', q(3.2, 'clicks')],
    ['11.5 claims/day', q(11.5, 'claims', 'day')],
    ['4200 parcels/h', q(4200, 'parcels', 'h')],
    ['5 support tickets', q(5, 'support tickets')],
    ['11.5 support tickets/day', q(11.5, 'support tickets', 'day')],
    ['0.41 GBP/support ticket', q(0.41, 'GBP', 'support ticket')],
    ['0.41 GBP per support ticket', q(0.41, 'GBP', 'support ticket'), '0.41 GBP/support ticket'],
    ['2.4 per support ticket', q(2.4, '', 'support ticket')],
    ['9.4 min/support ticket', q(9.4, 'min', 'support ticket')],
    ['3 coding errors/order line', q(3, 'coding errors', 'order line')],
    ['0.41 GBP/session', q(0.41, 'GBP', 'session')],
    ['0.431 GBP', q(0.431, 'GBP')],
    ['22 percent', pc(22), '22%'],
    ['9.4 minutes', q(9.4, 'min'), '9.4 min'],
  ],
  scale: [
    ['1-5', { from: 1, to: 5 }],
    ['0-10', { from: 0, to: 10 }],
    ['-100-100', { from: -100, to: 100 }],
  ],
  threshold: [
    ['at most 0.41 GBP/support ticket', { op: 'at_most', quantity: q(0.41, 'GBP', 'support ticket') }],
    ['above 40 support tickets/day', { op: 'above', quantity: q(40, 'support tickets', 'day') }],
    ['at most 3 per support ticket', { op: 'at_most', quantity: q(3, '', 'support ticket') }],
    ['at least 35%', { op: 'at_least', quantity: pc(35) }],
    ['>= 35%', { op: 'at_least', quantity: pc(35) }, 'at least 35%'],
    ['>=35%', { op: 'at_least', quantity: pc(35) }, 'at least 35%'],
    ['at most 4s', { op: 'at_most', quantity: q(4, 's') }],
    ['<= 4s', { op: 'at_most', quantity: q(4, 's') }, 'at most 4s'],
    ['above 3%', { op: 'above', quantity: pc(3) }],
    ['> 3%', { op: 'above', quantity: pc(3) }, 'above 3%'],
    ['below 3.9 points', { op: 'below', quantity: q(3.9, 'points') }],
    ['< 3.9 points', { op: 'below', quantity: q(3.9, 'points') }, 'below 3.9 points'],
    ['above 0.20 EUR', { op: 'above', quantity: q(0.2, 'EUR') }],
    ['at most 7 min', { op: 'at_most', quantity: q(7, 'min') }, 'at most 7m'],
    ['above 60 EUR/day', { op: 'above', quantity: q(60, 'EUR', 'day') }],
    ['above 900/day', { op: 'above', quantity: q(900, '', 'day') }],
    ['not below baseline', { op: 'not_below', reference: 'baseline' }],
    ['not above baseline', { op: 'not_above', reference: 'baseline' }],
    ['above control', { op: 'above', reference: 'control' }],
    ['below control', { op: 'below', reference: 'control' }],
  ],
  target: [
    ['at least 35%', { op: 'at_least', quantity: pc(35) }],
    ['not above baseline', { op: 'not_above', reference: 'baseline' }],
    ['at least 20% below baseline', { op: 'at_least', by: pc(20), side: 'below', reference: 'baseline' }],
    [
      '35% less than baseline',
      { op: 'at_least', by: pc(35), side: 'below', reference: 'baseline' },
      'at least 35% below baseline',
    ],
    [
      'at most 5 percent more than baseline',
      { op: 'at_most', by: pc(5), side: 'above', reference: 'baseline' },
      'at most 5% above baseline',
    ],
    [
      '<= 5 percent above baseline',
      { op: 'at_most', by: pc(5), side: 'above', reference: 'baseline' },
      'at most 5% above baseline',
    ],
  ],
  time_limit: [
    ['at most 10m', { op: 'at_most', quantity: q(10, 'min') }],
    ['10m', { op: 'at_most', quantity: q(10, 'min') }, 'at most 10m'],
    ['<= 10 min', { op: 'at_most', quantity: q(10, 'min') }, 'at most 10m'],
    ['< 1d', { op: 'below', quantity: q(1, 'd') }, 'below 1d'],
  ],
  condition: [
    [
      'handled at least 12 support tickets/day',
      { metric: 'handled', threshold: { op: 'at_least', quantity: q(12, 'support tickets', 'day') } },
    ],
    ['deflection_rate at least 35%', { metric: 'deflection_rate', threshold: { op: 'at_least', quantity: pc(35) } }],
    [
      'latency_p95 <= 4s',
      { metric: 'latency_p95', threshold: { op: 'at_most', quantity: q(4, 's') } },
      'latency_p95 at most 4s',
    ],
    [
      'deflection_rate not below baseline',
      { metric: 'deflection_rate', threshold: { op: 'not_below', reference: 'baseline' } },
    ],
    ['deflection_rate above control', { metric: 'deflection_rate', threshold: { op: 'above', reference: 'control' } }],
    [
      'handling_time at least 20% below baseline',
      { metric: 'handling_time', threshold: { op: 'at_least', by: pc(20), side: 'below', reference: 'baseline' } },
    ],
    ['guardrail_metrics hold', { guardrail_metrics: 'hold' }],
    ['lösungsquote at least 35%', { metric: 'lösungsquote', threshold: { op: 'at_least', quantity: pc(35) } }],
    ['解決率 at least 35%', { metric: '解決率', threshold: { op: 'at_least', quantity: pc(35) } }],
  ],
  exposure: [
    ['20% for 7d', { share: pc(20), time: q(7, 'd') }],
    ['20 % for 7 d', { share: pc(20), time: q(7, 'd') }, '20% for 7d'],
    ['20 percent for 7 days', { share: pc(20), time: q(7, 'd') }, '20% for 7d'],
    ['95%', { share: pc(95) }],
    ['21d', { time: q(21, 'd') }],
  ],
  period: [
    ['2026-06-01..2026-08-31', { from: '2026-06-01', to: '2026-08-31' }],
    ['2026-06-01..2026-06-01', { from: '2026-06-01', to: '2026-06-01' }],
  ],
  date: [
    ['2026-09-14', '2026-09-14'],
    ['2028-02-29', '2028-02-29'],
    ['2000-02-29', '2000-02-29'],
  ],
}

test('every kind of phrase is in the table', () => {
  // A path has no grammar; it is tested where it is read.
  const kinds = Object.keys(phrases).filter((name) => name !== 'path')
  expect(Object.keys(accepted).sort()).toEqual(kinds.sort())
})

describe.each(Object.entries(accepted))('%s', (name, rows) => {
  const phrase = phrases[name]

  test.each(rows.map(([text, value, written = text]) => ({ text, value, written })))(
    'reads $text',
    ({ text, value, written }) => {
      expect(phrase?.parse(text)).toEqual({ ok: true, value })
      expect(phrase?.print(value)).toBe(written)
    },
  )

  test('reads its own examples, and shows the first in what it expects', () => {
    expect(phrase?.examples.filter((example) => !phrase.parse(example).ok)).toEqual([])
    expect(phrase?.expects).toMatch(/^an? .+ such as /u)
    expect(phrase?.expects.endsWith(` such as ${phrase.examples[0]}`)).toBe(true)
  })
})
