import { date, effortRate, moneyRate, ranges, share, tokens, unitVolume } from '../values/index.ts'
import {
  byStage,
  kept,
  keptItems,
  list,
  map,
  named,
  oneOrMany,
  path,
  phrase,
  shorthand,
  text,
  weaker,
} from './field.ts'

/** A part of the cost: without it, the sum is not whole. */
const part = kept('cost/component-missing')
const partItems = keptItems('cost/component-missing')

const volumes = map(
  {
    demo: phrase(unitVolume, 'The volume during the pilot.', '600/month'),
    full: weaker('gone', 'cost/demo-volume-only', phrase(unitVolume, 'The volume at full rollout.', '60000/month')),
    peak_day: phrase(unitVolume, 'The volume on the busiest day.', '6000/day'),
    peak_rate: phrase(unitVolume, 'The volume in the busiest minute.', '25/min'),
  },
  'How many units are processed, during the pilot and at full rollout.',
  { demo: '600/month', full: '60000/month' },
)

const retries = shorthand(
  'value',
  map(
    {
      value: phrase(ranges.share, 'Retried calls, as a share of all calls.', '4%'),
      why: text('Why there are no retries, if the share is 0.', 'one attempt, then the template reply'),
    },
    'Calls that are retried.',
    { value: '0%', why: 'one attempt, then the template reply' },
  ),
)

const used = {
  calls: phrase(ranges.perUnitCount, 'Model calls per unit.', '2.4 per conversation'),
  input: phrase(ranges.tokens, 'Input tokens per call.', '3200 tokens'),
  cached_input: phrase(ranges.share, 'The share of input tokens that is read from the cache.', '50%'),
  cache_write: phrase(ranges.share, 'The share of input tokens that is written to the cache.', '10%'),
  output: phrase(ranges.tokens, 'Output tokens per call, with those of reasoning.', '220 tokens'),
  retries,
  batch: phrase(share, 'The discount for calls that are sent in batches.', '50%'),
}

const prices = {
  input: phrase(ranges.tokenPrice, 'The price of input tokens.', '1.00 EUR/Mtok'),
  cached_input: phrase(ranges.tokenPrice, 'The price of cached input tokens.', '0.10 EUR/Mtok'),
  cache_write: phrase(ranges.tokenPrice, 'The price of input tokens that are written to the cache.', '1.25 EUR/Mtok'),
  output: phrase(ranges.tokenPrice, 'The price of output tokens.', '5.00 EUR/Mtok'),
}

const sold = {
  model: text('The model as the price list names it, to use its list price.', 'gpt-4o'),
  provider: text('The provider that serves the model.', 'openai'),
  ...prices,
  tiers: partItems(
    list(
      map(
        {
          above: phrase(tokens, 'Applies to calls with more input tokens than this.', '200000 tokens'),
          ...prices,
        },
        'The prices of longer calls.',
      ),
      'Prices that depend on the length of a call; by the average of `usage.input`.',
      [{ above: '200000 tokens', input: '2.50 EUR/Mtok', output: '7.50 EUR/Mtok' }],
    ),
  ),
  as_of: phrase(date, 'The date of these prices.', '2026-11-02'),
}

const usage = part(
  oneOrMany(
    map(used, 'Model usage per unit: of one model, or a list of the models that a unit needs.', {
      calls: '2.4 per conversation',
      input: '3200 tokens',
      output: '220 tokens',
      retries: '4%',
    }),
    partItems(
      list(
        map(
          {
            name: text('What the model does.', 'router'),
            provider: text('The provider that serves the model; without one, that of `model`.', 'example-ai'),
            model: text('The pinned version of the model; without one, that of `model`.', 'small-2-20260801'),
            ...used,
            price: map(
              sold,
              'The prices of this model; `cost.price` is that of `model.id`, and names the table of all.',
              {
                input: '0.20 EUR/Mtok',
                output: '0.80 EUR/Mtok',
                as_of: '2026-11-02',
              },
            ),
          },
          'One of the models that a unit needs.',
        ),
        'The models that a unit needs.',
      ),
    ),
  ),
)

const price = map(
  { ...sold, table: path('The price table that the prices of all models come from.', 'costs/prices.json') },
  'The prices of the model.',
  { input: '1.00 EUR/Mtok', output: '5.00 EUR/Mtok', as_of: '2026-11-02' },
)

const people = {
  effort: phrase(ranges.duration, 'The time per case.', '1.5 min'),
  wage: phrase(ranges.wage, 'The cost per hour of work.', '24 EUR/h'),
}

