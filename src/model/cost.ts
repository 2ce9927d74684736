import {
  date,
  duration,
  effortRate,
  money,
  moneyPerUnit,
  moneyRate,
  perUnitCount,
  share,
  tokenPrice,
  tokens,
  volume,
  wage,
} from '../values/index.ts'
import { byStage, map, named, oneOf, path, phrase, shorthand, text, weaker } from './field.ts'

const volumes = map(
  {
    demo: phrase(volume, 'The volume of the pilot.', '600/month'),
    full: weaker(
      'gone',
      'cost/demo-volume-only',
      phrase(volume, 'The volume at full rollout.', '60000/month'),
    ),
    peak_day: phrase(volume, 'The busiest day.', '6000/day'),
    peak_rate: phrase(volume, 'The busiest minute.', '25/min'),
  },
  'How many units there are, in the pilot and at full rollout.',
  { demo: '600/month', full: '60000/month' },
)

const retries = shorthand(
  'value',
  map(
    {
      value: phrase(share, 'Extra calls, as a share of the calls.', '4%'),
      why: text('Why there are none, where the share is 0.', 'one attempt, then the template reply'),
    },
    'The calls that are made again.',
    { value: '0%', why: 'one attempt, then the template reply' },
  ),
)

const usage = map(
  {
    calls: phrase(perUnitCount, 'Model calls for one unit.', '2.4 per conversation'),
    input: phrase(tokens, 'Input tokens of one call.', '3200 tokens'),
    cached_input: phrase(share, 'The share of input tokens read from the cache.', '50%'),
    output: phrase(tokens, 'Output tokens of one call.', '220 tokens'),
    retries,
  },
  'What one unit uses of the model.',
  { calls: '2.4 per conversation', input: '3200 tokens', output: '220 tokens', retries: '4%' },
)

const price = map(
  {
    model: text('The model, as the price list names it, where its list price is to be looked up.', 'gpt-4o'),
    provider: text('Who serves the model.', 'openai'),
    input: phrase(tokenPrice, 'The price of input tokens.', '1.00 EUR/Mtok'),
    cached_input: phrase(tokenPrice, 'The price of cached input tokens.', '0.10 EUR/Mtok'),
    output: phrase(tokenPrice, 'The price of output tokens.', '5.00 EUR/Mtok'),
    rate: phrase(
      moneyPerUnit,
      'What one unit of the currency of the prices is, in that of the file.',
      '0.92 EUR/USD',
    ),
    as_of: phrase(date, 'When these prices were looked up.', '2026-11-02'),
    table: path('The price table that they come from.', 'costs/prices.json'),
  },
  'The prices of the model.',
  { input: '1.00 EUR/Mtok', output: '5.00 EUR/Mtok', as_of: '2026-11-02' },
)

const people = {
  effort: phrase(duration, 'The time that one case takes.', '1.5 min'),
  wage: phrase(wage, 'The cost of an hour of it.', '24 EUR/h'),
}

export const cost = map(
  {
    include: path(
      'A YAML or JSON file of the repository that holds the cost section, or what of it does not stand here.',
      '../finance/order-status.yaml',
    ),
    volume: volumes,
    usage,
    price,
    per_unit: named(
      phrase(money, 'The cost for one unit.', '0.002 EUR'),
      'Other costs that every unit causes.',
      { carrier_lookup: '0.002 EUR' },
    ),
    per_success: phrase(money, 'A fee for every success.', '0.99 EUR'),
    fixed: weaker(
      'gone',
      'cost/component-missing',
      named(phrase(moneyRate, 'The cost per month.', '900 EUR/month'), 'What it costs whatever the volume.', {
        infrastructure: '900 EUR/month',
      }),
    ),
    maintenance: weaker(
      'gone',
      'cost/component-missing',
      map(
        {
          effort: phrase(effortRate, 'The time that maintenance takes.', '24 h/month'),
          wage: phrase(wage, 'The cost of an hour of it.', '65 EUR/h'),
        },
        'The work that keeps the system running.',
        { effort: '24 h/month', wage: '65 EUR/h' },
      ),
    ),
    oversight: weaker(
      'gone',
      'cost/component-missing',
      map(
        {
          reviewed: weaker(
            'gone less',
            'cost/oversight-capacity',
            byStage(
              phrase(share, 'The share of units that a person reviews.', '8%'),
              'The share of units that a person reviews, the same for every stage or one value a stage.',
              '8%',
              { limited: '100%', full: '8%' },
            ),
          ),
          ...people,
          capacity: weaker(
            'gone less',
            'cost/oversight-capacity',
            phrase(effortRate, 'The review time that is there.', '14 h/day'),
          ),
        },
        'The people who review what the system does.',
        { reviewed: '8%', effort: '1.5 min', wage: '24 EUR/h', capacity: '14 h/day' },
      ),
    ),
    errors: weaker(
      'gone',
      'cost/component-missing',
      map(
        {
          rate: phrase(share, 'The share of units that go wrong.', '1%'),
          cost: phrase(money, 'What one of them costs.', '3.50 EUR'),
        },
        'What being wrong costs.',
        { rate: '1%', cost: '3.50 EUR' },
      ),
    ),
    failed: map(people, "The extra work where the system's failures make a person's job longer.", {
      effort: '0.5 min',
      wage: '24 EUR/h',
    }),
    one_off: phrase(money, 'What it cost to build.', '38000 EUR'),
    value: weaker(
      'gone',
      'cost/no-value',
      map(
        {
          per_success: phrase(money, 'What one more success is worth, for a proportion.', '2.20 EUR'),
          per_metric_unit: phrase(
            moneyPerUnit,
            'What one unit of improvement is worth, for a mean.',
            '0.40 EUR/min',
          ),
          why: text('Where the value comes from.', '5.5 agent minutes at 24 EUR/h'),
          counted_on: weaker(
            { order: ['lift', 'gross'] },
            'cost/counts-baseline',
            oneOf(
              ['lift', 'gross'],
              'Whether the value is counted on the lift over the baseline or on every success.',
            ),
            { absent: 'gross' },
          ),
        },
        'What the pilot earns.',
        { per_success: '2.20 EUR', why: '5.5 agent minutes at 24 EUR/h', counted_on: 'lift' },
      ),
    ),
    spend_limit: weaker(
      'gone more',
      'cost/no-spend-limit',
      phrase(moneyRate, 'The spend at which the system stops.', '60 EUR/day'),
    ),
    bill: path('The bill or usage export, for the quarterly proof.', 'costs/bill-2027-q2.csv'),
  },
  'What the system costs and earns, in the pilot and at full rollout.',
  { volume: { demo: '600/month', full: '60000/month' } },
)