export const cost = map(
  {
    include: path(
      'A YAML or JSON file in the repository with the cost section, or with the keys of it that are not set here.',
      '../finance/order-status.yaml',
    ),
    volume: volumes,
    usage,
    price,
    rates: named(phrase(ranges.money, 'The value of one of it.', '0.92 EUR'), 'Exchange rates of other currencies.', {
      USD: '0.92 EUR',
    }),
    per_unit: named(part(phrase(ranges.money, 'The cost per unit.', '0.002 EUR')), 'Other costs per unit.', {
      carrier_lookup: '0.002 EUR',
    }),
    per_success: phrase(ranges.money, 'A fee per success.', '0.99 EUR'),
    minimum: weaker(
      'gone less',
      'cost/component-missing',
      phrase(
        moneyRate,
        'The least that is billed for tokens, `per_unit` and `per_success`, however little is used.',
        '49.50 EUR/month',
      ),
    ),
    fixed: part(
      named(
        part(phrase(ranges.moneyRate, 'The cost per month.', '900 EUR/month')),
        'Costs that do not depend on the volume.',
        {
          infrastructure: '900 EUR/month',
        },
      ),
    ),
    capacity: part(
      partItems(
        list(
          map(
            {
              name: text('What is bought.', 'reserved throughput'),
              price: phrase(ranges.moneyRate, 'The price of one.', '4200 EUR/month'),
              per: phrase(
                unitVolume,
                'The units that one is enough for; per minute or hour, the peak rate decides how many are needed.',
                '2000000/month',
              ),
            },
            'Something that is bought in steps.',
          ),
          'What is bought in steps as the volume grows.',
          [{ name: 'reserved throughput', price: '4200 EUR/month', per: '2000000/month' }],
        ),
      ),
    ),
    seats: part(
      partItems(
        list(
          map(
            {
              name: text('What is licensed.', 'assistant licence'),
              price: phrase(ranges.moneyRate, 'The price of one seat.', '30 EUR/month'),
              for: text('A role of `people`, whose `count` is the number of seats.', 'tier-1 agents'),
            },
            'Licences for each person of a role.',
          ),
          'What is paid for each person.',
          [{ name: 'assistant licence', price: '30 EUR/month', for: 'tier-1 agents' }],
        ),
      ),
    ),
    maintenance: part(
      map(
        {
          effort: phrase(ranges.effortRate, 'The time spent on maintenance.', '24 h/month'),
          wage: phrase(ranges.wage, 'The cost per hour of work.', '65 EUR/h'),
        },
        'The work that keeps the system running.',
        { effort: '24 h/month', wage: '65 EUR/h' },
      ),
    ),
    oversight: part(
      map(
        {
          reviewed: weaker(
            'gone less',
            'cost/oversight-capacity',
            byStage(
              phrase(ranges.share, 'The share of units that a person reviews.', '8%'),
              'The share of units that a person reviews: one value, or one per stage.',
              '8%',
              { limited: '100%', full: '8%' },
            ),
          ),
          ...people,
          part_of: text('The primary metric, if its time already contains the review.', 'handling_time'),
          capacity: weaker(
            'gone less',
            'cost/oversight-capacity',
            phrase(effortRate, 'The review time available.', '14 h/day'),
          ),
        },
        'Human review of what the system does.',
        { reviewed: '8%', effort: '1.5 min', wage: '24 EUR/h', capacity: '14 h/day' },
      ),
    ),
    errors: part(
      map(
        {
          rate: phrase(ranges.share, 'The share of units that go wrong.', '1%'),
          cost: phrase(ranges.money, 'The cost of one error.', '3.50 EUR'),
          metric: text(
            'The guardrail metric that counts these errors, where several have a limit.',
            'wrong_answer_rate',
          ),
        },
        'The cost of errors.',
        { rate: '1%', cost: '3.50 EUR' },
      ),
    ),
    failed: map(people, 'The extra work that a failure of the system causes.', {
      effort: '0.5 min',
      wage: '24 EUR/h',
    }),
    one_off: phrase(ranges.money, 'The cost of building the system.', '38000 EUR'),
    value: weaker(
      'gone',
      'cost/no-value',
      map(
        {
          per_success: phrase(ranges.money, 'The value of one more success, for a proportion.', '2.20 EUR'),
          per_metric_unit: phrase(
            ranges.moneyPerUnit,
            'The value of one unit of improvement, for a mean.',
            '0.40 EUR/min',
          ),
          why: text('Where the value comes from.', '5.5 agent minutes at 24 EUR/h'),
        },
        'The value of the pilot, counted on the lift over the baseline.',
        { per_success: '2.20 EUR', why: '5.5 agent minutes at 24 EUR/h' },
      ),
    ),
    spend_limit: weaker(
      'gone more',
      'cost/no-spend-limit',
      phrase(moneyRate, 'The spend at which the system stops.', '60 EUR/day'),
    ),
    bill: path('The bill or usage export, as quarterly evidence.', 'costs/bill-2027-q2.csv'),
    allocation: path(
      'What is charged to the system each month, where nothing is billed by use.',
      'costs/allocation-2027.csv',
    ),
  },
  'Cost and value of the system, during the pilot and at full rollout. What is not known exactly may be a range of the 5th and 95th percentile, such as 0.8%..1.6%: usage, prices, exchange rates, the share that is reviewed, effort, wages, errors and value.',
  { volume: { demo: '600/month', full: '60000/month' } },
)
